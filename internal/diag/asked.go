package diag

import (
	"maps"
	"slices"
)

// Asked is what one block of a text was asked for: the attributes and blocks that its reader knows. An editor learns from
// it what can stand there, from the very code that reads it.
type Asked struct {
	Path       []string // words of the blocks from the file down to this one; empty: the file
	Line       int      // of its head
	Attributes []string // sorted
	Blocks     []Kind   // as they were asked for
}

// Asked is that of every block that was opened, in the order of opening.
func (r *Reader) Asked() []Asked {
	all := make([]Asked, len(r.file.readers))
	for i, b := range r.file.readers {
		all[i] = Asked{b.path, b.header.Start.Line, slices.Sorted(maps.Keys(b.attrs)), b.asked}
	}
	return all
}
