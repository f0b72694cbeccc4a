package motion

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plot is a small writer of SVG: position, velocity and acceleration over time, one band each, with their limits.
func plot(w io.Writer, title string, in *Input, paths []Path) error {
	const width, band, left, gap = 640.0, 110.0, 72.0, 34.0
	colours := []string{"#1f6f8b", "#c2571a", "#5b7f2b"}
	end := 0.0
	for i := range paths {
		end = max(end, paths[i].duration)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="11">`+"\n",
		width+left+20, 3*(band+gap)+40)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/><text x="%g" y="18" font-size="13">%s</text>`+"\n", left, title)
	names := []string{"position", "velocity", "acceleration"}
	part := func(s State, k int) float64 { return [3]float64{s.Pos, s.Vel, s.Acc}[k] }
	for k, name := range names {
		low, high := 0.0, 0.0
		for i := range paths {
			for n := range 401 {
				x := part(paths[i].At(end*float64(n)/400), k)
				low, high = min(low, x), max(high, x)
			}
			if l := in.Axes[0].Limits; len(paths) == 1 && k > 0 { // with several, limits differ
				vmin, amin := l.low()
				low, high = min(low, [3]float64{0, vmin, amin}[k]), max(high, [3]float64{0, l.Vel, l.Acc}[k])
			}
		}
		top := 30 + float64(k)*(band+gap)
		y := func(x float64) float64 { return top + band*(high-x)/max(high-low, 1e-9) }
		fmt.Fprintf(&b, `<rect x="%g" y="%g" width="%g" height="%g" fill="none" stroke="#ccc"/>`, left, top, width, band)
		fmt.Fprintf(&b, `<path d="M%g %.1fh%g" stroke="#ccc"/>`, left, y(0), width)
		fmt.Fprintf(&b, `<text x="4" y="%g">%s</text><text x="4" y="%g">%.4g</text><text x="4" y="%g">%.4g</text>`+"\n",
			top+band/2, name, top+10, high, top+band, low)
		for i := range paths {
			fmt.Fprintf(&b, `<polyline fill="none" stroke-width="1.5" stroke="%s" points="`, colours[i%len(colours)])
			for n := range 401 {
				at := float64(n) / 400
				fmt.Fprintf(&b, "%.1f,%.1f ", left+width*at, y(part(paths[i].At(end*at), k)))
			}
			b.WriteString(`"/>` + "\n")
		}
	}
	fmt.Fprintf(&b, `<text x="%g" y="%g">0 s</text><text x="%g" y="%g" text-anchor="end">%.3f s</text></svg>`+"\n",
		left, 3*(band+gap)+30.0, left+width, 3*(band+gap)+30.0, end)
	_, err := io.WriteString(w, b.String())
	return err
}

// TestPlots draws the numbered examples: into the folder that LUMBAR_PLOTS names, or nowhere in particular.
func TestPlots(t *testing.T) {
	dir := os.Getenv("LUMBAR_PLOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	l := Limits{Vel: 100, Acc: 400, Jerk: 4000}
	offline := l
	offline.MinAcc = -200
	slow := Limits{Vel: 30, Acc: 100, Jerk: 1000}
	away := Axis{To: State{Pos: 100}, Limits: Limits{Vel: 150, Acc: 600, Jerk: 6000}}
	way, err := away.Plan()
	if err != nil {
		t.Fatal(err)
	}
	away.From, away.To = way.At(0.5), State{Pos: 30}
	for _, p := range []struct {
		name, title string
		in          Input
	}{
		{"1-offline", "From a moving start to a moving end; it brakes half as hard as it speeds up",
			Input{Axes: []Axis{{From: State{0, -30, 100}, To: State{80, 20, 0}, Limits: offline}}}},
		{"2-online", "A new target after 0.5 s: the way from there",
			Input{Axes: []Axis{away}}},
		{"3-axes", "Three axes that arrive together",
			Input{Axes: []Axis{{To: State{Pos: 120}, Limits: l}, {To: State{Pos: -45}, Limits: slow}, {To: State{Pos: 10}, Limits: l}}}},
		{"4-stop", "A stop that cannot but pass the speed limit",
			Input{Axes: []Axis{{From: State{20, 95, 300}, Limits: l, Interface: Velocity}}}},
	} {
		var tr Trajectory
		if err := tr.Plan(&p.in); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := plot(&b, p.title, &p.in, tr.paths); err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal([]byte(b.String()), new(struct{})); err != nil || strings.Contains(b.String(), "NaN") {
			t.Errorf("%s: %v", p.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, p.name+".svg"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
