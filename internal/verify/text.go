package verify

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openlumbar/lumbar/internal/session"
)

// KnownErrors is the document that says where the model is known to be wrong.
const KnownErrors = "docs/twin.md"

// Verdict is the run in one or two sentences, as a physiotherapist would read them. It never says more than that a limit
// was, or was not, exceeded in a simulation.
func (r *Report) Verdict() string { return r.found() + " " + caveat }

// caveat belongs to every verdict.
const caveat = "A model is not a person; known errors: " + KnownErrors + "."

// found is the first half of the verdict.
func (r *Report) found() string {
	switch {
	case r.Bodies == 0:
		return "Nothing was tried: there is no verdict."
	case r.Exceeded == 0:
		return fmt.Sprintf("No limit was exceeded on %s.", Backs(r.Bodies))
	}
	return fmt.Sprintf("A limit was exceeded on %s of %s. This programme is not ready.", Number(r.Exceeded), Backs(r.Bodies))
}

// Notes is what else must be read beside the verdict: who could not be massaged, who got much less than planned, what is
// over what people find comfortable, and what did not run.
func (r *Report) Notes() (list []string) {
	if r.Bodies < r.Asked {
		list = append(list, fmt.Sprintf("%s of %s bodies were tried; this verdict is of those alone.", Number(r.Bodies), Number(r.Asked)))
	}
	for i := range r.Limits {
		if l := &r.Limits[i]; l.Exceeded > 0 {
			of := limit(l.Key)
			text := fmt.Sprintf("%s: exceeded on %s.", upper(of.Title), Number(l.Exceeded))
			if l.Key != "guard" {
				text = fmt.Sprintf("%s: exceeded on %s, worst %s %s, at most %s (%s).", upper(of.Title), Number(l.Exceeded),
					Digits(l.Worst), of.Unit, Digits(l.Bound), l.WorstOf)
			}
			list = append(list, text+differ(l.Whom))
		}
	}
	for _, e := range r.Unfinished {
		list = append(list, fmt.Sprintf("%s %s not come to the end: %s (%s).%s", Sessions(e.Bodies), did(e.Bodies), e.How, some(e.First, e.Bodies), differ(e.Whom)))
	}
	for i := range r.Levels {
		if l := &r.Levels[i]; l.Missed > 0 {
			list = append(list, fmt.Sprintf("%s is in the plan and was never reached on %s of the backs whose session came to its end.%s", l.Level, Number(l.Missed), differ(l.Whom)))
		}
	}
	if s := r.Short; s != nil {
		list = append(list, fmt.Sprintf("%s got less than %.0f %% of the planned contact.%s", upper(Number(s.Bodies)+" of the others"), short*100, differ(s.Whom)))
	}
	if s := r.Hard; s != nil {
		list = append(list, fmt.Sprintf("%s pressed harder than they find comfortable for %.0f s or more.%s",
			upper(Number(s.Bodies)+map[bool]string{true: " was", false: " were"}[s.Bodies == 1]), hard, differ(s.Whom)))
	}
	if r.Aside > 0 {
		list = append(list, fmt.Sprintf("%s felt that the person sits beside the chair's middle, and asked them to sit in it. Nobody here moves, so that they were gentle (%.0f N at most, no tapping).",
			upper(Sessions(r.Aside)), float64(session.AsideForce)))
	}
	if m := r.row("comfort_pct"); m != nil && m.P50 > 0 {
		list = append(list, fmt.Sprintf("The hardest moment felt like %.0f %% of what the person finds comfortable in the middle of all backs, %.0f %% on one in twenty. "+
			"That is no limit; it is what asking how firm is enough is for.", m.P50, m.P95))
	}
	if r.Sweep {
		list = append(list, "A sweep: what no tape says of people was drawn from 1.25 times the spread where a source gives a part of it, from 1.5 times "+
			"where nobody has measured it. It has people in it who may not exist.")
	}
	if r.Quick > 0 {
		list = append(list, fmt.Sprintf("Quick: %s of %s bodies were tried at fewer ticks a second than this chair's alone, where figures of one body are off by some hundredths. "+
			"Whoever comes near a limit there, does not come to the end or is among the worst was tried at the chair's own rate, and only that counts.",
			Number(r.Quick), Number(r.Bodies)))
	}
	if apart := r.Apart.note(); apart != "" {
		list = append(list, apart)
	}
	for _, f := range r.Fitted {
		list = append(list, "Fitted to this chair: "+f)
	}
	return list
}

