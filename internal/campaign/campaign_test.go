package campaign

import (
	"context"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/twin"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func setting(t testing.TB) *Setting {
	t.Helper()
	s, err := NewSetting()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// named reads the cases that a file lists, one a line as the command line names them: a name, or "seed N". What follows
// "#" says why.
func (s *Setting) named(t testing.TB, file string) []Case {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Case{}
	for _, c := range s.Systematic() {
		all[c.Name] = c
	}
	var out []Case
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if n, ok := strings.CutPrefix(line, "seed "); ok {
			seed, err := strconv.ParseUint(n, 10, 64)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			out = append(out, s.Random(seed))
			continue
		}
		c, ok := all[line]
		if !ok {
			t.Fatalf("%s: no case %q", file, line)
		}
		out = append(out, c)
	}
	return out
}

// hold plays cases and fails for every claim that is broken.
func (s *Setting) hold(t *testing.T, cases []Case) {
	t.Helper()
	err := s.Run(t.Context(), cases, func(r *Result) {
		if len(r.Broken) > 0 {
			t.Errorf("%v\n%s", r, r.Case.Replay())
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestShort is a part of the campaign: every fault in two states of one programme and of what is moved by hand, and some random cases. The whole is
// "make faults".
func TestShort(t *testing.T) {
	s := setting(t)
	var cases []Case
	for _, f := range Catalogue() {
		for _, m := range []Moment{ScanUp, Kneading, BackByHand, RollersByHand} {
			cases = append(cases, systematic(s.programmes[0], m, []Fault{f}, []time.Duration{0}))
		}
	}
	for seed := range uint64(100) {
		cases = append(cases, s.Random(seed+1))
	}
	s.hold(t, cases)
}

// TestRegressions plays what was broken once.
func TestRegressions(t *testing.T) {
	s := setting(t)
	s.hold(t, s.named(t, "testdata/regressions.txt"))
}

// TestCaseIsPlayedTheSame: a case by its name or seed is the same case, and goes the same way to the last bit.
func TestCaseIsPlayedTheSame(t *testing.T) {
	s := setting(t)
	cases := func() []Case {
		return []Case{s.Random(3), s.Random(17), systematic("after-desk", Tapping, []Fault{stopFault()}, []time.Duration{0})}
	}
	for i, c := range cases() {
		again := cases()[i]
		a, b := s.Play(&c), s.Play(&again)
		if a.Case, b.Case = nil, nil; !reflect.DeepEqual(a, b) {
			t.Errorf("%v: got %+v, then %+v", &c, a, b)
		}
	}
}

// TestCatalogue: every fault has a name of its own and a class that claims something; none of the twin's is missing.
func TestCatalogue(t *testing.T) {
	names, failures := map[string]bool{}, 0
	for _, f := range Catalogue() {
		if names[f.name] {
			t.Errorf("two faults are called %q", f.name)
		}
		names[f.name] = true
		if f.class == 0 || claimOf(f.class).Name == "" {
			t.Errorf("%s: nothing is claimed of it: give it a class in catalogue.go", f.name)
		}
		if f.kind == failing && f.lasts == 0 {
			failures++
		}
	}
	if failures != int(twin.FailureEnd)-1 {
		t.Errorf("got %d of the twin's failures, want %d", failures, twin.FailureEnd-1)
	}
	for i, m := range Claims() {
		if m.Class != Class(i+1) {
			t.Errorf("claim %d is of %v: keep them in the order of the classes", i, m.Class)
		}
	}
	if len(Claims()) != int(ClassEnd)-1 {
		t.Errorf("got %d claims, want one for each of %d classes", len(Claims()), ClassEnd-1)
	}
	seen := map[string]bool{}
	for _, c := range setting(t).Systematic() {
		if seen[c.Name] {
			t.Errorf("two cases are called %q", c.Name)
		}
		seen[c.Name] = true
	}
}

// TestJudge is the test of the judge: a result that breaks each part of the claim is found to.
func TestJudge(t *testing.T) {
	c := systematic("after-desk", Kneading, []Fault{{kind: sensing, way: notNumber, name: "x", class: Impossible}}, []time.Duration{0})
	good := Result{Case: &c, Reached: true, Code: "report", Latched: true, Ended: true, Noticed: 8 * ms,
		Before: 20, Until: 20, Last: 20, Then: 24.9, Over: -1, Force: forceGone, Home: depthHome, Bags: bagsEmpty, Skin: 41}
	fresh := good
	if fresh.judge(); len(fresh.Broken) > 0 {
		t.Fatalf("a good result is broken: %v", fresh.Broken)
	}
	for name, spoil := range map[string]func(*Result){
		"not reached": func(r *Result) { r.Reached = false }, "late": func(r *Result) { r.Noticed = 24 * ms },
		"never noticed": func(r *Result) { r.Noticed = -1 }, "presses more": func(r *Result) { r.Then = 25.1 },
		"over the trip": func(r *Result) { r.Over = 0.1 }, "still presses": func(r *Result) { r.Force = -1 },
		"presses for too long": func(r *Result) { r.Force += 4 * ms }, "home too late": func(r *Result) { r.Home += 4 * ms },
		"bags too late": func(r *Result) { r.Bags += 4 * ms }, "burns": func(r *Result) { r.Skin = 42.1 },
		"does not end": func(r *Result) { r.Ended = false }, "does not latch": func(r *Result) { r.Latched = false },
	} {
		bad := good
		if spoil(&bad); len(bad.Broken) > 0 {
			t.Fatalf("%s: broken before it was judged", name)
		}
		if bad.judge(); len(bad.Broken) != 1 {
			t.Errorf("%s: got %q, want one broken claim", name, bad.Broken)
		}
	}
}

// TestJudgeByHand: what is moved by hand must stand, and only that.
func TestJudgeByHand(t *testing.T) {
	c := systematic("after-desk", BackByHand, []Fault{{kind: hostKilled, name: "x", class: Gone}}, []time.Duration{0})
	out := Result{Case: &c, Reached: true, Ended: true, Over: -1, Stand: standsStill}
	if out.judge(); len(out.Broken) > 0 {
		t.Fatalf("a good result is broken: %v", out.Broken)
	}
	for _, stand := range []time.Duration{-1, standsStill + 4*ms} {
		bad := out
		if bad.Stand = stand; len(bad.Broken) > 0 {
			t.Fatal("broken before it was judged")
		}
		if bad.judge(); len(bad.Broken) != 1 {
			t.Errorf("stands after %v: got %q, want one broken claim", stand, bad.Broken)
		}
		session := systematic("after-desk", Retreating, c.Faults, c.After)
		bad.Case, bad.Broken = &session, nil
		if bad.judge(); len(bad.Broken) > 0 {
			t.Errorf("a session's end is held to it: %q", bad.Broken)
		}
	}
}

// TestEveryStateIsReached, in the programmes that have it.
func TestEveryStateIsReached(t *testing.T) {
	s := setting(t)
	var cases []Case
	reached := map[Moment]bool{}
	for _, p := range s.programmes {
		for m := range MomentEnd {
			if _, ok := short(s.plans[p], m); ok {
				cases = append(cases, systematic(p, m, []Fault{{name: "healthy", class: Benign}}, []time.Duration{0}))
				reached[m] = true
			}
		}
	}
	if len(reached) != int(MomentEnd) {
		t.Errorf("the shipped programmes have %d of %d states", len(reached), MomentEnd)
	}
	s.hold(t, cases)
}

// TestRunStops: a campaign that is called off ends its goroutines.
func TestRunStops(t *testing.T) {
	s := setting(t)
	ctx, cancel := context.WithCancel(t.Context())
	cases, n := s.Systematic(), 0
	if err := s.Run(ctx, cases, func(*Result) { n++; cancel() }); err == nil || n > 2*runtime.GOMAXPROCS(0)+1 {
		t.Errorf("got error %v after %d cases, want it to stop", err, n)
	}
}

// TestTogetherIsAlone: a case goes the same way after others that share its beginning as it goes alone.
func TestTogetherIsAlone(t *testing.T) {
	s := setting(t)
	var cases []*Case
	for i, f := range Catalogue() {
		if i%20 == 3 {
			c := systematic("after-desk", Kneading, []Fault{f}, []time.Duration{0})
			c.Row, c.Seed = 1, 1
			cases = append(cases, &c)
		}
	}
	if n := len(ways([]Case{*cases[0], *cases[1]})); n != 1 {
		t.Fatalf("got %d ways, want one", n)
	}
	s.play(t.Context(), cases, func(r *Result) {
		if alone := s.Play(r.Case); !reflect.DeepEqual(alone, *r) {
			t.Errorf("%v:\n%v\nalone:\n%v", r.Case, r, &alone)
		}
	})
}
