package verify

import (
	"context"
	"math"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// Memory is what was left of bodies that were given a programme, for whom changes it and tries again: how everything stood
// before each stroke. Up to the first stroke that is another, the session was the very same, so that it can go on from there,
// with the same bytes. It is used by one Again at a time; the zero value remembers nothing.
type Memory struct {
	mu      sync.Mutex
	kept    map[player]*kept
	skipped time.Duration // of sessions that need not have been played, since the zero value

	of       *Setting    // whose bodies have these
	extremes [8][]ranked // Matter
}

// player is a body at one rate.
type player struct {
	row   int
	quick bool
}

// kept is one body's session, and how it stood between strokes, the first before the massage.
type kept struct {
	rig     *rig
	of      *Setting
	strokes []placed
	stood   []stood
}

// stood is a session as it stood when next was the stroke to come.
type stood struct {
	next    int
	elapsed time.Duration // of the massage
	rig     rig
	twin    twin.Twin
	loop    *loop.Saved
	meter   Meter
}

// placed is a stroke and the phase that it belongs to.
type placed struct {
	Phase  int
	Name   string
	Stroke technique.Stroke
}

// Again is Run of few bodies, from what is remembered of them, which it brings up to date. Others are forgotten. In a quick run
// all are of the quick rate, whoever comes near a limit too: Known says who of them need not be played again.
func (s *Setting) Again(ctx context.Context, m *Memory, bodies []int, seen func(Outcome) error) error {
	if m.kept == nil {
		m.kept = map[player]*kept{}
	}
	err := s.each(ctx, bodies, func(ctx context.Context, p *Person) (Outcome, error) {
		k := m.recall(s, player{p.Row, s.quick})
		if k.rig == nil {
			k.rig = s.rigOf(p, s.quick)
		}
		return k.rig.run(ctx, k)
	}, seen)
	for who := range m.kept {
		if !slices.Contains(bodies, who.row-1) {
			delete(m.kept, who)
		}
	}
	return err
}

// recall is what can be gone on from with a player, or an empty one.
func (m *Memory) recall(s *Setting, who player) *kept {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kept[who]
	if k == nil || !k.back(s) {
		k = &kept{}
		m.kept[who] = k
	} else {
		m.skipped += k.rig.at
	}
	k.of, k.strokes = s, placedIn(s.fitted.Plan)
	return k
}

// placedIn is the strokes of a plan in their order.
func placedIn(p *programme.Plan) (list []placed) {
	for i := range p.Phases {
		for _, s := range p.Phases[i].Strokes {
			list = append(list, placed{i, p.Phases[i].Name, s})
		}
	}
	return list
}

// keep keeps how the session stands, if a stroke is to come next.
func (k *kept) keep() {
	r := k.rig
	next, between := r.loop.Session().Between()
	if n := len(k.stood); !between || n > 0 && k.stood[n-1].next >= next {
		return
	}
	elapsed := r.loop.Session().View().Elapsed
	k.stood = append(k.stood, stood{next: next, elapsed: elapsed, rig: *r, twin: *r.twin, loop: r.loop.Save(), meter: *r.meter})
}

// back takes the session back to the last moment up to which another setting's is the very same, and says whether there is one.
func (k *kept) back(s *Setting) bool {
	if !k.of.alike(s) {
		return false
	}
	plan, strokes, same := s.fitted.Plan, placedIn(s.fitted.Plan), 0
	for same < min(len(strokes), len(k.strokes)) && reflect.DeepEqual(strokes[same], k.strokes[same]) {
		same++
	}
	n := len(k.stood)
	for n > 0 && (k.stood[n-1].next > same || !heatedAlike(k.of.fitted.Plan.Heat, plan.Heat, k.stood[n-1].elapsed)) {
		n--
	}
	if k.stood = k.stood[:n]; n == 0 {
		return false
	}
	at, r := &k.stood[n-1], k.rig
	*r, *r.twin, *r.meter = at.rig, at.twin, at.meter
	r.loop.Restore(at.loop)
	r.loop.Session().Replan(plan)
	r.set, r.strokes = s, strokesOf(plan)
	return true
}

// alike says whether two settings differ in their programmes alone.
func (s *Setting) alike(o *Setting) bool {
	return s.Population.Name() == o.Population.Name() && s.Population.Len() == o.Population.Len() && s.Seed == o.Seed && s.Sweep == o.Sweep &&
		s.quick == o.quick && reflect.DeepEqual(&s.Profile, &o.Profile)
}

// heatedAlike says whether two plans want the same of the pad while a massage has gone on for so long.
func heatedAlike(a, b *programme.Heat, elapsed time.Duration) bool {
	off := programme.Heat{From: math.MaxInt64}
	if a == nil {
		a = &off
	}
	if b == nil {
		b = &off
	}
	if min(a.From, b.From) > elapsed {
		return true
	}
	return a.Target == b.Target && a.From == b.From && (a.Until == b.Until || min(a.Until, b.Until) > elapsed)
}