func did(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// differ is a sentence about whom.
func differ(whom string) string {
	if whom == "" {
		return ""
	}
	return " These people are, more than all: " + whom + "."
}

// some names bodies, of n.
func some(first []string, n int) string {
	const most = 3
	text := strings.Join(first[:min(len(first), most)], ", ")
	if n > most {
		text += fmt.Sprintf(" and %s more", Number(n-most))
	}
	return text
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Text is the report for a terminal, at most 100 columns wide but for the commands.
func (r *Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, on %s of %s (%s there), chair %s, seed %d\n\n", r.Title, Backs(r.Bodies), r.Population, Number(r.Of), r.Chair, r.Seed)
	for _, line := range append([]string{r.Verdict()}, r.Notes()...) {
		fmt.Fprintln(&b, wrap(line, 98))
	}
	if r.Bodies == 0 {
		return b.String()
	}
	b.WriteString("\n")
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "p1\tp5\tp50\tp95\tp99\tworst\t  \t")
	for i := range r.Measures {
		m, row := &Measures[i], &r.Measures[i]
		f := func(x float64) string { return fmt.Sprintf("%.*f", m.Digits, x) }
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t  %s\n", f(row.P1), f(row.P5), f(row.P50), f(row.P95), f(row.P99), f(row.Worst), label(m))
	}
	t.Flush()
	b.WriteString("\n")
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "level\tcontact p50\tp99\tmean force p50\tp99\tgreatest p50\tp99\tworst\tmissed\t")
	for i := len(r.Levels) - 1; i >= 0; i-- {
		l := &r.Levels[i]
		fmt.Fprintf(t, "%s\t%.0f s\t%.0f s\t%.0f N\t%.0f N\t%.0f N\t%.0f N\t%.0f N\t%s\t\n", l.Level, l.Contact.P50, l.Contact.P99,
			l.Mean.P50, l.Mean.P99, l.Peak.P50, l.Peak.P99, l.Peak.Worst, Number(l.Missed))
	}
	t.Flush()
	for _, d := range r.Drivers {
		if len(d.Drivers) == 0 {
			continue
		}
		var words []string
		for _, x := range d.Drivers {
			words = append(words, fmt.Sprintf("%s (%+.2f)", trait(x.Trait).Title, x.Rho))
		}
		fmt.Fprintf(&b, "\n%s", wrap(upper(measure(d.Measure).Title)+" goes with: "+strings.Join(words, ", "), 98))
	}
	if len(r.Drivers) > 0 {
		b.WriteString("\n(rank correlations, Spearman's; traits go together, so they do not add up)\n")
	}
	if len(r.Unfinished) > 0 {
		b.WriteString("\nSessions that did not come to the end, one of each kind to be seen again:\n")
	}
	for i := range r.Unfinished {
		e := &r.Unfinished[i]
		fmt.Fprintf(&b, "  %s\n      %s\n", e.Command, strings.ReplaceAll(wrap(fmt.Sprintf("one of %s: %s", Number(e.Bodies), e.How), 92), "\n  ", "\n      "))
	}
	fmt.Fprintf(&b, "\nThe worst %d, each to be seen again with the same figures (--record FILE takes it down for lumbar replay):\n", len(r.Worst))
	for i := range r.Worst {
		w := &r.Worst[i]
		fmt.Fprintf(&b, "  %s\n      %s; %s\n", w.Command, w.Traits.Who(), w.Why)
	}
	return b.String()
}

// label is a measure with its unit.
func label(m *Measure) string {
	if m.Unit == "" {
		return m.Title
	}
	return m.Title + ", " + m.Unit
}

// Who is a body in a few words.
func (t *Traits) Who() string {
	who := map[string]string{"female": "woman", "male": "man"}[t.Sex]
	return fmt.Sprintf("%s of %.0f, %.0f cm, %.0f kg", who, t.Age, t.StatureCM, t.MassKG)
}

// row finds a measure's row; nil if there is none.
func (r *Report) row(key string) *MeasureRow {
	for i := range r.Measures {
		if r.Measures[i].Key == key {
			return &r.Measures[i]
		}
	}
	return nil
}

// limit finds a limit by its key.
func limit(key string) *Limit {
	for i := range Limits {
		if Limits[i].Key == key {
			return &Limits[i]
		}
	}
	return &Limit{}
}

// trait finds a trait by its key.
func trait(key string) *Trait {
	for i := range TraitTable {
		if TraitTable[i].Key == key {
			return &TraitTable[i]
		}
	}
	return &Trait{}
}

// Backs is a number of simulated backs.
func Backs(n int) string {
	if n == 1 {
		return "1 simulated back"
	}
	return Number(n) + " simulated backs"
}

// Sessions is a number of sessions.
func Sessions(n int) string {
	if n == 1 {
		return "1 session"
	}
	return Number(n) + " sessions"
}

// Number writes a count with commas.
func Number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Digits writes a figure with as many digits as it deserves.
func Digits(x float64) string {
	switch {
	case x >= 100 || x == float64(int(x)):
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2g", x)
}

// wrap breaks a text at spaces; further lines are indented by two.
func wrap(text string, width int) string {
	var b strings.Builder
	col := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case col+1+n > width:
			b.WriteString("\n  ")
			col = 2
		default:
			b.WriteString(" ")
			col++
		}
		b.WriteString(word)
		col += n
	}
	return b.String()
}

// Brief is the report in a line, for whom is writing the programme; which names the bodies.
func (r *Report) Brief(which string, took time.Duration) string {
	verdict := fmt.Sprintf("no limit exceeded on %s (%s)", Backs(r.Bodies), which)
	if r.Exceeded > 0 {
		verdict = fmt.Sprintf("a limit exceeded on %d of %s (%s)", r.Exceeded, Backs(r.Bodies), which)
		for i := range r.Limits {
			if l := &r.Limits[i]; l.Exceeded > 0 {
				verdict += fmt.Sprintf("; %s, worst %s", limit(l.Key).Title, l.WorstOf)
			}
		}
		if at := &r.Worst[0].Peak; at.Technique != "" {
			verdict += fmt.Sprintf("; %s pressed hardest in %q, %s at %s", r.Worst[0].ID, at.Phase, at.Technique, at.Level)
		}
	}
	if r.Finished < r.Bodies {
		verdict += fmt.Sprintf("; %s not finished", Sessions(r.Bodies-r.Finished))
	}
	peak, done := r.row("peak_n"), r.row("coverage_pct")
	return fmt.Sprintf("%s; at most %.0f N, least %.0f %% of the plan; %.1f s", verdict, peak.Worst, done.Worst, took.Seconds())
}
