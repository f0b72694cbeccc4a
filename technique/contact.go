package technique

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// Build is a size of back for estimates. The zero value is the average.
type Build uint8

// The builds. On a small back the same strokes press the same skin for longer.
const (
	Average  Build = iota // T12 is 212 mm above S1 (chair.ZoneMap)
	Small                 // 165 mm: one woman in a hundred has less (body-and-motion.md 5.2: 0.425 of 388 mm)
	buildEnd              //
)

// backs are backs of even levels on a brisk chair. The most upright chair makes the longest stretch.
var backs = func() (all [buildEnd]Place) {
	for b, span := range [buildEnd]unit.Millimetre{Average: 212, Small: 165} {
		p := &all[b]
		*p = Place{Highest: 500, Massage: mostUpright, Flat: 180, Carry: Reach{Vel: 100, Acc: 300, Jerk: 2000}}
		for l := body.S1; l < body.LevelEnd; l++ {
			p.Levels[l] = 100 + span*unit.Millimetre(l-body.S1)/unit.Millimetre(body.T12-body.S1)
		}
	}
	return all
}()

// Contact is what strokes do to a back, as an estimate before anybody sits down. It counts as the guard does:
// from Touch, a pause being less of it. The zero Contact is of an average back and no strokes.
type Contact struct {
	Build  Build
	Levels [body.LevelEnd]time.Duration // by the nearest level
	Spot   time.Duration                // longest stay at one spot without a pause
	Still  time.Duration                // longest pressing without moving on and without a pause
	Part   time.Duration                // longest on any part of about two vertebrae
	Middle body.Level                   // level where that part bears most

	cells [contactCells]time.Duration
	spot  unit.Millimetre // where the present stay is
	stay  time.Duration   // how long
	pause time.Duration   // without contact

	press   unit.Millimetre // where the present pressing is
	pressed time.Duration   // how long
	eased   time.Duration   // without pressing
}

// How contact is counted. The figures are the guard's.
const (
	contactStep                  = 100 * time.Millisecond
	contactCell  unit.Millimetre = 10
	contactCells                 = 50
	partCells                    = 7 // two vertebrae with their discs, about 36 mm each
	spotBand     unit.Millimetre = 15
	spotPause                    = 5 * time.Second
	movedOn      unit.Millimetre = 2
	// pressForce is the guard's 20 N, less what a cell's gain and the force loop may add.
	pressForce unit.Newton = 18
)

// Contact estimates the contact of the stroke alone, on an average back.
func (s *Stroke) Contact() (c Contact) {
	c.Add(s)
	return c
}

// Add adds a stroke that follows those before. An invalid one adds nothing.
func (c *Contact) Add(s *Stroke) { c.Follow(NewTrace(s, c.Build)) }

// Follow adds a stroke that follows those before, by its trace on the same build.
func (c *Contact) Follow(t Trace) {
	if len(t) == 0 {
		return
	}
	p := &backs[min(c.Build, buildEnd-1)]
	for i := range t {
		g := &t[i]
		c.hold(g)
		if !g.touches {
			if c.pause += contactStep; c.pause > spotPause {
				c.stay = 0
			}
			continue
		}
		if c.stay == 0 || g.along > c.spot+spotBand || g.along < c.spot-spotBand {
			c.stay, c.spot = 0, g.along
		}
		c.pause = 0
		c.stay += contactStep
		c.Spot = max(c.Spot, c.stay)
		c.Levels[g.level] += contactStep
		c.cells[g.cell] += contactStep
	}
	c.parts(p)
}

// hold counts pressing without moving on: neither along the back, nor in circles, nor by strokes.
func (c *Contact) hold(g *touch) {
	if !g.presses {
		if c.eased += contactStep; c.eased > spotPause {
			c.pressed = 0
		}
		return
	}
	c.eased = 0
	c.pressed += contactStep
	if d := g.along - c.press; d > movedOn || d < -movedOn || g.moves {
		c.pressed, c.press = 0, g.along
	}
	c.Still = max(c.Still, c.pressed)
}

// parts finds the part with the longest contact.
func (c *Contact) parts(p *Place) {
	for i := range contactCells - partCells + 1 {
		var sum time.Duration
		most := i
		for k := i; k < i+partCells; k++ {
			sum += c.cells[k]
			if c.cells[k] > c.cells[most] {
				most = k
			}
		}
		if sum > c.Part {
			c.Part, c.Middle = sum, p.nearest(contactCell*(unit.Millimetre(most)+0.5))
		}
	}
}
