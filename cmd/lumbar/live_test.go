package main

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestKeys: whatever might be hit in a hurry stops, and letters do what the picture says.
func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key  tea.Key
		want wire.Verb
	}{
		{tea.Key{Code: tea.KeySpace, Text: " "}, wire.Stop},
		{tea.Key{Code: tea.KeyEnter}, wire.Stop},
		{tea.Key{Code: tea.KeyEscape}, wire.Stop},
		{tea.Key{Code: tea.KeyBackspace}, wire.Stop},
		{tea.Key{Code: 'c', Mod: tea.ModCtrl}, wire.Stop},
		{tea.Key{Code: 'q', Text: "q"}, wire.Stop},
		{tea.Key{Code: 's', Text: "s"}, wire.Stop},
		{tea.Key{Code: 'p', Text: "p"}, wire.Pause},
		{tea.Key{Code: 'r', Text: "r"}, wire.Resume},
		{tea.Key{Code: '+', Text: "+"}, wire.Stronger},
		{tea.Key{Code: '-', Text: "-"}, wire.Softer},
		{tea.Key{Code: 'n', Text: "n"}, wire.Skip},
		{tea.Key{Code: 'f', Text: "f"}, wire.Finish},
		{tea.Key{Code: 'u', Text: "u"}, wire.Up},
		{tea.Key{Code: 'x', Text: "x"}, ""},
	} {
		key := tea.KeyPressMsg(c.key)
		if got := keys[key.String()]; got != c.want {
			t.Errorf("%s asks for %q, want %q", key, got, c.want)
		}
	}
}

// TestLive: the newest snapshot is shown, refusals are told, and the view ends with the session or the engine.
func TestLive(t *testing.T) {
	plan, err := findProgramme("break")
	if err != nil {
		t.Fatal(err)
	}
	var m tea.Model = live{plan: plan}
	if got := m.View(); got.Content != "" {
		t.Errorf("before anything is known: %q", got.Content)
	}
	step := func(msg tea.Msg) live {
		m, _ = m.Update(msg)
		return m.(live)
	}
	first := moment()
	first.Seq = 5
	step(lookMsg{shot: first})
	step(tea.WindowSizeMsg{Width: 100, Height: 30})
	if v := m.View(); !v.AltScreen || v.Content == "" {
		t.Errorf("in a session: alternate screen %v, %q", v.AltScreen, v.Content)
	}
	older := moment()
	older.Seq, older.Paused = 4, true
	if l := step(lookMsg{shot: older, text: "not now"}); l.shot.Seq != 5 || l.said != "not now" {
		t.Errorf("after an older answer: number %d, said %q", l.shot.Seq, l.said)
	}
	for _, end := range []lookMsg{{shot: wire.Snapshot{Seq: 6, Stage: wire.Done}}, {err: errors.New("gone")}} {
		after, cmd := m.Update(end)
		if l := after.(live); !l.gone || cmd == nil || after.View().Content != "" {
			t.Errorf("after %+v: gone %v", end, l.gone)
		}
	}
}

// TestLiveUp: after a stop the view stays until the person sits or leaves, after a session's end it does not.
func TestLiveUp(t *testing.T) {
	plan, err := findProgramme("break")
	if err != nil {
		t.Fatal(err)
	}
	lying := moment()
	lying.Seq, lying.Stage, lying.Outcome, lying.CanUp = 1, wire.Done, "stopped", true
	sits := lying
	sits.Seq, sits.CanUp = 2, false
	finished := lying
	finished.Outcome = "finished"
	for _, c := range []struct {
		name string
		msg  tea.Msg
		gone bool
	}{
		{"lying", lookMsg{shot: lying}, false},
		{"sits", lookMsg{shot: sits}, true},
		{"finished", lookMsg{shot: finished}, true},
	} {
		m, _ := live{plan: plan, shot: lying, seen: true}.Update(c.msg)
		if got := m.(live).gone; got != c.gone {
			t.Errorf("%s: gone %v", c.name, got)
		}
	}
	m := live{plan: plan, shot: lying, seen: true}
	wait := func() {
		for range alones {
			next, _ := m.Update(tickMsg{})
			m = next.(live)
		}
	}
	wait()
	next, _ := m.Update(tea.KeyPressMsg{Code: 'u', Text: "u"})
	m = next.(live)
	wait()
	if m.gone {
		t.Error("it did not stay after a key")
	}
	if next, _ := m.Update(tickMsg{}); !next.(live).gone {
		t.Error("it stays for ever")
	}
	if _, cmd := m.Update(tea.KeyPressMsg{Code: 'u', Text: "u"}); cmd == nil {
		t.Error("u asks for nothing while the chair may come up")
	}
	m.shot.CanUp = false
	if _, cmd := m.Update(tea.KeyPressMsg{Code: 'u', Text: "u"}); cmd != nil {
		t.Error("u asks for something in a session")
	}
}
