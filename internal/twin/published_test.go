package twin

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

var update = flag.Bool("update", false, "write the tables of docs/twin.md")

const twinPage = "../../docs/twin.md"

// published is a figure that somebody measured, or that a reference gives, and what the twin gives for the same thing.
type published struct {
	what, source string
	says         string  // as published
	least, most  float64 // what the twin would have to give: a mean and its SD, or a range
	unit         string
	gives        float64
	off          bool // known to be off, and why is said on the page
}

// within says whether the twin gives what was published.
func (p *published) within() bool { return p.gives >= p.least && p.gives <= p.most }

func (p *published) verdict() string {
	if p.within() {
		return "within"
	}
	return fmt.Sprintf("**off**, %.2f of it", p.gives/((p.least+p.most)/2))
}

// TestPublished holds the twin against every published figure that it can be held against, and docs/twin.md against what comes
// of it. What is off is known to be: a figure that goes off, or comes right, is looked at.
func TestPublished(t *testing.T) {
	adults, soldiers := simulated(t, body.NHANESPeople{}, 600), simulated(t, body.ANSURPeople{}, 600)
	var all []published
	all = append(all, publishedTissue(adults, soldiers)...)
	all = append(all, publishedShape(adults, soldiers)...)
	all = append(all, publishedLoad()...)
	all = append(all, publishedFeeling(adults)...)
	all = append(all, publishedWarmth()...)
	var table strings.Builder
	table.WriteString("| what | published | the twin | | source |\n|---|---|---|---|---|\n")
	for _, p := range all {
		if p.within() == p.off {
			t.Errorf("%s: published %s, the twin gives %.3g %s; known to be off: %v", p.what, p.says, p.gives, p.unit, p.off)
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", p.what, p.says, quantity(p.gives, p.unit), p.verdict(), p.source)
	}
	documented(t, "published", table.String())
}

func quantity(x float64, unit string) string {
	digits := 2
	if a := math.Abs(x); a >= 100 {
		digits = 0
	} else if a >= 10 {
		digits = 1
	}
	if unit != "" && unit != "°" {
		unit = " " + unit
	}
	return fmt.Sprintf("%.*f%s", digits, x, unit)
}

// documented holds a table against the one between its marks on the page, or writes it there.
func documented(t *testing.T, mark, table string) {
	t.Helper()
	src, err := os.ReadFile(twinPage)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := fmt.Sprintf("<!-- %s: go test ./internal/twin -run Published -update -->\n", mark), fmt.Sprintf("<!-- end of %s -->", mark)
	before, rest, ok := strings.Cut(string(src), begin)
	was, after, ends := strings.Cut(rest, end)
	if !ok || !ends {
		t.Fatalf("%s: no %q to %q", twinPage, begin, end)
	}
	if *update {
		if err := os.WriteFile(twinPage, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if was != table {
		t.Errorf("%s has another table %q than what comes out now: look at it, then go test ./internal/twin -run Published -update\n%s", twinPage, mark, table)
	}
}

// TestPublishedTraits holds docs/twin.md against the table that people are drawn from.
func TestPublishedTraits(t *testing.T) {
	var table strings.Builder
	table.WriteString("| trait | in people | a sweep tries | confidence | source |\n|---|---|---|---|---|\n")
	for trait := body.Trait(1); trait < body.TraitEnd; trait++ {
		row := trait.Row()
		number := func(x float64) string { return fmt.Sprintf("%.4g", x) }
		var is, swept string
		wider := row.Confidence.Wider()
		switch row.Form {
		case body.Fixed:
			is, swept = number(row.Middle), "the same"
		case body.Uniform:
			is = fmt.Sprintf("%s to %s, middle %s", number(row.Least), number(row.Most), number(row.Middle))
			swept = fmt.Sprintf("%s times as wide", number(wider))
		case body.Normal:
			is = fmt.Sprintf("%s, SD %s", number(row.Middle), number(row.Spread))
			if row.Most > row.Least {
				is += fmt.Sprintf(", %s to %s", number(row.Least), number(row.Most))
			}
			swept = "SD " + number(row.Spread*wider)
		case body.LogNormal:
			is = fmt.Sprintf("%s, log SD %s", number(row.Middle), number(row.Spread))
			swept = "log SD " + number(row.Spread*wider)
		case body.Exponential:
			is, swept = fmt.Sprintf("exponential, mean %s", number(row.Middle)), "the same"
		}
		if row.Unit != "" {
			is += " " + row.Unit
		}
		source := row.Source
		if source == "" {
			source = "nobody"
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %v | %s |\n", row.Name, is, swept, row.Confidence, source)
	}
	documented(t, "traits", table.String())
}

// someone is one simulated person, sitting.
type someone struct {
	m    body.Measurements
	back body.Back
	sits sitter
	feel feeling
	warm heat
}

// simulated is n people of a population, each standing for as many.
func simulated(t *testing.T, p body.Population, n int) []someone {
	t.Helper()
	all := make([]someone, n)
	for i := range all {
		seed := uint64(i + 1)
		m, err := p.Body(p.Row((float64(i)+0.5)/float64(n)), seed)
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Profile: bench(), Body: m.Back(), Seed: seed, Sex: m.Sex, Age: m.Age}
		all[i] = someone{m, o.Body, sitterOf(&o, stream(seed, streamPerson)), feelingOf(&o, stream(seed, streamComfort)), heatOf(&o)}
	}
	return all
}

// over is mean and standard deviation of something over those people that have it.
func over(people []someone, of func(*someone) (x float64, has bool)) (mean, sd float64) {
	var n, sum, square float64
	for i := range people {
		if x, has := of(&people[i]); has {
			n, sum, square = n+1, sum+x, square+x*x
		}
	}
	mean = sum / n
	return mean, math.Sqrt(max(square/n-mean*mean, 0))
}

// secant is force over indentation in tissue of k, N/mm^n, at a force.
func secant(k, force float64) float64 { return force / math.Pow(force/k, 1/body.Exponent) }

// tangent is the slope of force over indentation at a force.
func tangent(k, force float64) float64 { return body.Exponent * secant(k, force) }

func publishedTissue(adults, soldiers []someone) []published {
	bone := soldiers[0].back.Ribs // what a roller meets on the spinous processes
	cover := tangent(bone.Stiffness*(1-bone.Relax), 60)
	joint := spineOf(&Options{}).joint
	process := func(p *someone, l body.Level) float64 { // thin cover and the spine that bends, one after the other
		bends := beamOf(&p.back, &p.sits, joint)
		return 1 / (1/cover + bends.gives(p.sits.levels[l]))
	}
	spine, _ := over(adults, func(p *someone) (float64, bool) { return process(p, body.L3), true })
	lower, _ := over(adults, func(p *someone) (float64, bool) {
		return process(p, body.L5) * 3 / (process(p, body.L1) + process(p, body.L2) + process(p, body.L3)), true
	})
	depth := func(force float64) float64 { return math.Pow(force, 1/body.Exponent) }
	harder := (275 - 30) / (depth(275) - depth(30)) / ((100 - 30) / (depth(100) - depth(30)))

	muscle := func(p *someone, l body.Level) float64 { return secant(p.back.Tissue[l].Stiffness, 50) }
	sex := func(s body.Sex) float64 {
		mean, _ := over(soldiers, func(p *someone) (float64, bool) {
			return (muscle(p, body.L3) + muscle(p, body.L4)) / 2, p.m.Sex == s
		})
		return mean
	}
	side, _ := over(adults, func(p *someone) (float64, bool) { return p.sits.stiff[chair.Right] / p.sits.stiff[chair.Left], true })
	low, _ := over(adults, func(p *someone) (float64, bool) {
		return muscle(p, body.L5) * 3 / (muscle(p, body.L1) + muscle(p, body.L2) + muscle(p, body.L3)), true
	})
	between, _ := over(adults, func(p *someone) (float64, bool) {
		least, most, sum := math.Inf(1), 0.0, 0.0
		for l := body.L5; l <= body.L1; l++ {
			k := muscle(p, l)
			least, most, sum = min(least, k), max(most, k), sum+k
		}
		return (most - least) / (sum / 5), true
	})
	mean, sd := over(adults, func(p *someone) (float64, bool) {
		return secant(p.back.Tissue[body.L3].Stiffness*(p.sits.stiff[0]+p.sits.stiff[1])/2, 50), true
	})
	f := fleshOf(&Options{})
	left := 1.0
	seconds := 0.0
	for ; left > 0.1; seconds += 0.1 {
		left = quickShare*math.Exp(-seconds*f.quick) + slowShare*math.Exp(-seconds*f.slow)
	}
	const lbp = "PMC5466774, L3, prone, back pain"
	return []published{
		{"spinous process, by hand on a sensor", lbp, "4.8 (SD 1.8) N/mm", 3.0, 6.6, "N/mm", spine, false},
		{"spinous process, hand-held device", lbp, "7.7 (SD 2.1) N/mm", 5.6, 9.8, "N/mm", spine, false},
		{"spinous process, slow indenter", lbp, "5.2 (SD 1.5) N/mm", 3.7, 6.7, "N/mm", spine, false},
		{"spinous process, motor-driven, 30 to 100 N", "Latimer, Lee, Maher, recalled", "13 to 18 N/mm", 13, 18, "N/mm", spine, true},
		{"spinous process, L5 over L1 to L3", "Lee & Liversidge 1994, Viner 1997, recalled; L5/S1", "1.1 to 1.3", 1.1, 1.3, "", lower, true},
		{"stiffer from 30 to 275 N than from 30 to 100", "Lee 1997, two men; the exponent is fitted to it", "1.25 times", 1.2, 1.3, "times", harder, false},
		{"back muscle, men over women", "MyotonPRO, 20 young people: PubMed 27210858, with its SE", "1.19 (SE 0.08)", 1.11, 1.27, "", sex(body.Male) / sex(body.Female), false},
		{"back muscle, right over left", "the same; 0.01 either way allowed here", "1.088", 1.078, 1.098, "", side, true},
		{"back muscle, L5 over L1 to L3", "the same; theirs is on the spinous processes", "1.1 to 1.3", 1.1, 1.3, "", low, false},
		{"range over L1 to L5 in one person, over its mean", "PMC5466774, two devices", "0.3 to 0.5", 0.3, 0.5, "", between, true},
		{"spread between people, SD over mean", "PMC5466774, three devices", "0.27 to 0.38", 0.27, 0.38, "", sd / mean, true},
		{"relaxation nine tenths done", "Palevski 2006, pig muscle: plateau at about 20 s; 15 to 25 allowed here", "20 s", 15, 25, "s", seconds, true},
	}
}

func publishedShape(adults, soldiers []someone) []published {
	lordosis := func(s body.Sex) float64 {
		mean, _ := over(adults, func(p *someone) (float64, bool) {
			back := p.back
			least, most := 0.0, 0.0
			for h := back.Levels[body.S1]; h < back.Levels[body.T12]+60; h++ {
				slope := p.sits.curve * float64(back.Gap(h+1)-back.Gap(h))
				least, most = min(least, slope), max(most, slope)
			}
			return (math.Atan(most) - math.Atan(least)) * 180 / math.Pi, p.m.Sex == s
		})
		return mean
	}
	crest := func(s body.Sex) float64 {
		mean, _ := over(soldiers, func(p *someone) (float64, bool) {
			l4, l5 := p.back.Levels[body.L4], p.back.Levels[body.L5]
			return float64(l4 - (l4-l5)/4), p.m.Sex == s // 0.90 of the way from C7 to S1
		})
		return mean
	}
	rows := []published{
		{"hollow of the skin, men", "Lang-Tapia 2011, 659 adults standing; the twin sits", "17.3° (SD 9.3)", 8.0, 26.6, "°", lordosis(body.Male), false},
		{"hollow of the skin, women", "the same", "29.6° (SD 11.3)", 18.3, 40.9, "°", lordosis(body.Female), false},
		{"iliac crest over the seat, men, upright", "ANSUR II", "224 (SD 19) mm", 205, 243, "mm", crest(body.Male), false},
		{"iliac crest over the seat, women, upright", "ANSUR II", "224 (SD 17) mm", 207, 241, "mm", crest(body.Female), false},
	}
	for _, s := range []struct {
		above    body.Level
		mean, sd float64
	}{{body.T12, 32.3, 2.5}, {body.L1, 34.5, 2.5}, {body.L2, 35.8, 2.7}, {body.L3, 36.5, 2.7}, {body.L4, 36.2, 3.1}} {
		mean, sd := over(adults, func(p *someone) (float64, bool) { return p.sits.levels[s.above] - p.sits.levels[s.above-1], true })
		source := "ImFusion VID, CT of about 1,050 people lying; the standard error is 0.1"
		rows = append(rows,
			published{fmt.Sprintf("%v to %v, mean", s.above, s.above-1), source, fmt.Sprintf("%.1f mm", s.mean), s.mean - 2, s.mean + 2, "mm", mean, math.Abs(mean-s.mean) > 2},
			published{fmt.Sprintf("%v to %v, SD over people", s.above, s.above-1), "the same; a fifth allowed here", fmt.Sprintf("%.1f mm", s.sd), s.sd * 0.8, s.sd * 1.2, "mm", sd, sd > s.sd*1.2})
	}
	whole, _ := over(adults, func(p *someone) (float64, bool) { return p.sits.levels[body.L1] - p.sits.levels[body.L5], true })
	lying := tiltOf(&Options{}, &adults[0].sits, 180).hollow * body.HollowShare.Middle()
	rows = append(rows, published{"hollow, lying over standing", "PMC6680033, X-ray, 627 people; a tenth allowed here", "0.74", 0.66, 0.82, "", lying, true})
	return append(rows, published{"L1 to L5", "the same, straight", "140 (SD 9.6) mm", 130.5, 149.7, "mm", whole, false})
}

// publishedLoad is how a back shares in the load by recline. Rows 10 to 26 of 64 of the mats are shoulders to hollow.
func publishedLoad() (rows []published) {
	for _, p := range []struct{ incline, share, sd float64 }{{0, 0.427, 0.054}, {30, 0.402, 0.082}, {45, 0.303, 0.067}, {60, 0.223, 0.063}} {
		back := body.Back{Weight: 80, Stature: 1750}
		lies := trunkOf(&back, 180-p.incline)
		rows = append(rows, published{
			fmt.Sprintf("share of the weight on the back, seat to back %.0f°", 180-p.incline),
			"Pouyan 2017, 13 people on a bed raised by " + fmt.Sprintf("%.0f°", p.incline), fmt.Sprintf("%.2f (SD %.2f)", p.share, p.sd),
			p.share - p.sd, p.share + p.sd, "", lies.weight / (80 * chair.Gravity), false,
		})
	}
	return rows
}

func publishedFeeling(adults []someone) []published {
	r := stream(1, 1)
	var men []float64
	for range 4000 {
		men = append(men, body.PainMale.Middle()*body.PainShare.Draw(r))
	}
	var sum, square float64
	for _, x := range men {
		sum, square = sum+x, square+x*x
	}
	n := float64(len(men))
	sd := math.Sqrt(square/n - sum*sum/n/n)
	bears := func(s body.Sex) float64 {
		mean, _ := over(adults, func(p *someone) (float64, bool) { return math.Log(p.feel.bears[body.L3]), p.m.Sex == s })
		return math.Exp(mean)
	}
	return []published{
		{"pressure pain threshold, men, median, on 1 cm²", "Fischer 1987; Farasyn & Meeusen 2005, recalled", "650 to 850 kPa", 650, 850, "kPa", body.PainMale.Middle(), false},
		{"pressure pain threshold, women, median", "the same", "450 to 650 kPa", 450, 650, "kPa", body.PainFemale.Middle(), false},
		{"the same, SD between men", "from SEM and ICC of 29 people: Balaguier 2016", "160 to 350 kPa", 160, 350, "kPa", sd, false},
		{"over 65 years", "El Tumi 2017, recalled", "0.8 to 0.9 times", 0.8, 0.9, "times", body.PainOld.Middle(), false},
		{"comfortable at L3, one roller, median of men", "kneading by hand 20 to 80 N, recalled; nobody measured comfort", "20 to 80 N", 20, 80, "N", bears(body.Male), false},
	}
}
