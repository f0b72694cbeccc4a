package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
)

type safetyCheckCmd struct {
	Answers  string `placeholder:"FILE" help:"Answers as JSON, instead of asking; - is standard input."`
	OthersNo bool   `name:"others-no" help:"Questions that FILE does not name count as no; otherwise they count as not sure."`
	Shared   bool   `help:"The chair stands in a shared place, such as a company's: adults alone."`
	Chair    string `default:"bench-4d" placeholder:"NAME" help:"The chair, by its profile's name or file: it says whom it is built for."`
	JSON     bool   `help:"The result as one JSON object; with --answers."`
}

// Help teaches more than the flags.
func (safetyCheckCmd) Help() string {
	return `Asks whether anything speaks against using the chair today. About three minutes. Nothing is kept.

FILE is like {"RF-CES-1": "no", "T-MEAL": "yes", "age": 40, "height_cm": 170, "weight_kg": 70}: questions by their id
with yes, no, unsure or skip; not sure counts as yes. docs/safety-check.md has the ids, and what else may stand there.

Exit status: 0 for a session or its gentle version, 2 for no session now, 1 for an error in what was given.

  lumbar safety-check
  lumbar safety-check --answers my.json --others-no --json`
}

// Run asks, or reads answers, and says what follows.
func (c *safetyCheckCmd) Run(ctx context.Context, a *app) error {
	check, err := checkfile.Load()
	if err != nil {
		return err
	}
	if c.JSON && c.Answers == "" {
		return errors.New("--json goes with --answers FILE: the check in the terminal is for people")
	}
	built, err := c.built()
	if err != nil {
		return err
	}
	var given checkfile.Given
	if c.Answers == "" {
		given, err = ask(ctx, a, check, built)
	} else {
		given, err = c.read(a, check)
	}
	if err != nil {
		return err
	}
	v := check.Judge(&screening.Input{Answers: given.Answers, Approvals: given.Approvals, History: given.History,
		Chair: built, Shared: c.Shared, Today: time.Now()})
	dose, _ := check.Dose(given.History)
	v.Limits = v.Limits.Tighten(dose)
	if c.JSON {
		err = c.print(a.out, check, &v)
	} else {
		err = tellCheck(a.out, check, &v)
	}
	if err == nil && v.Outcome.Refused() {
		return &status{exitRefused, nil}
	}
	return err
}

// built is whom the chair is built for.
func (c *safetyCheckCmd) built() (chair.PersonRange, error) {
	read := func() (p chair.Profile, list diag.List, err error) {
		if looksLikePath(c.Chair) {
			src, err := text("chair profile", c.Chair)
			if err != nil {
				return p, nil, err
			}
			p, list = profile.Read(c.Chair, src)
			return p, list, nil
		}
		p, list = profile.Load(c.Chair)
		return p, list, nil
	}
	p, list, err := read()
	if err == nil && list.HasErrors() {
		err = list.Err()
	}
	return p.Person, err
}

// read reads the file of answers. What is wrong with it is told without the lines themselves: they hold answers.
func (c *safetyCheckCmd) read(a *app, check *screening.Check) (given checkfile.Given, err error) {
	var src []byte
	name := c.Answers
	if name == "-" {
		name = "standard input"
		src, err = io.ReadAll(io.LimitReader(a.in, mostText+1))
	} else {
		src, err = text("file of answers", name)
	}
	if err != nil {
		return given, err
	}
	others := screening.Unsure
	if c.OthersNo {
		others = screening.No
	}
	given, list := checkfile.ReadAnswers(check, name, src, others)
	if list.HasErrors() {
		if err := list.Write(a.err, nil, style(a.err)); err != nil {
			return given, err
		}
		return given, &status{exitError, nil}
	}
	return given, nil
}

// checked is a verdict as other programs read it.
type checked struct {
	Outcome string        `json:"outcome"`
	Rules   []string      `json:"rules"`
	Limits  checkedLimits `json:"limits"`
	Say     string        `json:"say"`
	Advice  []string      `json:"advice"`
	WaitMin int           `json:"wait_minutes"`
	RuleSet string        `json:"rule_set"`
}

type checkedLimits struct {
	Heat       bool    `json:"heat"`
	Tapping    bool    `json:"tapping"`
	Stretch    bool    `json:"stretch"`
	Air        bool    `json:"air"`
	MaxMinutes int     `json:"max_minutes"`
	MaxForceN  float64 `json:"max_force_n"`
}

// print writes the verdict as JSON. Force is that on muscle: bony places get less.
func (c *safetyCheckCmd) print(w io.Writer, check *screening.Check, v *screening.Verdict) error {
	l := &v.Limits
	out := checked{
		Outcome: v.Outcome.String(), Rules: append([]string{}, v.Rules...), Say: v.Say, Advice: append([]string{}, v.Advice...),
		WaitMin: int(math.Ceil(v.Wait.Minutes())), RuleSet: check.Rules().Version,
		Limits: checkedLimits{
			Heat: heats(l), Tapping: l.Tapping.Max > 0, Stretch: l.Stretch.Max > 0, Air: l.Air.Max > 0,
			MaxMinutes: int(l.Session.Max.Minutes()), MaxForceN: float64(l.Force[chair.ZoneMuscle].Max),
		},
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(&out)
}

// heats says whether any heat is left.
func heats(l *chair.Limits) bool { return l.Heat.Max > 0 && l.HeatTime.Max > 0 }

// tellCheck writes the verdict for people.
func tellCheck(w io.Writer, check *screening.Check, v *screening.Verdict) error {
	t := page{out: w, colour: style(w).Colour}
	t.blank()
	t.say(outcomeLook(v.Outcome), v.Say)
	for _, advice := range v.Advice {
		t.say(ink, advice)
	}
	if !v.Outcome.Refused() {
		t.blank()
		t.limits(check, &v.Limits)
		t.blank()
		t.say(soft, "These limits are chosen for caution; they are not proven best. If in doubt, or if you feel worse, stop and ask a health professional.")
	}
	if v.Outcome == screening.D || v.Outcome == screening.W {
		t.blank()
		t.say(soft, "An easy walk, or slow belly breathing, is still fine if it feels good.")
	}
	t.blank()
	return t.err
}

func outcomeLook(o screening.Outcome) look {
	switch o {
	case screening.S, screening.U:
		return alarm
	case screening.D, screening.W:
		return warm
	}
	return calm
}

// limits writes a session's limits as a small table.
func (p *page) limits(check *screening.Check, l *chair.Limits) {
	force := l.Force[chair.ZoneMuscle].Max
	level := 0
	for i, n := range check.Rules().Levels {
		if n <= force {
			level = i + 1
		}
	}
	row := func(name, value string) { p.line(soft.of(p, fmt.Sprintf("%-9s", name)) + value) }
	row("time", spell(l.Session.Max))
	row("force", fmt.Sprintf("up to %.0f N, level %d of %d", force, level, len(check.Rules().Levels)))
	heat := "no"
	if heats(l) {
		heat = fmt.Sprintf("up to %.0f °C, %s at most", l.Heat.Max, spell(l.HeatTime.Max))
	}
	row("heat", heat)
	row("tapping", atMost(l.Tapping.Max))
	row("stretch", atMost(l.Stretch.Max))
	air := "yes"
	if l.Air.Max <= 0 {
		air = "no"
	}
	row("airbags", air)
}

func atMost(d time.Duration) string {
	if d <= 0 {
		return "no"
	}
	return spell(d) + " at most"
}

func spell(d time.Duration) string { return fmt.Sprintf("%g min", d.Minutes()) }
