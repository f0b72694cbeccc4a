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
