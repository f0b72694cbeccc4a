package checkfile_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
)

// Reading at 12 years of age, in words a minute, and how long the checks may take, in minutes.
const (
	readingPace = 130
	fullTakes   = 3.0
	shortTakes  = 20.0 / 60
	mostCards   = 12
	mostLines   = 9 // one key each
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

func words(text string) int { return len(strings.Fields(text)) }

// TestReadingTime: the full check is read in three minutes, the short one in twenty seconds.
func TestReadingTime(t *testing.T) {
	rules := load(t).Rules()
	if n := len(rules.Cards); n > mostCards {
		t.Errorf("%d cards, want at most %d", n, mostCards)
	}
	total := 0
	for _, card := range rules.Cards {
		total += words(card.Title)
		lines := 0
		for _, r := range card.Rules {
			total += words(r.Line)
			if r.Line != "" {
				lines++
			}
			for _, c := range r.Cases {
				total += words(c.Line)
				if c.Line != "" {
					lines++
				}
			}
		}
		if lines == 0 || lines > mostLines {
			t.Errorf("card %q has %d lines, want 1 to %d", card.Title, lines, mostLines)
		}
	}
	if takes := float64(total) / readingPace; takes > fullTakes {
		t.Errorf("the full check has %d words: %.1f min, want at most %.0f", total, takes, fullTakes)
	}
	for _, b := range rules.Briefs {
		n := words(b.Title)
		for _, s := range b.Signs {
			n += words(s.Line)
		}
		if takes := float64(n) / readingPace; takes > shortTakes {
			t.Errorf("the %s check has %d words: %.0f s, want at most 20", b.Name, n, takes*60)
		}
	}
	if load(t).Brief("short") == nil || load(t).Brief("end") == nil || load(t).Brief("next day") == nil {
		t.Error("one of the short checks is missing")
	}
}

// texts is everything that people read.
func texts(rules *screening.Rules) map[string]string {
	all := map[string]string{}
	for _, o := range screening.Outcomes() {
		all["say "+o.String()] = rules.Say[o]
	}
	for _, card := range rules.Cards {
		all["card "+card.Title] = card.Title
		for _, r := range card.Rules {
			all[r.ID] = r.Ask
			all[r.ID+" line"], all[r.ID+" advice"], all[r.ID+" after"] = r.Line, r.Advice, r.After
			for _, c := range r.Cases {
				id := r.ID + "/" + c.Name
				all[id] = c.Ask
				all[id+" line"], all[id+" advice"], all[id+" after"] = c.Line, c.Advice, c.After
			}
		}
	}
	for _, b := range rules.Briefs {
		for _, s := range b.Signs {
			all[b.Name+" "+s.Name] = s.Line
		}
	}
	return all
}

// unsaid is what texts of the check may not say: words of medicine's own machinery, promises, and names of findings
// that nobody told the person.
var unsaid = regexp.MustCompile(`(?i)\b(screening|triage|assessment|risk|score of|safe|cleared|fit|treat\w*|therap\w*|heal|cure|reliev\w*|alleviat\w*|diagnos\w*|clinical\w*|contraindicat\w*|cauda|equina|radiculopathy|embolism|thrombosis|stenosis|spondylo\w*|discitis|malignan\w*|patients?|lumbago|sciatica|probab\w*|likely to have|percent|%)\b`)

func TestWording(t *testing.T) {
	for where, text := range texts(load(t).Rules()) {
		if at := unsaid.FindString(text); at != "" {
			t.Errorf("%s says %q: %s", where, at, text)
		}
	}
	for _, bad := range []string{"You are safe.", "This may be a stenosis", "our screening"} {
		if !unsaid.MatchString(bad) {
			t.Errorf("%q would pass", bad)
		}
	}
}

var sentenceEnd = regexp.MustCompile(`[.?!]+(\s|$)`)

var vowels = regexp.MustCompile(`[aeiouy]+`)

// syllables is a rough count, as readability formulas use it.
func syllables(word string) int {
	word = strings.ToLower(strings.Trim(word, `.,?!()"`))
	n := len(vowels.FindAllString(word, -1))
	if n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") {
		n--
	}
	return max(n, 1)
}

// bracket is a name in brackets, such as a medicine's: whoever it concerns knows it, and nobody else has to read it.
var bracket = regexp.MustCompile(` \([^)]*\)`)

// grade is the school year, counted as in the United States, that a text asks for by the formula of Flesch and Kincaid
// (1975); they are 12 years old in the 7th. Names in brackets are not counted.
func grade(text string) float64 {
	var sentences, all, parts float64
	for _, s := range sentenceEnd.Split(bracket.ReplaceAllString(text, ""), -1) {
		if words(s) == 0 {
			continue
		}
		sentences++
		for _, word := range strings.Fields(s) {
			all++
			parts += float64(syllables(word))
		}
	}
	return 0.39*all/sentences + 11.8*parts/all - 15.59
}

// TestReadingAge: each whole question is read at the age of 12, all of them together before, and no sentence is long.
func TestReadingAge(t *testing.T) {
	const mostWords, mostGrade, mostMean = 26, 7.0, 4.5
	sum, n := 0.0, 0.0
	for where, text := range texts(load(t).Rules()) {
		for _, s := range sentenceEnd.Split(text, -1) {
			if n := words(s); n > mostWords {
				t.Errorf("%s: a sentence of %d words, want at most %d: %s", where, n, mostWords, s)
			}
		}
		if text == "" || strings.Contains(where, " ") {
			continue // lines and hints are no sentences
		}
		g := grade(text)
		if g > mostGrade {
			t.Errorf("%s asks for school year %.1f, want at most %g: %s", where, g, mostGrade, text)
		}
		sum, n = sum+g, n+1
	}
	if mean := sum / n; mean > mostMean || n < 80 {
		t.Errorf("%.0f questions ask for school year %.1f, want at most %g", n, mean, mostMean)
	} else {
		t.Logf("%.0f questions, school year %.1f in the mean", n, mean)
	}
	if g := grade("Is intracranial hypertension contraindicated?"); g <= mostGrade {
		t.Errorf("a hard question asks for school year %.1f", g)
	}
}
