package diag

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Style is how Write prints. The zero Style has no colour and is 100 cells wide.
type Style struct {
	Colour bool // with ANSI escapes
	Width  int  // cells of a line; at least 40
}

const (
	usualWidth = 100
	leastWidth = 40
)

// Write prints the list for people: what is wrong, where, the line with the place marked under it, and the way
// out. Sources are the texts by file name; a diagnostic of a file that is not among them has no line.
//
//	error[bad-unit]: "24 mm" is a length, not a force
//	  --> my.lumbar.hcl:12:15, in phase "work", knead
//	   |
//	12 |     force  = "24 mm"
//	   |              ^^^^^^^
//	   = Write it like force = "24 N".
func (l List) Write(w io.Writer, sources map[string][]byte, style Style) error {
	if style.Width == 0 {
		style.Width = usualWidth
	}
	p := printer{out: bufio.NewWriter(w), width: max(style.Width, leastWidth), colour: style.Colour}
	lines := map[string][]string{}
	for file, src := range sources {
		lines[file] = strings.Split(string(src), "\n")
	}
	for i := range l {
		if i > 0 {
			p.text("\n")
		}
		p.diagnostic(&l[i], lines[l[i].File])
	}
	return p.out.Flush()
}

// The ANSI colours used.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	reset  = "\x1b[0m"
)

// printer writes to out, whose first error it leaves to Flush.
type printer struct {
	out    *bufio.Writer
	width  int
	colour bool
}

func (p *printer) text(parts ...string) {
	for _, s := range parts {
		_, _ = p.out.WriteString(s)
	}
}

func (p *printer) in(colour, s string) string {
	if !p.colour || s == "" {
		return s
	}
	return colour + s + reset
}

func (p *printer) diagnostic(d *Diagnostic, lines []string) {
	mark := red
	if d.Severity == Warning {
		mark = yellow
	}
	p.text(p.in(mark, fmt.Sprintf("%s[%s]", d.Severity, d.Code)), p.in(bold, ": "+plain(d.Summary)), "\n")

	number := strconv.Itoa(d.Line)
	gutter := strings.Repeat(" ", max(2, len(number)))
	p.text(gutter, p.in(blue, "--> "), plain(d.Place()))
	if d.Within != "" {
		p.text(", in ", plain(d.Within))
	}
	p.text("\n")
	if d.Line > 0 && d.Line <= len(lines) {
		snippet, before, marked := p.cut(strings.TrimSuffix(lines[d.Line-1], "\r"), d)
		p.text(gutter, p.in(blue, " |"), "\n")
		p.text(p.in(blue, fmt.Sprintf("%*s |", len(gutter), number)), strings.TrimRight(" "+snippet, " "), "\n")
		p.text(gutter, p.in(blue, " | "), strings.Repeat(" ", before), p.in(mark, strings.Repeat("^", marked)), "\n")
	}
	lead := p.in(blue, " = ")
	for _, line := range wrap(plain(d.Detail), p.width-len(gutter)-3) {
		p.text(gutter, lead, line, "\n")
		lead = "   "
	}
}

// cut gives the part of a line that fits, the cells before the mark, and the cells marked: at least one. Tabs
// become one blank.
func (p *printer) cut(line string, d *Diagnostic) (snippet string, before, marked int) {
	cells, starts := layout(line)
	at := func(column int) int { return starts[min(max(column, 1), len(starts))-1] }
	from, to := at(d.Column), len(cells)
	if d.EndLine <= d.Line {
		to = at(d.EndColumn)
	}
	room := p.width - len("12345 | ")
	cutOff := 0
	if len(cells) > room {
		cutOff = min(max(0, from-room/3), len(cells)-room) // two thirds of the room for the mark and what follows
		cells = cells[cutOff : cutOff+room]
	}
	from, to = from-cutOff, min(to-cutOff, len(cells))
	return strings.Join(cells, ""), from, max(1, to-from)
}

// wrap breaks a text at blanks so that no line is wider than width cells, if its words allow.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case cellsOf(line)+1+cellsOf(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
