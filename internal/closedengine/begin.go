package closedengine

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// pending is a start that waits for the chair's link.
type pending struct {
	request wire.Request
	plan    *programme.Plan
	limits  chair.Limits
	had     chair.Spent
}

// planned is what a session is of, for people.
type planned struct {
	name, title string
	chosen      []wire.Choice
	all, own    []string // what fit changed: for everybody, and for the one who started the session
}

// aLimit is what others than the one who started a session are told of a personal limit's author.
const aLimit = "a limit of this session"

// start checks everything that can be without the chair; then the link is made.
func (e *Engine) start(r *wire.Request) error {
	if e.loop.Active() || e.wait != nil {
		return closed.ErrBusy
	}
	if e.trying() {
		return tryout.ErrBusy
	}
	if r.Limits == nil && !e.o.Simulated {
		return errors.New("a session on a real chair begins with the safety check: sit down as yourself, or as a guest")
	}
	if err := e.tested(); err != nil {
		return err
	}
	plan, err := e.o.Programme(r.Programme, r.Set)
	if err != nil {
		return err
	}
	if r.Pace != 0 && e.o.Simulated {
		if err := e.setPace(r.Pace); err != nil {
			return err
		}
	}
	w := &pending{request: *r, plan: plan, limits: chair.Everyone()}
	if r.Limits != nil {
		w.limits = w.limits.Tighten(*r.Limits)
	}
	if e.o.Keep != nil && r.Person != "" {
		w.had = e.o.Keep.Spent(r.Person)
	}
	if _, _, err := e.fit(e.o.Clock.Now(), w, true); err != nil {
		return err
	}
	e.wait, e.state, e.reason, e.asks, e.wrong, e.end = w, wire.Reaching, "", e.asks[:0], false, ""
	e.given = given{owner: owner(r.By), person: r.Person, session: e.given.session, spent: e.given.spent, over: true, ended: never, plan: told(plan, nil)}
	e.host.page = e.host.now()
	return nil
}

// tested says why nobody may sit in this chair, or nil. On a simulated one nobody does.
func (e *Engine) tested() error {
	switch {
	case e.o.Simulated:
		return nil
	case e.o.Tested == nil:
		return fmt.Errorf("%s is a real chair, and nobody here knows whether it was tried: run lumbar chair test first", e.o.Profile.Title)
	}
	return e.o.Tested(e.o.Profile)
}

// fit fits a pending plan: again says that it goes on with the person's last session. With try nothing begins.
func (e *Engine) fit(now time.Duration, w *pending, try bool) (plan fit.ClosedResult, again bool, err error) {
	if e.loop.Guard().Fault() != nil {
		return plan, false, guard.ErrLatched
	}
	if p := w.request.Person; p != "" && p == e.given.person && e.loop.MayResume(now) {
		plan = fit.Closed(w.plan, e.o.Profile, e.left(w.limits))
		if len(plan.Steps) > 0 {
			if !try {
				err = e.loop.Resume(now, &plan, w.limits)
			}
			return plan, true, err
		}
	}
	limits := w.limits
	if left := limits.Day.Max - w.had.Day; left < limits.Session.Max { // as the guard will count it
		limits.Session = chair.Bound[time.Duration]{Max: left, By: limits.Day.By}
	}
	plan = fit.Closed(w.plan, e.o.Profile, limits)
	switch {
	case try:
		err = e.loop.Check(&plan, w.limits, w.had)
	default:
		err = e.loop.Begin(now, &plan, w.limits, w.had)
	}
	if errors.Is(err, closed.ErrNothing) {
		err = fmt.Errorf("nothing of %q is left for this chair and these limits", w.plan.Name)
	}
	return plan, false, err
}

// left is limits less what the last session has used of its own budgets.
func (e *Engine) left(l chair.Limits) chair.Limits {
	u := e.loop.Guard().Used()
	less := func(b *chair.Bound[time.Duration], most, used time.Duration) { b.Max = max(0, min(b.Max, most)-used) }
	own := l.Closed(e.o.Profile.Closed)
	less(&l.Session, own.Session.Max, u.Session)
	less(&l.Zone, own.Zone.Max, u.Zone)
	less(&l.Tapping, own.Tapping.Max, u.Tapping)
	less(&l.HeatTime, own.Heat.Max, u.Heat)
	return l
}

// begin begins the session that waited for the link.
func (e *Engine) begin() {
	w := e.wait
	r, err := e.link.chair.Read(e.context())
	if err == nil {
		e.report = r
	}
	if c := r.Closed; err == nil && c != nil && !c.Run.Still() && c.Run != chair.Waiting {
		e.refuse("the chair is at work already, by its own remote (" + c.Run.String() + "): switch it off there first")
		e.link.letGo()
		return
	}
	now := e.o.Clock.Now()
	plan, again, err := e.fit(now, w, false)
	if err != nil {
		e.refuse(err.Error())
		e.link.letGo()
		return
	}
	e.wait = nil
	e.state = wire.Massage
	e.given.over, e.given.limits, e.given.plan, e.seen = false, w.limits, told(w.plan, &plan), false
	e.host.page = e.host.now()
	if !again {
		e.given.session, e.given.spent, e.given.before = uint64(time.Now().UnixNano()), 0, 0
		e.counts.counted = 0
	}
	e.last = now
	e.takeStart(now, w, &plan, again)
	e.emit(now, &wire.Event{Event: "start", Programme: w.plan.Name, Chosen: e.given.plan.chosen})
	e.emit(now, &wire.Event{Event: "stage", Stage: wire.Massage})
}

// refuse ends a start that has not come about.
func (e *Engine) refuse(why string) {
	e.wait, e.state, e.reason = nil, wire.Done, why
	e.emit(e.o.Clock.Now(), &wire.Event{Event: "refused", Text: why})
}

// told is a plan for people; fitted may be nil, before it is.
func told(p *programme.Plan, fitted *fit.ClosedResult) planned {
	t := planned{name: p.Name, title: p.Title}
	for i := range p.Variables {
		v := &p.Variables[i]
		t.chosen = append(t.chosen, wire.Choice{Name: v.Name, About: v.Description, Value: v.Value, Usual: v.Value == v.Default})
	}
	if fitted == nil {
		return t
	}
	for _, c := range fitted.Changes {
		t.own = append(t.own, c.String())
		if c.By.Personal() {
			c.By = aLimit
		}
		t.all = append(t.all, c.String())
	}
	return t
}
