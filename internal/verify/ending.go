package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/chair"
)

// Ending is one way in which some sessions ended that did not come to their end. Reasons that differ in their numbers alone are one.
type Ending struct {
	How     string   `json:"how"` // with the range of each number that differs
	Bodies  int      `json:"bodies"`
	First   []string `json:"first"`
	Ranges  []Range  `json:"ranges,omitempty"` // of the numbers in How that differ, in their order
	Whom    string   `json:"whom,omitempty"`
	Example string   `json:"example"` // the body of First for which Command is
	Command string   `json:"command"` // plays its session again
}

// Range is from the least to the greatest of a number.
type Range struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
}

// reason is a reason in words with its numbers apart: one text more than there are numbers.
type reason struct {
	words   []string
	numbers []string
}

// reasonOf takes a text apart. A number that belongs to a word, as in L3, is none.
func reasonOf(text string) (r reason) {
	from := 0
	for i := 0; i < len(text); {
		n := numeral(text[i:])
		if n == 0 || i > 0 && wordy(text[i-1]) {
			i += max(n, 1)
			continue
		}
		r.words, r.numbers = append(r.words, text[from:i]), append(r.numbers, text[i:i+n])
		i += n
		from = i
	}
	r.words = append(r.words, text[from:])
	return r
}

// numeral is how long the number is that a text begins with; 0 if it does not.
func numeral(text string) (n int) {
	if strings.HasPrefix(text, "-") {
		n = 1
	}
	digits := n
	for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] == '.' && n > digits && n+1 < len(text) && text[n+1] >= '0' && text[n+1] <= '9') {
		n++
	}
	if n == digits {
		return 0
	}
	return n
}

// wordy says whether a number after this byte belongs to it.
func wordy(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-' || b >= 0x80
}

// kind is what reasons have in common that differ in their numbers alone.
func (r *reason) kind() string { return strings.Join(r.words, "\x00") }

// ranged is reasons of one kind in words, with the range of each number that differs.
func ranged(all []reason) (text string, ranges []Range) {
	var b strings.Builder
	for i, words := range all[0].words {
		b.WriteString(words)
		if i == len(all[0].numbers) {
			break
		}
		least, most := all[0].numbers[i], all[0].numbers[i]
		for k := range all {
			n := all[k].numbers[i]
			if number(n) < number(least) {
				least = n
			}
			if number(n) > number(most) {
				most = n
			}
		}
		b.WriteString(least)
		if number(least) != number(most) {
			b.WriteString(" to " + most)
			ranges = append(ranges, Range{number(least), number(most)})
		}
	}
	return b.String(), ranges
}

// number is a numeral's value.
func number(text string) float64 {
	x, _ := strconv.ParseFloat(text, 64) // numeral says that it is one
	return x
}

// endings is how sessions ended that did not come to their end, the most frequent first.
func (s *Setting) endings(all []Outcome) []Ending {
	out := []Ending{}
	at, reasons := map[string]int{}, [][]reason{}
	for i := range all {
		o := &all[i]
		if o.Whole() {
			continue
		}
		how := reasonOf(o.how())
		k, known := at[how.kind()]
		if !known {
			k = len(out)
			at[how.kind()] = k
			out, reasons = append(out, Ending{Example: o.ID, Command: s.Command(o)}), append(reasons, nil)
		}
		if e := &out[k]; len(e.First) < mostNamed {
			e.First = append(e.First, o.ID)
		}
		out[k].Bodies++
		reasons[k] = append(reasons[k], how)
	}
	for k := range out {
		out[k].How, out[k].Ranges = ranged(reasons[k])
		kind := reasons[k][0].kind()
		out[k].Whom = whom(all, func(o *Outcome) bool {
			if o.Whole() {
				return false
			}
			how := reasonOf(o.how())
			return how.kind() == kind
		})
	}
	slices.SortStableFunc(out, func(a, b Ending) int { return cmp.Compare(b.Bodies, a.Bodies) })
	return out
}

// how is in words how a session ended that did not come to its end.
func (o *Outcome) how() string {
	switch {
	case o.GotUp && o.Fault == string(chair.FaultPresence):
		return "the person got up, and the chair let go"
	case o.Fault != "":
		return "the guard ended it: " + chair.Code(o.Fault).Info().Title
	case o.Ended == "":
		return fmt.Sprintf("still going on after %.0f minutes", mostTime.Minutes())
	case o.Reason != "":
		return o.Reason
	}
	return o.Ended
}
