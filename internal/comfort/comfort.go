// Package comfort finds and holds how firm a pressure somebody still finds comfortable.
//
// At a few levels the force rises slowly until the person says "enough", or until a limit ends it. Rise is one such
// rise; Limit is what came of all, by level. What is found bounds what a programme asks for, and gentle, medium and
// firm are shares of it. It never loosens anything: the limits stand above it, and the guard does not know of it.
//
// One depth screw carries both rollers, so a side cannot be measured alone: a Level says which roller pressed
// harder when its rise ended.
package comfort

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// End is how a rise ended. The zero value is that there was none.
type End uint8

// The ends.
const (
	_      End = iota
	Enough     // the person said so
	Cap        // a limit: it was not too much yet
)

// String is "enough" or "cap"; empty without a rise.
func (e End) String() string { return [...]string{"", "enough", "cap"}[min(e, Cap)] }

// Level is what was found at one level.
type Level struct {
	Force unit.Newton // of the harder-pressed roller, by its cell; Enough: comfortable; Cap: not too much
	Side  chair.Side  // the harder-pressed roller
	Took  time.Duration
	End   End
}

// Limit is what was found on one back. The zero Limit is nothing.
type Limit struct {
	Levels [body.LevelEnd]Level
}

// Known says whether anything was found.
func (l *Limit) Known() bool {
	for _, at := range l.Levels {
		if at.End != 0 {
			return true
		}
	}
	return false
}

// At is the force that is comfortable at a level: as found there, otherwise in a straight line from level to level
// between those that were found, and beyond them as at the nearest. What a cap ended counts as at least that much: it
// raises the line, and never draws it down. 0 if nothing is known.
func (l *Limit) At(at body.Level) unit.Newton {
	if !at.Valid() {
		return 0
	}
	nodes := l.nodes()
	below, above := body.Level(0), body.Level(0)
	for n := at; n >= body.S1 && below == 0; n-- {
		if nodes[n] > 0 {
			below = n
		}
	}
	for n := at; n < body.LevelEnd && above == 0; n++ {
		if nodes[n] > 0 {
			above = n
		}
	}
	switch {
	case below == 0 && above == 0:
		return 0
	case below == 0:
		return nodes[above]
	case above == 0 || above == below:
		return nodes[below]
	}
	u := unit.Newton(at-below) / unit.Newton(above-below)
	return nodes[below] + (nodes[above]-nodes[below])*u
}

// nodes is the forces that the line goes through; 0 where it does not have to.
func (l *Limit) nodes() (n [body.LevelEnd]unit.Newton) {
	var said Limit
	best, at := unit.Newton(0), body.Level(0)
	for k, v := range l.Levels {
		switch v.End {
		case Enough:
			said.Levels[k], n[k] = v, v.Force
		case Cap:
			if v.Force > best {
				best, at = v.Force, body.Level(k)
			}
		}
	}
	if at == 0 {
		return n
	}
	if said == (Limit{}) { // nowhere too much: the line is level
		n[at] = best
		return n
	}
	for k, v := range l.Levels {
		if v.End == Cap && v.Force > said.At(body.Level(k)) {
			n[k] = v.Force
		}
	}
	return n
}

// Over is the force that is comfortable at all of some levels: the least of them. Without levels it is the least of
// all, as nobody can say where.
func (l *Limit) Over(levels []body.Level) unit.Newton {
	least := unit.Newton(0)
	take := func(at body.Level) {
		if f := l.At(at); least == 0 || f < least {
			least = f
		}
	}
	for _, at := range levels {
		take(at)
	}
	if len(levels) == 0 {
		for at := body.S1; at < body.LevelEnd; at++ {
			take(at)
		}
	}
	return least
}
