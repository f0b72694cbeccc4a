package outcome

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// pair is one person's score before and about a month later.
type pair struct{ before, after float64 }

// trial reads the scores of Ashar 2022 (testdata/ashar.csv.gz; CC0, see NOTICE): arm -> scale -> people.
// The scales are pain, one number, and intensity, the mean of four.
func trial(t *testing.T) map[string]map[string][]pair {
	t.Helper()
	f, err := os.Open("testdata/ashar.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	arms := map[string]map[string][]pair{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return arms
		}
		if err != nil {
			t.Fatal(err)
		}
		if arms[row[0]] == nil {
			arms[row[0]] = map[string][]pair{}
		}
		for i, scale := range []string{"pain", "intensity"} {
			var p pair
			var bad error
			if p.before, err = strconv.ParseFloat(row[1+2*i], 64); err != nil {
				bad = err
			}
			if p.after, err = strconv.ParseFloat(row[2+2*i], 64); err != nil {
				bad = err
			}
			if bad != nil {
				t.Fatal(bad)
			}
			arms[row[0]][scale] = append(arms[row[0]][scale], p)
		}
	}
}

// course is the drop of untreated people: its mean at before 3.5, its slope by before, and what is left.
type course struct{ at, slope, spread float64 }

func courseOf(people []pair) course {
	n := float64(len(people))
	var mb, md, sbb, sbd float64
	for _, p := range people {
		mb += p.before / n
		md += (p.before - p.after) / n
	}
	for _, p := range people {
		sbb += (p.before - mb) * (p.before - mb)
		sbd += (p.before - mb) * (p.before - p.after - md)
	}
	c := course{slope: sbd / sbb}
	c.at = md + c.slope*(naturalAt-mb)
	rest := 0.0
	for _, p := range people {
		e := p.before - p.after - md - c.slope*(p.before-mb)
		rest += e * e
	}
	c.spread = math.Sqrt(rest / (n - 2))
	return c
}

// TestNaturalCourse holds the constants of the criterion against the data: none may be kinder to the chair.
func TestNaturalCourse(t *testing.T) {
	for scale, people := range trial(t)["usual_care"] {
		c := courseOf(people)
		if len(people) != 47 {
			t.Errorf("%s: %d people, want 47", scale, len(people))
		}
		for _, tt := range []struct {
			name        string
			used, found float64
			slack       float64
		}{
			{"drop", naturalDrop, c.at, 0.02}, {"slope", naturalSlope, c.slope, 0.01}, {"spread", naturalSpread, c.spread, 0},
		} {
			if tt.used < tt.found-tt.slack || tt.used > tt.found+0.2 {
				t.Errorf("%s %s: the criterion uses %.2f, the data say %.2f", scale, tt.name, tt.used, tt.found)
			}
		}
	}
	if want := naturalSpread / math.Sqrt2; math.Abs(weekWander-want) > 0.02 {
		t.Errorf("weekWander %.2f, want %.2f", weekWander, want)
	}
}

const daySD = 1.2 // points; assumption, as in docs/outcome.md

// daysAround makes the record that a person of the trial might have kept: the days are made up around the two
// scores, which is all there is.
func (p pair) daysAround(rng *rand.Rand) Record {
	r := Record{Begin: begin, Lasting: true}
	for d := begin - 2*week; d < begin+judgedAfter; d++ {
		mean := p.before
		if d >= begin {
			mean = p.after
			if (d-begin)%7%2 == 0 && (d-begin)%7 < 6 {
				r.Sessions = append(r.Sessions, d)
			}
		}
		if rng.Float64() < 6.0/7 {
			r.Notes = append(r.Notes, Note{Day: d, Kind: Daily, Pain: rate(mean + daySD*rng.NormFloat64())})
		}
	}
	return r
}

// interval is Wilson's 95 % interval of a share, in per cent.
func interval(k, n int) (low, high float64) {
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	mid, half := p+z*z/(2*m), z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return 100 * max(0, mid-half) / (1 + z*z/m), 100 * (mid + half) / (1 + z*z/m)
}

