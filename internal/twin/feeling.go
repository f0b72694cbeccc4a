package twin

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/openlumbar/lumbar/body"
)

// Answer is what a simulated person says. The zero value is nothing.
type Answer uint8

// The answers.
const (
	Silent Answer = iota
	Enough        // it presses as hard as it should
)

// feeling is what pressure one person finds comfortable, and what they are about to say of it.
type feeling struct {
	bears [body.LevelEnd]float64 // N of one roller, from which it is too much
	least float64                // N, at the level that bears least
	felt  float64                // N of the harder-pressed roller, as it is felt
	over  bool                   // it is too much
	says  time.Duration          // when they will say so; 0 is not
	said  Answer                 // and nobody has heard it yet
}

// What people find comfortable: the pressure pain threshold at the lumbar muscles, on a probe of 1 cm2, and a share of it;
// rows of body's table of traits. On larger probes the threshold falls with the area to the power -0.4. Side does not matter
// (Binderup 2010). The rest: assumptions.
const (
	elderly      = 65   // years over which PainOld holds
	contactArea  = 10.0 // cm2 under a roller
	areaPower    = -0.4
	newtonPerKPa = 0.1 // on 1 cm2

	feltTime = 0.25 // s: a moment's peak is not yet felt as pressure
	atEase   = 0.85 // of what they bear: less than that is comfortable again
)

func feelingOf(o *Options, r *rand.Rand) (f feeling) {
	kPa := math.Sqrt(body.PainMale.Middle() * body.PainFemale.Middle())
	switch o.Sex {
	case body.Male:
		kPa = body.PainMale.Middle()
	case body.Female:
		kPa = body.PainFemale.Middle()
	}
	if o.Age > elderly {
		kPa *= body.PainOld.Middle()
	}
	pain := kPa * o.draw(body.PainShare, r) * math.Pow(contactArea, areaPower) * contactArea * newtonPerKPa
	own := pain * body.ComfortShare.Middle() * o.draw(body.ComfortSpread, r)
	f.least = math.Inf(1)
	for l := body.S1; l < body.LevelEnd; l++ {
		f.bears[l] = own * o.draw(body.LevelComfort, r)
		f.least = min(f.least, f.bears[l])
	}
	return f
}

// at is what the person bears at a body height, running straight from level to level.
func (f *feeling) at(levels *[body.LevelEnd]float64, h float64) float64 {
	l := body.S1
	for l < body.L1 && h > levels[l+1] {
		l++
	}
	u := min(max((h-levels[l])/(levels[l+1]-levels[l]), 0), 1)
	return f.bears[l] + (f.bears[l+1]-f.bears[l])*u
}

// feel lets a slow step pass for what the person feels of the rollers.
func (t *Twin) feel() {
	f := &t.feels
	force := max(t.roller[0].force, t.roller[1].force)
	f.felt += (force - f.felt) * t.slowDT / feltTime
	if f.felt <= f.least && !f.over && f.says == 0 {
		return // nobody finds that too much anywhere
	}
	bears := f.at(&t.sitter.levels, t.under.height)
	switch {
	case f.over && f.felt < atEase*bears:
		f.over, f.says = false, 0
	case !f.over && f.felt > bears:
		f.over = true
		f.says = t.Now() + time.Duration(body.Reaction.Draw(t.answer)*float64(time.Second))
	}
	if f.says > 0 && t.Now() >= f.says {
		f.said, f.says = Enough, 0
	}
}

// Answer is what the person says now; what was heard is not said again until it has become comfortable and too much
// again.
func (t *Twin) Answer() Answer {
	a := t.feels.said
	t.feels.said = Silent
	return a
}
