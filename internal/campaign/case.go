package campaign

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
)

// Case is one session in which something goes wrong.
type Case struct {
	Name      string // what finds it again: of a systematic case its parts, of a random one its seed
	Random    bool
	Programme string
	Moment    Moment
	Into      time.Duration // how long the state has lasted when the first fault comes
	Row       int           // of ANSUR II
	Seed      uint64
	Faults    []Fault
	After     []time.Duration // moments of the faults after the first one's
}

// Replay is the command line that plays the case alone.
func (c *Case) Replay() string {
	if c.Random {
		return "go run ./tools/faults --seed " + c.Name
	}
	return "go run ./tools/faults --case " + c.Name
}

// String is the case in a line.
func (c *Case) String() string {
	var names []string
	for i := range c.Faults {
		name := c.Faults[i].Name()
		if i > 0 {
			name += fmt.Sprintf(" after %v", c.After[i])
		}
		names = append(names, name)
	}
	return fmt.Sprintf("%s, ansur:%d, %v %v in: %s", c.Programme, c.Row, c.Moment, c.Into, strings.Join(names, " + "))
}

// Claim is what the case is held to.
func (c *Case) Claim() Claim {
	m := claimOf(c.Faults[0].class)
	for i := range c.Faults[1:] {
		m = m.with(claimOf(c.Faults[1+i].class))
	}
	return m
}

// people is how many bodies the systematic cases of one state are shared out over, and together how many random cases
// come from one session: they go the same way until something goes wrong.
const people, together = 8, 5

// systematic makes a case whose body and seed hang on its name alone.
func systematic(programme string, m Moment, faults []Fault, after []time.Duration) Case {
	c := Case{Programme: programme, Moment: m, Into: into[m].usual, Faults: faults, After: after}
	c.Name = programme + "/" + m.String()
	for i := range faults {
		c.Name += "/" + faults[i].name
		if i > 0 {
			c.Name += fmt.Sprintf("+%v", after[i])
		}
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.Name)) // a hash never fails
	person := h.Sum64() % people
	r := rand.New(rand.NewPCG(person, uint64(m)))
	c.Row, c.Seed = 1+r.IntN(body.ANSURRows()), r.Uint64()
	return c
}

// Systematic is every fault in every state of every programme, then STOP during every fault, then faults in pairs.
func (s *Setting) Systematic() []Case {
	var out []Case
	all := Catalogue()
	for _, p := range s.programmes {
		for m := range MomentEnd {
			if _, ok := short(s.plans[p], m); !ok || m >= sessionEnd && p != s.programmes[0] {
				continue
			}
			for _, f := range all {
				out = append(out, systematic(p, m, []Fault{f}, []time.Duration{0}))
			}
		}
	}
	main := s.programmes[0]
	for _, m := range []Moment{Approach, Kneading, Tapping, Stretching} {
		if _, ok := short(s.plans[main], m); !ok {
			continue
		}
		for _, f := range all {
			out = append(out, systematic(main, m, []Fault{f, stopFault()}, []time.Duration{0, 30 * ms}))
		}
	}
	for i, f := range representatives(all) {
		for k, g := range representatives(all) {
			after := []time.Duration{50 * ms, 200 * ms, 700 * ms, 2 * time.Second}[(i+k)%4]
			out = append(out, systematic(main, Kneading, []Fault{f, g}, []time.Duration{0, after}))
		}
	}
	return out
}

func stopFault() Fault { return Fault{kind: stopPressed, name: "stop", class: Stop} }

// representatives is the first fault of each kind and class.
func representatives(all []Fault) []Fault {
	type key struct {
		k kind
		c Class
	}
	seen := map[key]bool{}
	var out []Fault
	for _, f := range all {
		if k := (key{f.kind, f.class}); f.kind != healthy && !seen[k] {
			seen[k] = true
			out = append(out, f)
		}
	}
	return out
}

// Random is the case of a seed.
func (s *Setting) Random(seed uint64) Case {
	r := rand.New(rand.NewPCG(seed/together, 89))
	c := Case{Name: fmt.Sprint(seed), Random: true, Seed: seed / together, Row: 1 + r.IntN(body.ANSURRows())}
	for {
		c.Programme, c.Moment = s.programmes[r.IntN(len(s.programmes))], Moment(r.IntN(int(sessionEnd)))
		if _, ok := short(s.plans[c.Programme], c.Moment); ok {
			break
		}
	}
	c.Into = time.Duration(r.Int64N(int64(into[c.Moment].lasts/ms))) * ms
	all := Catalogue()
	r = rand.New(rand.NewPCG(seed, 97))
	for i := range 1 + r.IntN(3) {
		f := all[1+r.IntN(len(all)-1)]
		stretchOut := math.Exp2(4*r.Float64() - 2) // from a quarter to four times
		switch f.kind {
		case sensing:
			f.size = stretchOut
		case reportDelayed, reportLate, commandDelayed, reportFuture, clockJumped, hostPaused:
			if f.kind == clockJumped && f.time > 0 {
				stretchOut = max(stretchOut, 0.6) // a leap of less than a heartbeat is none
			}
			if f.class != Benign {
				f.time = time.Duration(float64(f.time) * stretchOut)
				f.name = fmt.Sprintf("%s*%.2f", f.name, stretchOut)
			}
		}
		c.Faults = append(c.Faults, f)
		after := time.Duration(0)
		if i > 0 {
			after = c.After[i-1] + time.Duration(50+r.IntN(1950))*ms
		}
		c.After = append(c.After, after)
	}
	return c
}
