package httpapi

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// phaseRows is a plan in plain words.
func phaseRows(p *programme.Plan) (rows []web.PhaseRow) {
	for _, phase := range p.Phases {
		once := period(phase.Strokes)
		row := web.PhaseRow{Name: capital(phase.Name), Times: len(phase.Strokes) / max(1, once)}
		for i := range phase.Strokes[:once] {
			s := &phase.Strokes[i]
			row.Strokes = append(row.Strokes, web.StrokeRow{What: what(s), Where: where(s), Force: firmness(s), Time: span(s.Duration())})
		}
		rows = append(rows, row)
	}
	return rows
}

// period is after how many strokes they begin again.
func period(strokes []technique.Stroke) int {
	for n := 1; n < len(strokes); n++ {
		if len(strokes)%n != 0 {
			continue
		}
		same := true
		for i := n; i < len(strokes) && same; i++ {
			same = reflect.DeepEqual(strokes[i], strokes[i-n])
		}
		if same {
			return n
		}
	}
	return len(strokes)
}

// what is a stroke's technique and how it is done.
func what(s *technique.Stroke) string {
	words := web.English().Techniques[s.Kind.String()].Title
	switch s.Kind {
	case technique.Knead:
		words += fmt.Sprintf(", %.0f turns a minute", 60*float64(s.Rate))
		if s.Out {
			words += ", outwards"
		}
	case technique.Tap:
		words += fmt.Sprintf(", %.0f a minute", 60*float64(s.Rate))
		if s.Both {
			words += ", together"
		}
	case technique.Glide:
		words += fmt.Sprintf(", %.0f mm/s", float64(s.Speed))
	case technique.Press:
		if words += fmt.Sprintf(", held %s", span(s.Hold)); len(s.Holds) > 1 {
			words += " at most"
		}
	case technique.Stretch:
		words += fmt.Sprintf(" to %.0f°, held %s", float64(s.Recline), span(s.Hold))
	}
	if s.Side != technique.BothSides {
		words += fmt.Sprintf(", on the %v", s.Side)
	}
	if s.With.On() {
		words += fmt.Sprintf(", tapping %.0f a minute", 60*float64(s.With.Rate))
		if s.With.Both {
			words += ", together"
		}
		if s.With.Side != technique.BothSides {
			words += fmt.Sprintf(" on the %v", s.With.Side)
		}
	}
	if s.Repeat > 1 {
		words += fmt.Sprintf(", %d times", s.Repeat)
	}
	return words
}

// where is a stroke's place.
func where(s *technique.Stroke) string {
	switch {
	case len(s.At) > 0:
		names := make([]string, len(s.At))
		for i, l := range s.At {
			names[i] = l.String()
		}
		return strings.Join(names, ", ")
	case s.Kind == technique.Stretch || !s.From.Valid():
		return "the whole lower back"
	case s.To.Valid() && s.To != s.From:
		return fmt.Sprintf("%v to %v", s.From, s.To)
	}
	return s.From.String()
}

// firmness is a stroke's force: its word, if it was one, and newtons.
func firmness(s *technique.Stroke) string {
	if s.Force <= 0 {
		return "hardly touching"
	}
	words := pressing(s.Force, s.Share)
	if n := len(s.Forces); n > 0 {
		first, last := s.Forces[0], s.Forces[n-1]
		words = "from " + pressing(first.Force, first.Share) + ", to " + pressing(last.Force, last.Share)
		if len(s.At) > 0 {
			all := make([]string, n)
			for i, f := range s.Forces {
				all[i] = pressing(f.Force, f.Share)
			}
			words = strings.Join(all, "; ")
		}
	}
	if s.With.On() {
		words += "; strokes " + pressing(s.With.Force, s.With.Share)
	}
	return words
}

// pressing is a force, with the word that it was asked for by.
func pressing(force unit.Newton, share float64) string {
	newtons := fmt.Sprintf("%.0f N", float64(force))
	for _, word := range technique.Strengths() {
		if share == word.Share {
			return word.Word + ", " + newtons
		}
	}
	return newtons
}

// span is a length of time, to the second.
func span(d time.Duration) string {
	d = d.Round(time.Second)
	if d < 2*time.Minute {
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	if s := int(d.Seconds()) % 60; s != 0 {
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), s)
	}
	return fmt.Sprintf("%d min", int(d.Minutes()))
}

func heatWords(p *programme.Plan) string {
	h := p.Heat
	if h == nil {
		return ""
	}
	if h.From > 0 {
		return fmt.Sprintf("%.0f °C, from %s to %s", float64(h.Target), span(h.From), span(h.Until))
	}
	return fmt.Sprintf("%.0f °C, for the first %s", float64(h.Target), span(h.Until))
}

func needWords(p *programme.Plan) (words []string) {
	for _, a := range p.Needs {
		if a > 0 && a < chair.AbilityEnd {
			words = append(words, abilityWords[a])
		}
	}
	return words
}

// levelNames are the levels from the top down, as they lie on a back.
func levelNames() (names []string) {
	for l := body.T12; l >= body.S1 && l.Valid(); l-- {
		names = append(names, l.String())
	}
	return names
}
