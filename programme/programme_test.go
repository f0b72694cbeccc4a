package programme_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

// around puts strokes into a programme that needs everything.
func around(strokes string) []byte {
	return []byte(`programme "a" {
  title = "A"
  needs = ["carriage", "depth", "kneading", "tapping", "recline", "sides"]
  phase "one" {
` + strokes + `
  }
}
`)
}

func TestForceWordsAreSharesOfComfort(t *testing.T) {
	for _, c := range []struct {
		comfort            unit.Newton
		gentle, med, firm_ unit.Newton
	}{
		{0, 14, 24, 34}, // nobody has been asked
		{unit.Newton(math.NaN()), 14, 24, 34},
		{-3, 14, 24, 34},
		{30, 10.5, 18, 25.5},
		{500, 21, 36, 51}, // what is allowed on muscle is the most that comfort counts for
		{10, 6, 6, 8.5},   // never less than a touch
	} {
		src := around("")
		for _, word := range []string{"gentle", "medium", "firm"} {
			src = []byte(strings.Replace(string(src), "\n  }\n}", "\n press {\n at = [\"L3\"]\n hold = \"2 s\"\n force = \""+word+"\"\n }\n  }\n}", 1))
		}
		plan, found := programme.Compile("a.hcl", src, programme.Options{Comfort: c.comfort})
		if plan == nil {
			t.Fatal(found.Err())
		}
		for i, want := range []unit.Newton{c.gentle, c.med, c.firm_} {
			if got := plan.Phases[0].Strokes[i].Force; math.Abs(float64(got-want)) > 1e-9 {
				t.Errorf("comfort %.0f N: force %d is %.2f N, want %.2f N", c.comfort, i, got, want)
			}
		}
	}
}

func TestStrokesFollowEachOther(t *testing.T) {
	press := technique.Stroke{Kind: technique.Press, At: []body.Level{body.L3}, Force: 20, Ease: time.Second, Hold: 2 * time.Second, Repeat: 1}
	glide := technique.Stroke{Kind: technique.Glide, From: body.S1, To: body.L1, Force: 10, Speed: 20, For: 30 * time.Second}
	p := programme.Plan{Phases: []programme.Phase{{Name: "a", Strokes: []technique.Stroke{press, glide}}, {Name: "b", Strokes: []technique.Stroke{press}}}}
	var got []string
	for s := range p.Strokes() {
		got = append(got, fmt.Sprintf("%s %v %v-%v", s.Phase.Name, s.Stroke.Kind, s.Start, s.End))
	}
	want := "[a press 0s-4s a glide 4s-34s b press 34s-38s]"
	if fmt.Sprint(got) != want {
		t.Errorf("strokes %v, want %v", got, want)
	}
	if d := p.Duration(); d != 38*time.Second {
		t.Errorf("duration %v, want 38 s", d)
	}
	for range p.Strokes() {
		break // a loop may end early
	}
	if c := p.Contact(); c.Levels[body.L3] < 8*time.Second || c.Levels[body.T12] != 0 {
		t.Errorf("contact %v", c.Levels)
	}
	var none programme.Plan
	if none.Duration() != 0 || programme.Score(&none, 80) != nil || none.Rows() != nil {
		t.Error("an empty plan has a duration, a score or rows")
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestTableTellsOfABrokenWriter(t *testing.T) {
	if err := programme.Table(broken{}, &programme.Plan{}); !errors.Is(err, errBroken) {
		t.Errorf("got %v, want %v", err, errBroken)
	}
}

func TestScoreKeepsItsWidth(t *testing.T) {
	a, err := txtar.ParseFile("testdata/whole.txtar")
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := programme.Compile("whole.hcl", a.Files[0].Data, programme.Options{})
	for width := -1; width < 200; width += 7 {
		for _, line := range programme.Score(plan, width) {
			if n := utf8.RuneCountInString(line); n > max(width, programme.NarrowestScore) {
				t.Errorf("width %d: a line of %d: %q", width, n, line)
			}
		}
	}
}

// TestEveryParameterTakesItsWholeRange writes strokes from the table alone and reads them back.
func TestEveryParameterTakesItsWholeRange(t *testing.T) {
	for _, row := range technique.All() {
		t.Run(row.Word, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				var b strings.Builder
				fmt.Fprintf(&b, "%s {\n", row.Word)
				for i := range row.Params {
					if p := &row.Params[i]; p.Required || rapid.Bool().Draw(t, p.Name+" given") {
						fmt.Fprintf(&b, "%s = %s\n", p.Name, draw(t, p))
					}
				}
				b.WriteString("}\n")
				plan, found := programme.Compile("a.hcl", around(b.String()), programme.Options{})
				for _, d := range found {
					switch d.Code {
					case programme.OverLimit, programme.Capped, programme.TooLong, programme.UnusedNeed, programme.NotNarrow:
					default:
						t.Fatalf("%s: %s", b.String(), d.Error())
					}
				}
				if plan != nil {
					checkPlan(t, plan)
				}
			})
		})
	}
}

