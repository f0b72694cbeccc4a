package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/replay"
)

type replayCmd struct {
	File string        `arg:"" help:"A recording that lumbar run --record, or the engine, has written; - is standard input."`
	JSON bool          `help:"The verdict as one object."`
	From time.Duration `placeholder:"TIME" help:"Of --csv and --svg: from there on, such as 90s; counted from the first tick."`
	To   time.Duration `placeholder:"TIME" help:"Of --csv and --svg: up to there."`
	CSV  string        `placeholder:"FILE" name:"csv" help:"Write every tick as a row instead; - is standard output."`
	SVG  string        `placeholder:"FILE" name:"svg" help:"Draw force, place, depth and heat over time instead; - is standard output."`
}

// Help teaches more than the flags.
func (replayCmd) Help() string {
	return `Gives the recorded reports and requests to the same session, control and guard once more, and says whether they came out
the same: every figure of every tick. Where they did not, it tells the first tick, the field, and both values. No chair moves.

The recording is MCAP, which other tools read: docs/recording.md says what is in it.

Exit status: 0 the same, 1 different or not to be told to the end, 2 refused: no recording of Lumbar.

  lumbar run break --pace max --record break.mcap
  lumbar replay break.mcap
  lumbar replay break.mcap --svg break.svg
  lumbar replay break.mcap --csv - --from 90s --to 95s`
}

// Run plays a recording, or shows it.
func (c *replayCmd) Run(a *app) error {
	span := replay.Span{From: c.From, To: c.To}
	var wrong problems
	wrong.add(span.Check())
	if (c.CSV != "" || c.SVG != "") && c.JSON || c.CSV != "" && c.SVG != "" {
		wrong.add(errors.New("--json, --csv and --svg are three answers: ask for one"))
	}
	if span != (replay.Span{}) && c.CSV == "" && c.SVG == "" {
		wrong.add(errors.New("--from and --to go with --csv or --svg: a session is played from its beginning, or not at all"))
	}
	in, err := c.open(a)
	wrong.add(err)
	if err := wrong.refuse(a); err != nil {
		return err
	}
	defer in.Close()
	switch {
	case c.CSV != "":
		return c.write(a, c.CSV, func(w io.Writer) (bool, error) { return replay.CSV(w, in, span) })
	case c.SVG != "":
		return c.write(a, c.SVG, func(w io.Writer) (bool, error) { return replay.SVG(w, in, span) })
	}
	res, err := replay.Play(in)
	if err != nil {
		return c.unreadable(err)
	}
	if c.JSON {
		err = sayReplayJSON(a.out, res)
	} else {
		err = sayReplay(a.out, res)
	}
	if err != nil {
		return err
	}
	if !res.Same() {
		return &status{exitError, nil}
	}
	return nil
}

// open opens the recording. Standard input is kept first: a picture needs it twice.
func (c *replayCmd) open(a *app) (*os.File, error) {
	if c.File != stdin {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, fmt.Errorf("the recording cannot be read: %w; check the path", err)
		}
		return f, nil
	}
	f, err := os.CreateTemp("", "lumbar-replay-*"+".mcap")
	if err != nil {
		return nil, fmt.Errorf("keeping standard input: %w", err)
	}
	_ = os.Remove(f.Name()) // it goes when it is closed; where that cannot be, it stays for the system to take away
	if _, err = io.Copy(f, a.in); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading standard input: %w", err), f.Close())
	}
	return f, nil
}

