package scan

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// bins is the track in steps of binSize.
const (
	binSize unit.Millimetre = 5
	bins    int             = 96
)

// Sampler collects what the rollers feel, tick by tick. The zero value is empty.
type Sampler struct {
	stiff [bins]mean // N/mm felt, per roller, spring included
	out   [bins]mean // tip of the roller, mm
	lock  [2]lockIn  // overlapping by half a window
}

// Reset forgets what was felt.
func (s *Sampler) Reset() { *s = Sampler{} }

type mean struct{ sum, n float64 }

func (m *mean) add(x float64) { m.sum += x; m.n++ }
func (m *mean) value() (float64, bool) {
	if m.n == 0 {
		return 0, false
	}
	return m.sum / m.n, true
}

// Add takes one report during a pass: contact is the tared force per roller, rate the frequency of the shake.
func (s *Sampler) Add(p *chair.Profile, r *chair.Report, contact [chair.SideEnd]unit.Newton, rate unit.Hertz, dt float64) {
	h := &p.Rollers
	ka, _, ko := h.Knead(r.Axes[chair.Kneading].Pos)
	along := unit.Millimetre(r.Axes[chair.Carriage].Pos) + ka
	force := float64(contact[chair.Left]+contact[chair.Right]) / 2
	depth := float64(r.Axes[chair.Depth].Pos)
	i := int(along / binSize)
	if i < 0 || i >= bins || force < touching {
		s.lock = [2]lockIn{}
		return
	}
	s.out[i].add(depth + float64(ko) - force/float64(h.Spring))
	for i := range s.lock {
		if i == 1 && s.lock[1].n == 0 && s.lock[0].phase < window/2.0 {
			continue // the second starts half a window after the first
		}
		if k, at, ok := s.lock[i].add(force, depth, float64(along), float64(rate), dt); ok {
			if j := int(at / float64(binSize)); j >= 0 && j < bins {
				s.stiff[j].add(k)
			}
		}
	}
}

// touching is the force, N, below which a reading says nothing about the back.
const touching = 3.0

// lockIn is a synchronous detector: over two periods of the shake, under a Hann window, it correlates force and
// depth with sine and cosine; the ratio of the amplitudes is the stiffness felt at that rate. The window keeps
// out what is slower than the shake: breathing, the contour under the moving carriage, the force loop.
type lockIn struct {
	phase          float64 // periods since its start
	fs, fc, ds, dc float64
	place, n       float64
	f0, d0         float64 // first reading, to keep the sums small
}

// window is the length of a detector in periods of the shake.
const window = 2

// add returns the stiffness in N/mm and the mean place once a window is complete.
func (l *lockIn) add(force, depth, along, rate, dt float64) (k, at float64, ok bool) {
	if l.n == 0 {
		l.f0, l.d0 = force, depth
	}
	sin, cos := math.Sincos(2 * math.Pi * l.phase)
	hann := 1 - math.Cos(2*math.Pi*l.phase/window)
	f, d := (force-l.f0)*hann, (depth-l.d0)*hann
	l.fs, l.fc = l.fs+f*sin, l.fc+f*cos
	l.ds, l.dc = l.ds+d*sin, l.dc+d*cos
	l.place, l.n = l.place+along, l.n+1
	l.phase += rate * dt
	if l.phase < window {
		return 0, 0, false
	}
	felt, shaken, at, n := math.Hypot(l.fs, l.fc), math.Hypot(l.ds, l.dc), l.place/l.n, l.n
	*l = lockIn{}
	if shaken/n*2 < minShake {
		return 0, 0, false
	}
	return felt / shaken, at, true
}

// minShake is the least amplitude of the depth, mm, that a stiffness is read from.
const minShake = 0.4

// profile returns the smoothed stiffness and contour between the first and the last known bin.
func (s *Sampler) profile() (k, out []float64, first int) {
	last := -1
	for i := range bins {
		if s.stiff[i].n > 0 && s.out[i].n > 0 {
			if last < 0 {
				first = i
			}
			last = i
		}
	}
	if last < 0 {
		return nil, nil, 0
	}
	k, out = fill(s.stiff[first:last+1]), fill(s.out[first:last+1])
	return smooth(k), smooth(out), first
}

// fill takes the means and bridges empty bins from their neighbours.
func fill(m []mean) []float64 {
	v := make([]float64, len(m))
	prev := -1
	for i := range m {
		x, ok := m[i].value()
		if !ok {
			continue
		}
		v[i] = x
		for j := prev + 1; j < i; j++ {
			if prev < 0 {
				v[j] = x
			} else {
				v[j] = v[prev] + (x-v[prev])*float64(j-prev)/float64(i-prev)
			}
		}
		prev = i
	}
	for j := prev + 1; j < len(v) && prev >= 0; j++ {
		v[j] = v[prev]
	}
	return v
}

// smooth is a binomial filter about 10 mm wide.
func smooth(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		l, r := v[max(0, i-1)], v[min(len(v)-1, i+1)]
		out[i] = l/4 + v[i]/2 + r/4
	}
	return out
}

// Contour is where the rollers met the back.
func (s *Sampler) Contour() (c chair.Contour) {
	_, out, first := s.profile()
	for i, x := range out {
		if first+i < chair.ContourBins {
			c.Out[first+i] = unit.Millimetre(x)
			c.Last = first + i
		}
	}
	c.First = first
	return c
}
