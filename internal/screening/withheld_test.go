package screening_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/screening"
)

// holder keeps answers where fmt cannot call their methods.
type holder struct{ hidden screening.Answers }

// TestWithheld: no way of printing shows what a person said, or figures of them.
func TestWithheld(t *testing.T) {
	p := screening.Person{Age: 43.625, Height: 1777, Weight: 88.5, PainNow: 6, PainWont: 5}
	a := screening.NewAnswers(p, screening.No)
	a.Put("C-PREG", screening.Yes)
	ok := screening.Approval{Rule: "C-PREG", On: day, Written: true}
	for _, v := range []any{screening.Yes, p, a, ok, &p, &a, &ok, []screening.Answer{screening.Yes}, map[string]screening.Answers{"a": a},
		screening.Input{Answers: a, Approvals: []screening.Approval{ok}}} {
		var texts []string
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%T %[1]v", "%c", "%g"} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
		texts = append(texts, fmt.Sprint(v), fmt.Sprintln(v))
		j, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", v)
		texts = append(texts, string(j), log.String())
		for _, text := range texts {
			if strings.Contains(text, "43.6") || strings.Contains(text, "1777") || strings.Contains(text, "88.5") || strings.Contains(text, "PREG") {
				t.Errorf("%T shows %s", v, text)
			}
			if strings.Contains(text, "v=") && !strings.Contains(text, "withheld") {
				t.Errorf("%T is logged as %s", v, text)
			}
		}
		if v == any(screening.Yes) && (texts[0] != "withheld" || string(j) != `"withheld"`) {
			t.Errorf("an answer prints as %q and %s", texts[0], j)
		}
	}
	if text := fmt.Sprintf("%+v %#v", holder{a}, holder{a}); strings.Contains(text, "PREG") || strings.Contains(text, "43.6") {
		t.Errorf("what holds answers shows %s", text)
	}
	for _, s := range []fmt.Stringer{screening.Yes, p, a, ok} {
		if s.String() != "withheld" || fmt.Sprintf("%+v", s) != "withheld" {
			t.Errorf("%T is %q and prints as %+v", s, s.String(), s)
		}
	}
}
