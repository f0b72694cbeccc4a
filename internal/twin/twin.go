package twin

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Tick is the time of one Step.
const Tick = time.Millisecond

const (
	dt        = 0.001 // s, a Tick
	perDT     = 1000  // 1/s
	heatSteps = 100   // ticks: temperatures, breath and fidgeting, 10 times a second
	heatDT    = heatSteps * dt

	plainPeriod = 10 // ticks of a control period where a profile does not say
	slowest     = 10 // ticks
)

// slowTicks is how many ticks a slow step takes: what changes slowly is computed once a slow step and runs in straight
// lines between. A control period is a whole number of slow steps, so that what is reported at its end is what is.
func slowTicks(period int) int {
	for n := min(slowest, period); n > 1; n-- {
		if period%n == 0 {
			return n
		}
	}
	return 1
}

// Options makes a Twin. Profile and Body are required; every other zero value is the default named.
type Options struct {
	Profile *chair.Profile
	Body    body.Back
	Seed    uint64 // decides everything that differs between people, chairs and days

	Sitting    uint64          // which time this person sits down: another gives another day's posture and noise
	Sex        body.Sex        // for what pressure is comfortable; 0 is between the two
	Age        float64         // years, for blood flow in the skin and comfort; 0 is 40
	BareSkin   bool            // nothing between skin and cover; otherwise one layer of clothing
	Clothes    unit.Millimetre // thickness of soft clothes over the back; 0 is as good as none
	Slouch     unit.Millimetre // how far the person has slid down and forward on the seat, on top of an ordinary slump
	Lumbar     int             // lumbar vertebrae: 5 or 6; 0 is 5
	Room       unit.Celsius    // 0 is 23
	PadLow     unit.Celsius    // how much too little the pad's thermistor reads, which its own thermostat believes; 0 is none
	LandmarkSD unit.Millimetre // how far a landmark feels from its bone; 0 is 9, and less than 8 is taken as 8

	// Sweep draws what is alike in everybody otherwise as well (non-linearity, relaxation, damping, tone, fidgeting, getting
	// up), and everything the more widely the less is known of it: body.Trait.Sweep. For claims about people at large.
	Sweep bool
}

// draw is a trait of the person.
func (o *Options) draw(t body.Trait, r *rand.Rand) float64 {
	if o.Sweep {
		return t.Sweep(r)
	}
	return t.Draw(r)
}

// alike is a trait that nobody has measured enough to say how people differ in it: its middle in everybody, save in a sweep.
func (o *Options) alike(t body.Trait, r *rand.Rand) float64 {
	if o.Sweep {
		return t.Sweep(r)
	}
	return t.Middle()
}

// Twin is one chair with one person. One goroutine uses it. Its value is all of its state: a copy that is put back into
// the same Twin takes it back to the moment of the copy.
type Twin struct {
	tick    uint64
	profile chair.Profile

	heartbeat uint64  // ticks without a command that the chair puts up with
	period    int     // ticks of a control period
	slowEvery uint64  // ticks of a slow step
	slowDT    float64 // the same in s
	slowNext  uint64  // tick of the next
	stride    int     // ticks of a step along the normal, if more than one: see pace.go

	axes   [chair.AxisEnd]axis
	fitted uint16 // bit by axis, as all of these
	busy   uint16 // has to be stepped
	moved  uint16 // since the last report

	tip    mechanics
	flesh  flesh
	worked float64 // how far the pressed tissue's tone has changed, 0 to 1
	roller [chair.SideEnd]roller
	drag   [chair.SideEnd]drag
	under  ramps // what is under the rollers, now and how it changes a step
	ground ground
	trunk  trunk
	spine  spine
	tilt   tilt
	sitter sitter
	habit  habit
	feels  feeling
	heat   heat
	air    [chair.BagEnd]bag
	cell   [chair.SideEnd]cell

	link       link
	failing    [FailureEnd]bool
	depthSpeed float64 // mm/s that the depth drive can do
	drifted    float64 // N that the left load cell has come to read too little
	seq        uint64
	said       [chair.AxisEnd]chair.AxisReport // by the last report, before sensors failed
	hung       hung
	marks      landmarks
	frozen     struct { // what the last report said: a frozen sensor repeats it
		depth chair.Coord
		force unit.Newton
		pad   unit.Celsius
	}

	dice   [3]rand.PCG // what noise, shifts and answers draw from
	noise  *rand.Rand  // of readings
	shifts *rand.Rand  // of the person
	answer *rand.Rand  // of the person's reactions
}

