package tryout

import (
	"time"

	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Unreached is the outcome of a test whose chair was not reached. It says nothing of the chair, and is in no record.
const Unreached = "unreached"

// Testing is the test for whoever asks; nil is none.
func (t *Test) Testing(by string, now time.Duration) *wire.Testing {
	if t.bench == nil {
		return nil
	}
	v := t.bench.View()
	s := &wire.Testing{
		Step: v.Step, Steps: v.Steps, Name: v.Name, Title: v.Title, Text: v.Prompt.Text, Moving: v.Moving, Held: now < t.held,
		Yours: by == t.by, Why: v.Why, Record: t.record, Results: make([]wire.TestResult, 0, len(v.Results)),
	}
	if v.Prompt.How != 0 {
		s.How = v.Prompt.How.String()
	}
	if v.Prompt.Axis != 0 {
		s.Axis = v.Prompt.Axis.String()
	}
	switch {
	case t.missed != "":
		s.Outcome, s.Why = Unreached, t.missed
	case t.Away():
		s.Text = "Lumbar reaches for the chair, which may take half a minute. Nothing moves."
	case v.Outcome != commission.UnderWay:
		s.Outcome = v.Outcome.String()
	}
	for _, x := range v.Results {
		r := wire.TestResult{Name: x.Name, Title: x.Title, Passed: x.Passed, Why: x.Why}
		for _, f := range x.Figures {
			r.Figures = append(r.Figures, f.String())
		}
		s.Results = append(s.Results, r)
	}
	return s
}
