package body

import "strings"

// Level is a place along the spine by vertebra. The zero value is invalid. Order is from the bottom up, so
// that greater means higher.
type Level uint8

// The levels that a lumbar session speaks of.
const (
	_ Level = iota
	S1
	L5
	L4
	L3
	L2
	L1
	T12
	LevelEnd // how many entries an array by Level has
)

var levelNames = [LevelEnd]string{"", "S1", "L5", "L4", "L3", "L2", "L1", "T12"}

// String is "L3"; "level?" if invalid.
func (l Level) String() string {
	if !l.Valid() {
		return "level?"
	}
	return levelNames[l]
}

// Valid says whether l is one of the named levels.
func (l Level) Valid() bool { return l > 0 && l < LevelEnd }

// ParseLevel finds a level by its name, in any case.
func ParseLevel(name string) (Level, bool) {
	for l := S1; l < LevelEnd; l++ {
		if strings.EqualFold(levelNames[l], name) {
			return l, true
		}
	}
	return 0, false
}