// New is a chair just switched on, with a person sitting in it: no axis knows where it is.
func New(o Options) *Twin {
	t := &Twin{profile: *o.Profile}
	t.dice[0].Seed(o.Seed, streamNoise+o.Sitting*streams)
	t.dice[1].Seed(o.Seed, streamFidget+o.Sitting*streams)
	t.dice[2].Seed(o.Seed, streamAnswer+o.Sitting*streams)
	t.noise, t.shifts, t.answer = rand.New(&t.dice[0]), rand.New(&t.dice[1]), rand.New(&t.dice[2])
	t.heartbeat, t.period = math.MaxUint64, plainPeriod
	if t.profile.Heartbeat > 0 {
		t.heartbeat = uint64(t.profile.Heartbeat / Tick)
	}
	if t.profile.Control > 0 {
		t.period = max(1, int(t.profile.Period()/Tick))
	}
	t.slowEvery = uint64(slowTicks(t.period))
	t.slowDT = float64(t.slowEvery) * dt
	t.depthSpeed = float64(t.profile.Axes[chair.Depth].Vel)
	t.flesh, t.habit = fleshOf(&o), habitOf(&o)
	t.tip = mechanicsOf(&t.profile.Rollers, &t.flesh)
	t.sitter = sitterOf(&o, stream(o.Seed, streamPerson))
	if o.Sitting > 0 {
		t.sitter.sitsDown(stream(o.Seed, streamSitting+o.Sitting*streams))
	}
	t.spine = spineOf(&o)
	bends := beamOf(&o.Body, &t.sitter, t.spine.joint)
	t.ground = groundOf(&o.Body, &t.sitter, &t.flesh, &bends)
	t.feels = feelingOf(&o, stream(o.Seed, streamComfort))

	made := stream(o.Seed, streamChair)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		t.axes[a] = axisOf(a, &t.profile, int(t.slowEvery), made)
		if t.profile.Axes[a].Fitted {
			t.fitted |= 1 << a
		}
	}
	t.moved = t.fitted
	for s := range t.cell {
		t.cell[s] = cellOf(&t.profile.Rollers, made)
	}
	for b := range t.air {
		t.air[b] = bagOf(t.profile.Air[b], time.Duration(t.slowEvery)*Tick)
	}
	t.heat = heatOf(&o)
	t.trunk = trunkOf(&o.Body, t.recline())
	t.sitter.satAt = t.recline()
	t.tilt = tiltOf(&o, &t.sitter, t.recline())
	t.rest()
	return t
}

// The independent random streams of one seed: drawing once more for one thing leaves the others as they were.
const (
	streamPerson = iota + 1
	streamChair
	streamNoise
	streamFidget
	streamComfort
	streamAnswer
	streamSitting
	streams // how many there are, of one sitting
)

// Streams that came later, beyond those of any sitting.
const (
	streamFlesh = iota + 1<<32
	streamWarmth
	streamHabit
	streamSpine
	streamTilt
)

func stream(seed, purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, purpose)) }

// Profile is what the twin is a twin of.
func (t *Twin) Profile() chair.Profile { return t.profile }

// Now is how long the twin has run.
func (t *Twin) Now() time.Duration { return time.Duration(t.tick) * Tick }

