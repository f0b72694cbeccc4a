package diag

import (
	"strings"
	"unicode"
)

// layout splits a line into the cells of a terminal, a wide character being followed by an empty one, and tells
// at which cell each character starts; the last start is the line's end. Characters are as people see them:
// what is put on top of another, or joined to it, belongs to it.
func layout(line string) (cells []string, starts []int) {
	const joiner = '\u200d'
	joined := false
	for _, r := range plain(line) {
		if len(cells) > 0 && (joined || r == joiner || unicode.In(r, unicode.Mn, unicode.Me)) {
			cells[starts[len(starts)-1]] += string(r)
			joined = r == joiner
			continue
		}
		starts = append(starts, len(cells))
		cells = append(cells, string(r))
		if wide(r) {
			cells = append(cells, "")
		}
	}
	return cells, append(starts, len(cells))
}

// wide says whether a terminal gives a character two cells: East Asian scripts, full-width forms and pictures.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x303e || r >= 0xff01 && r <= 0xff60 || r >= 0x1f300 && r <= 0x1faff
}

// cellsOf is how wide a text is.
func cellsOf(s string) int {
	cells, _ := layout(s)
	return len(cells)
}

// plain makes a text harmless for a terminal: control characters become blanks, broken ones a mark.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
