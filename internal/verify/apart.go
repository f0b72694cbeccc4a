package verify

import (
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Apart is those of a population for whom a chair is not built, and who are not played: the safety check turns them away.
type Apart struct {
	Bodies int     `json:"bodies"` // of Of
	Of     int     `json:"of"`     // in the survey
	Short  int     `json:"short"`  // shorter than the chair is built for
	Tall   int     `json:"tall"`
	Heavy  int     `json:"heavy"` // whatever their stature
	Share  float64 `json:"share"` // of the people whom the survey stands for, 0 to 1

	MaxKG float64 `json:"max_kg"` // for whom the chair is built
	MinCM float64 `json:"min_cm"`
	MaxCM float64 `json:"max_cm"`
}

// newApart is nobody yet.
func newApart(built chair.PersonRange, of int) Apart {
	return Apart{Of: of, MaxKG: float64(built.MaxWeight), MinCM: float64(built.MinHeight) / 10, MaxCM: float64(built.MaxHeight) / 10}
}

// fits says whether a chair is built for somebody.
func fits(built *chair.PersonRange, m *body.Measurements) bool {
	return m.Weight <= built.MaxWeight && m.Stature >= built.MinHeight && m.Stature <= built.MaxHeight
}

// sort puts somebody apart for whom the chair is not built, and says whether it did.
func (a *Apart) sort(built *chair.PersonRange, m *body.Measurements) bool {
	switch {
	case fits(built, m):
		return false
	case !(m.Weight <= built.MaxWeight):
		a.Heavy++
	case !(m.Stature >= built.MinHeight):
		a.Short++
	default:
		a.Tall++
	}
	a.Bodies++
	return true
}

// note says it in a sentence or two; nothing if it is nobody.
func (a *Apart) note() string {
	if a.Bodies == 0 {
		return ""
	}
	var why []string
	for _, w := range []struct {
		n    int
		word string
	}{{a.Short, "shorter"}, {a.Tall, "taller"}, {a.Heavy, "heavier"}} {
		if w.n > 0 {
			why = append(why, fmt.Sprintf("%s %s", Number(w.n), w.word))
		}
	}
	whole := fmt.Sprintf("%.1f %%", a.Share*100)
	if a.Share < 0.0005 {
		whole = "fewer than 1 in 1,000"
	}
	were := "were"
	if a.Bodies == 1 {
		were = "was"
	}
	return fmt.Sprintf("This chair is built for people of %.0f to %.0f cm and up to %.0f kg: %s of %s bodies (%s) %s not run, %s. The safety check turns such people away.",
		a.MinCM, a.MaxCM, a.MaxKG, Number(a.Bodies), Number(a.Of), whole, were, strings.Join(why, ", "))
}