// Step lets one Tick pass. A command that has just arrived is given once; nil means that none has: the last
// setpoints hold, running on at their Vel for one control period. Depth and taps act on it at once; the other
// axes with the next slow step, which is at once if commands come a whole number of control periods apart.
func (t *Twin) Step(cmd *chair.Command) {
	t.begin(cmd)
	t.fine(1)
}

// Run lets n Ticks pass, at least one: as Step with the command, and Step without one after that.
func (t *Twin) Run(cmd *chair.Command, n int) {
	for ; n > 0; cmd = nil {
		t.begin(cmd)
		most := min(t.slowNext-t.tick, heatSteps-t.tick%heatSteps)
		if l := &t.link; l.armed && !l.lost {
			most = min(most, l.heard+t.heartbeat-t.tick)
		}
		k := min(n, int(most))
		if t.stride > 1 {
			t.strides(k)
		} else {
			t.fine(k)
		}
		n -= k
	}
}

// begin is what a Tick begins with: a command is heard, or missed for too long, and what is slow goes on.
func (t *Twin) begin(cmd *chair.Command) {
	t.listen(cmd)
	if t.tick == t.slowNext {
		t.slowNext += t.slowEvery
		t.slow()
	}
	if t.tick%heatSteps == 0 {
		t.warm()
		t.trunk.breathe(&t.sitter, t.slowDT)
		t.trunk.fidget(&t.habit, t.shifts)
		t.flesh.work(&t.worked, t.feels.felt, heatDT)
		t.tilt.step(heatDT)
		if t.failing[CellDrift] {
			t.drift(heatDT)
		}
	}
}

// fine lets n Ticks pass for what is along the normal. Nothing else happens in them.
func (t *Twin) fine(n int) {
	u, k := &t.under, &t.trunk
	left, right := &t.roller[chair.Left], &t.roller[chair.Right]
	depth, tapLeft, tapRight := &t.axes[chair.Depth], &t.axes[chair.TapLeft], &t.axes[chair.TapRight]
	t.tick += uint64(n)
	for ; n > 0; n-- {
		switch t.busy & quickAxes {
		case 0:
		case 1 << chair.Depth: // mostly: the tappers rest
			t.moved |= 1 << chair.Depth
			if depth.step() {
				t.busy &^= 1 << chair.Depth
			}
		default:
			t.move(quickAxes)
		}
		u.offset += u.offsetStep
		u.stiff[chair.Left] += u.stiffStep[chair.Left]
		u.stiff[chair.Right] += u.stiffStep[chair.Right]
		left.step(&t.tip, depth.out+tapLeft.out+u.offset, k.out, k.vel, u.stiff[chair.Left])
		right.step(&t.tip, depth.out+tapRight.out+u.offset, k.out, k.vel, u.stiff[chair.Right])
		k.step(left.force + right.force)
	}
}

// warm lets heatDT pass for pad and skin.
func (t *Twin) warm() {
	const kPaPerNewton = 10 // on a square centimetre
	t.heat.step(t.seated(), press{
		leaning: max(t.trunk.weight, 0) / backArea / 1000,
		rolling: t.feels.felt / contactArea * kPaPerNewton,
		along:   t.under.along,
	}, &t.failing)
}

// The axes by how finely they are stepped: those along the normal, where force is, every Tick.
const (
	quickAxes = 1<<chair.Depth | 1<<chair.TapLeft | 1<<chair.TapRight
	slowAxes  = 1<<chair.AxisEnd - 1 - quickAxes
)

// move steps those of the axes that are not at rest.
func (t *Twin) move(axes uint16) {
	m := t.busy & axes
	t.moved |= m
	for ; m != 0; m &= m - 1 {
		a := bits.TrailingZeros16(m)
		if t.axes[a].step() {
			t.busy &^= 1 << a
		}
	}
}

// base is where a roller's spring would hold its tip if nothing were in the way, over the skin at rest.
func (t *Twin) base(s chair.Side) float64 {
	tap := &t.axes[chair.TapLeft]
	if s == chair.Right {
		tap = &t.axes[chair.TapRight]
	}
	return t.axes[chair.Depth].out + tap.out + t.under.offset
}

