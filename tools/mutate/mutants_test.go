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
// whose tests check its bound does not; and it comes to the same whether mutants share a binary or not.
func TestSurvivorsAreFound(t *testing.T) {
	for name, want := range map[string]bool{"weak": true, "strong": false} {
		var was int
		for _, batch := range []int{1, 50} {
			o := options{pkg: "./testdata/" + name, test: "./testdata/" + name, workers: 2, batch: batch}
			n, err := run(o)
			if err != nil {
				t.Fatal(name, err)
			}
			if (n > 0) != want || batch > 1 && n != was {
				t.Errorf("%s, %d at a time: %d survived, want some: %v", name, batch, n, want)
			}
			was = n
		}
	}
}

func TestWhatDoesNotCompile(t *testing.T) {
	o := options{pkg: "./testdata/strong"}
	all, err := find(o)
	if err != nil {
		t.Fatal(err)
	}
	sound, err := compiles(o, all)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range all {
		if want := m.was != "+" || !strings.Contains(string(m.text()), "a - b"); sound[i] != want {
			t.Errorf("%s: compiles %v, want %v", m, sound[i], want)
		}
	}
}

func TestFilesThatAreNot(t *testing.T) {
	for _, o := range []options{{pkg: "./testdata/strong", files: "limit.go,gone.go"}, {pkg: "./testdata"}} {
		if all, err := find(o); err == nil {
			t.Errorf("found %d mutants in %q of %s, want an error", len(all), o.files, o.pkg)
		}
	}
}
