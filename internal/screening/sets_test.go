package screening_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/unit"
)

var loaded = sync.OnceValues(checkfile.Load)

func load(t testing.TB) *screening.Check {
	t.Helper()
	check, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return check
}

// day is today in these tests.
var day = time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC)

// bench is whom the chair of these tests is built for.
var bench = chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}

// adult is somebody of whom no figure speaks against a session.
func adult() screening.Person {
	return screening.Person{Age: 40, Height: 1700, Weight: 70, PainNow: -1, PainWont: -1}
}

var answerWords = map[string]screening.Answer{
	"yes": screening.Yes, "no": screening.No, "unsure": screening.Unsure, "skip": screening.Skip,
}

// set is one line of the table.
type set struct {
	line                                   int
	name, answers, person, outcome, limits string
	rules                                  []string
}

func sets(t *testing.T) (list []set) {
	t.Helper()
	src, err := os.ReadFile("testdata/answer-sets.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(src), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 6 {
			t.Fatalf("line %d has %d columns, want 6", i+1, len(f))
		}
		for j := range f {
			f[j] = strings.TrimSpace(f[j])
		}
		s := set{line: i + 1, name: f[0], answers: f[1], person: f[2], outcome: f[3], limits: f[5]}
		if f[4] != "-" {
			s.rules = strings.Fields(f[4])
		}
		list = append(list, s)
	}
	return list
}

// input makes what a line says.
func (s *set) input(t *testing.T) *screening.Input {
	t.Helper()
	p := adult()
	in := &screening.Input{History: screening.History{Quiet: 10}, Chair: bench, Today: day}
	for _, word := range strings.Fields(s.person) {
		key, value, _ := strings.Cut(word, "=")
		n, err := strconv.ParseFloat(value, 64)
		if key == "ok" {
			in.Approvals = append(in.Approvals, approval(t, value))
			continue
		}
		if value != "" && err != nil {
			t.Fatalf("line %d: %s: %v", s.line, word, err)
		}
		switch key {
		case "age":
			p.Age = n
		case "cm":
			p.Height = unit.Millimetre(10 * n)
		case "kg":
			p.Weight = unit.Kilogram(n)
		case "pain":
			p.PainNow = n
		case "usual":
			p.PainWont = n
		case "quiet":
			in.History.Quiet = int(n)
		case "level":
			in.History.Most = int(n) + 1
		case "spread":
			in.History.Spread = true
		case "shared":
			in.Shared = true
		default:
			t.Fatalf("line %d: %s is not known", s.line, word)
		}
	}
	in.Answers = screening.NewAnswers(p, screening.No)
	switch word, all := strings.CutPrefix(s.answers, "all "); {
	case s.answers == "none":
	case all:
		in.Answers = screening.NewAnswers(p, answerWords[word])
	default:
		for _, one := range strings.Split(s.answers, ",") {
			f := strings.Fields(one)
			if len(f) != 2 || answerWords[f[1]] == 0 || !slices.Contains(load(t).IDs(), f[0]) {
				t.Fatalf("line %d: %q is no answer", s.line, one)
			}
			in.Answers.Put(f[0], answerWords[f[1]])
		}
	}
	return in
}

func approval(t *testing.T, text string) screening.Approval {
	t.Helper()
	f := strings.Split(text, ":")
	days, err := strconv.Atoi(f[1])
	if err != nil {
		t.Fatal(err)
	}
	return screening.Approval{Rule: f[0], On: day.AddDate(0, 0, -days), Written: len(f) == 3}
}

// told is limits as the table writes them.
func told(l *chair.Limits) string {
	word := func(word string, allowed bool) string {
		if allowed {
			return word
		}
		return "-"
	}
	if l.Session.Max == 0 {
		return "none"
	}
	return fmt.Sprintf("%s %s %s %s %g %g", word("heat", l.Heat.Max > 0 && l.HeatTime.Max > 0), word("tap", l.Tapping.Max > 0),
		word("stretch", l.Stretch.Max > 0), word("air", l.Air.Max > 0), l.Session.Max.Minutes(), float64(l.Force[chair.ZoneMuscle].Max))
}

// TestAnswerSets tries every line of the table.
func TestAnswerSets(t *testing.T) {
	check := load(t)
	list := sets(t)
	if len(list) < 100 {
		t.Fatalf("%d answer sets, want at least 100", len(list))
	}
	for _, s := range list {
		v := check.Judge(s.input(t))
		dose, _ := check.Dose(s.input(t).History)
		limits := v.Limits.Tighten(dose)
		if got := v.Outcome.String(); got != s.outcome {
			t.Errorf("line %d, %s: outcome %s, want %s", s.line, s.name, got, s.outcome)
		}
		if !slices.Equal(v.Rules, s.rules) && !slices.Equal(s.rules, []string{"*"}) {
			t.Errorf("line %d, %s: rules %v, want %v", s.line, s.name, v.Rules, s.rules)
		}
		if got := told(&limits); got != s.limits {
			t.Errorf("line %d, %s: limits %q, want %q", s.line, s.name, got, s.limits)
		}
		if (v.Outcome == screening.W) != (strings.HasSuffix(v.Say, ".") && strings.HasPrefix(v.Say, "Not now. Try again after ")) {
			t.Errorf("line %d, %s: says %q", s.line, s.name, v.Say)
		}
	}
}

// TestEveryRuleIsTried: each rule and case of the data has a line that bears its name and makes it count.
func TestEveryRuleIsTried(t *testing.T) {
	tried := map[string]set{}
	for _, s := range sets(t) {
		tried[s.name] = s
	}
	for _, card := range load(t).Rules().Cards {
		for _, r := range card.Rules {
			names := []string{r.ID}
			for _, c := range r.Cases {
				names = append(names, c.ID(&r))
			}
			for _, name := range names {
				s, ok := tried[name]
				if !ok {
					t.Errorf("no line of the table is called %s: add one that makes it count", name)
				} else if !slices.Contains(s.rules, r.ID) && name != "RF-SEV-1/six-weeks" { // which is a hint alone
					t.Errorf("line %d: %s does not count in its own test", s.line, r.ID)
				}
			}
		}
	}
}

// TestAgeRowNamesEveryU: the row that turns U beside any other U row names all of them.
func TestAgeRowNamesEveryU(t *testing.T) {
	check := load(t)
	var want []string
	for _, id := range check.IDs() {
		if r := check.Rule(id); r != nil && r.Outcome == screening.U {
			want = append(want, id)
		}
	}
	if got := check.Rule("RF-AGE-1").Cases[0].If.Rules; !slices.Equal(got, want) {
		t.Errorf("RF-AGE-1 names %v, want every U row: %v", got, want)
	}
}