func (t *Twin) recline() float64 { return t.axes[chair.Recline].out }

func (t *Twin) seated() bool { return !t.failing[SitterLeaves] && !t.habit.away(t.tick) }

// ramps is what runs in straight lines between two slow steps.
type ramps struct {
	offset, offsetStep float64                // spring base over the trunk's skin, less depth and tap; mm
	stiff, stiffStep   [chair.SideEnd]float64 // tissue stiffness under each roller, N/mm^n
	along              float64                // of both rollers, machine mm, at the end of the ramp
	lateral            [chair.SideEnd]float64 // of each roller from the person's own midline, mm
	place              place                  // under the rollers, at the end of the ramp

	height float64 // of the place in the back as the person sat down, mm over the seat, at the end of the ramp

	turned bool    // circle is of
	angle  float64 // the kneading shaft
	circle struct{ along, across, out unit.Millimetre }
}

// slow is the part of a step that is done once a slow step, for the one that begins.
func (t *Twin) slow() {
	t.move(slowAxes)
	if back := t.recline(); back != t.trunk.recline {
		t.tilt.leans(back)
	}
	t.trunk.slow(t.recline(), t.seated(), &t.sitter)
	for b := range t.air {
		t.air[b].step()
	}
	t.feel()
	t.aim()
}

// aim lays the ramps to where the rollers will be at the end of a slow step.
func (t *Twin) aim() {
	u, head, ticks := &t.under, &t.profile.Rollers, float64(t.slowEvery)
	if angle := t.axes[chair.Kneading].out; !u.turned || angle != u.angle {
		u.turned, u.angle = true, angle
		u.circle.along, u.circle.across, u.circle.out = head.Knead(chair.Coord(angle))
	}
	was, wasAside := u.along, u.lateral
	u.along = t.axes[chair.Carriage].out + float64(u.circle.along)
	half := t.axes[chair.Width].out/2 + float64(u.circle.across)
	u.lateral[chair.Left], u.lateral[chair.Right] = -half-t.sitter.midline, half-t.sitter.midline

	t.dragged(u.along-was, [chair.SideEnd]float64{u.lateral[chair.Left] - wasAside[chair.Left], u.lateral[chair.Right] - wasAside[chair.Right]})

	place := &u.place
	u.height = t.tilt.unstretched(u.along + t.trunk.lowered)
	place.shape(&t.ground, u.height)
	place.tissue(&t.ground, u.height-t.lags())
	t.spine.step(place.gives, t.roller[chair.Left].force+t.roller[chair.Right].force, t.slowDT)
	offset := float64(u.circle.out-head.Cover) - proud - place.gap*t.tilt.hollow - t.spine.bent + t.trunk.breath
	u.offsetStep = (offset - u.offset) / ticks
	tone := 1 + t.flesh.tone*t.worked
	fresh := freshly(abs(u.along-was)/t.slowDT, t.slowDT)
	for s := range t.roller {
		felt := u.lateral[s] - sheared*t.drag[s].across
		u.stiffStep[s] = (t.ground.across(place.stiff[s], felt)*tone - u.stiff[s]) / ticks
		t.roller[s].relax(&t.flesh, place.relax, fresh, t.slowDT)
	}
}

// rest puts everything where it is at power-up, with nothing moving.
func (t *Twin) rest() {
	t.trunk.slow(t.recline(), t.seated(), &t.sitter)
	t.aim()
	u, ticks := &t.under, float64(t.slowEvery)
	u.offset, u.offsetStep = u.offsetStep*ticks, 0
	for s := range t.roller {
		u.stiff[s], u.stiffStep[s] = u.stiffStep[s]*ticks, 0
		base := t.base(chair.Side(s))
		t.roller[s].pos, t.roller[s].base = base, base
	}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
