// Command faults runs the fault campaign: every known fault in every state of every shipped programme on the simulated
// chair, then random ones, judged by what the twin knows to be true against the claims in internal/campaign.
//
//	go run ./tools/faults                         everything
//	go run ./tools/faults --case NAME             one systematic case; a name that ends in "..." is a prefix
//	go run ./tools/faults --seed N                one random case
//	go run ./tools/faults --markdown SAFETY.md    and write the table between the marks there
//
// The exit status is 1 if a claim is broken, 2 if the campaign could not be run.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/campaign"
)

type options struct {
	name     string
	seed     uint64
	random   int
	first    uint64
	only     string
	markdown string
	json     string
	verbose  bool
}

func main() {
	var o options
	flag.StringVar(&o.name, "case", "", "play one systematic case; NAME... plays all that begin so")
	flag.Uint64Var(&o.seed, "seed", 0, "play one random case")
	flag.IntVar(&o.random, "random", 10000, "how many random cases")
	flag.Uint64Var(&o.first, "first", 1, "seed of the first random case")
	flag.StringVar(&o.only, "only", "", "only systematic cases whose name holds this, and no random ones")
	flag.StringVar(&o.markdown, "markdown", "", "write the table between the marks in this file")
	flag.StringVar(&o.json, "json", "", "write everything to this file")
	flag.BoolVar(&o.verbose, "v", false, "print every case")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	broken, err := run(ctx, &o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(2)
	}
	if broken > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, o *options) (broken int, err error) {
	setting, err := campaign.NewSetting()
	if err != nil {
		return 0, err
	}
	cases, err := choose(setting, o)
	if err != nil {
		return 0, err
	}
	sum, show := campaign.NewSummary(), newProgress(os.Stderr, len(cases))
	err = setting.Run(ctx, cases, func(r *campaign.Result) {
		sum.Add(r)
		if o.verbose || o.name != "" || o.seed != 0 {
			show.line(r.String())
		}
		show.step(sum.Cases, len(sum.Breaks))
	})
	show.end()
	sum.Sort()
	fmt.Print(sum.Text())
	fmt.Printf("%d cases in %v, %d broken\n", sum.Cases, time.Since(show.began).Round(time.Second), len(sum.Breaks))
	if err != nil {
		return 0, fmt.Errorf("after %d of %d cases: %w", sum.Cases, len(cases), err)
	}
	return len(sum.Breaks), write(sum, o)
}

// choose is the cases that the command line asks for.
func choose(s *campaign.Setting, o *options) ([]campaign.Case, error) {
	if o.seed != 0 {
		return []campaign.Case{s.Random(o.seed)}, nil
	}
	prefix, many := strings.CutSuffix(o.name, "...")
	var out []campaign.Case
	for _, c := range s.Systematic() {
		if o.name == "" && strings.Contains(c.Name, o.only) || o.name != "" && (c.Name == o.name || many && strings.HasPrefix(c.Name, prefix)) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no case %q: names are PROGRAMME/STATE/FAULT, such as after-desk/knead/twin.depth_jam", o.name+o.only)
	}
	if o.name == "" && o.only == "" {
		for i := range o.random {
			out = append(out, s.Random(o.first+uint64(i)))
		}
	}
	return out, nil
}

const begin, end = "<!-- faults:begin -->", "<!-- faults:end -->"

// write puts the results where the command line wants them.
func write(sum *campaign.Summary, o *options) error {
	if o.json != "" {
		text, err := json.MarshalIndent(sum, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.json, append(text, '\n'), 0o644); err != nil {
			return fmt.Errorf("writing the results: %w", err)
		}
	}
	if o.markdown == "" {
		return nil
	}
	old, err := os.ReadFile(o.markdown)
	if err != nil {
		return fmt.Errorf("reading where the table goes: %w", err)
	}
	text, err := between(string(old), sum.Markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", o.markdown, err)
	}
	if err := os.WriteFile(o.markdown, []byte(text), 0o644); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

// between puts a table between the marks of a text.
func between(text, table string) (string, error) {
	head, rest, ok := strings.Cut(text, begin)
	_, tail, also := strings.Cut(rest, end)
	if !ok || !also {
		return "", errors.New("no marks " + begin + " and " + end + " in it: put them where the table shall be")
	}
	return head + begin + "\n" + table + end + tail, nil
}
