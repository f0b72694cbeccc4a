package screening_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// figures is every limit as a number, the greater the looser.
func figures(l chair.Limits) map[string]float64 {
	all := map[string]float64{}
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(name+"."+chair.Zone(i).String(), v.Index(i))
			}
		case reflect.Float64:
			all[name] = v.Float()
		case reflect.Int64:
			all[name] = float64(v.Int())
		}
	}
	walk("", reflect.ValueOf(l))
	all[".Gap.Min"] = -all[".Gap.Min"] // a floor
	return all
}

// looser lists what b allows and a does not.
func looser(a, b chair.Limits) (list []string) {
	was, is := figures(a), figures(b)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if is[name] > was[name] {
			list = append(list, name)
		}
	}
	return list
}

func TestLooser(t *testing.T) {
	l := chair.Everyone()
	if n := len(figures(l)); n < 39 {
		t.Fatalf("only %d figures", n)
	}
	tight := l
	tight.Gap.Min++
	tight.Force[chair.ZoneRibs].Max--
	if got := looser(tight, l); len(got) != 2 {
		t.Errorf("looser %v, want the gap and the force at the ribs", got)
	}
	if got := looser(l, tight); len(got) != 0 {
		t.Errorf("looser %v, want nothing", got)
	}
}

// someone draws the answers of somebody, by id.
func someone(t *rapid.T, ids []string, name string) map[string]screening.Answer {
	few := rapid.MapOfN(rapid.SampledFrom(ids), rapid.SampledFrom([]screening.Answer{screening.No, screening.Skip, screening.Unsure, screening.Yes}), 0, 6)
	return few.Draw(t, name)
}

// drawn draws everything else.
func drawn(t *rapid.T, check *screening.Check) (screening.Input, screening.Person) {
	p := screening.Person{
		Age: rapid.Float64Range(1, 100).Draw(t, "age"), Height: unit.Millimetre(rapid.Float64Range(1300, 2200).Draw(t, "height")),
		Weight:  unit.Kilogram(rapid.Float64Range(30, 170).Draw(t, "weight")),
		PainNow: rapid.Float64Range(-1, 10).Draw(t, "pain"), PainWont: rapid.Float64Range(-1, 10).Draw(t, "usual"),
	}
	in := screening.Input{
		History: screening.History{Quiet: rapid.IntRange(0, 12).Draw(t, "quiet"), Most: rapid.IntRange(0, 6).Draw(t, "most"), Spread: rapid.Bool().Draw(t, "spread")},
		Chair:   bench, Shared: rapid.Bool().Draw(t, "shared"), Today: day,
	}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom(check.IDs()), 0, 4).Draw(t, "approved") {
		in.Approvals = append(in.Approvals, screening.Approval{Rule: id, On: day.AddDate(0, 0, -rapid.IntRange(-2, 200).Draw(t, "ago")), Written: rapid.Bool().Draw(t, "written")})
	}
	return in, p
}

func sheet(p screening.Person, given map[string]screening.Answer) screening.Answers {
	a := screening.NewAnswers(p, screening.No)
	for id, answer := range given {
		a.Put(id, answer)
	}
	return a
}

// notLooser fails if the verdict b is milder than a in anything.
func notLooser(t *rapid.T, what string, a, b screening.Verdict) {
	if b.Outcome < a.Outcome {
		t.Fatalf("%s: outcome %v, was %v", what, b.Outcome, a.Outcome)
	}
	if list := looser(a.Limits, b.Limits); len(list) > 0 {
		t.Fatalf("%s loosens %v", what, list)
	}
	if a.Outcome == screening.W && b.Outcome == screening.W && b.Wait < a.Wait {
		t.Fatalf("%s shortens the wait to %v from %v", what, b.Wait, a.Wait)
	}
}

