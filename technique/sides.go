package technique

import (
	"fmt"
	"slices"

	"github.com/openlumbar/lumbar/chair"
)

// Sides is which rollers a stroke is for, as the person feels them. The zero value is both.
type Sides uint8

// The sides.
const (
	BothSides Sides = iota
	LeftSide
	RightSide
	sidesEnd
)

var sidesNames = [sidesEnd]string{"both", "left", "right"}

// String is the word for it in programmes; "side?" if invalid.
func (s Sides) String() string {
	if s >= sidesEnd {
		return "side?"
	}
	return sidesNames[s]
}

// On says whether one of the rollers is among them.
func (s Sides) On(side chair.Side) bool {
	return s == BothSides || s == LeftSide && side == chair.Left || s == RightSide && side == chair.Right
}

func sideParam() Param[Stroke] {
	return Param[Stroke]{
		Name: "side", Form: Word, Words: sidesNames[:], Default: BothSides.String(),
		Doc: "which roller, as the person feels it",
		Set: func(s *Stroke, v Value) { s.Side = Sides(max(0, slices.Index(sidesNames[:], v.Word))) },
	}
}

// Needs is what a chair must have for the stroke. Each side has a tapper of its own; whatever else is for one side alone
// needs a depth drive for each roller.
func (s *Stroke) Needs() []chair.Ability {
	needs := s.Kind.Needs()
	if s.Side != BothSides && s.Kind != Tap {
		needs = append(slices.Clone(needs), chair.CanSides)
	}
	return needs
}

// checkSide says why no shape can be planned for the stroke's side, or nil: a Target has one force, that of both rollers.
func (s *Stroke) checkSide() error {
	switch {
	case s.Side >= sidesEnd || s.With.Side >= sidesEnd:
		return fmt.Errorf("no such side")
	case s.Side != BothSides && s.Kind != Tap:
		return fmt.Errorf("on the %v alone: one depth drive presses both rollers", s.Side)
	}
	return nil
}
