package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// person adds somebody without a PIN.
func person(t testing.TB, s *Store, name string) (Person, *Key) {
	t.Helper()
	p, k, err := s.AddPerson(context.Background(), name, "")
	if err != nil {
		t.Fatal(err)
	}
	return p, k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// drawNote is any note.
func drawNote(t *rapid.T) Note {
	rate := func(label string) outcome.Rating {
		r, _ := outcome.Rate(rapid.IntRange(-1, 10).Draw(t, label)) // -1 is none
		return r
	}
	n := Note{
		At: moment(rapid.Int64Range(0, 4e12).Draw(t, "at")),
		Note: outcome.Note{
			Day: outcome.Day(rapid.IntRange(-1000, 40000).Draw(t, "day")), Kind: outcome.Kind(rapid.IntRange(1, 5).Draw(t, "kind")),
			Pain: rate("pain"), Tightness: rate("tightness"), Relaxed: rate("relaxed"),
			Hard: [outcome.Activities]outcome.Rating{rate("one"), rate("two"), rate("three")},
		},
		Session: rapid.SampledFrom([]string{"", "spool/1"}).Draw(t, "session"),
		Marks:   rapid.SampledFrom([][]string{nil, {"too_hard"}, {"too_hard", "bruise"}}).Draw(t, "marks"),
	}
	n.Note.Sleep = rate("sleep")
	n.Note.Active, _ = outcome.ActiveOn(rapid.IntRange(-1, 7).Draw(t, "active")) // -1 is none
	n.Note.Change, _ = outcome.ChangeBy(rapid.IntRange(-6, 5).Draw(t, "change")) // -6 is none
	if rapid.Bool().Draw(t, "reached") {
		n.Note.Reach, _ = outcome.ReachOf(unit.Millimetre(rapid.Float64Range(-500, 1000).Draw(t, "reach")))
	}
	return n
}

// TestNotesComeBack: every note comes back as it was, whoever else keeps some.
func TestNotesComeBack(t *testing.T) {
	s, _ := fresh(t)
	i := 0
	rapid.Check(t, func(rt *rapid.T) {
		i++
		_, a := person(t, s, fmt.Sprint("a", i))
		_, b := person(t, s, fmt.Sprint("b", i))
		want := map[*Key][]Note{}
		last := time.Time{}
		for range rapid.IntRange(1, 6).Draw(rt, "n") {
			k, n := rapid.SampledFrom([]*Key{a, b}).Draw(rt, "who"), drawNote(rt)
			if n.At.Before(last) {
				n.At = last
			}
			last = n.At
			must(t, s.PutNote(t.Context(), k, n))
			want[k] = append(want[k], n)
		}
		for _, k := range []*Key{a, b} {
			got, err := s.Notes(t.Context(), k)
			for i := range got {
				if got[i].ID == "" {
					rt.Error("a kept note has no ID")
				}
				got[i].ID = ""
			}
			if err != nil || !reflect.DeepEqual(got, want[k]) {
				rt.Fatalf("%d notes came back, want %d, or not as they were: %v", len(got), len(want[k]), err)
			}
		}
	})
}

// aCheck is a check with all there can be.
func aCheck() Check {
	return Check{
		At: noon, Outcome: "M", Rules: []string{"C-PREG", "B-COLD"}, RuleSet: "2026.2", Until: noon.Add(12 * time.Hour),
		OKs: []Approval{{"C-PREG", noon.Add(-day), true}},
	}
}

// someLimits differ from everyone's in value and author.
func someLimits() chair.Limits {
	l := chair.Everyone()
	l.Force[chair.ZoneRibs] = chair.Bound[unit.Newton]{Max: 0, By: chair.ByAnswers}
	l.Session = chair.Bound[time.Duration]{Max: 8 * time.Minute, By: chair.ByDose}
	l.Gap = chair.Floor[time.Duration]{Min: 48 * time.Hour, By: chair.ByAnswers}
	l.HeatDose.Max = 0.123456789
	return l
}

// TestKept: everything else that a person has comes back as it was, and limits do so without a key.
func TestKept(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	if _, ok, err := s.Limits(ctx, p.ID); ok || err != nil {
		t.Errorf("there are limits before a check: %v", err)
	}
	must(t, s.PutCheck(ctx, k, Check{At: noon.Add(-day), Outcome: "W", Until: noon}, chair.Limits{}))
	if l, ok, err := s.Limits(ctx, p.ID); !ok || err != nil || l.Limits != (chair.Limits{}) {
		t.Errorf("a refusal's limits are %+v, %v, %v", l, ok, err)
	}
	must(t, s.PutCheck(ctx, k, aCheck(), someLimits()))
	if all, err := s.Checks(ctx, k); err != nil || len(all) != 2 || !reflect.DeepEqual(all[1], aCheck()) {
		t.Errorf("the checks came back otherwise: %v", err)
	}
	if l, ok, err := s.Limits(ctx, p.ID); !ok || err != nil || l.Limits != someLimits() || !l.Until.Equal(aCheck().Until) {
		t.Errorf("limits are %+v, %v, %v", l, ok, err)
	}
	if a, err := s.Aims(ctx, k); err != nil || a != (Aims{}) {
		t.Errorf("there are aims: %v", err)
	}
	a := Aims{
		Activities: [outcome.Activities]string{"tie my shoes", "", ""}, Named: noon, Measure: outcome.Hardness, Lasting: true,
		Since: outcome.DayOf(noon), OnOff: outcome.DayOf(noon) + 60, Reach: true,
	}
	must(t, s.PutAims(ctx, k, a))
	if got, err := s.Aims(ctx, k); err != nil || got != a {
		t.Errorf("aims came back otherwise: %v", err)
	}
}

// TestLimitsOfAnotherVersion: limits that are not understood are an error, and a limit that is missing allows nothing.
func TestLimitsOfAnotherVersion(t *testing.T) {
	text, err := encodeLimits(someLimits())
	must(t, err)
	if l, err := decodeLimits(text); err != nil || l != someLimits() {
		t.Fatalf("came back otherwise: %v", err)
	}
	without := bytes.Replace(text, []byte(`"TapWork":{"Max":60,"By":"everyone"},`), nil, 1)
	if l, err := decodeLimits(without); err != nil || len(without) == len(text) || l.TapWork.Max != 0 {
		t.Errorf("without one: %v, %+v", err, l.TapWork)
	}
	for _, bad := range []string{"", "{}", "null", `{"v":2}`, strings.Replace(string(text), `"ribs"`, `"rips"`, 1),
		strings.Replace(string(text), `"Still"`, `"Stil"`, 1), string(text) + "{}"} {
		if _, err := decodeLimits([]byte(bad)); err == nil {
			t.Errorf("%.80s is understood", bad)
		}
	}
}

// TestTamper: whatever byte of a sealed row or a wrapped key is changed, and whatever row is put in another's place, is
// an error, and never another text.
func TestTamper(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	other, k2 := person(t, s, "Kim")
	pain, _ := outcome.Rate(3)
	for i, key := range []*Key{k, k, k2} {
		must(t, s.PutNote(ctx, key, Note{At: noon.Add(time.Duration(i) * time.Second), Note: outcome.Note{Kind: outcome.Daily, Pain: pain}}))
	}
	must(t, s.PutAims(ctx, k, Aims{}))

	var id string
	var box, wrap []byte
	must(t, s.db.QueryRow(`SELECT id, box FROM sealed WHERE person = ? AND kind = 'note' ORDER BY at_ms LIMIT 1`, p.ID).Scan(&id, &box))
	must(t, s.db.QueryRow(`SELECT wrapped FROM people WHERE id = ?`, p.ID).Scan(&wrap))
	set := func(query string, args ...any) {
		t.Helper()
		if r, err := s.db.Exec(query, args...); err != nil {
			t.Fatal(err)
		} else if n, _ := r.RowsAffected(); n != 1 {
			t.Fatalf("%d rows changed by %s", n, query)
		}
	}
	damaged := func(what string) {
		t.Helper()
		if got, err := s.Notes(ctx, k); !errors.Is(err, ErrDamaged) || got != nil {
			t.Errorf("%s: %d notes, %v; want %v", what, len(got), err, ErrDamaged)
		}
	}
	for i := range box {
		for _, flip := range []byte{1, 0x80} {
			bad := bytes.Clone(box)
			bad[i] ^= flip
			set(`UPDATE sealed SET box = ? WHERE id = ?`, bad, id)
			damaged(fmt.Sprintf("byte %d of %d", i, len(box)))
		}
	}
	for _, n := range []int{0, 1, 12, 27, len(box) - 1} {
		set(`UPDATE sealed SET box = ? WHERE id = ?`, box[:n], id)
		damaged(fmt.Sprintf("cut at %d", n))
	}
	set(`UPDATE sealed SET box = (SELECT box FROM sealed WHERE person = ? AND kind = 'note' AND id <> ?) WHERE id = ?`, p.ID, id, id)
	damaged("another row's")
	set(`UPDATE sealed SET box = (SELECT box FROM sealed WHERE person = ?) WHERE id = ?`, other.ID, id)
	damaged("another person's")
	set(`UPDATE sealed SET box = (SELECT box FROM sealed WHERE kind = 'aims') WHERE id = ?`, id)
	damaged("of another kind")
	set(`UPDATE sealed SET box = ?, at_ms = at_ms + 1 WHERE id = ?`, box, id)
	damaged("of another time")
	set(`UPDATE sealed SET at_ms = at_ms - 1, id = 'other' WHERE id = ?`, id)
	damaged("of another id")
	set(`UPDATE sealed SET id = ? WHERE id = 'other'`, id)
	if got, err := s.Notes(ctx, k); err != nil || len(got) != 2 {
		t.Fatalf("put right again: %d notes, %v", len(got), err)
	}

	for i := range wrap {
		bad := bytes.Clone(wrap)
		bad[i] ^= 4
		set(`UPDATE people SET wrapped = ? WHERE id = ?`, bad, p.ID)
		if _, err := s.Unlock(ctx, p.ID, ""); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d of the wrapped key: %v, want %v", i, err, ErrDamaged)
		}
	}
	set(`UPDATE people SET wrapped = ? WHERE id = ?`, wrap, other.ID)
	if _, err := s.Unlock(ctx, other.ID, ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("another person's key: %v, want %v", err, ErrDamaged)
	}
}

