package web_test

import (
	"html/template"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
)

// full is a step with something in every field.
func full(step string) web.Visit {
	return web.Visit{
		Step: step, Problem: "A <problem>.", N: 1, Of: 2, Back: true, Figures: []web.Figure{{Name: "age", Label: "Age", Unit: "years", Least: 1, Most: 120}},
		Scales: []web.Scale{{Name: "pain", Legend: "Pain", Low: "none", High: "much"}}, Lines: []web.Choice{{ID: "a", Text: "A line"}},
		Ask: "A question?", Say: "A sentence.", Texts: []string{"A text."}, Severe: "D", Until: "18:10", Again: true,
		Asks: []web.Ask{{ID: "a", Text: "An ask?", Opens: true, Written: true}}, OK: true, Today: "2026-03-01",
		Moves:   []web.Move{{Name: "A move", Dose: "a dose", Loop: template.HTML("<svg class='l'></svg>"), Strip: template.HTML("<svg class='s'></svg>")}},
		Seconds: 45, Limits: []web.Line{{Title: "Time", Text: "10 min"}},
	}
}

// TestSteps: every step of a visit has its view, with a headline to focus, a way on, and no script or style within.
func TestSteps(t *testing.T) {
	steps := 0
	for s := visit.NextDay; s.String() != "step?"; s++ {
		steps++
		var text strings.Builder
		if err := full(s.String()).Write(&text); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<problem>", "<script", "style=", "onclick", "<no value>"} {
			if strings.Contains(text.String(), bad) {
				t.Errorf("%v holds %q", s, bad)
			}
		}
		if s == visit.InSession || s == visit.Over {
			continue // the page shows something else
		}
		for _, want := range []string{`data-step="` + s.String() + `"`, `<h1 tabindex="-1"`, "<button", "A &lt;problem&gt;."} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%v has no %q: %s", s, want, text.String())
			}
		}
	}
	if steps < 17 {
		t.Errorf("%d steps", steps)
	}
}

// TestEmergencyAlone: beside an emergency's sentence stands nothing else.
func TestEmergencyAlone(t *testing.T) {
	v := full("refused")
	v.Severe = "S"
	var text strings.Builder
	if err := v.Write(&text); err != nil {
		t.Fatal(err)
	}
	for _, no := range []string{"A text.", "18:10", "A move", "An ask?", "approve", "again", "Print"} {
		if strings.Contains(text.String(), no) {
			t.Errorf("it holds %q", no)
		}
	}
}
