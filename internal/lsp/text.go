package lsp

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"go.lsp.dev/protocol"
)

// text is a document's text with where its lines begin. It does not change.
type text struct {
	src   []byte
	lines []int // the first byte of each line; a line ends with \n, \r\n or \r
}

var newline = []byte("\n")

func newText(src []byte) *text {
	t := &text{src: src, lines: []int{0}}
	for i, c := range src {
		if c == '\n' || c == '\r' && !(i+1 < len(src) && src[i+1] == '\n') {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// units is how many UTF-16 units a character takes. What is no UTF-8 counts as one for each byte, as it is decoded.
func units(r rune) uint32 {
	if r > 0xffff {
		return 2
	}
	return 1
}

// position is that of a byte; one inside of a character is that of the character.
func (t *text) position(at int) protocol.Position {
	at = min(max(0, at), len(t.src))
	line := sort.SearchInts(t.lines, at+1) - 1
	n := uint32(0)
	for i := t.lines[line]; i < at; {
		r, size := utf8.DecodeRune(t.src[i:])
		if i+size > at {
			break
		}
		n += units(r)
		i += size
	}
	return protocol.Position{Line: uint32(line), Character: n}
}

// offset is the byte of a position; one behind its line is the line's end, one behind the text is the text's.
func (t *text) offset(p protocol.Position) int {
	if int64(p.Line) >= int64(len(t.lines)) {
		return len(t.src)
	}
	i, n := t.lines[p.Line], uint32(0)
	for i < len(t.src) && t.src[i] != '\n' && t.src[i] != '\r' {
		r, size := utf8.DecodeRune(t.src[i:])
		if n+units(r) > p.Character { // also inside of a pair
			break
		}
		n += units(r)
		i += size
	}
	return i
}

// span is a range of bytes.
func (t *text) span(from, to int) protocol.Range {
	return protocol.Range{Start: t.position(from), End: t.position(to)}
}

// changed is the text after a change, of a part or of the whole.
func (t *text) changed(c protocol.TextDocumentContentChangeEvent) *text {
	switch c := c.(type) {
	case *protocol.TextDocumentContentChangeWholeDocument:
		return newText([]byte(c.Text))
	case *protocol.TextDocumentContentChangePartial:
		from, to := t.offset(c.Range.Start), t.offset(c.Range.End)
		if from > to {
			from, to = to, from
		}
		out := make([]byte, 0, len(t.src)-(to-from)+len(c.Text))
		out = append(append(append(out, t.src[:from]...), c.Text...), t.src[to:]...)
		return newText(out)
	}
	return t
}

// edit is the one change that makes a text of another, of whole lines; nil if they are the same.
func (t *text) edit(to []byte) []protocol.TextEdit {
	if bytes.Equal(t.src, to) {
		return nil
	}
	a, b := bytes.SplitAfter(t.src, newline), bytes.SplitAfter(to, newline)
	from := 0
	for len(a) > 0 && len(b) > 0 && bytes.Equal(a[0], b[0]) {
		from += len(a[0])
		a, b = a[1:], b[1:]
	}
	end := 0
	for len(a) > 0 && len(b) > 0 && bytes.Equal(a[len(a)-1], b[len(b)-1]) {
		end += len(a[len(a)-1])
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return []protocol.TextEdit{{Range: t.span(from, len(t.src)-end), NewText: string(to[from : len(to)-end])}}
}
