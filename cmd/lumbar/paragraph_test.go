package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestPageNarrow: a paragraph fits a narrow terminal, and is no wider than is read well in a wide one.
func TestPageNarrow(t *testing.T) {
	for cellsOfLine, most := range map[int]int{0: 74, 200: 74, 80: 74, 40: 38, 10: 18} {
		var out bytes.Buffer
		p := page{out: &out, cells: cellsOfLine}
		p.say(ink, notice)
		if p.err != nil {
			t.Fatal(p.err)
		}
		wide := 0
		for line := range strings.Lines(out.String()) {
			wide = max(wide, cells(strings.TrimRight(line, "\n")))
		}
		if wide > most || wide < most-10 {
			t.Errorf("in a terminal of %d cells lines are up to %d wide, want at most %d", cellsOfLine, wide, most)
		}
	}
}