// TestWithheld: no way of printing shows what a person said, or a secret.
func TestWithheld(t *testing.T) {
	pain, _ := outcome.Rate(7)
	_, k := person(t, func() *Store { s, _ := fresh(t); return s }(), "Robin")
	k.data = bytes.Repeat([]byte("SECRET"), 6)
	n := Note{Note: outcome.Note{Kind: outcome.Daily, Pain: pain}, Session: "SECRET", Marks: []string{"SECRET"}}
	c := Check{Outcome: "SECRET", Rules: []string{"SECRET"}, RuleSet: "SECRET", OKs: []Approval{{Rule: "SECRET"}}}
	a := Aims{Activities: [outcome.Activities]string{"SECRET"}}
	secret := Known{Known: wire.Known{V: wire.KnownVersion, Comfort: []wire.Comfort{{Name: "SECRET"}}}}
	for _, v := range []any{PIN("SECRET"), k, n, &n, c, &c, c.OKs, a, &a, secret, &secret, []Note{n}, []Known{secret},
		map[string]any{"x": c}, struct{ V Check }{c}} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", v)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&log, verb, v)
		}
		if text := log.String(); strings.Contains(text, "SECRET") || strings.Contains(text, "534543") || strings.Contains(text, "[83 69") {
			t.Errorf("%T shows %s", v, text)
		} else if !strings.Contains(text, "withheld") {
			t.Errorf("%T does not say that it is withheld: %s", v, text)
		}
	}
}
