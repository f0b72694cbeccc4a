package diag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// endings are what people put behind a word that is known.
var endings = []string{"ing", "ping", "s", "es"}

// elsewhere is what other trades and languages say, and the word for it here. Only a word that is known where it stands is
// suggested.
var elsewhere = map[string]string{
	"effleurage": "glide", "roll": "glide", "rolling": "glide", "stroke": "glide",
	"massage": "knead", "petrissage": "knead", "shiatsu": "press",
	"beat": "tap", "percussion": "tap", "tapotement": "tap", "vibrate": "tap", "vibration": "tap",
	"extend": "stretch", "lengthen": "stretch", "traction": "stretch",
	"break": "rest", "pause": "rest", "sleep": "rest", "wait": "rest",
	"parallel": "together", "simultaneous": "together",
	"warm": "heat", "warmth": "heat",
	"light": "gentle", "mild": "gentle", "soft": "gentle", "weak": "gentle",
	"moderate": "medium", "normal": "medium",
	"deep": "firm", "hard": "firm", "strong": "firm",
	"duration": "for", "length": "for", "minutes": "for", "seconds": "for", "times": "repeat", "loop": "repeat",
	"strength": "force", "intensity": "force", "levels": "over", "range": "over", "where": "over", "angle": "recline",
	"temperature": "target", "tempo": "pace",
}

// Suggest is the known word that a given one was probably meant to be; empty if none is near. Case does not
// count. Words are near if at most one letter in three was mistyped, and never more than two, or if the given one has an
// ending more ("tapping") or is what others call it ("pause").
func Suggest(given string, known []string) string {
	given = strings.ToLower(given)
	best, least := "", 3
	for _, k := range known {
		d := typos([]rune(given), []rune(strings.ToLower(k)))
		if d < least && 3*d <= max(len(given), len(k)) {
			best, least = k, d
		}
	}
	if best != "" {
		return best
	}
	for _, k := range known { // kneading, tapping, heating
		if low := strings.ToLower(k); len(k) >= 3 && strings.HasPrefix(given, low) && slices.Contains(endings, given[len(low):]) {
			return k
		}
	}
	if here := elsewhere[given]; slices.Contains(known, here) {
		return here
	}
	return ""
}

// WayOut is the advice for an unknown word: the likely one if there is one, otherwise all that are known.
func WayOut(given string, known []string) string {
	if s := Suggest(given, known); s != "" {
		return fmt.Sprintf("Did you mean %q?", s)
	}
	return "Known here: " + enumerate(quoted(known), "or") + "."
}

// typos counts the letters put in, left out, replaced, or swapped with their neighbour between a and b: the
// optimal string alignment distance. Words of very different lengths are not compared.
func typos(a, b []rune) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// enumerate is "a, b and c", with the last word that is given.
func enumerate(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return out
}
