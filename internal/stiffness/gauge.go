package stiffness

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// What the gauge assumes of a seat and of cells, and how it samples.
const (
	// upholstery is the stiffness, N/mm, by which the trunk leans on the chair, and its doubt as a share: foam under 100
	// to 200 N of a leaning trunk. Assumption, set so that the error on the simulated seat, which is no plain spring, is
	// none on average: 14 N/mm, the first guess, gave 10 % too much.
	upholstery, upholsteryDoubt = 17.0, 0.25
	// sampleEvery is the time of one sample: the mean of what was reported in it.
	sampleEvery = 40 * time.Millisecond
	samplesMost = 768 // 30 s
	// leastBreath to mostBreath are the frequencies that breathing is looked for at, Hz.
	leastBreath, mostBreath, breathStep = 0.12, 0.42, 0.01
	breaths                             = 31
	// leastForce is the force, N, under which a sample says nothing.
	leastForce = 8.0
	// settles is how long after a turn of the force nothing is taken: a spine that bends follows late, by a tenth of a second
	// as simulated (body.BendTau), and the fit knows no delay. Of 40 people repeats then differ by 3.8 % instead of 6.4;
	// half as long or twice as long hardly matters.
	settles = 250 * time.Millisecond
)

// sample is what was reported in a moment.
type sample struct {
	t, depth float64 // s, mm
	force    [chair.SideEnd]float64
	fall     float64 // 1 while the force falls
	half     int
}

// Gauge collects one measurement and works it out, a little in each step. The zero value is empty.
type Gauge struct {
	samples [samplesMost]sample
	n       int
	sum     sample
	in      float64 // ticks in sum
	since   time.Duration
	now     time.Duration
	turned  time.Duration // when the force began to fall, or to rise
	falls   bool

	at   int // frequency that is looked at next
	best [chair.SideEnd][parts]solution
}

// The parts of the measured cycles that are fitted: all, and each half, for what repeats differ by.
const (
	whole = iota
	firstHalf
	secondHalf
	parts
)

// Add takes one report while the course counts.
func (g *Gauge) Add(p *chair.Profile, r *chair.Report, contact [chair.SideEnd]unit.Newton, c *Course, dt time.Duration) {
	g.now += dt
	if c.Falling() != g.falls {
		g.falls, g.turned = c.Falling(), g.now
	}
	if !c.Counts() || g.now-g.turned < settles {
		return
	}
	_, _, out := p.Rollers.Knead(r.Axes[chair.Kneading].Pos)
	g.sum.depth += float64(r.Axes[chair.Depth].Pos) + float64(out)
	for s, f := range contact {
		g.sum.force[s] += float64(f)
	}
	if c.Falling() {
		g.sum.fall++
	}
	g.sum.t += g.now.Seconds()
	g.sum.half = c.half()
	g.in++
	if g.since += dt; g.since < sampleEvery {
		return
	}
	g.since = 0
	s := &g.sum
	if g.n < samplesMost {
		v := sample{t: s.t / g.in, depth: s.depth / g.in, half: s.half, fall: math.Round(s.fall / g.in)}
		for side := range v.force {
			v.force[side] = s.force[side] / g.in
		}
		g.samples[g.n] = v
		g.n++
	}
	g.sum, g.in = sample{}, 0
}

// Work tries one frequency of breathing and says whether all have been tried: about 0.2 ms a call.
func (g *Gauge) Work(p *chair.Profile) bool {
	if g.at >= breaths {
		return true
	}
	rate := leastBreath + float64(g.at)*breathStep
	for side := range g.best {
		for part := range g.best[side] {
			s, ok := g.fit(chair.Side(side), part, rate, float64(p.Rollers.Spring))
			if b := &g.best[side][part]; ok && (!b.ok || s.left < b.left) {
				*b = s
			}
		}
	}
	g.at++
	return g.at >= breaths
}

// solution is one fit.
type solution struct {
	gives float64 // mm from Low to High, rising
	se    float64 // of that
	left  float64 // mean square of what is left, mm2
	n     int
	ok    bool
}

// fit is the least squares of one roller and part at a frequency of breathing.
func (g *Gauge) fit(side chair.Side, part int, rate, spring float64) (s solution, ok bool) {
	var m normal
	var row [terms]float64
	for i := range g.samples[:g.n] {
		v := &g.samples[i]
		f := v.force[side]
		if f < leastForce || part != whole && v.half != part-firstHalf {
			continue
		}
		sin, cos := math.Sincos(2 * math.Pi * rate * v.t)
		root := math.Sqrt(f)
		row = [terms]float64{1, v.t - g.samples[0].t, f, root, v.fall, v.fall * f, v.fall * root, sin, cos}
		m.add(&row, v.depth-f/spring)
	}
	if m.n < leastSamples {
		return s, false
	}
	var w [terms]float64 // of the terms in what is asked for
	w[2], w[3] = float64(High-Low), math.Sqrt(float64(High))-math.Sqrt(float64(Low))
	s.gives, s.se, s.left, ok = m.solve(&w)
	s.n, s.ok = m.n, ok
	return s, ok
}

// leastSamples is how many are needed for a fit: 2 s.
const leastSamples = 50

// Side is what one roller found.
type Side struct {
	Stiffness unit.NewtonPerMM // 0: not found
	SD        unit.NewtonPerMM // how far it may be from what is true
	Halves    [2]unit.NewtonPerMM
}

// Result is one measurement.
type Result struct {
	Sides [chair.SideEnd]Side
	OK    bool
}

// Result is what was found, once all the work is done.
func (g *Gauge) Result(p *chair.Profile) (r Result) {
	r.OK = true
	for side := range r.Sides {
		b := &g.best[side]
		other := chair.SideEnd - 1 - chair.Side(side)
		// Both rollers push the trunk away: per newton of this one, by what the other adds.
		both := 1 + g.ratio(other, chair.Side(side))
		trunk := both / upholstery * float64(High-Low)
		of := func(gives float64) unit.NewtonPerMM {
			if gives-trunk < leastGives {
				return 0
			}
			return unit.NewtonPerMM(float64(High-Low) / (gives - trunk))
		}
		v := Side{Stiffness: of(b[whole].gives), Halves: [2]unit.NewtonPerMM{of(b[firstHalf].gives), of(b[secondHalf].gives)}}
		if !b[whole].ok || v.Stiffness == 0 {
			r.OK = false
			continue
		}
		net := b[whole].gives - trunk
		gain := p.Rollers.CellGain / math.Sqrt(3) * (1 + float64(High-Low)/float64(p.Rollers.Spring)/net)
		share := math.Sqrt(sq(b[whole].se/net) + sq(upholsteryDoubt*trunk/net) + sq(gain))
		v.SD = v.Stiffness * unit.NewtonPerMM(share)
		r.Sides[side] = v
	}
	return r
}

// leastGives is the least that tissue gives from Low to High, mm: less is bone, or a mistake.
const leastGives = 0.5

// ratio is the force of one roller over that of another, by least squares.
func (g *Gauge) ratio(of, over chair.Side) float64 {
	var xy, xx float64
	for i := range g.samples[:g.n] {
		f := &g.samples[i].force
		xy, xx = xy+f[of]*f[over], xx+f[over]*f[over]
	}
	if xx == 0 {
		return 1
	}
	return xy / xx
}

func sq(x float64) float64 { return x * x }