// TestNothingLoosens: one more yes or not sure, an approval less, a shared place, pain after a session, or an answer
// given again never loosens anything.
func TestNothingLoosens(t *testing.T) {
	check := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in, p := drawn(t, check)
		given := someone(t, check.IDs(), "answers")
		in.Answers = sheet(p, given)
		before := check.Judge(&in)

		id := rapid.SampledFrom(check.IDs()).Draw(t, "one more")
		for _, answer := range []screening.Answer{screening.Unsure, screening.Yes} {
			more := maps.Clone(given)
			more[id] = answer
			changed := in
			changed.Answers = sheet(p, more)
			notLooser(t, "one more answer to "+id, before, check.Judge(&changed))
		}

		again := in
		again.Answers = sheet(p, given)
		for _, answer := range []screening.Answer{screening.No, screening.Skip, screening.Yes, screening.No} {
			again.Answers.Put(id, answer)
			notLooser(t, "answering "+id+" again", before, check.Judge(&again))
		}

		fewer := in
		fewer.Approvals = nil
		notLooser(t, "no approval", before, check.Judge(&fewer))

		shared := in
		shared.Shared = true
		notLooser(t, "a shared place", before, check.Judge(&shared))

		spread := in
		spread.History.Spread = true
		notLooser(t, "pain that spread", before, check.Judge(&spread))
	})
}

// TestOrder: the order of answers does not matter, and judging twice says the same.
func TestOrder(t *testing.T) {
	check := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in, p := drawn(t, check)
		type one struct {
			id     string
			answer screening.Answer
		}
		var list []one
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			list = append(list, one{rapid.SampledFrom(check.IDs()).Draw(t, "id"), screening.Answer(rapid.IntRange(0, 4).Draw(t, "answer"))})
		}
		judge := func(list []one) screening.Verdict {
			a := screening.NewAnswers(p, screening.No)
			for _, o := range list {
				a.Put(o.id, o.answer)
			}
			i := in
			i.Answers = a
			return check.Judge(&i)
		}
		want := judge(list)
		if got := judge(rapid.Permutation(list).Draw(t, "order")); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order says %+v, not %+v", got, want)
		}
		if got := judge(append(list, list...)); !reflect.DeepEqual(got, want) {
			t.Fatalf("saying it all twice says %+v, not %+v", got, want)
		}
	})
}

// TestNotSureIsYes: in every question, whatever its outcome, not sure and no answer say what yes says; would rather
// not say does too, but in the one row where it may be skipped.
func TestNotSureIsYes(t *testing.T) {
	check := load(t)
	judge := func(a screening.Answers) screening.Verdict {
		return check.Judge(&screening.Input{Answers: a, Chair: bench, Today: day})
	}
	for _, id := range check.IDs() {
		yes := judge(sheet(adult(), map[string]screening.Answer{id: screening.Yes}))
		for _, answer := range []screening.Answer{screening.Unsure, screening.Unanswered, screening.Skip, 99} {
			got := judge(sheet(adult(), map[string]screening.Answer{id: answer}))
			if same := reflect.DeepEqual(got, yes); same == (id == "RF-CES-3" && answer == screening.Skip) {
				t.Errorf("%s: answer %d: outcome %v, rules %v; yes: %v, %v", id, uint8(answer), got.Outcome, got.Rules, yes.Outcome, yes.Rules)
			}
		}
	}
	for name, a := range map[string]screening.Answers{
		"the zero sheet": {}, "an empty sheet": screening.NewAnswers(adult(), screening.Unanswered),
		"nobody": screening.NewAnswers(screening.Person{}, screening.No),
	} {
		if v := judge(a); !v.Outcome.Refused() || v.Limits.Session.Max != 0 || v.Limits.Force[chair.ZoneMuscle].Max != 0 {
			t.Errorf("%s: outcome %v, limits %+v; want a refusal", name, v.Outcome, v.Limits)
		}
	}
}

// TestRequestsDoNotLoosen: whatever a preset or a person asks for on top, tightening keeps what the check says.
func TestRequestsDoNotLoosen(t *testing.T) {
	check := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in, p := drawn(t, check)
		in.Answers = sheet(p, someone(t, check.IDs(), "answers"))
		v := check.Judge(&in)
		request := chair.Everyone()
		request.Session = chair.Bound[time.Duration]{Max: time.Duration(rapid.Int64().Draw(t, "session")), By: chair.ByChoice}
		request.Heat.Max = unit.Celsius(rapid.Float64Range(0, 100).Draw(t, "heat"))
		for z := range request.Force {
			request.Force[z].Max = unit.Newton(rapid.Float64Range(0, 1000).Draw(t, "force"))
		}
		if list := looser(v.Limits, v.Limits.Tighten(request)); len(list) > 0 {
			t.Fatalf("a request loosens %v", list)
		}
	})
}
