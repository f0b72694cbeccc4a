package figure

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// bow is a small motion: standing, leaning, and back through a key that is not held.
func bow() Motion {
	stand := Pose{Place: Point{Y: 52.7}}
	for i, s := range sides {
		stand.Feet[i].Ankle = Point{-1.5, ankleHeight, 5 * s}
		stand.Hands[i].Wrist = Point{3, 50, 12 * s}
	}
	lean := stand
	lean.Pelvis.Flex = 40
	lean.Place = Point{X: -8, Y: 50}
	half := stand
	half.Pelvis.Flex = 20
	half.Place = Point{X: -4, Y: 51.6}
	return Motion{Keys: []Key{{stand, time.Second, time.Second, "Stand."}, {half, 0, time.Second, ""}, {lean, time.Second, 2 * time.Second, "Lean."}}}
}

func TestBonesKeepTheirLength(t *testing.T) {
	m := bow()
	rapid.Check(t, func(t *rapid.T) {
		p := m.At(time.Duration(rapid.Int64Range(0, int64(m.Length())).Draw(t, "at")))
		for i := range p.Hands { // anywhere within reach and beyond
			p.Hands[i].Wrist.X += rapid.Float64Range(-40, 40).Draw(t, "x")
			p.Feet[i].Ankle.Y += rapid.Float64Range(0, 45).Draw(t, "y")
		}
		b := p.stand()
		for i := range sides {
			for _, bone := range []struct {
				name string
				a, b Point
				want float64
			}{
				{"thigh", b.hip[i], b.knee[i], thighLength}, {"shank", b.knee[i], b.ankle[i], shankLength},
				{"upper arm", b.shoulder[i], b.elbow[i], upperArmLength}, {"forearm", b.elbow[i], b.wrist[i], armLength},
			} {
				if got := bone.a.minus(bone.b).length(); math.Abs(got-bone.want) > 0.05 {
					t.Fatalf("%s is %.2f long, want %.2f", bone.name, got, bone.want)
				}
			}
		}
		for i := range spineJoints {
			if d := b.spine[i+1].at.minus(b.spine[i].at).length(); d > thoraxPiece+1e-6 {
				t.Fatalf("the spine is torn at %d: %.2f", i, d)
			}
		}
	})
}

// TestSmooth checks that a motion has no jump in place or speed, the loop's seam included.
func TestSmooth(t *testing.T) {
	m := bow()
	const step = 2 * time.Millisecond
	speed := func(at time.Duration) []float64 {
		a, b := m.At(at).numbers(), m.At(at+step).numbers()
		for i := range a {
			a[i] = (b[i] - a[i]) / step.Seconds()
		}
		return a
	}
	last := speed(0)
	for at := step; at < m.Length()+time.Second; at += step {
		now := speed(at)
		for i := range now {
			if change := math.Abs(now[i] - last[i]); change > 1.0 {
				t.Fatalf("at %v number %d changes its speed by %.1f a second within %v", at, i, change, step)
			}
		}
		last = now
	}
	if a, b := m.At(0), m.At(m.Length()); a != b {
		t.Error("the loop does not close")
	}
	if a, b := m.At(-time.Second), m.At(m.Length()-time.Second); a != b {
		t.Error("a time before the start is not a time of the loop")
	}
}

func TestMirror(t *testing.T) {
	p := bow().At(2 * time.Second)
	p.Lumbar = Bend{3, 10, -7}
	a, b := p.stand(), p.Mirror().stand()
	flip := func(q Point) Point { q.Z = -q.Z; return q }
	for i := range sides {
		if d := flip(a.wrist[i]).minus(b.wrist[1-i]).length(); d > 1e-9 {
			t.Errorf("wrist %d is off by %g", i, d)
		}
	}
	if d := flip(a.head.at).minus(b.head.at).length(); d > 1e-9 {
		t.Errorf("the head is off by %g", d)
	}
	if p.Mirror().Mirror() != p {
		t.Error("twice mirrored is not the same")
	}
}

