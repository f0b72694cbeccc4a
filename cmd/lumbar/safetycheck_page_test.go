package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/unit"
)

const pageIntro = `# The safety check

Questions that help a person decide whether to use the chair today. Nobody gets onto a chair without an answer to all of
them. It names reasons not to run this machine on somebody; it does not say what anybody has.

**%s.** Compiled from published sources, named beside each rule. This page is written from the rules, version %s, by
` + "`go test ./cmd/lumbar -update`" + `; the rules are
[safety-check.hcl](../internal/screening/checkfile/safety-check.hcl), and a reviewer need not read any code.

    lumbar safety-check

asks card by card. Nothing is kept. A card shows a few words for each question: choose a line also if in doubt, and the
whole question follows. ` + "`--shared`" + ` is for a chair in a shared place: adults alone. ` + "`--chair`" + ` names the chair,
whose profile says whom it is built for.

## How rules combine

- The most severe outcome of all rules wins: S, then U, D, W, M, OK. Limits of all rules merge, and the strictest wins.
- Not answered is not sure, and not sure counts as yes: in S, U and D rules because that is how it has to fail, in W and
  M rules because a needless wait or a gentle session costs little. "I would rather not say" counts as yes too, without
  a question why; only RF-CES-3 may be skipped.
- Every M, and every D that a professional's OK opens, brings the gentle version, and the rule's own limits on top.
- An OK opens a D for 182 days, or as the rule says. "never" is a no that nobody's word changes: answer again when things
  have changed. "written" needs it in writing.
- Two answers to one question count as the stricter.
- S and U allow nothing, no movements either. After them, after 90 days, after any change and after anything that felt
  wrong, the full check is asked again; otherwise the short one before each session.
- Two rules are decided by figures, C-AGE-C and C-SIZE: they may be answered besides, and need not be.
- T-CHILDPET and T-DRINK are asked the other way round, so that yes always speaks against a session.

## For other programs

    lumbar safety-check --answers my.json --others-no --json

` + "`--answers`" + ` reads one JSON object, ` + "`-`" + ` from standard input; questions go by the ids below, a case's question as
` + "`RULE/case`" + `, each with ` + "`yes`, `no`, `unsure` or `skip`" + `. Questions that it does not name are not sure, or no with
` + "`--others-no`" + `. What is not known, or there twice, is an error.

| key | what | if it is missing |
|---|---|---|
| ` + "`age`, `height_cm`, `weight_kg`" + ` | figures, from %d to %d years, %d to %d cm, %d to %d kg | an error: without them nobody is let onto a chair |
| ` + "`quiet_sessions`" + ` | how many sessions ended by themselves, with nothing wrong, and soreness of 2 or less the next day | 0, as of somebody new |
| ` + "`last_level`" + ` | the force level of the last two quiet sessions, 1 to 5: one more is open | that of first sessions, 2: level 3 is the most |
| ` + "`pain_now`, `pain_usual`" + ` | 0 to 10 | RF-SEV-1 decides alone |
| ` + "`pain_spread`" + ` | true if pain went into a leg after the last session | false |
| ` + "`ok`" + ` | what professionals said: ` + "`[\"C-ANTC 2026-05-01\", \"RF-AAA-2 2026-05-01 written\"]`" + ` | nothing |

` + "`--json`" + ` writes one object: ` + "`outcome`" + `; ` + "`rules`" + `, the ids that count, in the order of this page; ` + "`limits`" + ` with
` + "`heat`, `tapping`, `stretch`, `air`, `max_minutes` and `max_force_n`" + ` (on muscle; bony places get less), all nothing if
there is no session; ` + "`say`, `advice`, `wait_minutes`, `rule_set`" + `. Exit status: 0 for OK and M, 2 for no session, 1 for
an error.

The most force after many quiet sessions is level 3, 36 N: level 4, 48 N, is one step up, and a step opens only after
two quiet sessions at the level below, which ` + "`last_level`" + ` has to say. Level 5 never opens.

`

