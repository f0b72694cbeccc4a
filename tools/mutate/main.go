// Command mutate changes one thing at a time in a package and runs the package's tests against each change. A
// change that no test notices has survived: either a test is missing or the code does not matter.
//
//	go run ./tools/mutate ./guard
//
// It changes comparisons, logic, arithmetic, signs, constants and returned truth values, and leaves out
// assignments and calls that stand alone. Files are not touched: the changed text goes to the compiler by
// "go test -overlay". The exit status is 1 if a mutant survived.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

// options is the command line.
type options struct {
	pkg     string
	test    string
	workers int
	timeout time.Duration
	verbose bool
}

func main() {
	var o options
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "mutants tried at a time")
	flag.StringVar(&o.test, "test", "", "package whose tests judge; the mutated one itself by default")
	flag.DurationVar(&o.timeout, "timeout", time.Minute, "a mutant whose tests run longer counts as killed")
	flag.BoolVar(&o.verbose, "v", false, "print every mutant")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: mutate [flags] ./package")
		os.Exit(2)
	}
	o.pkg = flag.Arg(0)
	if o.test == "" {
		o.test = o.pkg
	}
	survived, err := run(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if survived > 0 {
		os.Exit(1)
	}
}

// run tries every mutant and prints what survived.
func run(o options) (survived int, err error) {
	files, err := filepath.Glob(filepath.Join(o.pkg, "*.go"))
	if err != nil {
		return 0, err
	}
	var all []mutant
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		m, err := mutants(f)
		if err != nil {
			return 0, err
		}
		all = append(all, m...)
	}
	if len(all) == 0 {
		return 0, fmt.Errorf("nothing to change in %s", o.pkg)
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if out, err := judge(context.Background(), o, ""); err != nil {
		return 0, fmt.Errorf("the tests fail without any change:\n%s", out)
	}

	var (
		mu    sync.Mutex
		tally = map[verdict]int{}
		alive []mutant
		wg    sync.WaitGroup
		next  = make(chan mutant)
	)
	for w := range o.workers {
		wg.Go(func() {
			for m := range next {
				v, err := try(o, filepath.Join(dir, fmt.Sprint(w)), m)
				mu.Lock()
				tally[v]++
				if v == lived || err != nil {
					alive = append(alive, m)
				}
				if o.verbose || err != nil {
					fmt.Println(v, m, err)
				}
				progress(tally, len(all))
				mu.Unlock()
			}
		})
	}
	for _, m := range all {
		next <- m
	}
	close(next)
	wg.Wait()
	sort.Slice(alive, func(i, k int) bool { return alive[i].String() < alive[k].String() })
	fmt.Fprintln(os.Stderr)
	for _, m := range alive {
		fmt.Println("survived:", m)
	}
	fmt.Printf("%s: %d mutants, %d killed, %d did not compile, %d survived\n",
		o.pkg, len(all), tally[killed], tally[broken], len(alive))
	return len(alive), nil
}

// progress shows how far it has come, on a terminal's one line.
func progress(tally map[verdict]int, all int) {
	done := tally[killed] + tally[lived] + tally[broken]
	fmt.Fprintf(os.Stderr, "\r%d of %d, %d survived ", done, all, tally[lived])
}

// verdict is what became of a mutant.
type verdict string

const (
	killed verdict = "killed"
	lived  verdict = "survived"
	broken verdict = "does not compile"
)

// try runs the tests over one mutant.
func try(o options, dir string, m mutant) (verdict, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return lived, err
	}
	changed := filepath.Join(dir, "mutant.go")
	if err := os.WriteFile(changed, m.text, 0o644); err != nil {
		return lived, err
	}
	original, err := filepath.Abs(m.file)
	if err != nil {
		return lived, err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return lived, err
	}
	path := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(path, overlay, 0o644); err != nil {
		return lived, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), o.timeout)
	defer cancel()
	out, err := judge(ctx, o, path)
	switch {
	case err == nil:
		return lived, nil
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return broken, nil
	}
	return killed, nil
}

// judge runs the tests, with an overlay if there is one.
func judge(ctx context.Context, o options, overlay string) (string, error) {
	args := []string{"test", "-short", "-failfast", "-vet=off"}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, o.test)...)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	return string(out), err
}