// write writes what was asked for, and says if the recording ends early.
func (c *replayCmd) write(a *app, path string, make func(io.Writer) (torn bool, err error)) (err error) {
	out := a.out
	if path != stdin {
		f, err := os.Create(path)
		if err != nil {
			return &status{exitRefused, fmt.Errorf("the file cannot be written: %w; choose another", err)}
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	torn, err := make(out)
	if err != nil {
		return c.unreadable(err)
	}
	if torn {
		fmt.Fprintln(a.err, "lumbar:", endsEarly)
	}
	return nil
}

const endsEarly = "the recording ends before its end: whatever wrote it was ended, or is still at it"

// unreadable is a refusal if it is no recording.
func (c *replayCmd) unreadable(err error) error {
	err = fmt.Errorf("%s: %w", c.File, err)
	if errors.Is(err, replay.ErrClosed) {
		return &status{exitRefused, err}
	}
	if errors.Is(err, recording.ErrNotOne) {
		return &status{exitRefused, fmt.Errorf("%w; lumbar run --record writes one", err)}
	}
	return &status{exitError, err}
}

// verdict is a replay for other programs.
type verdict struct {
	Same      bool         `json:"same"`
	Format    int          `json:"format"`
	Version   string       `json:"version"`
	Machine   string       `json:"machine"`
	Chair     string       `json:"chair"`
	Programme string       `json:"programme"`
	Within    float64      `json:"within"`
	Sessions  int          `json:"sessions"`
	Ticks     int          `json:"ticks"`
	DurationS float64      `json:"duration_s"`
	Different int          `json:"different_ticks"`
	FirstTick int          `json:"first_tick,omitempty"`
	FirstAtS  *float64     `json:"first_at_s,omitempty"`
	First     []difference `json:"first,omitempty"`
	Missing   int          `json:"missing_ticks"`
	Torn      bool         `json:"torn"`
	Stage     string       `json:"stage"`
	Outcome   string       `json:"outcome,omitempty"`
	Fault     string       `json:"fault,omitempty"`
}

// ending is how the session ended as played; empty: it had not.
func ending(r *replay.Result) string {
	if r.Ending != 0 {
		return r.Ending.String()
	}
	return r.Outcome.String()
}

type difference struct {
	Field    string `json:"field"`
	Recorded string `json:"recorded"`
	Now      string `json:"now"`
}

func sayReplayJSON(w io.Writer, r *replay.Result) error {
	v := verdict{
		Same: r.Same(), Format: r.About.Format, Version: r.About.Version, Machine: r.About.Machine, Chair: r.About.Chair, Programme: r.About.Programme,
		Within: r.Within, Sessions: r.Sessions, Ticks: r.Ticks, DurationS: (r.Ended - r.Began).Seconds(), Different: r.Different,
		Missing: r.Missing, Torn: r.Torn, Stage: r.Stage, Outcome: ending(r), Fault: string(r.Fault),
	}
	if r.Different > 0 {
		at := (r.FirstAt - r.Began).Seconds()
		v.FirstTick, v.FirstAtS = r.FirstTick, &at
		for _, d := range r.First {
			v.First = append(v.First, difference(d))
		}
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// mostShown is how many fields of the first tick that differs are told.
const mostShown = 12

// sayReplay tells it to people.
func sayReplay(out io.Writer, r *replay.Result) error {
	w := bufio.NewWriter(out)
	a := &r.About
	fmt.Fprintf(w, "%s on %s, recorded by lumbar %s on %s\n", a.Programme, a.Chair, a.Version, a.Machine)
	fmt.Fprintf(w, "%d ticks in %s, ", r.Ticks, (r.Ended - r.Began).Round(100*time.Millisecond))
	if r.Sessions > 1 {
		fmt.Fprintf(w, "begun and gone on with %d times, ", r.Sessions-1)
	}
	fmt.Fprintf(w, "up to: %s", r.Stage)
	if o := ending(r); o != "" {
		fmt.Fprintf(w, " (%s)", o)
	}
	fmt.Fprintln(w)
	if r.Fault != "" {
		fmt.Fprintf(w, "fault: %s, %s\n", r.Fault, r.Fault.Info().Title)
	}
	fmt.Fprintln(w)
	switch {
	case r.Different > 0:
		fmt.Fprintf(w, "Different: control and guard did not come out the same in %d of %d ticks.\n", r.Different, r.Ticks)
		fmt.Fprintf(w, "First in tick %d, at %.3f s:\n", r.FirstTick, (r.FirstAt - r.Began).Seconds())
		for i, d := range r.First {
			if i == mostShown {
				fmt.Fprintf(w, "  and %d more fields\n", len(r.First)-i)
				break
			}
			fmt.Fprintf(w, "  %-18s recorded %s, now %s\n", d.Field, d.Recorded, d.Now)
		}
	case r.Missing > 0:
		fmt.Fprintf(w, "The same up to tick %d. What comes then cannot be told.\n", r.Ticks)
	default:
		fmt.Fprintln(w, "The same: control and guard came out as they were recorded, in every tick.")
	}
	if r.Within > 0 {
		fmt.Fprintf(w, "It was recorded on another kind of machine (%s; this is %s): figures up to %g apart, or that share of them, count as the same.\n", a.Machine, recording.Machine(), r.Within)
	}
	if r.Missing > 0 {
		fmt.Fprintf(w, "%d ticks are missing: the disk was too slow for them.\n", r.Missing)
	}
	if r.Torn {
		fmt.Fprintf(w, "%s.\n", strings.ToUpper(endsEarly[:1])+endsEarly[1:])
	}
	return w.Flush()
}
