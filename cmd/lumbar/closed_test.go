package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestPlanOnAClosedChair: what it would do, what changed, and what is lost, before anybody sits down.
func TestPlanOnAClosedChair(t *testing.T) {
	code, out, errs := lumbar("", "plan", "after-desk", "--chair", "infinity")
	if code != exitDone {
		t.Fatalf("%d %s", code, errs)
	}
	for _, words := range []string{
		"knead", "speed 2 of 6", "carriage 0 to 3 of 12", "it stops", "stretch left out", "What is lost on this chair:",
		"This chair does not report force: pressure follows its 5 levels of depth", "Above level 3 Lumbar stops it", "set it to the lowest with its own remote",
		"goes on until its own timer ends, after 10 min at most", "does not say how warm it is",
	} {
		if !strings.Contains(out, words) {
			t.Errorf("%q is not in\n%s", words, out)
		}
	}
}

// TestRunOnAClosedChair: what is lost is said before, then each step and each key, and how it ended; the same bytes again.
func TestRunOnAClosedChair(t *testing.T) {
	code, out, errs := lumbar("", "run", "after-desk", "--chair", "infinity", "--pace", "max")
	if code != exitDone {
		t.Fatalf("%d %s", code, errs)
	}
	told := strings.Join(strings.Fields(out), " ")
	for _, words := range []string{
		"SIMULATED: no chair is reached", "Otherwise than in the programme:", "What is lost on this chair:", "does not report force", "It begins.",
		"step 1, arrive: knead, speed 1, carriage 0 to 4, warm", "power on: verified", "step 8, leave", "its power key is pressed", "power, to stop: verified",
		"Finished after", "8 of 8 steps", "The chair has said that it has stopped.", "how hard it pressed is not known",
	} {
		n := strings.Index(told, words)
		if n < 0 {
			t.Fatalf("%q does not follow in\n%s", words, out)
		}
		told = told[n:]
	}
	_, first, said := lumbar("", "run", "break", "--chair", "infinity", "--pace", "max", "--json")
	_, again, _ := lumbar("", "run", "break", "--chair", "infinity", "--pace", "max", "--json")
	if first != again || !strings.Contains(said, "What is lost") || strings.Contains(first, "What is lost") {
		t.Errorf("another time it is otherwise, or the words are among the events:\n%s\n%s", first, again)
	}
	lines := strings.Split(strings.TrimSpace(first), "\n")
	var last wire.Event
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Event != "summary" || last.Outcome != "finished" || last.PhasesDone != 5 || last.MassageS < 400 {
		t.Errorf("%v, %+v", err, last)
	}
	for why, args := range map[string][]string{
		"run this in a terminal": {"--link", "ble"}, "no link begins with": {"--link", "pigeon"}, "reports no force": {"--calibrate"},
		"leave out --link": {"--link", "ble", "--pace", "8"},
	} {
		code, _, errs := lumbar("", append([]string{"run", "after-desk", "--chair", "infinity"}, args...)...)
		if code != exitRefused || !strings.Contains(errs, why) {
			t.Errorf("%v: %d %s, want %q", args, code, errs, why)
		}
	}
}

// TestRecordOfAClosedChair: its session is taken down, and comes out the same when it is played.
func TestRecordOfAClosedChair(t *testing.T) {
	file := filepath.Join(t.TempDir(), "closed.mcap")
	if code, _, errs := lumbar("", "run", "break", "--chair", "infinity", "--pace", "max", "--record", file); code != exitDone {
		t.Fatalf("%d %s", code, errs)
	}
	code, out, errs := lumbar("", "replay", file)
	if code != exitDone || !strings.Contains(out, "break on infinity") || !strings.Contains(out, "The same:") || !strings.Contains(out, "done (finished)") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, _, errs := lumbar("", "replay", file, "--csv", "-"); code != exitRefused || !strings.Contains(errs, "closed chair") {
		t.Errorf("as a table: %d %s", code, errs)
	}
}

// TestChairScan finds the stand-in over BlueZ's interface, and says so when there is no Bluetooth.
func TestChairScan(t *testing.T) {
	dir, err := os.MkdirTemp("", "lumbar-bus-") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	bus, err := standin.StartBus(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Stop()
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.Address)
	if code, _, errs := lumbar("", "chair", "scan", "--for", "100ms"); code != exitError || !strings.Contains(errs, "no Bluetooth here") {
		t.Errorf("without BlueZ: %d %s", code, errs)
	}
	s, err := standin.Open(bus.Address, standin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	code, out, errs := lumbar("", "chair", "scan", "--for", "500ms", "--json")
	var list []inReach
	if err := json.Unmarshal([]byte(out), &list); code != exitDone || err != nil || len(list) != 1 || list[0].Name != "EVOLUTION-001013" || list[0].Address != "AA:BB:CC:00:10:13" || len(list[0].Maybe) != 1 || list[0].Maybe[0] != "infinity" {
		t.Errorf("%d %v %s %s", code, err, out, errs)
	}
	if code, out, _ := lumbar("", "chair", "scan", "--for", "200ms"); code != exitDone || !strings.Contains(out, "may be: infinity") {
		t.Errorf("%d %s", code, out)
	}
	s.Leave(false)
	if code, out, _ := lumbar("", "chair", "scan", "--for", "100ms"); code != exitDone || !strings.Contains(out, "No chair was found") {
		t.Errorf("%d %s", code, out)
	}
	if len(s.Chair.Pressed()) != 0 || s.Connects() != 0 {
		t.Error("a scan connected to the chair")
	}
}
