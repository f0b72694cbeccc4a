package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/verify"
)

type verifyCmd struct {
	Programme  string `arg:"" help:"A programme that ships, or a file."`
	Bodies     int    `placeholder:"N" help:"How many bodies: a sample by sex, stature and mass. Default: all."`
	Population string `default:"ansur" help:"Whose backs: ansur (ANSUR II, 6,068 soldiers) or nhanes (adults of the USA, by the survey's weights), of those for whom the chair is built."`
	Chair      string `default:"bench-4d" help:"The simulated chair's profile: a name that ships, or a file."`
	Seed       string `default:"1" help:"Decides the sample, and all of a person and chair that measures do not; 0 to 2^53."`
	Sweep      bool   `help:"Draw what no tape says of people the more widely the less is known of it: stiffness, posture, warmth; some get up."`
	Quick      bool   `help:"In a sixth of the time: fewer ticks a second first, and the chair's own rate for whoever comes near a limit or is among the worst."`
	JSON       bool   `help:"The whole report as one object."`
	HTML       string `placeholder:"FILE" help:"The whole report as a page: one file, for reading, printing, sending."`
	State      string `placeholder:"FILE" help:"Keep every finished body in FILE, and go on from what it has."`
	Resume     string `placeholder:"FILE" help:"Go on from FILE, which an interrupted run has written."`
	Watch      bool   `help:"At every save of the programme: first the 16 bodies that matter most, at the quick rate, then all."`
}

// Help teaches more than the flags.
func (verifyCmd) Help() string {
	return `Gives the programme to thousands of simulated people, with the session, control and guard that drive a chair, and tells by
the simulation's own truth how hard it pressed, how long and how warm, whom, and which limits were exceeded. The same seed
gives the same bytes, on any number of cores. Every one of the worst bodies can be seen again by the command that is printed.

A model is not a person: docs/verify.md, docs/twin.md.

Exit status: 0 no limit was exceeded, 1 one was or an error on this machine, 2 refused (nothing was started), 4 interrupted;
Ctrl-C is how --watch ends: 0.

  lumbar verify after-desk --bodies 200
  lumbar verify after-desk --quick
  lumbar verify after-desk --bodies 200 --sweep
  lumbar verify my.lumbar.hcl --html report.html
  lumbar verify my.lumbar.hcl --watch`
}

// populations is whose backs there are, and how each is made of those for whom a chair is built.
var populations = [...]struct {
	name string
	make func(built chair.PersonRange) verify.Population
}{
	{verify.ANSUR{}.Name(), func(chair.PersonRange) verify.Population { return verify.ANSUR{} }},
	{(*verify.NHANES)(nil).Name(), func(built chair.PersonRange) verify.Population { return verify.NewNHANES(built) }},
}

// Run tries a programme on a population.
func (c *verifyCmd) Run(ctx context.Context, a *app) error {
	at := stamp(c.Programme)
	set, bodies, err := c.prepare(a)
	if err != nil {
		return err
	}
	if c.Watch {
		return c.watch(ctx, a, at, set, bodies)
	}
	record, err := c.record(set)
	if err != nil {
		return &status{exitRefused, err}
	}
	t := &bodyRun{app: a, set: set, record: record, progress: newBodyBar(a, len(bodies))}
	failed := t.play(ctx, bodies)
	interrupted := ctx.Err() != nil
	if failed != nil && !interrupted {
		return errors.Join(failed, record.close())
	}
	return errors.Join(c.tell(ctx, a, t, len(bodies), interrupted), record.close())
}

// prepare reads what was asked for, and says all that is wrong with it at once.
func (c *verifyCmd) prepare(a *app) (*verify.Setting, []int, error) {
	var wrong problems
	profile, err := findChair(c.Chair)
	wrong.add(err)
	plan, err := findProgramme(c.Programme)
	wrong.add(err)
	seed, err := parseSeed(c.Seed)
	wrong.add(err)
	people, err := findPopulation(c.Population, profile.Person)
	wrong.add(err)
	if c.Bodies < 0 {
		wrong.add(fmt.Errorf("--bodies=%d is no number of bodies: write 1 or more, or leave it out for all", c.Bodies))
	}
	if c.State != "" && c.Resume != "" {
		wrong.add(errors.New("--state and --resume name the same thing: give one of them"))
	}
	if c.Resume != "" && !verify.Exists(c.Resume) {
		wrong.add(fmt.Errorf("no record at %s: check the path, or begin with --state %s", c.Resume, c.Resume))
	}
	if c.Watch && (c.JSON || c.HTML != "" || c.State+c.Resume != "" || !looksLikePath(c.Programme)) {
		wrong.add(errors.New("--watch is for a file that you are writing: give its path, and none of --json, --html, --state and --resume"))
	}
	if err := wrong.refuse(a); err != nil {
		return nil, nil, err
	}
	set := &verify.Setting{Name: c.Programme, Plan: plan, Profile: profile, Population: people, Seed: seed, Sweep: c.Sweep, Quick: c.Quick}
	if c.Chair != "bench-4d" {
		set.ChairName = c.Chair
	}
	if !c.Watch { // which keeps no record, and is in a hurry
		if set.Binary, err = binary(); err != nil {
			return nil, nil, err
		}
	}
	set.Prepare()
	bodies, err := verify.Sample(people, c.Bodies, seed, profile.Person)
	if err == nil && len(bodies) == 0 {
		wrong.add(fmt.Errorf("--chair %s is built for nobody of %s, so that there is nobody to try it on: look at its block person", c.Chair, people.Title()))
		err = wrong.refuse(a)
	}
	return set, bodies, err
}

