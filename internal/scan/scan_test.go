package scan

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// bench is a profile with just what the sampler reads.
func bench() *chair.Profile {
	p := &chair.Profile{}
	p.Rollers.Spring = 6
	return p
}

// feel runs one pass over a back with the given stiffness and contour, shaken at 4 Hz by 1 mm, and breathing.
func feel(s *Sampler, from, to float64, stiff, contour func(float64) float64, noise *rand.Rand) {
	const dt, rate, speed = 0.004, 4.0, 24.0
	p := bench()
	var r chair.Report
	steps := int(math.Abs(to-from) / speed / dt)
	for i := range steps {
		t := float64(i) * dt
		along := from + math.Copysign(speed*t, to-from)
		shake := math.Sin(2 * math.Pi * rate * t)
		k := stiff(along)
		series := 1 / (1/6.0 + 1/k)
		breath := 3 * math.Sin(2*math.Pi*0.25*t)
		force := 12 + series*shake + noise.NormFloat64()*0.3
		r.Axes[chair.Carriage].Pos = chair.Coord(along)
		r.Axes[chair.Depth].Pos = chair.Coord(contour(along) + 12/6.0 + 12/k + breath + shake)
		f := unit.Newton(force)
		s.Add(p, &r, [chair.SideEnd]unit.Newton{f, f}, rate, dt)
	}
}

func backAt(sacrum, ribs float64) (stiff, contour func(float64) float64) {
	stiff = func(x float64) float64 {
		return 3 + 14/(1+math.Exp((x-sacrum)/4)) + 12/(1+math.Exp((ribs-x)/4))
	}
	apex := sacrum + 90
	contour = func(x float64) float64 { return 40 + 14*math.Exp(-(x-apex)*(x-apex)/(2*60*60)) }
	return stiff, contour
}

func TestLandmarks(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	for _, sacrum := range []float64{90, 130, 170} {
		ribs := sacrum + 180
		stiff, contour := backAt(sacrum, ribs)
		var s Sampler
		feel(&s, 52, 430, stiff, contour, noise)
		feel(&s, 430, 52, stiff, contour, noise)
		e, err := s.Estimate()
		if err != nil {
			t.Fatal(err)
		}
		lm := e.Landmarks
		for _, c := range []struct {
			name      string
			got       unit.Millimetre
			ok        bool
			want, off float64
		}{
			{"sacrum", lm.Sacrum, lm.SacrumOK, sacrum, 8},
			{"ribs", lm.Ribs, lm.RibsOK, ribs, 8},
			{"apex", lm.Apex, lm.ApexOK, sacrum + 90, 20},
		} {
			if !c.ok || math.Abs(float64(c.got)-c.want) > c.off {
				t.Errorf("sacrum at %.0f mm: %s at %.1f mm (found %v), want %.0f within %.0f mm", sacrum, c.name, c.got, c.ok, c.want, c.off)
			}
		}
	}
}

func TestNothingFelt(t *testing.T) {
	var s Sampler
	if _, err := s.Estimate(); !errors.Is(err, ErrNoBack) {
		t.Errorf("empty scan: got %v, want ErrNoBack", err)
	}
	flat := func(float64) float64 { return 4 }
	feel(&s, 52, 430, flat, flat, rand.New(rand.NewPCG(1, 1)))
	if _, err := s.Estimate(); !errors.Is(err, ErrNoBack) {
		t.Errorf("back without bones: got %v, want ErrNoBack", err)
	}
}

// TestFuseIsHonest draws people from the scan's own assumptions and checks that the 95 % interval holds the
// truth as often as it says: the arithmetic is right if the assumptions are. It does so for people with six lumbar
// vertebrae too, and not on average alone.
func TestFuseIsHonest(t *testing.T) {
	if sd, reach := honest(t, 0); sd < 0.94 || sd > 0.96 || reach < 0.96 || reach > 0.985 {
		t.Errorf("five vertebrae: %.3f of levels are within 1.96 SD, %.3f within the doubt", sd, reach)
	}
	if sd, reach := honest(t, 1); reach < 0.94 || reach > 0.98 {
		t.Errorf("six vertebrae: %.3f of levels are within 1.96 SD, %.3f within the doubt", sd, reach)
	}
}

// honest is the share of levels that lie within 1.96 SD, and within the doubt, of people with so many more vertebrae.
func honest(t *testing.T, more float64) (sd, reach float64) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	chol := cholesky(t)
	within, held, n := 0, 0, 0
	for range 4000 {
		var z, d [6]float64
		for i := range z {
			z[i] = r.NormFloat64()
		}
		for i := range d {
			d[i] = spacing[i]
			for j := 0; j <= i; j++ {
				d[i] += chol[i][j] * z[j]
			}
		}
		var at [7]float64
		at[0] = 80 + 80*r.Float64()
		for i := range d {
			at[i+1] = at[i] + d[i]
		}
		above := more * (sixSpacing + sixSD*r.NormFloat64())
		edge := math.Hypot(LandmarkSD, readSD)
		lm := Landmarks{
			Sacrum: unit.Millimetre(at[0] + edge*r.NormFloat64()), SacrumSD: readSD, SacrumOK: true,
			Ribs: unit.Millimetre((at[5]+at[6])/2 + above + edge*r.NormFloat64()), RibsSD: readSD, RibsOK: true,
			Apex: unit.Millimetre(at[3] + above/2 + apexSD*r.NormFloat64()), ApexSD: apexSD, ApexOK: r.Float64() < 0.5,
		}
		levels, _ := fuse(lm)
		for l, est := range levels {
			if l == 0 {
				continue
			}
			n++
			off := math.Abs(float64(est.Along) - at[body.Level(l)-body.S1])
			if off <= twoSided*float64(est.SD) {
				within++
			}
			if off <= float64(est.Doubt()) {
				held++
			}
		}
	}
	return float64(within) / float64(n), float64(held) / float64(n)
}

func cholesky(t *testing.T) (l [6][6]float64) {
	t.Helper()
	for i := range 6 {
		for j := 0; j <= i; j++ {
			sum := spacingCorr[i][j] * spacingSD[i] * spacingSD[j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i == j {
				if sum <= 0 {
					t.Fatal("the spacing covariance is not positive definite")
				}
				l[i][i] = math.Sqrt(sum)
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	return l
}

func TestZoneMapIsPlausible(t *testing.T) {
	levels, _ := fuse(Landmarks{Sacrum: 120, SacrumOK: true, Ribs: 300, RibsOK: true})
	e := Estimate{Levels: levels}
	m := e.ZoneMap(125)
	if err := m.Check(); err != nil {
		t.Error(err)
	}
	if got := e.Nearest(levels[body.L3].Along + 4); got != body.L3 {
		t.Errorf("nearest to L3: got %s", got)
	}
	if got := e.Nearest(1000); got.Valid() {
		t.Errorf("nearest to nowhere: got %s", got)
	}
}