// draw is a value of a parameter as a programme writes it.
func draw(t *rapid.T, p *technique.Param[technique.Stroke]) string {
	level := func() string {
		return body.Level(rapid.IntRange(int(body.S1), int(body.T12)).Draw(t, p.Name)).String()
	}
	switch p.Form {
	case technique.Quantity:
		base := map[unit.Dimension]string{unit.Speed: "mm/s", unit.Time: "s", unit.Frequency: "Hz", unit.Angle: "°"}[p.Dim]
		low, high := math.Ceil(p.Min*1000), math.Floor(p.Max*1000)
		return fmt.Sprintf("%q", fmt.Sprintf("%.3f %s", float64(rapid.IntRange(int(low), int(high)).Draw(t, p.Name))/1000, base))
	case technique.Pressing:
		values := []string{`"gentle"`, `"medium"`, `"firm"`, `"6 N"`, `"19.5 N"`, `"60 N"`}
		if p.Ramp {
			values = append(values, `"gentle..firm"`, `"30 N..6 N"`, `"medium..20 N"`)
		}
		if p.Each {
			values = append(values, `["firm"]`, `["12 N"]`)
		}
		return rapid.SampledFrom(values).Draw(t, p.Name)
	case technique.Word:
		return fmt.Sprintf("%q", rapid.SampledFrom(p.Words).Draw(t, p.Name))
	case technique.Count:
		return fmt.Sprint(rapid.IntRange(int(p.Min), int(p.Max)).Draw(t, p.Name))
	case technique.Range:
		from, to := level(), level()
		if from == to {
			from, to = "L5", "L4"
		}
		return fmt.Sprintf("%q", from+".."+to)
	case technique.Places:
		return fmt.Sprintf("[%q]", level())
	case technique.Level:
		return fmt.Sprintf("%q", level())
	}
	t.Fatalf("form %d", p.Form)
	return ""
}

type fataler interface {
	Fatalf(format string, args ...any)
}

// checkPlan is what holds for every plan, whoever wrote it.
func checkPlan(t fataler, p *programme.Plan) {
	limits := chair.Everyone()
	if d := p.Duration(); !(d > 0 && d <= limits.Session.Max-programme.Around) {
		t.Fatalf("a plan of %v", d)
	}
	at := technique.Place{Lowest: 60, Highest: 420, Massage: 120, Flat: 160, Carry: technique.Reach{Vel: 60, Acc: 300, Jerk: 2000}}
	for l := body.S1; l < body.LevelEnd; l++ {
		at.Levels[l] = 100 + 35*unit.Millimetre(l)
	}
	for step := range p.Strokes() {
		s := step.Stroke
		one := *s
		if one.Kind != technique.Tap && one.Side != technique.BothSides {
			if _, err := technique.Prepare(s, &at); err == nil {
				t.Fatalf("%v on the %v is planned for both rollers", s.Kind, s.Side)
			}
			one.Side = technique.BothSides
		}
		shape, err := technique.Prepare(&one, &at)
		if err != nil {
			t.Fatalf("a plan that cannot be played: %v", err)
		}
		if shape.Duration() != step.End-step.Start {
			t.Fatalf("%v takes %v and has %v", step.Stroke.Kind, shape.Duration(), step.End-step.Start)
		}
		if f := step.Stroke.Force; !(f >= 0 && f <= limits.Force[chair.ZoneMuscle].Max) {
			t.Fatalf("%v at %.1f N", step.Stroke.Kind, f)
		}
	}
	if h := p.Heat; h != nil && !(h.Target <= limits.Heat.Max && h.Until > h.From && h.Until-h.From <= limits.HeatTime.Max) {
		t.Fatalf("heat %+v", h)
	}
	if c := p.Contact(); c.Spot > limits.Spot.Max || c.Still > limits.Still.Max || c.Part > limits.Zone.Max {
		t.Fatalf("contact %v at one spot, %v of it pressing, %v on one part", c.Spot, c.Still, c.Part)
	}
	if rows, lines := p.Rows(), programme.Score(p, 80); len(rows) == 0 || len(lines) < int(body.T12) {
		t.Fatalf("%d rows, %d lines", len(rows), len(lines))
	}
}

