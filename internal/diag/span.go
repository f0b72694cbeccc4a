package diag

import (
	"math"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/unit"
)

// In is the span in words, in the unit that people use for the dimension: "5 mm/s to 60 mm/s", "at least 6 N".
func (s Span) In(d unit.Dimension) string {
	lo, hi := s.Least(d), s.Most(d)
	switch lo, hi := strings.Trim(lo, `"`), strings.Trim(hi, `"`); {
	case lo == "" && hi == "":
		return d.String()
	case hi == "":
		return "at least " + lo
	case lo == "":
		return "at most " + hi
	default:
		return lo + " to " + hi
	}
}

// Least is the least of the span as a quoted quantity, in the unit that people use for the dimension; empty if there is none.
func (s Span) Least(d unit.Dimension) string { return s.end(d, s.Min) }

// Most is the same of the most.
func (s Span) Most(d unit.Dimension) string { return s.end(d, s.Max) }

func (s Span) end(d unit.Dimension, v float64) string {
	if s == (Span{}) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.Quote(in(d, v, strings.Trim(Example(d, s), `"`)))
}