// findPopulation finds a population by its name.
func findPopulation(name string, built chair.PersonRange) (verify.Population, error) {
	var names []string
	for _, p := range populations {
		if p.name == name {
			return p.make(built), nil
		}
		names = append(names, p.name)
	}
	return nil, errors.New(unknown("population", name, names, "leave --population out"))
}

// binary is which program this is, by its bytes: a record of finished bodies is good for the same one only.
func binary() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding this program's own file: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("reading this program's own file: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("reading this program's own file: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// record opens the record that was asked for; without one, nothing is kept until a run is interrupted.
func (c *verifyCmd) record(set *verify.Setting) (*bodyRecord, error) {
	path := c.State + c.Resume // one of them at most
	if path == "" {
		return &bodyRecord{}, nil
	}
	r, err := verify.OpenRecord(path, set)
	if err != nil {
		return nil, fmt.Errorf("%w; name another file, or remove this one", err)
	}
	return &bodyRecord{r, path}, nil
}

// tell writes the report wherever it was asked for, and gives the exit status.
func (c *verifyCmd) tell(ctx context.Context, a *app, t *bodyRun, asked int, interrupted bool) error {
	report := t.set.Report(t.all, asked)
	goOn := ""
	if interrupted {
		var err error
		if goOn, err = c.keep(t); err != nil {
			return err
		}
	}
	if c.HTML != "" && !interrupted {
		if err := c.page(ctx, t, &report); err != nil {
			return err
		}
	}
	if err := c.print(a, &report); err != nil {
		return err
	}
	switch {
	case interrupted: // said last, so that a long report does not carry it off the screen
		_, err := io.WriteString(a.err, goOn)
		return &status{exitStopped, err}
	case report.Exceeded > 0:
		return &status{exitError, nil}
	}
	return nil
}

func (c *verifyCmd) print(a *app, report *verify.Report) error {
	if c.JSON {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(report)
	}
	text := report.Text()
	if c.HTML != "" && report.Bodies == report.Asked {
		text += "\nThe whole report: " + c.HTML + "\n"
	}
	_, err := io.WriteString(a.out, text)
	return err
}

// keep keeps what an interrupted run has finished, and returns how to go on.
func (c *verifyCmd) keep(t *bodyRun) (string, error) {
	path := t.record.path
	if path == "" {
		path = strings.TrimSuffix(t.set.Plan.Name, ".lumbar") + ".verify.jsonl"
		r, err := verify.OpenRecord(path, t.set)
		if err != nil {
			return "", fmt.Errorf("what is done could not be kept: %w", err)
		}
		defer r.Close()
		for i := range t.all {
			if _, known := r.Done(t.all[i].Row); known {
				continue
			}
			if err := r.Add(&t.all[i]); err != nil {
				return "", err
			}
		}
	}
	return fmt.Sprintf("lumbar: interrupted; %s finished bodies are kept. To go on:\n  %s --resume %s\n",
		verify.Number(len(t.all)), c.line(), path), nil
}

// line is the command line that asks for the same run.
func (c *verifyCmd) line() string {
	text := "lumbar verify " + c.Programme
	for _, f := range []struct {
		flag, value, plain string
	}{{"bodies", fmt.Sprint(c.Bodies), "0"}, {"population", c.Population, "ansur"}, {"chair", c.Chair, "bench-4d"}, {"seed", c.Seed, "1"}, {"html", c.HTML, ""}} {
		if f.value != f.plain {
			text += fmt.Sprintf(" --%s %s", f.flag, f.value)
		}
	}
	if c.Sweep {
		text += " --sweep"
	}
	if c.Quick {
		text += " --quick"
	}
	return text
}
