package people

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/visit"
)

// witness knows of a person what the store has to, without its code.
type witness struct {
	full   time.Time
	let    screening.Outcome
	limits chair.Limits
	wrong  bool // something was, since the full check
	begun  int
}

// TestNeverLooser: however visits go, and wherever they are cut off, what the next one begins with is never looser: the
// last full check's limits are held to, refused stays refused until a full check, after anything wrong a full check is
// due, and no session is lost.
func TestNeverLooser(t *testing.T) {
	m, _ := memory(t)
	n, short, refused, sessions := 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		k, at, w := m.add(rt, fmt.Sprint("person ", n)), morning, witness{}
		odd := rapid.Float64Range(0, 0.15).Draw(rt, "odd")
		seldom := func(name string) bool { return rapid.Float64Range(0, 1).Draw(rt, name) < odd }
		for range rapid.IntRange(1, 4).Draw(rt, "visits") {
			v := m.visit(rt, k, at)
			w.check(rt, v, at)
			for range rapid.IntRange(0, 40).Draw(rt, "steps") {
				if v.Step() == visit.Over {
					break
				}
				w.step(rt, v, seldom)
			}
			short += map[bool]int{true: 1}[v.Kind() == screening.Short]
			refused += map[bool]int{true: 1}[v.Step() == visit.Refused]
			if v.Open() {
				w.wrong = true // its end is not known
			}
			sessions += w.begun
			at = at.Add(time.Duration(rapid.IntRange(1, 200).Draw(rt, "hours")) * time.Hour)
		}
		w.check(rt, m.visit(rt, k, at), at)
	})
	if short == 0 || refused == 0 || sessions == 0 {
		t.Errorf("%d short checks, %d refused, %d sessions: the test shows little", short, refused, sessions)
	}
}

// check compares what a visit begins with with what was.
func (w *witness) check(t *rapid.T, v *seen, at time.Time) {
	t.Helper()
	f := &v.known.Facts
	if len(f.Sessions) != w.begun {
		t.Fatalf("%d sessions are known, %d were begun", len(f.Sessions), w.begun)
	}
	full := w.full.IsZero() || w.let.Refused() || w.wrong || at.Sub(w.full) >= 90*24*time.Hour
	if full && v.Kind() != screening.Full && v.Step() != visit.Later && v.Step() != visit.NextDay {
		t.Fatalf("a short check: full %v, let %v, wrong %v, after %v", w.full, w.let, w.wrong, at.Sub(w.full))
	}
	if w.full.IsZero() {
		return
	}
	if more := looser(w.limits, f.Limits); len(more) > 0 || f.Let < w.let {
		t.Fatalf("%v came back looser, let %v", more, f.Let)
	}
}

// step takes one step that the visit asks for.
func (w *witness) step(t *rapid.T, v *seen, seldom func(string) bool) {
	rating := func(name string) outcome.Rating {
		r, _ := outcome.Rate(rapid.IntRange(-1, 4).Draw(t, name))
		return r
	}
	v.at = v.at.Add(time.Minute)
	switch v.Step() {
	case visit.NextDay:
		v.must(v.NextDay(v.at, rating("pain"), rating("sore")))
	case visit.About:
		v.must(v.About(v.at, rapid.Float64Range(12, 90).Draw(t, "age"), 1700, 70))
	case visit.Feel:
		v.must(v.Feel(v.at, rating("now"), rating("usual"), rating("tight")))
	case visit.Cards:
		var ids []string
		for _, l := range v.Card().Lines {
			if seldom("line") {
				ids = append(ids, l.ID)
			}
		}
		v.must(v.Choose(v.at, ids))
	case visit.Question:
		v.must(v.Answer(v.at, rapid.SampledFrom([]screening.Answer{screening.No, screening.Yes, screening.Unsure}).Draw(t, "answer")))
	case visit.Ready:
		g, err := v.Grant(v.at)
		if err != nil {
			return
		}
		if v.Kind() == screening.Short {
			if more := looser(w.limits, g.Limits); len(more) > 0 {
				t.Fatalf("%v are granted looser than the full check lets them", more)
			}
		}
		v.held = g.Limits
		v.must(v.Began(v.at))
		w.begun++
	case visit.InSession:
		how := rapid.SampledFrom([]visit.End{visit.Finished, visit.Finished, visit.Halted, visit.Broken, visit.Hurt}).Draw(t, "end")
		v.must(v.Ended(v.at, how))
	case visit.Why:
		v.must(v.Why(v.at, rapid.SampledFrom([]visit.Reason{visit.NoAnswer, visit.JustStop, visit.TooHard, visit.FeltWrong}).Draw(t, "why")))
	case visit.Rate:
		v.must(v.Rate(v.at, rating("now"), rating("tight"), rating("relaxed")))
	case visit.Refused:
		v.must(nil)
	default:
		v.must(v.Next(v.at))
	}
	r := v.Record(routine.Quiet{})
	if !r.Full.IsZero() && !r.Full.Equal(w.full) {
		w.full, w.let, w.limits, w.wrong = r.Full, r.Let, r.Limits, false
	}
	w.wrong = w.wrong || r.Changed
}
