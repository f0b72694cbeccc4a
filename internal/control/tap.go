package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Parameters of tapping; assumptions.
const (
	// tapBase is the share of the wanted peak force that the rollers rest with while they tap.
	tapBase = 0.45
	// tapStart is the first stroke's reach: it only feels its way.
	tapStart unit.Millimetre = 1
	// tapLeast is the least reach of a stroke, mm.
	tapLeast = 0.2
	// tapStiffness is the stiffness, N/mm, that one stroke's correction assumes: firm, so that it corrects too
	// little rather than too much.
	tapStiffness = 4.0
	// tapStep is the greatest growth of reach from stroke to stroke.
	tapStep unit.Millimetre = 0.6
	// boneStiffness is what a stroke meets at worst, bone under thin cover, N/m, with a back behind it that does not
	// give at all (body-and-motion.md 2.2).
	boneStiffness = 35_000.0
	// tapHeadroom is the share of the tapper's own limits and of the stroke-speed limit that a stroke uses.
	tapHeadroom = 0.8
)

// tappers is the state of both tappers: one phase, a reach per side. Rate and beat change only from rest: in the middle
// of a stroke they would make a tapper jump.
type tappers struct {
	phase float64 // turns; the left stroke begins at whole turns
	how   strokes // at the rate, of now
	reach [chair.SideEnd]float64
	peak  [chair.SideEnd]float64     // greatest contact force of the stroke under way
	base  [chair.SideEnd]unit.Newton // contact force without what the stroke adds
	stiff [chair.SideEnd]float64     // what a stroke adds, N/mm, by the last one
}

// strokes is how the tappers are to stroke.
type strokes struct {
	rate unit.Hertz // of each; 0: the strokes under way end at home
	both bool       // the right stroke begins with the left one, not half a turn later
	side technique.Sides
}

// StrokeBound is the greatest reach of a raised-cosine stroke at a rate, bounded by the tapper's travel and
// by stroke speed (pi f A), acceleration (2 pi^2 f^2 A) and jerk (4 pi^3 f^3 A).
func StrokeBound(p *chair.AxisProfile, speed unit.MMPerSecond, rate unit.Hertz) unit.Millimetre {
	w := math.Pi * float64(rate)
	if !(w > 0) {
		return 0
	}
	v := min(float64(p.Vel), float64(speed))
	return unit.Millimetre(min(float64(p.Max-p.Min),
		tapHeadroom*min(v/w, float64(p.Acc)/(2*w*w), float64(p.Jerk)/(4*w*w*w))))
}

// strokeMost is the greatest speed of a stroke: the limit's own, and what keeps a stroke's energy, m v^2 / 2, and its
// blow on bone, v sqrt(m k), within theirs.
func (c *Controller) strokeMost() unit.MMPerSecond {
	m := float64(c.profile.Rollers.Moving)
	energy := 1000 * math.Sqrt(2*float64(c.limits.TapEnergy.Max)/m)
	blow := 1000 * float64(c.limits.Force[chair.ZoneMuscle].Max) / math.Sqrt(m*boneStiffness)
	return min(c.limits.TapSpeed.Max, unit.MMPerSecond(energy), unit.MMPerSecond(blow))
}

// overBone is the greatest reach of a stroke where bone lies on the rollers' way: what is allowed there, if all that gives
// is the series spring. A reach that was found on muscle would come down on bone once before it is corrected: with the
// circles of kneading the next stroke lands 25 mm away.
func (c *Controller) overBone(base unit.Newton) unit.Millimetre {
	switch c.status.Zone {
	case chair.ZoneSacrum, chair.ZoneRibs, chair.ZoneSpine:
	default:
		return unit.Millimetre(math.Inf(1))
	}
	const bone = boneStiffness / 1000 // N/mm
	spring := float64(c.profile.Rollers.Spring)
	return unit.Millimetre(max(tapLeast, float64(c.status.Cap.Max-base)*(1/spring+1/bone)))
}

// tap strokes the tappers; target is the peak force wanted. Another rate, beat or side waits for the strokes under way to
// end at home. A tapper of the other side stays there.
func (c *Controller) tap(cmd *chair.Command, r *chair.Report, how strokes, target unit.Newton, dt float64) {
	t := &c.taps
	for s, a := range tapAxes {
		c.take(a, r)
		t.peak[s] = max(t.peak[s], float64(r.Peak[s]-c.offset[s]))
		t.base[s] = c.status.Contact[s] - unit.Newton(t.stiff[s]*float64(r.Axes[a].Pos-c.profile.Axes[a].Home))
	}
	if t.resting() {
		t.how = how
	} else if how != t.how {
		how.rate = 0
	}
	before := t.phase
	t.phase += float64(t.how.rate) * dt
	for s, a := range tapAxes {
		shift := 0.0
		if chair.Side(s) == chair.Right && !t.how.both {
			shift = 0.5
		}
		turn, was := t.phase-shift, before-shift
		if math.Floor(turn) != math.Floor(was) { // a stroke has ended at home: choose the next one's reach
			if t.reach[s] > 0 {
				t.stiff[s] = max(0, t.peak[s]-float64(c.status.Contact[s])) / t.reach[s]
			}
			rate := how.rate
			if !t.how.side.On(chair.Side(s)) {
				rate = 0
			}
			t.next(s, rate, min(StrokeBound(&c.profile.Axes[a], c.strokeMost(), rate), c.overBone(t.base[s])), target)
		}
		sin, cos := math.Sincos(2 * math.Pi * turn)
		c.axes[a].Pos = float64(c.profile.Axes[a].Home) + t.reach[s]*(1-cos)/2
		c.axes[a].Vel = math.Pi * float64(t.how.rate) * t.reach[s] * sin
		c.set(cmd, a)
	}
}

// next adapts one side's reach by the peak force of the stroke that ended.
func (t *tappers) next(s int, rate unit.Hertz, bound unit.Millimetre, target unit.Newton) {
	switch {
	case rate <= 0:
		t.reach[s] = 0
	case t.reach[s] == 0:
		t.reach[s] = min(float64(tapStart), float64(bound))
	case t.peak[s] > float64(target): // too hard: at once in proportion, as on the way to a bony place
		t.reach[s] = min(max(tapLeast, t.reach[s]*float64(target)/t.peak[s]), float64(bound))
	default:
		step := (float64(target) - t.peak[s]) / tapStiffness
		t.reach[s] = min(t.reach[s]+min(step, float64(tapStep)), float64(bound))
	}
	t.peak[s] = 0
}

// resting says whether both tappers are at home.
func (t *tappers) resting() bool { return t.reach == [chair.SideEnd]float64{} }

var tapAxes = [chair.SideEnd]chair.Axis{chair.TapLeft, chair.TapRight}

// settleTaps lets strokes under way end and holds the tappers at home; it says whether they rest.
func (c *Controller) settleTaps(cmd *chair.Command, r *chair.Report, dt float64) bool {
	if !c.profile.Can(chair.CanTapping) {
		return true
	}
	if !c.taps.resting() {
		c.tap(cmd, r, strokes{}, 0, dt)
		return c.taps.resting()
	}
	home := true
	for _, a := range tapAxes {
		home = c.goTo(cmd, a, r, c.profile.Axes[a].Home, 0, dt) && home
	}
	return home
}
