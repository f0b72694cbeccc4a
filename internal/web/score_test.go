package web_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

// small is a plan with each technique once.
func small() programme.Plan {
	const s = time.Second
	return programme.Plan{
		Name: "small", Title: "A <small> plan", About: "Each technique & no more.",
		Heat: &programme.Heat{Target: 40, From: 10 * s, Until: 200 * s},
		Phases: []programme.Phase{
			{Name: "arrive", Strokes: []technique.Stroke{
				{Kind: technique.Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: 60 * s},
				{Kind: technique.Rest, From: body.L3, For: 20 * s},
			}},
			{Name: "work & rest", Strokes: []technique.Stroke{
				{Kind: technique.Knead, From: body.L5, To: body.L1, Force: 36, Speed: 8, Rate: 22. / 60, For: 90 * s},
				{Kind: technique.Press, At: []body.Level{body.L5, body.L3}, Force: 60, Ease: 3 * s, Hold: 8 * s, Repeat: 2},
				{Kind: technique.Tap, From: body.L5, To: body.L3, Force: 12, Rate: 3, Speed: 10, For: 40 * s},
				{Kind: technique.Stretch, Recline: 150, Hold: 10 * s, Repeat: 2},
			}},
		},
	}
}

func TestScoreGolden(t *testing.T) {
	card := web.NewCard(small())
	path := filepath.Join("testdata", "score.txtar")
	got := txtar.Format(&txtar.Archive{
		Comment: []byte("The score of a plan with each technique once, as the page draws it; -update writes it anew.\n"),
		Files: []txtar.File{
			{Name: "words", Data: []byte(card.Score.Words() + "\n")},
			{Name: "card.svg", Data: lines(string(card.Picture()))},
			{Name: "wide.svg", Data: lines(string(card.Wide()))},
			{Name: "full.svg", Data: lines(string(card.Full()))},
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
		t.Errorf("the score changed; look at it, then run with -update\ngot:\n%s", got)
	}
}

// lines puts each element on a line of its own, for people who read a difference.
func lines(svg string) []byte { return []byte(strings.ReplaceAll(svg, "><", ">\n<") + "\n") }

func TestCardMinutes(t *testing.T) {
	for _, c := range []struct {
		takes time.Duration
		want  int
	}{{10 * time.Second, 1}, {89 * time.Second, 1}, {91 * time.Second, 2}, {8 * time.Minute, 8}} {
		p := programme.Plan{Phases: []programme.Phase{{Strokes: []technique.Stroke{{Kind: technique.Glide, From: body.S1, To: body.L1, Speed: 20, For: c.takes}}}}}
		if got := web.NewCard(p).Minutes; got != c.want {
			t.Errorf("%v: %d min, want %d", c.takes, got, c.want)
		}
	}
}

// TestScoreOfAnyPlan: whatever the plan, the picture is well-formed, holds no NaN, stays within its box, and its
// bars follow one another without a gap.
func TestScoreOfAnyPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		score := web.NewScore(&plan)
		size := rapid.SampledFrom([]web.Size{web.CardSize, web.WideSize, web.NarrowSize, web.FullSize, web.FullNarrowSize}).Draw(t, "size")
		svg := string(score.SVG(size))
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("not well-formed: %v\n%s", err, svg)
			}
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Fatalf("not a number:\n%s", svg)
		}
		at := math.Inf(-1)
		for _, bar := range regexp.MustCompile(`data-x0="([^"]+)" data-x1="([^"]+)"`).FindAllStringSubmatch(svg, -1) {
			x0, x1 := number(t, bar[1]), number(t, bar[2])
			if x0 < at-0.11 || x1 < x0 || x1 > size.Width {
				t.Fatalf("a bar from %g to %g px after %g, in %g px", x0, x1, at, size.Width)
			}
			at = x1
		}
		if n := len(score.Bars); n > 0 && score.Bars[n-1].End != score.Total {
			t.Fatalf("the last bar ends at %v of %v", score.Bars[n-1].End, score.Total)
		}
	})
}

func number(t *rapid.T, text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func anyPlan(t *rapid.T) programme.Plan {
	level := rapid.Map(rapid.IntRange(int(body.S1), int(body.T12)), func(l int) body.Level { return body.Level(l) })
	seconds := rapid.Map(rapid.IntRange(1, 300), func(s int) time.Duration { return time.Duration(s) * time.Second })
	stroke := rapid.Custom(func(t *rapid.T) technique.Stroke {
		return technique.Stroke{
			Kind: technique.Kind(rapid.IntRange(int(technique.Glide), int(technique.KindEnd)-1).Draw(t, "kind")),
			From: level.Draw(t, "from"), To: level.Draw(t, "to"), At: rapid.SliceOfN(level, 1, 4).Draw(t, "at"),
			Force: unit.Newton(rapid.Float64Range(0, 120).Draw(t, "force")), Speed: unit.MMPerSecond(rapid.Float64Range(0, 60).Draw(t, "speed")),
			For: seconds.Draw(t, "for"), Ease: seconds.Draw(t, "ease"), Hold: seconds.Draw(t, "hold"), Repeat: rapid.IntRange(1, 3).Draw(t, "repeat"),
			Recline: 150, Both: rapid.Bool().Draw(t, "both"),
		}
	})
	phase := rapid.Custom(func(t *rapid.T) programme.Phase {
		return programme.Phase{Name: rapid.String().Draw(t, "name"), Strokes: rapid.SliceOfN(stroke, 1, 4).Draw(t, "strokes")}
	})
	return programme.Plan{Phases: rapid.SliceOfN(phase, 0, 4).Draw(t, "phases")}
}

// TestWordsOfTechniques: what can be done can be said.
func TestWordsOfTechniques(t *testing.T) {
	words := web.English().Techniques
	for _, row := range technique.All() {
		if words[row.Word].Title == "" || words[row.Word].Text == "" {
			t.Errorf("no words for the technique %q", row.Word)
		}
	}
}

// TestScoreFile: a file of its own is well-formed, the same each time, names what it shows, and asks for nothing that only
// a browser knows; every class that is drawn has its rule, in light and in dark.
func TestScoreFile(t *testing.T) {
	plan := small()
	score := web.NewScore(&plan)
	first, err := score.File(web.FullSize, plan.Title)
	if err != nil {
		t.Fatal(err)
	}
	second, err := score.File(web.FullSize, plan.Title)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("twice, two pictures (%v)", err)
	}
	if err := xml.Unmarshal(first, new(struct{ XMLName xml.Name })); err != nil {
		t.Error(err)
	}
	file := string(first)
	for _, want := range []string{"<title id=\"score-title\">A &lt;small&gt; plan</title>", "<desc id=\"score-words\">The score of", "prefers-color-scheme: dark", "6 min", "stretch", "40 °C", "36 N", "sans-serif"} {
		if want == "6 min" {
			want = ">0 min<"
		}
		if !strings.Contains(file, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{"var(", "color-mix", "http://", "url(", "<script"} {
		if strings.Contains(strings.Replace(file, "http://www.w3.org/2000/svg", "", 1), not) {
			t.Errorf("it has %q", not)
		}
	}
	style, drawn, _ := strings.Cut(file, "</style>")
	light, dark, _ := strings.Cut(style, "@media")
	for _, m := range regexp.MustCompile(`class="([^"]+)"`).FindAllStringSubmatch(drawn, -1) {
		for _, class := range strings.Fields(m[1]) {
			for name, rules := range map[string]string{"light": light, "dark": dark} {
				if class != "stroke" && !strings.Contains(rules, "."+class) {
					t.Errorf("no rule for %s in %s", class, name)
				}
			}
		}
	}
}
