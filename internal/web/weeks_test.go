package web_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/web"
)

// someWeeks is five weeks of one person: a baseline, weeks on and off, gaps, and a name that needs two lines.
func someWeeks() web.Weeks {
	const monday = 20514 // 2 March 2026
	w := web.Weeks{
		From: monday, Until: monday + 34, Origin: monday + 14,
		Periods: []web.Period{
			{From: monday, Until: monday + 13, Kind: "before", Name: "before"}, {From: monday + 14, Until: monday + 20, Kind: "with", Name: "with the chair"},
			{From: monday + 21, Until: monday + 34, Kind: "on", Name: "on"}, {From: monday + 35, Until: monday + 48, Kind: "off", Name: "off"},
		},
		Sessions: []int{monday + 14, monday + 17, monday + 40},
		Rows: []web.Strip{
			{Name: "Pain", Scale: "0 none, 10 worst", High: 10, Means: []web.Value{{monday, 5.25}, {monday + 14, 3}}, Memories: []web.Value{{monday + 7, 6}}},
			{Name: "Carry <the> shopping & the youngest up the stairs", Scale: "10 could not", High: 10},
			{Name: "Change since the start", Scale: "5 much better", Low: -5, High: 5, Days: []web.Value{{monday + 28, -2}}},
			{Name: "Reach", Scale: "cm to the floor", Unit: "cm", High: 20, Days: []web.Value{{monday + 3, 12.5}}},
		},
	}
	for i, v := range []float64{5, 6, 4, -1, 6, 5, -1, -1, 0, 10} { // -1 is a gap
		if v >= 0 {
			w.Rows[0].Days = append(w.Rows[0].Days, web.Value{Day: monday + i, V: v})
		}
	}
	return w
}

func TestWeeksGolden(t *testing.T) {
	w := someWeeks()
	example := w
	example.Example, example.Rows = true, w.Rows[:1]
	shape := web.Shape{
		Points: []web.Outline{{0, 40}, {60, 42.5}, {120, 30}, {200, 35}},
		Levels: []web.LevelAt{{"S1", 20, 6}, {"L5", 55.5, 5}, {"L4", 90, 4.2}},
	}
	path := filepath.Join("testdata", "weeks.txtar")
	got := txtar.Format(&txtar.Archive{
		Comment: []byte("What somebody noted over some weeks, and a back's shape, as the page draws them; -update writes it anew.\n"),
		Files: []txtar.File{
			{Name: "words", Data: []byte(w.Words() + "\n")},
			{Name: "wide.svg", Data: lines(string(w.Wide()))},
			{Name: "narrow.svg", Data: lines(string(w.Narrow()))},
			{Name: "example.svg", Data: lines(string(example.Narrow()))},
			{Name: "shape.svg", Data: lines(string(shape.SVG()))},
		},
	})
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the weeks changed; look at them, then run with -update\ngot:\n%s", got)
	}
}

// TestWeeksOfAnything: whatever is noted, the drawing is well-formed XML, and nothing lies outside of it.
func TestWeeksOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, 30000).Draw(t, "from")
		w := web.Weeks{From: from, Until: from + rapid.IntRange(-1, 400).Draw(t, "days"), Origin: from + rapid.IntRange(-400, 400).Draw(t, "origin"), Example: rapid.Bool().Draw(t, "example")}
		values := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) web.Value {
			return web.Value{Day: from + rapid.IntRange(-20, 420).Draw(t, "day"), V: rapid.Float64Range(0, 10).Draw(t, "v")}
		}), 0, 20)
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			w.Rows = append(w.Rows, web.Strip{Name: rapid.String().Draw(t, "name"), Scale: rapid.String().Draw(t, "scale"), High: 10,
				Days: values.Draw(t, "days"), Memories: values.Draw(t, "memories"), Means: values.Draw(t, "means")})
		}
		w.Periods = []web.Period{{From: from - 3, Until: from + rapid.IntRange(-5, 500).Draw(t, "until"), Kind: "on", Name: rapid.String().Draw(t, "period")}}
		for _, svg := range []string{string(w.Wide()), string(w.Narrow())} {
			if (svg == "") != (len(w.Rows) == 0 || w.Until < w.From) {
				t.Fatalf("%d rows are drawn as %q", len(w.Rows), svg)
			}
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
				t.Fatalf("not a number in %s", svg)
			}
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%v in %s", err, svg)
				}
			}
		}
	})
}

// TestGaps: a day that is missing is not drawn over.
func TestGaps(t *testing.T) {
	w := web.Weeks{From: 100, Until: 127, Origin: 100, Rows: []web.Strip{{Name: "Pain", High: 10, Days: []web.Value{{100, 1}, {101, 2}, {103, 3}, {104, 4}, {110, 5}}}}}
	svg := string(w.Wide())
	path := svg[strings.Index(svg, `class="days"`):]
	path = path[:strings.Index(path, "/>")]
	if strings.Count(path, "M") != 3 || strings.Count(path, "L") != 2 {
		t.Errorf("three stretches of days are drawn as %s", path)
	}
	if n := strings.Count(svg, "<circle"); n != 5 {
		t.Errorf("%d days are drawn, want 5", n)
	}
}
