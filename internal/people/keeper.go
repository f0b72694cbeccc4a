package people

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Word is what there is to keep of a visit at a moment: all that is known so far, not what is new.
type Word struct {
	At     time.Time
	Record visit.Record
	Open   bool         // a session of it is about to begin, under way, or over without a word why
	Limits chair.Limits // that it is held to
	Found  *wire.Known  // what its session has found of the back; nil: nothing
	Told   string       // what was said that is said once; empty: nothing was
}

// Keeper keeps what one visit leaves behind, as often as more of it is known. One caller at a time uses it.
type Keeper struct {
	m     Memory
	key   *store.Key
	id    string
	known Known

	had    Word // what is kept
	any    bool
	about  abouts
	first  time.Time                  // of the first word
	opened time.Time                  // of the first word of a session; zero: there was none
	since  map[outcome.Kind]time.Time // when a note was first heard
}

// Keeper is a keeper for a visit that begins with what is known. The id is opaque, and no other visit's.
func (m Memory) Keeper(k *store.Key, id string, known Known) *Keeper {
	return &Keeper{m: m, key: k, id: id, known: known, since: map[outcome.Kind]time.Time{}}
}

// Person is whose visit it is.
func (k *Keeper) Person() string { return k.key.Person() }

// Keep keeps what is known so far. What could not be kept can be said again. store.ErrNoPerson: they were forgotten.
func (k *Keeper) Keep(ctx context.Context, w Word) error {
	k.times(&w)
	same := k.any && k.same(&w)
	if same && (k.about.own != "" || w.Record.Session == nil) {
		return nil
	}
	about, err := k.sessions(ctx)
	if err != nil {
		return err
	}
	if same && about == k.about {
		return nil
	}
	k.about = about
	v := k.visit(&w)
	if err := k.m.Store.PutVisit(ctx, k.key, &v); err != nil {
		return fmt.Errorf("keeping what a visit leaves behind: %w", err)
	}
	if w.Found != nil && k.had.Found == nil { // once: each is a row of its own
		if err := k.m.Store.PutKnown(ctx, k.key, w.At, w.Found); err != nil {
			return fmt.Errorf("keeping what a session has found: %w", err)
		}
	}
	k.had, k.any = w, true
	return nil
}

// same says whether a word says nothing new.
func (k *Keeper) same(w *Word) bool {
	return w.Open == k.had.Open && (w.Found == nil) == (k.had.Found == nil) && w.Told == k.had.Told && reflect.DeepEqual(w.Record, k.had.Record) && (!w.Open || w.Limits == k.had.Limits)
}

// visit is a word as the store keeps it.
func (k *Keeper) visit(w *Word) store.Visit {
	r := &w.Record
	v := store.Visit{ID: k.id, At: w.At}
	if !r.Told.IsZero() {
		v.Figures = &store.Figures{At: r.Told, Age: r.Person.Age, Height: r.Person.Height, Weight: r.Person.Weight}
	}
	if !r.Full.IsZero() {
		v.Check, v.Limits = k.check(r), r.Limits
	}
	for _, n := range r.Notes {
		if n == (outcome.Note{Day: n.Day, Kind: n.Kind}) || !n.Kind.Valid() {
			continue // nothing was said
		}
		if _, ok := k.since[n.Kind]; !ok {
			k.since[n.Kind] = w.At
		}
		v.Notes = append(v.Notes, store.Note{At: k.since[n.Kind], Note: n, Session: k.about.of(n.Kind)})
	}
	if s := r.Session; s != nil && !s.Ended.IsZero() {
		v.Session = &store.Dose{
			Visit: k.id, Ended: s.Ended, Level: s.Level, Stopped: s.Stopped, Marks: s.Marks,
			PainBefore: s.PainBefore, PainNext: s.PainNext, Soreness: s.Soreness, AskAt: r.NextDay,
		}
	}
	if r.Before != nil && k.known.last != "" {
		said := *r.Before
		v.Before = &store.Before{Visit: k.known.last, Turn: func(d store.Dose) store.Dose { return answered(d, &said) }}
	}
	v.Turn = k.turn(w)
	return v
}

// answered is a dose with what was said of the next day. Where two pages have asked, the worse of both counts.
func answered(d store.Dose, s *screening.Session) store.Dose {
	d.Asked = true
	d.PainNext, d.Soreness = max(d.PainNext, s.PainNext), max(d.Soreness, s.Soreness)
	for _, m := range s.Marks {
		if !slices.Contains(d.Marks, m) {
			d.Marks = append(d.Marks[:len(d.Marks):len(d.Marks)], m)
		}
	}
	return d
}

// check is the last full check. It ends with the shortest of what it rests on: its own time, a professional's word,
// and what it asked to wait for.
func (k *Keeper) check(r *visit.Record) *store.Check {
	c := &store.Check{At: r.Full, Outcome: r.Let.String(), Rules: r.Rules, RuleSet: k.m.Check.Rules().Version, Until: r.Full.Add(screening.FullEvery)}
	oks := r.Approvals
	if oks == nil {
		oks = k.known.Facts.Approvals
	}
	for _, ok := range oks {
		c.OKs = append(c.OKs, store.Approval(ok))
		rule := k.m.Check.Rule(ok.Rule)
		if rule == nil || !slices.Contains(r.Rules, ok.Rule) {
			continue
		}
		if end := ok.On.AddDate(0, 0, rule.OKDays); end.After(r.Full) && end.Before(c.Until) {
			c.Until = end
		}
	}
	if !r.Until.IsZero() && r.Until.Before(c.Until) {
		c.Until = r.Until
	}
	c.Until = time.UnixMilli(c.Until.UnixMilli()).UTC() // as the limits' row has it
	return c
}

// turn is how things stand after a word, by how they stood before. Only what is new since the last word counts, so that
// it takes nothing back that another visit has said meanwhile.
func (k *Keeper) turn(w *Word) func(store.Standing) store.Standing {
	r, had := w.Record, k.had.Record
	full := !r.Full.Equal(had.Full)
	level := k.m.levelOf(&w.Limits)
	return func(x store.Standing) store.Standing {
		x = x.Clone()
		if full {
			x.Changed = false
			for i := range x.Begun {
				x.Begun[i].Known = true
			}
		}
		x.Changed = x.Changed || r.Changed && (full || !had.Changed)
		if r.Last != 0 && (full || r.Last != had.Last) {
			x.Last = r.Last.String()
		}
		if w.Told != "" && !slices.Contains(x.Told, w.Told) {
			x.Told = append(x.Told, w.Told)
		}
		mine := func(b store.Begun) bool { return b.Visit == k.id }
		switch i := slices.IndexFunc(x.Begun, mine); {
		case !w.Open:
			x.Begun = slices.DeleteFunc(x.Begun, mine)
		case i < 0:
			x.Begun = append(x.Begun, store.Begun{Visit: k.id, At: w.At, Level: level})
		default:
			x.Begun[i].Level = max(x.Begun[i].Level, level)
		}
		return x
	}
}
