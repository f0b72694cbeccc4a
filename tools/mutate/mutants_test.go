package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMutants(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.go")
	src := `package a

const most = 3

func f(x int) bool {
	x += 2
	g()
	if x < most && !h() {
		return true
	}
	return false
}
`
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := mutants(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		_, change, _ := strings.Cut(m.String(), ": ")
		got = append(got, change)
		if string(m.text()) == src {
			t.Errorf("%s changes nothing", m)
		}
	}
	for _, want := range []string{
		"3 -> 4", "+= -> -=", "x += 2 -> (left out)", "2 -> 3", "g() -> (left out)",
		"< -> <=", "< -> >", "&& -> ||", "! -> (left out)", "true -> false", "false -> true",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no mutant %q among %q", want, got)
		}
	}
}

// TestSurvivorsAreFound is the test of the test: a package whose tests check nothing keeps its mutants alive, one
// whose tests check its bound does not.
func TestSurvivorsAreFound(t *testing.T) {
	for name, want := range map[string]bool{"weak": true, "strong": false} {
		n, err := run(options{pkg: "./testdata/" + name, test: "./testdata/" + name, workers: 2, batch: 10, timeout: 60e9})
		if err != nil {
			t.Fatal(name, err)
		}
		if (n > 0) != want {
			t.Errorf("%s: %d survived, want some: %v", name, n, want)
		}
	}
}
