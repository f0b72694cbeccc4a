package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/driver/rongtai/standin"
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
