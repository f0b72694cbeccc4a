package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"go.lsp.dev/protocol"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/diag"
)

func TestPositions(t *testing.T) {
	txt := newText([]byte("a°𝔞b\r\n\rç\n"))
	for _, c := range []struct {
		at        int
		line, col uint32
	}{{0, 0, 0}, {1, 0, 1}, {2, 0, 1}, {3, 0, 2}, {5, 0, 2}, {7, 0, 4}, {8, 0, 5}, {10, 1, 0}, {11, 2, 0}, {13, 2, 1}, {14, 3, 0}, {99, 3, 0}, {-1, 0, 0}} {
		if p := txt.position(c.at); p.Line != c.line || p.Character != c.col {
			t.Errorf("byte %d: %d:%d, want %d:%d", c.at, p.Line, p.Character, c.line, c.col)
		}
	}
	for _, c := range []struct {
		line, col uint32
		at        int
	}{{0, 3, 3}, {0, 4, 7}, {0, 99, 8}, {1, 5, 10}, {2, 1, 13}, {9, 0, 14}, {4294967295, 4294967295, 14}} {
		if at := txt.offset(protocol.Position{Line: c.line, Character: c.col}); at != c.at {
			t.Errorf("%d:%d: byte %d, want %d", c.line, c.col, at, c.at)
		}
	}
}

// letters are what texts are made of here: one to four bytes, one or two units, all ends of lines.
var letters = []string{"a", " ", "\"", "{", "°", "ç", "腰", "𝔞", "👩‍🦽", "\n", "\r\n", "\r"}

func anyText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 40).Draw(t, label), "")
}

// TestPlacesOfAnyText: a place and back is the same place, at every character.
func TestPlacesOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := anyText(t, "text")
		txt := newText([]byte(src))
		for i := range src {
			if i > 0 && src[i] == '\n' && src[i-1] == '\r' {
				continue // inside of the end of a line there is no place
			}
			if at := txt.offset(txt.position(i)); at != i {
				t.Fatalf("%q: byte %d comes back as %d", src, i, at)
			}
		}
	})
}

// TestChanges: parts changed by units are what the same parts are in a plain row of units.
func TestChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := anyText(t, "text")
		txt := newText([]byte(src))
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			row := utf16.Encode([]rune(string(txt.src)))
			from := whole(row, rapid.IntRange(0, len(row)).Draw(t, "from"))
			to := whole(row, rapid.IntRange(from, len(row)).Draw(t, "to"))
			put := anyText(t, "put")
			want := string(utf16.Decode(row[:from])) + put + string(utf16.Decode(row[to:]))
			txt = txt.changed(&protocol.TextDocumentContentChangePartial{Range: protocol.Range{Start: place(row, from), End: place(row, to)}, Text: put})
			if got := string(txt.src); got != want {
				t.Fatalf("%q, want %q", got, want)
			}
		}
		if !utf8.Valid(txt.src) {
			t.Fatalf("%q is cut within a character", txt.src)
		}
	})
}

// whole moves a place back out of a pair and out of the end of a line.
func whole(row []uint16, i int) int {
	for i > 0 && i < len(row) && (utf16.IsSurrogate(rune(row[i])) && row[i] >= 0xdc00 || row[i] == '\n' && row[i-1] == '\r') {
		i--
	}
	return i
}

// place is a unit's line and number in it, counted from the start.
func place(row []uint16, at int) (p protocol.Position) {
	for i := range at {
		p.Character++
		if row[i] == '\n' || row[i] == '\r' && !(i+1 < len(row) && row[i+1] == '\n') {
			p.Line++
			p.Character = 0
		}
	}
	return p
}

// TestEdit: the one edit makes of a text what it should be.
func TestEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyText(t, "from"), anyText(t, "to")
		if rapid.Bool().Draw(t, "laid out") {
			from = "a {\n" + strings.Repeat("b = 1\n\n", rapid.IntRange(0, 9).Draw(t, "n")) + "}\n"
			out, _ := diag.Format("f.hcl", []byte(from))
			to = string(out)
		}
		txt := newText([]byte(from))
		edits := txt.edit([]byte(to))
		if len(edits) == 0 {
			if from != to {
				t.Fatalf("no edit from %q to %q", from, to)
			}
			return
		}
		got := txt.changed(&protocol.TextDocumentContentChangePartial{Range: edits[0].Range, Text: edits[0].NewText})
		if string(got.src) != to {
			t.Fatalf("from %q %+v makes %q, want %q", from, edits, got.src, to)
		}
	})
}