// safetyCheckPage is the whole page of the safety check.
func safetyCheckPage(t *testing.T) string {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	rules := check.Rules()
	var b strings.Builder
	fmt.Fprintf(&b, pageIntro, strings.ToUpper(rules.Reviewed[:1])+rules.Reviewed[1:], rules.Version,
		checkfile.LeastAge, checkfile.MostAge, checkfile.LeastHeight, checkfile.MostHeight, checkfile.LeastWeight, checkfile.MostWeight)
	b.WriteString("## Outcomes\n\n| letter | what people read |\n|---|---|\n")
	for _, o := range screening.Outcomes() {
		fmt.Fprintf(&b, "| %s | %s |\n", o, rules.Say[o])
	}
	b.WriteString("\nBehind W comes what to wait for, behind M what the gentle version is without.\n\n## How much\n\n")
	b.WriteString("| for | limits |\n|---|---|\n")
	for _, s := range rules.Doses {
		fmt.Fprintf(&b, "| %d quiet sessions and more | %s |\n", s.QuietFrom, limitWords(&s.Limits))
	}
	fmt.Fprintf(&b, "| the gentle version | %s |\n", limitWords(&rules.Gentle))
	for _, s := range rules.Standing {
		fmt.Fprintf(&b, "| everybody %s | %s |\n", s.Name, limitWords(&s.Limits))
	}
	b.WriteString("\nForce levels:")
	for i, n := range rules.Levels {
		fmt.Fprintf(&b, " %d is %g N,", i+1, float64(n))
	}
	b.WriteString(" for each roller. Cautious defaults; no dose of a massage chair is proven.\n\n## The full check\n")
	for _, card := range rules.Cards {
		fmt.Fprintf(&b, "\n### %s\n\n| id | on the card | whole question or condition | outcome | limits beside the gentle version's | hint | source |\n|---|---|---|---|---|---|---|\n", card.Title)
		for _, r := range card.Rules {
			line := r.Line
			if r.Figures {
				line = "by figures"
			}
			ask := r.Ask
			if r.SkipNo {
				ask += " (skip is no)"
			}
			row(&b, r.ID, line, ask, &r.Effect, r.OKDays, r.Source)
			for _, c := range r.Cases {
				ask := strings.TrimSpace(c.Ask + " " + conditionWords(&c.If))
				if !c.Alone {
					ask = "and: " + ask
				}
				row(&b, c.ID(&r), c.Line, ask, &c.Effect, r.OKDays, "")
			}
		}
	}
	b.WriteString("\n## The short checks\n\nOne card each, in 20 seconds. A line that is chosen brings the whole questions of its rules.\n")
	for _, brief := range rules.Briefs {
		fmt.Fprintf(&b, "\n### %s: %s\n\n| line | brings |\n|---|---|\n", strings.ToUpper(brief.Name[:1])+brief.Name[1:], brief.Title)
		for _, s := range brief.Signs {
			brings := strings.Join(s.Rules, ", ")
			if s.Full {
				brings = "the full check"
			}
			if s.Mark != "" {
				brings = strings.TrimPrefix(brings+"; the session counts as \""+s.Mark+"\"", "; ")
			}
			fmt.Fprintf(&b, "| %s | %s |\n", s.Line, brings)
		}
	}
	return b.String()
}

func row(b *strings.Builder, id, line, ask string, e *screening.Effect, okDays int, source string) {
	outcome := e.Outcome.String()
	switch {
	case e.Outcome == screening.W:
		outcome += fmt.Sprintf(": after %s (%g h)", e.After, e.Wait.Hours())
	case e.Outcome == screening.D && e.OK == screening.Never:
		outcome += ", no OK opens it"
	case e.Outcome == screening.D && e.OK == screening.Written:
		outcome += fmt.Sprintf(", an OK in writing opens it for %d days", okDays)
	case e.Outcome == screening.D:
		outcome += fmt.Sprintf(", an OK opens it for %d days", okDays)
	}
	fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", id, line, ask, outcome, limitWords(&e.Limits), e.Advice, source)
}

