package programme

import (
	"slices"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

// part is one stroke of a phase as it was read, and how to read it again with other variables.
type part struct {
	written []*written // what stands in the text: one that leads, and what goes along with it
	stroke  *written   // what is played; nil: it is not good
	again   func(*compiler) *written
}

// section is a phase as it was read.
type section struct {
	*diag.Reader
	parts []*part
}

// part reads one stroke of a phase.
func (c *compiler) part(again func(*compiler) *written) *part {
	from := len(c.written)
	p := &part{again: again}
	p.stroke = again(c)
	p.written = c.written[from:len(c.written):len(c.written)]
	return p
}

// named is the variables that the stroke names.
func (p *part) named() (all []string) {
	for _, w := range p.written {
		all = append(all, w.Named()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// times reads how often the phase is played.
func (s *section) times() int {
	n := 1
	if s.Has("repeat") {
		s.Int("repeat", 1, mostRepeats, &n)
	}
	return n
}

// trace is what the stroke does to a back, worked out once.
func (w *written) trace(build technique.Build) technique.Trace {
	if t := &w.traces[build]; *t == nil {
		*t = technique.NewTrace(&w.stroke, build)
	}
	return w.traces[build]
}
