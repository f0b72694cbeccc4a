// Command mutate changes one thing at a time in a package and runs the package's tests against each change. A
// change that no test notices has survived: either a test is missing or the code does not matter.
//
//	go run ./tools/mutate ./guard
//	go run ./tools/mutate -files force.go,heat.go ./guard
//
// It changes comparisons, logic, arithmetic, signs, constants and returned truth values, and leaves out
// assignments and calls that stand alone. Files are not touched: the changed text goes to the compiler by
// "go test -c -overlay". To compile less often, many changes of function bodies go into one test binary, each
// behind a switch that the environment sets; a survivor is tried once more in a binary of its own. The tests
// of the changed file's own _test.go run first, then all. The exit status is 1 if a mutant survived.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
)

// options is the command line.
type options struct {
	pkg     string
	test    string
	files   string
	workers int
	batch   int
	timeout time.Duration
	verbose bool
}

func main() {
	var o options
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "test binaries made and run at a time")
	flag.IntVar(&o.batch, "batch", 50, "mutants in one test binary; 1 gives each its own")
	flag.StringVar(&o.test, "test", "", "package whose tests judge; the mutated one itself by default")
	flag.StringVar(&o.files, "files", "", "names of the files to change, with commas between; all by default")
	flag.DurationVar(&o.timeout, "timeout", 0, "a mutant whose tests run longer counts as killed; 0: ten times what they take unchanged, and 5 s")
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
	all, err := find(o)
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.timeout, err = unchanged(o, dir); err != nil {
		return 0, err
	}
	b := newBook(o, all)
	sound, err := compiles(o, all)
	if err != nil {
		return 0, err
	}
	for i, m := range all {
		if !sound[i] {
			b.enter(m, broken)
		}
	}
	all = slices.DeleteFunc(slices.Clone(all), func(m mutant) bool { return !sound[m.number-1] })
	var (
		wg   sync.WaitGroup
		next = make(chan []mutant)
		errs = make([]error, o.workers)
	)
	for w := range o.workers {
		wg.Go(func() {
			for batch := range next {
				if errs[w] == nil {
					errs[w] = try(o, filepath.Join(dir, fmt.Sprint(w)), batch, b)
				}
			}
		})
	}
	for _, batch := range batches(all, o.batch) {
		next <- batch
	}
	close(next)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return 0, err
	}
	return b.close(), nil
}

// find makes every mutant of the files asked for, numbered from 1.
func find(o options) (all []mutant, err error) {
	files, err := filepath.Glob(filepath.Join(o.pkg, "*.go"))
	if err != nil {
		return nil, err
	}
	wanted := strings.FieldsFunc(o.files, func(r rune) bool { return r == ',' })
	for _, f := range files {
		i := slices.Index(wanted, filepath.Base(f))
		if strings.HasSuffix(f, "_test.go") || o.files != "" && i < 0 {
			continue
		}
		if i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
		}
		m, err := mutants(f)
		if err != nil {
			return nil, err
		}
		all = append(all, m...)
	}
	if len(wanted) > 0 {
		return nil, fmt.Errorf("no %v in %s", wanted, o.pkg)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nothing to change in %s", o.pkg)
	}
	for i := range all {
		all[i].number = i + 1
	}
	return all, nil
}

// verdict is what became of a mutant.
type verdict string

const (
	killed verdict = "killed"
	lived  verdict = "survived"
	broken verdict = "does not compile"
	slow   verdict = "killed: its tests do not end"
)

// book keeps count, and shows how far it has come.
type book struct {
	o     options
	all   int
	began time.Time

	mu    sync.Mutex
	tally map[verdict]int
	alive []mutant
}

func newBook(o options, all []mutant) *book {
	return &book{o: o, all: len(all), began: time.Now(), tally: map[verdict]int{}}
}

// enter writes down what became of a mutant.
func (b *book) enter(m mutant, v verdict) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tally[v]++
	if v == lived {
		b.alive = append(b.alive, m)
	}
	if b.o.verbose || v == lived {
		fmt.Printf("%s: %s\n", v, m)
	}
	done, broke := b.tally[killed]+b.tally[slow]+b.tally[lived], b.tally[broken]
	left := "?"
	if done > 0 {
		left = (time.Since(b.began) / time.Duration(done) * time.Duration(b.all-broke-done)).Round(time.Second).String()
	}
	fmt.Fprintf(os.Stderr, "\r%d of %d, %d survived, %s left    ", done+broke, b.all, b.tally[lived], left)
}

// close prints the account and returns how many survived.
func (b *book) close() int {
	fmt.Fprintln(os.Stderr)
	if !b.o.verbose && len(b.alive) > 0 {
		sort.Slice(b.alive, func(i, k int) bool { return b.alive[i].number < b.alive[k].number })
		fmt.Println("in order:")
		for _, m := range b.alive {
			fmt.Println(lived+":", m)
		}
	}
	fmt.Printf("%s: %d mutants, %d killed (%d of them by time), %d did not compile, %d survived\n", b.o.pkg, b.all,
		b.tally[killed]+b.tally[slow], b.tally[slow], b.tally[broken], len(b.alive))
	return len(b.alive)
}
