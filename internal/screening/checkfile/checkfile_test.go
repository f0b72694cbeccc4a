package checkfile_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
)

var update = flag.Bool("update", false, "write the goldens")

// TestGolden compares, for each archive in testdata, what is told of its first file with its file "want".
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		in := a.Files[0]
		var list diag.List
		if strings.HasSuffix(in.Name, ".json") {
			_, list = checkfile.ReadAnswers(load(t), in.Name, in.Data, screening.Unsure)
		} else {
			_, list = checkfile.Read(in.Name, in.Data)
		}
		if !list.HasErrors() {
			t.Errorf("%s: nothing is wrong with it", path)
		}
		var out bytes.Buffer
		if err := list.Write(&out, nil, diag.Style{}); err != nil {
			t.Fatal(err)
		}
		if *update {
			a.Files = []txtar.File{in, {Name: "want", Data: out.Bytes()}}
			if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(a.Files[1].Data), out.String()); diff != "" {
			t.Errorf("%s: diagnostics (-want +got):\n%s", path, diff)
		}
	}
}

// judge is the verdict on answers as text, today.
func judge(t *testing.T, src string, others screening.Answer) (screening.Verdict, checkfile.Given) {
	t.Helper()
	given, list := checkfile.ReadAnswers(load(t), "answers", []byte(src), others)
	if len(list) > 0 {
		t.Fatalf("%s: %v", src, list)
	}
	return load(t).Judge(&screening.Input{Answers: given.Answers, Approvals: given.Approvals, History: given.History,
		Chair: chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}, Today: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)}), given
}

const figures = `"age": 40, "height_cm": 170, "weight_kg": 70`

// TestReadAnswers: each key means what it says.
func TestReadAnswers(t *testing.T) {
	for _, c := range []struct {
		src    string
		others screening.Answer
		want   screening.Outcome
	}{
		{`{` + figures + `}`, screening.No, screening.OK},
		{`{` + figures + `}`, screening.Unsure, screening.S},
		{`{` + figures + `, "T-MEAL": "yes"}`, screening.No, screening.W},
		{`{` + figures + `, "T-MEAL": "unsure"}`, screening.No, screening.W},
		{`{` + figures + `, "T-MEAL": "skip"}`, screening.No, screening.W},
		{`{` + figures + `, "T-MEAL": "no"}`, screening.No, screening.OK},
		{`{` + figures + `, "RF-CES-3": "skip"}`, screening.No, screening.OK},
		{`{` + figures + `, "RF-FRA-1": "yes", "RF-FRA-1/cannot-stand": "yes"}`, screening.No, screening.S},
		{`{` + figures + `, "C-ANTC": "yes", "ok": ["C-ANTC 2026-05-01"]}`, screening.No, screening.M},
		{`{` + figures + `, "RF-AAA-2": "yes", "ok": ["RF-AAA-2 2026-05-01"]}`, screening.No, screening.D},
		{`{` + figures + `, "RF-AAA-2": "yes", "ok": ["RF-AAA-2 2026-05-01 written"]}`, screening.No, screening.M},
		{`{` + figures + `, "pain_now": 8}`, screening.No, screening.W},
		{`{` + figures + `, "pain_now": 4, "pain_usual": 1}`, screening.No, screening.W},
		{`{` + figures + `, "pain_spread": true}`, screening.No, screening.D},
		{`{"age": 13, "height_cm": 170, "weight_kg": 70}`, screening.No, screening.D},
		{`{"age": 40, "height_cm": 144, "weight_kg": 70}`, screening.No, screening.D},
		{`{"age": 40, "height_cm": 170, "weight_kg": 151}`, screening.No, screening.D},
	} {
		if v, _ := judge(t, c.src, c.others); v.Outcome != c.want {
			t.Errorf("%s: %v, want %v", c.src, v.Outcome, c.want)
		}
	}
	_, given := judge(t, `{`+figures+`, "quiet_sessions": 7, "last_level": 3}`, screening.No)
	if want := (screening.History{Quiet: 7, Most: 4}); given.History != want {
		t.Errorf("history %+v, want %+v", given.History, want)
	}
	if _, given = judge(t, `{`+figures+`}`, screening.No); given.History != (screening.History{}) {
		t.Errorf("history %+v, want that of somebody new", given.History)
	}
}

// TestLimitsRead: each word of a rule's limits sets its own thing.
func TestLimitsRead(t *testing.T) {
	src := `gentle {
  level = 1
  lower = 2
  force = "11 N"
  trip = "50 N"
  heat = false
  heat_target = "38 °C"
  heat_max = "5 min"
  tapping = false
  tapping_max = "61 s"
  stretch = false
  stretch_max = "62 s"
  air = false
  leg_air = false
  session = "10 min"
  spot = "63 s"
  zone = "64 s"
  still = "65 s"
  gap = "24 h"
  per_day = 1
  per_week = 3
  recline = "135°"
  exclude = ["ribs"]
}`
	rules, _ := checkfile.Read("rules.hcl", []byte(src))
	want := screening.Record{Level: 1, Lower: 2, Force: 11, Trip: 50, NoHeat: true, HeatTarget: 38, HeatMax: 5 * time.Minute,
		NoTapping: true, TappingMax: 61 * time.Second, NoStretch: true, StretchMax: 62 * time.Second, NoAir: true, NoLegAir: true,
		Session: 10 * time.Minute, Spot: 63 * time.Second, Zone: 64 * time.Second, Still: 65 * time.Second, Gap: 24 * time.Hour,
		PerDay: 1, PerWeek: 3, Recline: 135, Exclude: []chair.Zone{chair.ZoneRibs}}
	if diff := cmp.Diff(want, rules.Gentle); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
	v := reflect.ValueOf(want)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not tried here", v.Type().Field(i).Name)
		}
	}
}

// FuzzAnswers: whatever stands in a file of answers, it is read or refused, and never opens a chair that it should not:
// what is read means the same as it says in words.
func FuzzAnswers(f *testing.F) {
	check := load(f)
	f.Add([]byte(`{` + figures + `, "T-MEAL": "yes"}`))
	f.Add([]byte(`{` + figures + `, "ok": ["C-ANTC 2026-05-01"], "pain_now": 3}`))
	f.Add([]byte(`[{"age": 1e999}]`))
	f.Add([]byte(`{"//": "a", "age": "${40}"}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		given, list := checkfile.ReadAnswers(check, "answers", src, screening.Unsure)
		if list.HasErrors() {
			return
		}
		v := check.Judge(&screening.Input{Answers: given.Answers, Chair: chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}})
		if !v.Outcome.Refused() && bytes.Count(src, []byte(`"no"`))+bytes.Count(src, []byte(`"skip"`)) < 60 {
			t.Errorf("%q is let in: %+v", src, v)
		}
	})
}

// FuzzRules: whatever stands in a file of rules, it is read or refused.
func FuzzRules(f *testing.F) {
	src, err := os.ReadFile(checkfile.Name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src[:4000])
	f.Add([]byte(`card "x" { rule "A-1" { case "y" { rows = ["A-1"] } } }`))
	f.Fuzz(func(t *testing.T, src []byte) {
		rules, list := checkfile.Read("rules.hcl", src)
		if list.HasErrors() {
			return
		}
		if check, err := screening.New(rules); err == nil {
			check.Judge(&screening.Input{})
		}
	})
}
