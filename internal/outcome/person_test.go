package outcome

import (
	"math"
	"math/rand/v2"
)

// begin is the first day with the chair in every simulated life; a history of half a year lies before it.
const begin Day = 20000

// A person is a made-up life of daily ratings, and what would have happened anyway.
type person struct {
	name    string
	noise   float64 // points, SD from day to day
	alike   float64 // correlation of one day's noise with the next
	wander  float64 // points, SD of the slow part
	tau     float64 // days in which the slow part forgets
	natural float64 // points that go by themselves over the first six weeks of notes, half of them in ten days
	worst   bool    // begins on one of the worst days of the last half year
	recent  bool    // does not say that it has lasted three months
	oneWeek bool    // one week of baseline instead of two
	effect  float64 // points by which the chair really helps, from the second week on
}

const historyDays = 182

// rate is one simulated note, rounded and cut to the scale.
func rate(v float64) Rating {
	return Rating{uint8(max(0, min(10, math.Round(v)))) + 1}
}

// live makes a record: baseline, then the chair three times a week (or on/off weeks), six days of notes in seven.
func (p person) live(rng *rand.Rand, onOff bool) Record {
	own := 3 + 4*rng.Float64()
	fast, slow := rng.NormFloat64()*p.noise, rng.NormFloat64()*p.wander
	forget := 0.0
	if p.tau > 0 {
		forget = math.Exp(-1 / p.tau)
	}
	day := func() float64 {
		fast = p.alike*fast + math.Sqrt(1-p.alike*p.alike)*p.noise*rng.NormFloat64()
		slow = forget*slow + math.Sqrt(1-forget*forget)*p.wander*rng.NormFloat64()
		return own + fast + slow
	}
	if p.worst {
		// Who buys a chair does so when the mean of three days is among the worst twentieth of those so far.
		var past []float64
		sum := func(d []float64) float64 { return d[0] + d[1] + d[2] }
		for {
			past = append(past, day())
			n := len(past)
			if n < historyDays {
				continue
			}
			worse, now := 0, sum(past[n-3:])
			for i := 0; i+3 <= n; i++ {
				if sum(past[i:i+3]) > now {
					worse++
				}
			}
			if worse*20 <= n {
				break
			}
		}
	}
	r := Record{Begin: begin, Lasting: !p.recent}
	first := begin - 2*week
	if p.oneWeek {
		first += week
	}
	for d := first; d < begin+blocks*blockDays; d++ {
		v := day() + p.natural*math.Exp2(-float64(d-first)/10)
		used := d >= begin
		if onOff {
			used, _ = On(begin, d)
		}
		if used && (d-begin)%7%2 == 0 && (d-begin)%7 < 6 {
			r.Sessions = append(r.Sessions, d)
		}
		settled := d >= begin+week
		if onOff {
			settled = used && (d-begin)%blockDays >= 4
		}
		if settled {
			v -= p.effect
		}
		if rng.Float64() < 6.0/7 {
			r.Notes = append(r.Notes, Note{Day: d, Kind: Daily, Pain: rate(v)})
		}
	}
	return r
}

// tally counts verdicts.
type tally struct {
	n, better, worse, same, notYet int
}

func (t *tally) add(v Verdict) {
	t.n++
	switch v {
	case Better:
		t.better++
	case Worse:
		t.worse++
	case Same:
		t.same++
	default:
		t.notYet++
	}
}

func share(n, of int) float64 { return 100 * float64(n) / float64(of) }

// people runs n lives through both tests.
func (p person) people(n int, seed uint64) (start, onOff tally) {
	rng := rand.New(rand.NewPCG(seed, 1))
	for range n {
		start.add(Judge(p.live(rng, false), begin+blocks*blockDays).Verdict)
		onOff.add(Compare(p.live(rng, true), begin, begin+blocks*blockDays).Verdict)
	}
	return start, onOff
}