func conditionWords(c *screening.Condition) string {
	var w []string
	add := func(holds bool, format string, args ...any) {
		if holds {
			w = append(w, fmt.Sprintf(format, args...))
		}
	}
	add(c.AgeFrom > 0, "age %g or more", c.AgeFrom)
	add(c.AgeOver > 0, "age over %g", c.AgeOver)
	add(c.AgeUnder > 0, "age under %g", c.AgeUnder)
	add(len(c.Rules) > 0, "one of %s counts", strings.Join(c.Rules, ", "))
	add(c.Shared, "the chair stands in a shared place")
	add(c.Outside, "weight or height is outside of what the chair is built for")
	add(c.PainFrom > 0, "pain now is %g or more of 10", c.PainFrom)
	add(c.PainAbove > 0, "pain now is %g or more above the usual", c.PainAbove)
	return strings.Join(w, ", ")
}

func limitWords(r *screening.Record) string {
	var w []string
	add := func(holds bool, format string, args ...any) {
		if holds {
			w = append(w, fmt.Sprintf(format, args...))
		}
	}
	span := func(d time.Duration, what string) {
		long := fmt.Sprintf("%g min", d.Minutes())
		switch {
		case d < time.Minute:
			long = fmt.Sprintf("%g s", d.Seconds())
		case d > time.Hour:
			long = fmt.Sprintf("%g h", d.Hours())
		}
		add(d > 0, what, long)
	}
	add(r.Level > 0, "force level %d", r.Level)
	add(r.Lower > 0, "%d level lower", r.Lower)
	add(r.Force > 0, "force %g N", float64(r.Force))
	add(r.Trip > 0, "ends at %g N", float64(r.Trip))
	span(r.Session, "session %s")
	span(r.Spot, "one spot %s")
	span(r.Zone, "one part %s")
	span(r.Still, "holding %s")
	add(r.NoTapping, "no tapping")
	span(r.TappingMax, "tapping %s")
	add(r.NoStretch, "no stretch")
	span(r.StretchMax, "stretch %s")
	add(r.NoHeat, "no heat")
	add(r.HeatTarget > 0, "heat %g °C", float64(r.HeatTarget))
	span(r.HeatMax, "heat %s")
	add(r.NoAir, "no airbags")
	add(r.NoLegAir, "no airbags at the legs")
	add(r.Recline > 0, "back at most at %g°", float64(r.Recline))
	for _, z := range r.Exclude {
		add(true, "no rollers at %s", map[chair.Zone]string{chair.ZoneRibs: "the ribs", chair.ZoneSacrum: "the sacrum"}[z])
	}
	span(r.Gap, "%s between sessions")
	add(r.PerDay > 0, "%d a day", r.PerDay)
	add(r.PerWeek > 0, "%d a week", r.PerWeek)
	return strings.Join(w, ", ")
}

// TestPageShowsEverything: each thing that a rule can say has its words on the page.
func TestPageShowsEverything(t *testing.T) {
	t.Parallel()
	shows := func(v reflect.Value, words func() string) {
		for i := range v.NumField() {
			f := v.Field(i)
			switch f.Interface().(type) {
			case int:
				f.SetInt(1)
			case bool:
				f.SetBool(true)
			case float64, unit.Newton, unit.Celsius, unit.Degree:
				f.SetFloat(1)
			case time.Duration:
				f.SetInt(int64(time.Minute))
			case []string:
				f.Set(reflect.ValueOf([]string{"A-1"}))
			case []chair.Zone:
				f.Set(reflect.ValueOf([]chair.Zone{chair.ZoneRibs}))
			default:
				t.Errorf("%s has a type that this test does not know", v.Type().Field(i).Name)
			}
			if words() == "" {
				t.Errorf("%s has no words on the page", v.Type().Field(i).Name)
			}
			f.SetZero()
		}
	}
	var r screening.Record
	shows(reflect.ValueOf(&r).Elem(), func() string { return limitWords(&r) })
	var c screening.Condition
	shows(reflect.ValueOf(&c).Elem(), func() string { return conditionWords(&c) })
}
