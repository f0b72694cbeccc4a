package outcome

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the figures into docs/outcome.md")

const page = "../../docs/outcome.md"

// ordinary is what a usual person's days look like in the simulation.
var ordinary = person{noise: 1.2, alike: 0.3, wander: 0.75, tau: 21}

func (p person) with(name string, change func(*person)) person {
	p.name = name
	if change != nil {
		change(&p)
	}
	return p
}

// untreated are lives without any effect of the chair; under each, fewer than 5 % may be called better.
var untreated = []person{
	{name: "steady days, SD 1", noise: 1},
	{name: "noisy days, SD 2", noise: 2},
	{name: "noisy days that resemble each other, SD 1.5, correlation 0.6", noise: 1.5, alike: 0.6},
	ordinary.with("ordinary: days SD 1.2, weeks wander by SD 0.75", nil),
	ordinary.with("ordinary, begins at the worst of half a year", func(p *person) { p.worst = true }),
	ordinary.with("the same with one week of baseline", func(p *person) { p.worst, p.oneWeek = true, true }),
	ordinary.with("1 point better by itself", func(p *person) { p.natural = 1 }),
	ordinary.with("1 point better by itself, begins at the worst", func(p *person) { p.natural, p.worst = 1, true }),
	ordinary.with("2 points better by itself, begins at the worst", func(p *person) { p.natural, p.worst = 2, true }),
	ordinary.with("weeks wander by SD 1.25", func(p *person) { p.wander = 1.25 }),
	ordinary.with("weeks wander by SD 1.25, begins at the worst", func(p *person) { p.wander, p.worst = 1.25, true }),
	ordinary.with("the same with one week of baseline", func(p *person) { p.wander, p.worst, p.oneWeek = 1.25, true, true }),
	ordinary.with("new trouble, 4 points pass by themselves", func(p *person) { p.natural, p.recent = 4, true }),
}

// beyond is where the first test must be expected to fail.
var beyond = []person{
	ordinary.with("new trouble said to be lasting, 4 points pass", func(p *person) { p.natural = 4 }),
	ordinary.with("new trouble said to be lasting, 4 points pass, one week of baseline", func(p *person) { p.natural, p.oneWeek = 4, true }),
	ordinary.with("new trouble said to be lasting, 6 points pass, one week of baseline", func(p *person) { p.natural, p.oneWeek = 6, true }),
}

// helped are lives in which the chair truly changes something.
var helped = []person{
	ordinary.with("2 points better by the chair", func(p *person) { p.effect = 2 }),
	ordinary.with("3 points better by the chair", func(p *person) { p.effect = 3 }),
	ordinary.with("4 points better by the chair", func(p *person) { p.effect = 4 }),
	ordinary.with("2 points worse by the chair", func(p *person) { p.effect = -2 }),
}

const lives = 1000

// result is what both tests say of one kind of people.
type result struct{ start, onOff tally }

func simulate(people []person) []result {
	out := make([]result, len(people))
	for i, p := range people {
		out[i].start, out[i].onOff = p.people(lives, uint64(i))
	}
	return out
}

// Simulated once for the promise and for the page.
var (
	ofUntreated = sync.OnceValue(func() []result { return simulate(untreated) })
	ofHelped    = sync.OnceValue(func() []result { return simulate(helped) })
)

func TestSimulatedUntreated(t *testing.T) {
	for i, p := range untreated {
		start, onOff := ofUntreated()[i].start, ofUntreated()[i].onOff
		if share(start.better, start.n) >= 5 || share(onOff.better, onOff.n) >= 5 {
			t.Errorf("%s: %.1f %% and %.1f %% are called clearly better, want under 5", p.name, share(start.better, start.n), share(onOff.better, onOff.n))
		}
		// A test that never answers would keep the promise too.
		if share(start.notYet, start.n) > 15 {
			t.Errorf("%s: %.1f %% get no answer", p.name, share(start.notYet, start.n))
		}
	}
	start, onOff := ofHelped()[2].start, ofHelped()[2].onOff
	if share(start.better, start.n) < 60 || share(onOff.better, onOff.n) < 80 {
		t.Errorf("4 points of help are seen in %.1f %% and %.1f %%, want 60 and 80", share(start.better, start.n), share(onOff.better, onOff.n))
	}
}

func simulationTable(people []person, results []result) string {
	var out strings.Builder
	out.WriteString("| people | better | worse | no answer | on/off: better | worse | no answer |\n|---|---|---|---|---|---|---|\n")
	for i, p := range people {
		a, b := results[i].start, results[i].onOff
		fmt.Fprintf(&out, "| %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |\n", p.name,
			share(a.better, a.n), share(a.worse, a.n), share(a.notYet, a.n), share(b.better, b.n), share(b.worse, b.n), share(b.notYet, b.n))
	}
	return out.String()
}

// TestFiguresOfThePage keeps docs/outcome.md true: its tables are written by -update and compared here.
func TestFiguresOfThePage(t *testing.T) {
	src, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for name, want := range map[string]string{
		"trial": trialTable(t), "untreated": simulationTable(untreated, ofUntreated()), "beyond": simulationTable(beyond, simulate(beyond)), "helped": simulationTable(helped, ofHelped()),
		"caveat": "> " + Caveat + "\n", "tests": "- " + StartAndNow.Describe() + "\n- " + OnAndOff.Describe() + "\n",
	} {
		begin, end := "<!-- "+name+" -->\n", "<!-- end -->"
		_, rest, ok := strings.Cut(text, begin)
		got, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Errorf("%s has no place for %q", page, name)
			continue
		}
		if got == want {
			continue
		}
		if !*update {
			t.Errorf("%s: the figures of %q have changed; run go test ./internal/outcome -run Page -update and read what changed\n got %s\nwant %s", page, name, got, want)
			continue
		}
		text = text[:len(text)-len(rest)] + want + end + after
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFigureOfClaims keeps the one figure of docs/claims.md that comes from here.
func TestFigureOfClaims(t *testing.T) {
	src, err := os.ReadFile("../../docs/claims.md")
	if err != nil {
		t.Fatal(err)
	}
	people, n := trial(t)["usual_care"]["pain"], 0
	for _, p := range people {
		if matters(p.before-p.after, p.before) {
			n++
		}
	}
	if want := fmt.Sprintf("%.0f of 100 people", share(n, len(people))); !strings.Contains(string(src), want) {
		t.Errorf("docs/claims.md does not say %q", want)
	}
}
