package campaign

import (
	"math/rand/v2"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
)

// rig is a whole chair in virtual time: twin, link, guard, loop, and a host that may stand still.
type rig struct {
	profile chair.Profile
	link
	core
	truth  twin.Truth
	limits chair.Limits

	pausedUntil time.Duration
	killed      bool
	dead        bool
	stopping    bool // STOP is asked for in the next tick

	planner func(*chair.Command, *chair.Report) // takes the place of session and control, if there is one
	command chair.Command                       // the last one that the planner made
}

func newRig(p *chair.Profile, row int, seed uint64) (*rig, error) {
	m, err := body.ANSUR(row)
	if err != nil {
		return nil, err
	}
	r := &rig{profile: *p, limits: chair.Everyone()}
	r.twin = twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Seed: seed})
	r.dice = rand.NewPCG(seed, 41)
	r.random = rand.New(r.dice)
	r.signals, r.flags = signals(), flags()
	r.core = newCore(&r.profile)
	r.read()
	return r, nil
}

// begin makes a fault happen, on the link or at the host.
func (r *rig) begin(f *Fault) {
	r.link.begin(f)
	switch f.kind {
	case hostPaused:
		r.pausedUntil = max(r.pausedUntil, r.at+f.time)
	case hostKilled:
		r.killed = true
	case hostDead:
		r.dead = true
	case clockJumped:
		r.skew += f.time
	case stopPressed:
		r.stopping = true
	}
}

// now is the host's clock.
func (r *rig) now() time.Duration { return r.at + r.skew }

// tick is one control period: the host reads, decides and commands, unless it stands still; the chair goes on.
func (r *rig) tick(ask session.Ask) {
	if !r.killed && r.at >= r.pausedUntil {
		if r.stopping {
			ask, r.stopping = session.Stop, false
		}
		var cleared guard.Cleared
		if report := r.receive(); r.planner != nil {
			r.planner(&r.command, report)
			cleared = r.vet(r.now(), &r.command, report)
		} else {
			cleared = r.core.tick(r.now(), report, ask, !r.dead)
		}
		cmd := cleared.Command()
		r.send(&cmd)
	}
	r.pass()
}

// pass lets the plant go on for one control period, and looks at it.
func (r *rig) pass() {
	for range r.profile.Period() / twin.Tick {
		r.step()
	}
	r.read()
	r.truth = r.twin.Truth()
}

// force is the true contact force of the harder-pressed roller, with every peak since the last look.
func (r *rig) force() float64 {
	t := &r.truth
	return float64(max(t.Force[0], t.Force[1], t.Peak[0], t.Peak[1]))
}

// over is by how much the true force exceeds what the guard allows at the true place of the rollers; negative while
// it does not.
func (r *rig) over() float64 {
	t, l := &r.truth, &r.limits
	most := -1e9
	for s := range chair.SideEnd {
		most = max(most, float64(max(t.Force[s], t.Peak[s])-l.Trip[t.Zone(s)].Max))
	}
	return max(most, float64(t.Force[0]+t.Force[1]-l.BothTrip.Max))
}

// home says whether the rollers are really behind the upholstery; empty whether the bags are.
func (r *rig) home() bool { return r.truth.Axes[chair.Depth] < chair.Coord(r.profile.Rollers.Cover) }

const bagEmpty = 0.5 // kPa

func (r *rig) empty() bool {
	return r.truth.Air[chair.BagSeat] < bagEmpty && r.truth.Air[chair.BagLegs] < bagEmpty
}