func FuzzCompile(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		f.Fatal("no archives", err)
	}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data, strings.HasSuffix(a.Files[0].Name, ".json"), 40.0, "rounds", "3")
	}
	shipped, err := filepath.Glob("../programmes/*.lumbar.hcl")
	if err != nil || len(shipped) == 0 {
		f.Fatal("no programmes", err)
	}
	for _, name := range shipped {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src, false, 25.0, "", "")
	}
	f.Fuzz(func(t *testing.T, src []byte, json bool, comfort float64, variable, value string) {
		name := "fuzz.lumbar.hcl"
		if json {
			name += ".json"
		}
		o := programme.Options{Comfort: unit.Newton(comfort)}
		if variable != "" {
			o.Set = map[string]string{variable: value}
		}
		plan, found := programme.Compile(name, src, o)
		if (plan == nil) != found.HasErrors() {
			t.Fatalf("plan %v with %s", plan, found.Tally())
		}
		for _, d := range found {
			if d.Summary == "" || d.File != name || d.Code == "" {
				t.Fatalf("a diagnostic without place, cause or code: %+v", d)
			}
		}
		if plan != nil {
			checkPlan(t, plan)
		}
	})
}

// long500 is a programme of 500 lines, with some variables.
func long500(variables int) []byte {
	var b strings.Builder
	b.WriteString("programme \"long\" {\n  title = \"Long\"\n  needs = [\"carriage\", \"depth\", \"kneading\"]\n\n")
	for i := range variables {
		fmt.Fprintf(&b, `  variable "v%d" {
    type        = "force"
    description = "How firmly."
    default     = "10 N"
    min         = "6 N"
    max         = "20 N"
  }
`, i)
	}
	for i := 0; strings.Count(b.String(), "\n") < 485; i++ {
		force := `"10 N"`
		if variables > 0 {
			force = fmt.Sprintf(`min(var.v%d, "18 N") + "1 N"`, i%variables)
		}
		fmt.Fprintf(&b, `
  phase "part-%d" {
    knead {
      over  = "S1..T12"
      force = %s
      pace  = "20 /min"
      for   = "15 s"
    }
    rest {
      for = "8 s"
    }
  }
`, i, force)
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

// BenchmarkCheck500 checks 500 lines: without variables, and with three, which are tried at their ends.
func BenchmarkCheck500(b *testing.B) {
	for _, n := range []int{0, 3} {
		b.Run(fmt.Sprintf("variables=%d", n), func(b *testing.B) {
			src := long500(n)
			if n := strings.Count(string(src), "\n"); n < 480 || n > 500 {
				b.Fatalf("%d lines", n)
			}
			for b.Loop() {
				if plan, found := programme.Compile("long.lumbar.hcl", src, programme.Options{}); plan == nil {
					b.Fatal(found.Err())
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	src, err := os.ReadFile("../programmes/after-desk.lumbar.hcl")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if plan, found := programme.Compile("after-desk.lumbar.hcl", src, programme.Options{}); plan == nil {
			b.Fatal(found.Err())
		}
	}
}
