package manual

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Patience is how long a person may take to press what is asked before it is asked again. It is part of the dose, and of
// every limit of time: from the moment something is asked it may be running. Our own choice.
const Patience = 15 * time.Second

// Times of steps. Our own choices: a person who lies back should not be asked to press something twice a minute.
const (
	shortest = 45 * time.Second
	rampTime = 60 * time.Second // first and last, at the weakest: clinical.md 2.3
	longSpot = 105 * time.Second
	tick     = 5 * time.Second // steps are whole numbers of it
)

// Setting is what a massager is to be set to. The zero Setting is switched off.
type Setting struct {
	On       bool
	Place    int // of Massager.Places, from 0; -1 of a hand-held one
	Spot     int // of Spots, from 0; -1 of a chair or cushion
	Mode     int // of Massager.Modes, from 0
	Strength int // of Massager.Strengths, from 1
	Heat     bool
}

// Step is a part of a guided session: one setting for a time.
type Step struct {
	Phase string
	Setting
	For time.Duration // from when it is said to run; a further Patience may pass before that
}

// Plan is a programme made into steps for one massager and one person's limits.
type Plan struct {
	Massager  Massager
	Programme string
	Title     string
	Variables []programme.Variable // as this session has them
	Steps     []Step
	Session   time.Duration // from first to last, whatever is pressed
	Changes   []string      // what of the programme is left out or less, in sentences, without whose limit it was
}

// Duration is the time of all steps, with the patience for each.
func (p *Plan) Duration() (d time.Duration) {
	for i := range p.Steps {
		d += p.Steps[i].For + Patience
	}
	return d
}

// ErrNothing is what Fit returns when no step is left. It comes wrapped with the reasons.
var ErrNothing = errors.New("nothing of this programme can be done with this massager now")

// Fit makes a programme into steps. What it takes away it says. Where a figure of the massager is not known, the limit
// counts as reached: no stretch, no warmth unless the limits allow the most that holds for everyone, no place at a
// strength that may be more than its levels bear.
func Fit(m *Massager, p *programme.Plan, l chair.Limits) (*Plan, error) {
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("this massager's file: %w", err)
	}
	f := fitter{m: m, l: l, muscle: force(&l, body.L5, body.L1)}
	out := &Plan{Massager: *m, Programme: p.Name, Title: p.Title, Variables: p.Variables, Session: l.Session.Max}
	if m.AutoOff > 0 {
		out.Session = min(out.Session, m.AutoOff)
	}
	if day := l.Day.Max; day > 0 {
		out.Session = min(out.Session, day)
	}
	switch insists := p.Insists(); {
	case slices.Contains(insists, chair.CanHeat) && m.Heat == "":
		f.say("This programme needs warmth, and it has none.")
	case slices.ContainsFunc(insists, func(a chair.Ability) bool { return a != chair.CanHeat }):
		f.say("This programme needs parts of a chair of which nobody knows here whether this one has them.")
	case m.strongest(f.muscle) == 0:
		f.say("Its weakest strength may be firmer than is allowed now. A folded towel between makes it softer; ask again when the limit is higher.")
	case m.Kind == HandHeld:
		out.Steps = f.spots(p, out.Session)
	default:
		out.Steps = f.steps(p, out.Session)
	}
	f.heat(p, out)
	out.Changes = f.said
	if len(out.Steps) == 0 {
		return nil, fmt.Errorf("%w. %s", ErrNothing, strings.Join(f.said, " "))
	}
	return out, nil
}

// force is the highest level that muscle beside a stretch of levels bears, bone at its ends counting.
func force(l *chair.Limits, from, to body.Level) int {
	most := min(l.Force[chair.ZoneMuscle].Max, l.BothForce.Max/2)
	if from <= body.S1 {
		most = min(most, l.Force[chair.ZoneSacrum].Max)
	}
	if to >= body.T12 {
		most = min(most, l.Force[chair.ZoneRibs].Max)
	}
	return levelIn(most)
}

// fitter is Fit at work.
type fitter struct {
	m      *Massager
	l      chair.Limits
	muscle int // level
	said   []string
}

// say says something once.
func (f *fitter) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, s := range f.said {
		if s == text {
			return
		}
	}
	f.said = append(f.said, text)
}

// mode is the mode that does a technique, or comes nearest; -1 if none may. Tapping stands in for nothing else unless the
// massager can do no other.
func (f *fitter) mode(k technique.Kind) int {
	order := []technique.Kind{k, technique.Knead, technique.Glide, technique.Press, technique.Tap}
	for i, want := range order {
		for n, x := range f.m.Modes {
			if x.Kind != want || want == technique.Tap && f.l.Tapping.Max < shortest+Patience {
				continue
			}
			if i > 0 {
				f.say("It does not %s: it is to %s instead.", k, want)
			}
			return n
		}
	}
	f.say("It only taps, and tapping is left out now.")
	return -1
}

// strength is that for a stroke's force at a place's level; at least the weakest, which the caller knows to be allowed.
func (f *fitter) strength(wanted unit.Newton, level int) int {
	return max(1, f.m.strongest(min(level, levelIn(wanted))))
}

// heat says when warmth is on: from the first step for as long as the limits let it.
func (f *fitter) heat(p *programme.Plan, out *Plan) {
	if p.Heat == nil || len(out.Steps) == 0 {
		return
	}
	if f.m.Heat == "" {
		f.say("It has no warmth.")
		return
	}
	if !(f.l.Heat.Max >= chair.Everyone().Heat.Max) || f.l.HeatTime.Max <= 0 {
		f.say("Warmth stays off: how warm it gets is not known.")
		return
	}
	most := min(f.l.HeatTime.Max, p.Heat.Until-p.Heat.From)
	on := time.Duration(0)
	for i := range out.Steps {
		// It is asked for with the step, and to be switched off with the one after: until that is done it may be on.
		on += out.Steps[i].For + Patience
		if on+Patience > most || i == len(out.Steps)-1 {
			break
		}
		out.Steps[i].Heat = true
	}
}
