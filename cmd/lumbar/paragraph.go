package main

import (
	"io"
	"strings"
	"unicode/utf8"
)

// page writes calm text: indented, wrapped, coloured where colours are. The first error of the writer stays in err.
type page struct {
	out    io.Writer
	colour bool
	raw    bool // the terminal does not return the carriage by itself
	cells  int  // of a narrow terminal's line; 0: there is room for pageWidth
	err    error
}

const (
	pageIndent = "  "
	pageWidth  = 72 // characters, without the indent
	leastPage  = 16 // the same
)

func (p *page) line(text string) {
	if p.err != nil {
		return
	}
	_, p.err = io.WriteString(p.out, pageIndent+text+p.end())
}

func (p *page) blank() {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, p.end())
	}
}

// end is how a line ends.
func (p *page) end() string {
	if p.raw {
		return "\r\n"
	}
	return "\n"
}

// width is how many characters a line has, without the indent.
func (p *page) width() int {
	if room := p.cells - 2*len(pageIndent); p.cells > 0 && room < pageWidth {
		return max(room, leastPage)
	}
	return pageWidth
}

// say writes a paragraph.
func (p *page) say(l look, text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.width() {
			p.line(l.of(p, line))
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		p.line(l.of(p, line))
	}
}

// of paints where colours are.
func (l look) of(p *page, text string) string {
	if !p.colour {
		return text
	}
	return l.paint(text)
}