func TestPictures(t *testing.T) {
	m := bow()
	m.Prop, m.PropAt = Stool, Point{Y: 25}
	for name, svg := range map[string]string{"moment": m.SVG(1500 * time.Millisecond), "strip": m.Strip(), "loop": m.Loop("bow")} {
		d := xml.NewDecoder(strings.NewReader(svg))
		paths := 0
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s is not well-formed: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "path" || e.Name.Local == "use") {
				paths++
			}
		}
		if paths < 10 || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: %d paths, or a number that is none", name, paths)
		}
	}
	if loop := m.Loop("bow"); len(loop) > 400_000 || strings.Count(loop, "<animate") < 10 {
		t.Errorf("the loop has %d bytes and %d paths that move", len(loop), strings.Count(loop, "<animate"))
	}
	if n := strings.Count(m.Strip(), `class="step"`); n != 2 {
		t.Errorf("the strip shows %d poses, want the 2 that say something", n)
	}
	if got, want := m.Words(), "1: Stand. 2: Lean."; got != want {
		t.Errorf("words %q, want %q", got, want)
	}
	var none Motion
	if none.SVG(0) != "" || none.Strip() != "" || none.Loop("x") != "" || none.At(0) != (Pose{}) {
		t.Error("the empty motion has a picture")
	}
}

// TestSameMarks checks what Loop rests on: the same paths with the same commands at every moment.
func TestSameMarks(t *testing.T) {
	m := bow()
	commands := func(d string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("MLCaz", r) {
				return r
			}
			return -1
		}, d)
	}
	o := m.order()
	first := m.At(0).draw(m.View, o).marks
	for at := time.Duration(0); at < m.Length(); at += 100 * time.Millisecond {
		now := m.At(at).draw(m.View, o).marks
		if len(now) != len(first) {
			t.Fatalf("at %v %d marks, want %d", at, len(now), len(first))
		}
		for i := range now {
			if now[i].class != first[i].class || commands(now[i].d) != commands(first[i].d) {
				t.Fatalf("at %v mark %d is made otherwise", at, i)
			}
		}
	}
}

func TestView(t *testing.T) {
	for _, tt := range []struct {
		view    View
		p       Point
		x, y, n float64
	}{
		{View{}, Point{1, 2, 3}, 1, 2, 3},
		{View{Around: 90}, Point{1, 2, 3}, -3, 2, 1},
		{View{Around: -90}, Point{1, 2, 3}, 3, 2, -1},
		{View{Above: 90}, Point{1, 2, 3}, 1, -3, 2},
	} {
		x, y, n := tt.view.see(tt.p)
		if math.Abs(x-tt.x)+math.Abs(y-tt.y)+math.Abs(n-tt.n) > 1e-9 {
			t.Errorf("%v sees %v at %.2f %.2f %.2f, want %.2f %.2f %.2f", tt.view, tt.p, x, y, n, tt.x, tt.y, tt.n)
		}
	}
}

func TestProblems(t *testing.T) {
	if p := bow().Problems(); len(p) > 0 {
		t.Errorf("a bow has problems: %v", p)
	}
	for name, spoil := range map[string]func(*Pose){
		"place":     func(p *Pose) { p.Hands[0].Wrist = Point{X: 90, Y: 90} },
		"floor":     func(p *Pose) { p.Feet[1].Ankle.Y = 0; p.Place.Y -= 4 },
		"low back":  func(p *Pose) { p.Lumbar.Flex = 80 },
		"left knee": func(p *Pose) { p.Feet[1].Ankle = p.Place.plus(Point{X: 2, Z: -5}) },
		"right hip": func(p *Pose) { p.Feet[0] = Foot{Ankle: Point{-45, 50, 5}, Knee: Point{Y: -1}} },
	} {
		m := bow()
		for i := range m.Keys {
			spoil(&m.Keys[i].Pose)
		}
		if got := strings.Join(m.Problems(), "\n"); !strings.Contains(got, name) {
			t.Errorf("%s is not found in: %s", name, got)
		}
	}
}
