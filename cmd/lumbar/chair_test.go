package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// lumbar runs a command with input, and gives its exit status and what it said.
func lumbar(in string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// TestChairAddAndList: five answers at most; what is added is listed, planned, and refused a session without a person.
func TestChairAddAndList(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := lumbar("cushion\nSofa\nlow, high\ngentle\n15\n", "chair", "add", "--data", dir)
	if code != exitDone || !strings.Contains(out, "Sofa is here as sofa.") || strings.Count(errs, "]: ") != 5 {
		t.Fatalf("%d\n%s\n%s", code, out, errs)
	}
	if code, out, _ := lumbar("", "chair", "add", "--data", dir, "--template", "hand-held"); code != exitDone || !strings.Contains(out, "hand-held-massager") {
		t.Errorf("with nothing but Enter: %d %s", code, out)
	}
	code, out, _ = lumbar("", "chair", "list", "--data", dir, "--json")
	var list []listed
	if err := json.Unmarshal([]byte(out), &list); code != exitDone || err != nil || len(list) != 6 || list[0].Link != "simulated" || list[1].Name != "infinity" || list[1].Link != "bluetooth" || list[2].Link != "modbus" || list[5].Name != "sofa" || len(list[5].Strengths) != 2 {
		t.Errorf("%d %v %+v", code, err, list)
	}
	if code, out, _ := lumbar("", "chair", "list", "--data", dir); code != exitDone || !strings.Contains(out, "no link: you work its remote") {
		t.Errorf("%d %s", code, out)
	}
	code, out, _ = lumbar("", "plan", "after-desk", "--chair", "sofa", "--data", dir)
	for _, words := range []string{"you press, Lumbar says when", "LOWER BACK, strength low", "Press POWER to switch it on", "Press POWER on your remote", "No stretch"} {
		if code != exitDone || !strings.Contains(out, words) {
			t.Errorf("%d, %q is not in\n%s", code, words, out)
		}
	}
	if strings.Contains(out, "confirmed") {
		t.Error("something is said to be confirmed")
	}
	if code, _, errs := lumbar("", "run", "after-desk", "--chair", "sofa", "--data", dir); code != exitRefused || !strings.Contains(errs, "worked by a person") {
		t.Errorf("without a terminal: %d %s", code, errs)
	}
	if code, _, errs := lumbar("", "run", "deep-slow", "--chair", "sofa", "--data", dir); code != exitRefused || !strings.Contains(errs, "only after 6 quiet sessions") {
		t.Errorf("for who is used to it: %d %s", code, errs)
	}
}

// TestChairRefuses: what cannot be used is said, with the way out, and nothing is kept.
func TestChairRefuses(t *testing.T) {
	dir := t.TempDir()
	for in, says := range map[string]string{
		"sofa\n":                           "chair, cushion or hand-held",
		"chair\nX\n1\nhard\nnone\n":        "gentle, medium or firm",
		"chair\nX\n1\ngentle\nsoon\n":      "from 5 to 120",
		"chair\nX\n1\ngentle\n1000\n":      "from 5 to 120 min",
		"cushion\nX\n,\ngentle\nnone\n":    "strengths",
		"cushion\n\x07\n1\ngentle\nnone\n": "title",
	} {
		if code, _, errs := lumbar(in, "chair", "add", "--data", dir); code != exitRefused || !strings.Contains(errs, says) {
			t.Errorf("%q: %d %s", in, code, errs)
		}
	}
	if code, _, errs := lumbar("", "plan", "break", "--chair", "nobody", "--data", dir); code != exitRefused || !strings.Contains(errs, "lumbar chair add") {
		t.Errorf("%d %s", code, errs)
	}
	if _, out, _ := lumbar("", "chair", "list", "--data", dir, "--json"); strings.Count(out, `"name"`) != 4 { // those that ship
		t.Errorf("kept: %s", out)
	}
}