// arm is what is said of one arm on one scale.
type arm struct {
	n, thresholds, scores, left, leftDays int
	days                                  tally
}

func armOf(people []pair, seed uint64) arm {
	const lives = 200
	a := arm{n: len(people)}
	rng := rand.New(rand.NewPCG(seed, 2))
	for i, p := range people {
		drop := p.before - p.after
		if matters(drop, p.before) {
			a.thresholds++
		}
		if drop >= beyondNatural(p.before, 0) {
			a.scores++
		}
		others := append(append([]pair(nil), people[:i]...), people[i+1:]...)
		c := courseOf(others)
		expected := c.at + max(0, c.slope*(p.before-naturalAt))
		if drop >= expected+quantile*c.spread {
			a.left++
		}
		// As in daysAround: about twelve ratings in each of the two fortnights.
		if noise := inflate * daySD * daySD * 2 / 12; drop >= expected+quantile*math.Sqrt(c.spread*c.spread+noise) {
			a.leftDays++
		}
		for range lives {
			a.days.add(Judge(p.daysAround(rng), begin+judgedAfter).Verdict)
		}
	}
	return a
}

// TestUntreated is the promise: of people who did nothing new, fewer than 5 % are called clearly better.
func TestUntreated(t *testing.T) {
	data := trial(t)
	for scale, people := range data["usual_care"] {
		a := armOf(people, 1)
		for name, got := range map[string]float64{
			"by scores": share(a.scores, a.n), "by days": share(a.days.better, a.days.n), "judged by the others": share(a.leftDays, a.n),
		} {
			if got >= 5 {
				t.Errorf("%s %s: %.1f %% of the untreated are called clearly better, want under 5", scale, name, got)
			}
		}
		// The test of the test: thresholds alone would not do.
		if share(a.thresholds, a.n) < 5 {
			t.Errorf("%s: the thresholds alone call %.1f %% better; then why a criterion?", scale, share(a.thresholds, a.n))
		}
		if b := armOf(data["prt"][scale], 1); share(b.days.better, b.days.n) < 35 {
			t.Errorf("%s: only %.1f %% of the treated are seen", scale, share(b.days.better, b.days.n))
		}
	}
}

// trialTable is the trial in docs/outcome.md.
func trialTable(t *testing.T) string {
	var out strings.Builder
	out.WriteString("| people | scale | n | 2 points or 30 % alone | clearly better, two scores | 95 % interval | with days made up around them | worse |\n")
	out.WriteString("|---|---|---|---|---|---|---|---|\n")
	data := trial(t)
	for _, who := range []struct{ arm, words string }{
		{"usual_care", "untreated (usual care)"}, {"placebo", "open placebo injection"}, {"prt", "treated (talk about pain)"},
	} {
		for _, scale := range []struct{ key, words string }{{"pain", "one number"}, {"intensity", "mean of four"}} {
			a := armOf(data[who.arm][scale.key], 1)
			low, high := interval(a.scores, a.n)
			fmt.Fprintf(&out, "| %s | %s | %d | %.1f %% | %.1f %% | %.1f to %.1f %% | %.1f %% | %.1f %% |\n", who.words, scale.words, a.n,
				share(a.thresholds, a.n), share(a.scores, a.n), low, high, share(a.days.better, a.days.n), share(a.days.worse, a.days.n))
		}
	}
	for _, scale := range []string{"pain", "intensity"} {
		a := armOf(data["usual_care"][scale], 1)
		fmt.Fprintf(&out, "\nEach untreated person judged by the other 46 (%s): %d of 47 called clearly better from two scores (%.1f %%), %d of 47 with the noise of days (%.1f %%).\n",
			map[string]string{"pain": "one number", "intensity": "mean of four"}[scale], a.left, share(a.left, a.n), a.leftDays, share(a.leftDays, a.n))
	}
	return out.String()
}
