package main

import (
	"errors"
	"fmt"
	"maps"

	"github.com/openlumbar/lumbar/internal/diag"
)

// faulty is diagnostics that end a command; they are printed with the lines that they speak of.
type faulty struct {
	list    diag.List
	sources map[string][]byte
}

func (f *faulty) Error() string { return f.list.Err().Error() }

// problems is everything that keeps a command from starting: people get all of it at once.
type problems []error

func (p *problems) add(err error) {
	if err != nil {
		*p = append(*p, err)
	}
}

// refuse prints the problems, diagnostics last and in full, and gives the exit status of a refusal; nil without
// problems.
func (p problems) refuse(a *app) error {
	if len(p) == 0 {
		return nil
	}
	var list diag.List
	sources := map[string][]byte{}
	for _, err := range p {
		var f *faulty
		if !errors.As(err, &f) {
			fmt.Fprintln(a.err, "lumbar:", err)
			continue
		}
		list = append(list, f.list...)
		maps.Copy(sources, f.sources)
	}
	if err := list.Write(a.err, sources, style(a.err)); err != nil {
		return err
	}
	return &status{exitRefused, nil}
}
