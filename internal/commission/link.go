package commission

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// How long the link is listened to, how long the chair may take to say something at all, and what share of the ticks must
// find a fresh report and a confirmed command. A machine that is busy is late now and then; a link that is bad is late
// often. Assumptions.
const (
	listens      = 2 * time.Second
	firstWord    = 5 * time.Second
	mostly       = 0.95
	rateShare    = 0.5 // of the control rate at which reports must come
	plausibleOut = 3   // mm or degrees beyond its travel that an axis may report: rounding and play
)

// linkStep listens to a chair at rest: nothing is asked of it, and it hears that nothing is.
type linkStep struct {
	heard       bool
	began       time.Duration
	seq         uint64
	reports     int
	ticks       int
	fresh, took int
	lost        bool
	oldest      time.Duration // age of a report when it was looked at
	wrong       string
}

func (*linkStep) name() string  { return "link" }
func (*linkStep) title() string { return "The link" }
func (*linkStep) prompt() Prompt {
	return Prompt{How: Wait, Text: "Lumbar listens to the chair. Nothing moves."}
}

func (s *linkStep) tick(b *Bench, in *In) act {
	// While it is only listened to, a closed chair is not even told to stop: that is a key. (Letting go of it does stop it.)
	quiet := act{silent: b.profile.Closed != nil}
	r := in.Report
	if !s.heard {
		if s.heard = in.Fresh; s.heard {
			s.began, s.seq = in.At, r.Seq
		} else if b.took() > firstWord {
			b.fail(fmt.Sprintf("the chair has said nothing for %.0f s: look at its cable, its power and the link's address", firstWord.Seconds()))
		}
		return quiet
	}
	s.ticks++
	if in.Fresh {
		s.fresh++
	}
	if in.Took {
		s.took++
	}
	s.oldest = max(s.oldest, in.At-r.At)
	if r.Seq != s.seq {
		s.reports, s.seq = s.reports+1, r.Seq
	}
	s.lost = s.lost || r.Lost && in.At-s.began > b.profile.Heartbeat
	if s.wrong == "" {
		s.wrong = unlike(&b.profile, r)
	}
	if in.At-s.began >= max(listens, 3*b.profile.Stale) {
		s.judge(b, in.At-s.began)
	}
	return quiet
}

func (s *linkStep) judge(b *Bench, d time.Duration) {
	p := &b.profile
	rate := float64(s.reports) / d.Seconds()
	least := rateShare * float64(p.Control)
	if p.Closed != nil { // it says something when it likes, but never later than its profile's age
		least = 1 / p.Stale.Seconds()
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(s.ticks) }
	figures := []Figure{
		{Name: "reports", Value: rate, Unit: "/s", Least: least},
		{Name: "oldest report", Value: float64(s.oldest.Milliseconds()), Unit: "ms"},
		{Name: "fresh", Value: share(s.fresh), Unit: "%", Least: 100 * mostly},
	}
	if p.Closed == nil {
		figures = append(figures, Figure{Name: "commands confirmed", Value: share(s.took), Unit: "%", Least: 100 * mostly})
	}
	switch {
	case s.wrong != "":
		b.fail("what it reports does not fit its profile: "+s.wrong+". Is this the chair that the profile describes?", figures...)
	case rate < least || share(s.fresh) < 100*mostly:
		b.fail(fmt.Sprintf("its reports come too seldom: %.3g a second, at least %.3g are needed, and %.0f %% in time", rate, least, share(s.fresh)), figures...)
	case p.Closed == nil && share(s.took) < 100*mostly:
		b.fail(fmt.Sprintf("it does not confirm what it is sent: %.0f %% only", share(s.took)), figures...)
	case s.lost && p.Closed == nil:
		b.fail(fmt.Sprintf("it says that it misses its heartbeat, with one every %v: its own time may be shorter than the profile's %v", p.Period(), p.Heartbeat), figures...)
	default:
		b.pass(figures...)
	}
}

// unlike says what of a report cannot be of a chair of this profile.
func unlike(p *chair.Profile, r *chair.Report) string {
	switch {
	case p.Closed != nil && r.Closed == nil:
		return "it reports axes, and the profile is of a closed chair"
	case p.Closed == nil && r.Closed != nil:
		return "it is a closed chair, and the profile has axes"
	case p.Closed != nil:
		return unlikeClosed(p.Closed, r.Closed)
	}
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		x, q := &r.Axes[a], &p.Axes[a]
		switch pos := float64(x.Pos); {
		case math.IsNaN(pos) || math.IsInf(pos, 0):
			return a.String() + " reports no number"
		case !q.Fitted && (x.Homed || pos != 0):
			return a.String() + " reports a place, and the profile does not have it"
		case q.Fitted && x.Fault:
			return a.String() + "'s drive reports itself lost"
		case q.Fitted && x.Homed && q.Bound && (x.Pos < q.Min-plausibleOut || x.Pos > q.Max+plausibleOut):
			return fmt.Sprintf("%s reports %.1f %s, outside of %.0f to %.0f", a, pos, a.Unit(), float64(q.Min), float64(q.Max))
		}
	}
	return ""
}

func unlikeClosed(p *chair.ClosedProfile, r *chair.ClosedReport) string {
	switch {
	case r.Run == chair.Broken:
		return fmt.Sprintf("it reports a fault of its own, code %d", r.Code)
	case r.Run == chair.Running:
		return "it runs already: stop it with its own remote first"
	case r.Carriage < 0 || r.Carriage >= p.Steps:
		return fmt.Sprintf("its carriage is at step %d of %d", r.Carriage, p.Steps)
	case r.Depth < 0 || r.Depth > p.Depths:
		return fmt.Sprintf("its depth is level %d of %d", r.Depth, p.Depths)
	}
	return ""
}
