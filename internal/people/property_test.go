package people

import (
	"fmt"
	"math/rand/v2"
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

	dice *rand.Rand
	odd  float64 // how often a line is chosen
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
		// The way is a seed's: drawn figure by figure, small ones come so often that hardly anybody gets to a session.
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "way"), 1))
		w.dice, w.odd = dice, [...]float64{0, 0.02, 0.15}[dice.IntN(3)]
		for range 1 + dice.IntN(4) {
			v := m.visit(rt, k, at)
			w.check(rt, v, at)
			for range [...]int{dice.IntN(40), 60}[dice.IntN(2)] {
				if v.Step() == visit.Over {
					break
				}
				w.step(rt, v)
			}
			short += map[bool]int{true: 1}[v.Kind() == screening.Short]
			refused += map[bool]int{true: 1}[v.Step() == visit.Refused]
			if v.Open() {
				w.wrong = true // its end is not known
			}
			sessions += w.begun
			at = at.Add(time.Duration(1+dice.IntN(200)) * time.Hour)
		}
		w.check(rt, m.visit(rt, k, at), at)
	})
	t.Logf("%d short checks, %d refused, %d sessions", short, refused, sessions)
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
func (w *witness) step(t *rapid.T, v *seen) {
	rating := func() outcome.Rating {
		r, _ := outcome.Rate(w.dice.IntN(6) - 1)
		return r
	}
	v.at = v.at.Add(time.Minute)
	switch v.Step() {
	case visit.NextDay:
		v.must(v.NextDay(v.at, rating(), rating()))
	case visit.About:
		v.must(v.About(v.at, 12+78*w.dice.Float64(), 1700, 70))
	case visit.Feel:
		v.must(v.Feel(v.at, rating(), rating(), rating()))
	case visit.Cards:
		var ids []string
		for _, l := range v.Card().Lines {
			if w.dice.Float64() < w.odd {
				ids = append(ids, l.ID)
			}
		}
		v.must(v.Choose(v.at, ids))
	case visit.Question:
		v.must(v.Answer(v.at, [...]screening.Answer{screening.No, screening.Yes, screening.Unsure}[w.dice.IntN(3)]))
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
		how := [...]visit.End{visit.Finished, visit.Finished, visit.Halted, visit.Broken, visit.Hurt}[w.dice.IntN(5)]
		v.must(v.Ended(v.at, how))
	case visit.Why:
		v.must(v.Why(v.at, [...]visit.Reason{visit.NoAnswer, visit.JustStop, visit.TooHard, visit.FeltWrong}[w.dice.IntN(4)]))
	case visit.Rate:
		v.must(v.Rate(v.at, rating(), rating(), rating()))
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
