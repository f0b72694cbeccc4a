package verify

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// TestEndings: reasons that differ in their numbers alone are one, with the range of each.
func TestEndings(t *testing.T) {
	s := setting(t, brief())
	var all []Outcome
	end := func(reason, fault string) {
		n := len(all) + 1
		all = append(all, Outcome{ID: "planted:" + string(rune('0'+n)), Row: n, Seed: uint64(n), Ended: "ended", Reason: reason, Fault: fault})
	}
	const map1 = "no back that this chair can place (zone map: "
	end(map1+"132 mm from sacrum to ribs is outside 140 to 300 mm)", "")
	end("stopped at L3", "")
	end(map1+"96.5 mm from sacrum to ribs is outside 140 to 300 mm)", "")
	end("stopped at L4", "")
	end(map1+"sacrum at -3 mm and top at 401 mm are outside 20 to 480 mm)", "")
	end(map1+"139 mm from sacrum to ribs is outside 140 to 300 mm)", "")
	end("", string(chair.FaultForce))
	all = append(all, Outcome{ID: "planted:8", Row: 8, Ended: "finished"})
	got := s.endings(all)
	want := []Ending{
		{How: map1 + "96.5 to 139 mm from sacrum to ribs is outside 140 to 300 mm)", Bodies: 3, First: []string{"planted:1", "planted:3", "planted:6"},
			Ranges: []Range{{96.5, 139}}, Example: "planted:1"},
		{How: "stopped at L3", Bodies: 1, First: []string{"planted:2"}, Example: "planted:2"},
		{How: "stopped at L4", Bodies: 1, First: []string{"planted:4"}, Example: "planted:4"},
		{How: map1 + "sacrum at -3 mm and top at 401 mm are outside 20 to 480 mm)", Bodies: 1, First: []string{"planted:5"}, Example: "planted:5"},
		{How: "the guard ended it: " + chair.FaultForce.Info().Title, Bodies: 1, First: []string{"planted:7"}, Example: "planted:7"},
	}
	for i := range got {
		if !strings.Contains(got[i].Command, "--body "+got[i].Example+" ") {
			t.Errorf("%s is seen again by %q", got[i].Example, got[i].Command)
		}
		got[i].Command, got[i].Whom = "", ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}

	r := s.Report(all, len(all))
	text := strings.Join(strings.Fields(r.Text()), " ")
	for _, want := range []string{
		"3 sessions have not come to the end: " + map1 + "96.5 to 139 mm from sacrum to ribs is outside 140 to 300 mm) (planted:1, planted:3, planted:6).",
		r.Unfinished[0].Command + " one of 3: " + map1 + "96.5 to 139 mm",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, r.Text())
		}
	}
	var page strings.Builder
	if err := r.WriteHTML(&page, all, &Page{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 of 8", "96.5 to 139 mm from sacrum to ribs", r.Unfinished[0].Command} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestReasonOf(t *testing.T) {
	for text, numbers := range map[string][]string{
		"": nil, "no number, L3 and T12": nil, "12 N": {"12"}, "at -3.25 mm.": {"-3.25"}, "3 to 4, 5-6": {"3", "4", "5"}, "10. Then": {"10"}, "é5 x": nil,
	} {
		r := reasonOf(text)
		if !slices.Equal(r.numbers, numbers) || len(r.words) != len(numbers)+1 {
			t.Errorf("%q: numbers %q between %q", text, r.numbers, r.words)
		}
		if again, _ := ranged([]reason{r}); again != text {
			t.Errorf("%q becomes %q", text, again)
		}
	}
}
