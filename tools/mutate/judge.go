package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// try makes one test binary of a batch and runs it over each of its mutants.
func try(o options, dir string, batch []mutant, b *book) error {
	replaced := map[string][]byte{batch[0].file: batch[0].text()}
	alone := len(batch) == 1
	if !alone {
		var err error
		if replaced, err = switched(batch); err != nil {
			return err
		}
	}
	bin, err := build(o, dir, replaced)
	if err != nil {
		return fmt.Errorf("%v: %w", batch, err)
	}
	if !alone {
		if v := o.judge(bin, mutant{}); v != lived {
			return fmt.Errorf("%s: the tests fail with no mutant of %d switched on", batch[0], len(batch))
		}
	}
	var again []mutant
	for _, m := range batch {
		v := o.judge(bin, m)
		if v == lived && !alone {
			again = append(again, m)
			continue
		}
		b.enter(m, v)
	}
	for _, m := range again {
		if err := try(o, dir, []mutant{m}, b); err != nil {
			return err
		}
	}
	return nil
}

// unchanged makes sure that the tests pass without any change. It returns how long a mutant's may take.
func unchanged(o options, dir string) (time.Duration, error) {
	bin, err := build(o, filepath.Join(dir, "unchanged"), nil)
	if err != nil {
		return 0, err
	}
	began, most := time.Now(), o.timeout
	if o.timeout == 0 {
		o.timeout = 10 * time.Minute
	}
	if v := o.judge(bin, mutant{}); v != lived {
		return 0, errors.New("the tests fail without any change")
	}
	if most == 0 {
		most = 10*time.Since(began) + 5*time.Second
	}
	return most, nil
}

// build makes a test binary with the text of some files replaced.
func build(o options, dir string, replaced map[string][]byte) (bin string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	overlay := map[string]string{}
	for file, text := range replaced {
		original, err := filepath.Abs(file)
		if err != nil {
			return "", err
		}
		changed := filepath.Join(dir, filepath.Base(file))
		if err := os.WriteFile(changed, text, 0o644); err != nil {
			return "", err
		}
		overlay[original] = changed
	}
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return "", err
	}
	if bin, err = filepath.Abs(filepath.Join(dir, "mutant.test")); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", path, "-o", bin, o.test).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w:\n%s", err, out)
	}
	return bin, nil
}

// judge runs a test binary with a mutant switched on: first the tests of its own file, then all.
func (o options) judge(bin string, m mutant) verdict {
	if own := o.ownTests(m.file); len(own) > 0 {
		if v := o.exec(bin, m, "-test.run=^("+strings.Join(own, "|")+")$"); v != lived {
			return v
		}
	}
	return o.exec(bin, m)
}

func (o options) exec(bin string, m mutant, args ...string) verdict {
	ctx, cancel := context.WithTimeout(context.Background(), o.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, append(args, "-test.short", "-test.failfast")...)
	cmd.Dir, cmd.WaitDelay = o.test, time.Second
	// Properties try the same examples for every mutant, and leave none behind for the next.
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", environment, m.number), "RAPID_SEED=1", "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=1ms")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	switch err := cmd.Run(); {
	case err == nil:
		return lived
	case ctx.Err() != nil:
		return slow
	}
	return killed
}

// ownTests is the tests of a file's own _test.go, if it has one.
func (o options) ownTests(file string) (names []string) {
	path := filepath.Join(o.test, strings.TrimSuffix(filepath.Base(file), ".go")+"_test.go")
	tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if file == "" || err != nil {
		return nil
	}
	for _, d := range tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") && f.Name.Name != "TestMain" {
			names = append(names, f.Name.Name)
		}
	}
	return names
}
