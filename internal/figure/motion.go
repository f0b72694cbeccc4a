package figure

import (
	"slices"
	"time"
)

// A Key is a pose, how long it is held, and how long the way to the next one takes.
type Key struct {
	Pose      Pose
	Hold, Way time.Duration
	// Says is what the person does here. A key that says nothing only shapes the way and is left out of the strip.
	Says string
}

// Prop is a thing that the figure uses.
type Prop uint8

// The props.
const (
	NoProp Prop = iota
	Stool
	Wall
	Mat
)

// A Motion is a loop of key poses as seen from one place. The zero Motion has no picture.
type Motion struct {
	Keys []Key
	View View
	Prop Prop
	// PropAt is the middle of the stool's seat or the face of the wall.
	PropAt Point
}

// Length is how long one loop takes.
func (m Motion) Length() time.Duration {
	total := time.Duration(0)
	for _, k := range m.Keys {
		total += k.Hold + k.Way
	}
	return total
}

// At is the pose at a moment of the loop, which repeats. The way between keys has no jump in position or speed: it
// comes to rest at a key that is held and runs through one that is not.
func (m Motion) At(at time.Duration) Pose {
	n, length := len(m.Keys), m.Length()
	if n == 0 {
		return Pose{}
	}
	if length <= 0 {
		return m.Keys[0].Pose.resolved()
	}
	at %= length
	if at < 0 {
		at += length
	}
	for i, k := range m.Keys {
		if at <= k.Hold || k.Way <= 0 && at < k.Hold {
			return k.Pose.resolved()
		}
		at -= k.Hold
		if at < k.Way {
			return m.between(i, at.Seconds()/k.Way.Seconds())
		}
		at -= k.Way
	}
	return m.Keys[0].Pose.resolved()
}

// between is the pose on the way from key i to the next, u from 0 to 1: a cubic through both with their speeds.
func (m Motion) between(i int, u float64) Pose {
	n := len(m.Keys)
	a, b := m.Keys[i], m.Keys[(i+1)%n]
	from, to := a.Pose.resolved().numbers(), b.Pose.resolved().numbers()
	speedA, speedB := m.speed(i), m.speed((i+1)%n)
	way := a.Way.Seconds()
	h00, h10 := (1+2*u)*(1-u)*(1-u), u*(1-u)*(1-u)
	h01, h11 := u*u*(3-2*u), u*u*(u-1)
	out := make([]float64, len(from))
	for j := range out {
		out[j] = float64(h00*from[j]) + float64(h10*way*speedA[j]) + float64(h01*to[j]) + float64(h11*way*speedB[j])
	}
	return a.Pose.set(out)
}

// speed is how fast each number of a pose passes key i: at rest if it is held, else by its neighbours.
func (m Motion) speed(i int) []float64 {
	n := len(m.Keys)
	k := m.Keys[i]
	here := k.Pose.resolved().numbers()
	v := make([]float64, len(here))
	if k.Hold > 0 || n < 3 {
		return v
	}
	prev, next := m.Keys[(i+n-1)%n], m.Keys[(i+1)%n]
	before, after := prev.Pose.resolved().numbers(), next.Pose.resolved().numbers()
	span := (prev.Way + k.Way).Seconds()
	for j := range v {
		// A number that turns back here rests here: nothing swings past a key.
		if (here[j]-before[j])*(after[j]-here[j]) > 0 {
			v[j] = (after[j] - before[j]) / span
		}
	}
	return v
}

// resolved is p with its defaults written out: between no direction and one there is no way.
func (p Pose) resolved() Pose {
	b := p.stand()
	chest := b.spine[topOfChest]
	for i := range p.Feet {
		p.Feet[i].Toes = b.toe[i]
		p.Feet[i].Knee = p.Feet[i].Knee.unit(b.pelvis.fwd)
	}
	for i := range p.Hands {
		own := upright(Point{})
		switch p.Hands[i].On {
		case Chest:
			own = chest
		case Pelvis:
			own = b.pelvis
		}
		in := func(q Point) Point { return Point{q.dot(own.fwd), q.dot(own.up), q.dot(own.right)} }
		p.Hands[i].Fingers = in(b.finger[i])
		p.Hands[i].Elbow = p.Hands[i].Elbow.unit(in(chest.fwd.times(-1)))
	}
	return p
}

// numbers are all that moves in a pose, in a fixed order.
func (p Pose) numbers() []float64 {
	out := []float64{p.Belly}
	for _, q := range p.points() {
		out = append(out, q.X, q.Y, q.Z)
	}
	return out
}

// set is p with other numbers, in the order of numbers.
func (p Pose) set(v []float64) Pose {
	p.Belly = v[0]
	q := make([]Point, (len(v)-1)/3)
	for i := range q {
		q[i] = Point{v[1+3*i], v[2+3*i], v[3+3*i]}
	}
	p.Place = q[0]
	for i, b := range []*Bend{&p.Pelvis, &p.Lumbar, &p.Thorax, &p.Neck} {
		*b = Bend{q[1+i].X, q[1+i].Y, q[1+i].Z}
	}
	for i := range p.Feet {
		p.Feet[i] = Foot{q[5+3*i], q[6+3*i], q[7+3*i]}
		p.Hands[i].Wrist, p.Hands[i].Fingers, p.Hands[i].Elbow = q[11+3*i], q[12+3*i], q[13+3*i]
	}
	return p
}

func (p Pose) points() []Point {
	out := []Point{p.Place}
	for _, b := range []Bend{p.Pelvis, p.Lumbar, p.Thorax, p.Neck} {
		out = append(out, Point{b.Flex, b.Side, b.Twist})
	}
	for _, f := range p.Feet {
		out = append(out, f.Ankle, f.Toes, f.Knee)
	}
	for _, h := range p.Hands {
		out = append(out, h.Wrist, h.Fingers, h.Elbow)
	}
	return out
}

// Mirror is the pose with left and right exchanged.
func (p Pose) Mirror() Pose {
	flip := func(q Point) Point { q.Z = -q.Z; return q }
	p.Place = flip(p.Place)
	for _, b := range []*Bend{&p.Pelvis, &p.Lumbar, &p.Thorax, &p.Neck} {
		b.Side, b.Twist = -b.Side, -b.Twist
	}
	for i := range p.Feet {
		p.Feet[i] = Foot{flip(p.Feet[i].Ankle), flip(p.Feet[i].Toes), flip(p.Feet[i].Knee)}
		h := &p.Hands[i]
		h.Wrist, h.Fingers, h.Elbow = flip(h.Wrist), flip(h.Fingers), flip(h.Elbow)
	}
	slices.Reverse(p.Feet[:])
	slices.Reverse(p.Hands[:])
	return p
}
