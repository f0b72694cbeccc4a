package store

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// aBack is what a session may find.
func aBack(along float64) *wire.Known {
	return &wire.Known{V: wire.KnownVersion, Chair: "bench-4d", Back: &wire.Back{
		Levels: []wire.Place{{Name: "S1", AlongMM: along, SDMM: 5.25, NudgedMM: -10}}, Sacrum: &wire.Edge{AlongMM: along, SDMM: 3},
		Muscle: 1.8735, From: 12, Out: []float64{1.25, 2.5},
	}}
}

// TestKnown: of each part the latest is known, whatever else a session found or did not; nothing found is nothing kept.
func TestKnown(t *testing.T) {
	s, _ := fresh(t)
	_, k := person(t, s, "Robin")
	ctx := t.Context()
	if got, err := s.Known(ctx, k); got != nil || err != nil {
		t.Fatalf("of nobody %+v, %v", got, err)
	}
	first := aBack(100)
	first.Comfort = []wire.Comfort{{Name: "L3", ForceN: 31.5, FoundN: 31.5, End: "enough", Side: "left", TookS: 12}}
	first.Stiffness = []wire.Stiffness{{Name: "L3", Side: "left", NPerMM: 3, SD: 0.4}}
	must(t, s.PutKnown(ctx, k, noon, first))
	must(t, s.PutKnown(ctx, k, noon.Add(time.Hour), aBack(104)))
	must(t, s.PutKnown(ctx, k, noon.Add(2*time.Hour), nil))
	must(t, s.PutKnown(ctx, k, noon.Add(2*time.Hour), &wire.Known{V: wire.KnownVersion}))
	want := aBack(104)
	want.Comfort, want.Stiffness = first.Comfort, first.Stiffness
	if got, err := s.Known(ctx, k); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("known is %+v, %v", got, err)
	}
	all, err := s.Knowns(ctx, k)
	if err != nil || len(all) != 2 || !all[0].At.Equal(noon) || !reflect.DeepEqual(&all[0].Known, first) {
		t.Errorf("%d rows, %v", len(all), err)
	}
	must(t, put(ctx, s.db, k, backs, "", noon.Add(3*time.Hour), wire.Known{V: wire.KnownVersion + 1, Back: &wire.Back{}}))
	if got, err := s.Known(ctx, k); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a row of another version made it %+v, %v", got, err)
	}
	_, other := person(t, s, "Kim")
	if got, err := s.Known(ctx, other); got != nil || err != nil {
		t.Errorf("of somebody else %+v, %v", got, err)
	}
}

// TestKnownOfOlder: what older Lumbars kept is known still, is exported, and is imported again; so is an export of theirs.
func TestKnownOfOlder(t *testing.T) {
	s, _ := fresh(t)
	_, k := person(t, s, "Robin")
	ctx := t.Context()
	doubt := 9.8
	must(t, put(ctx, s.db, k, comforts, "", noon, []oldComfort{{"L5", [chair.SideEnd]unit.Newton{31.5, 28}}, {"L4", [chair.SideEnd]unit.Newton{30, 40}}}))
	must(t, put(ctx, s.db, k, scans, "", noon.Add(time.Minute), []wire.Level{{Name: "S1", AlongMM: 101.5, DoubtMM: doubt}}))
	want := &wire.Known{V: wire.KnownVersion, Back: &wire.Back{Levels: []wire.Place{{Name: "S1", AlongMM: 101.5, SDMM: doubt / 1.96}}},
		Comfort: []wire.Comfort{{Name: "L5", ForceN: 31.5, FoundN: 31.5, End: "enough", Side: "left"}, {Name: "L4", ForceN: 40, FoundN: 40, End: "enough", Side: "right"}}}
	if got, err := s.Known(ctx, k); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("known is %+v, %v", got, err)
	}
	must(t, s.PutKnown(ctx, k, noon.Add(time.Hour), aBack(99)))
	var file bytes.Buffer
	must(t, s.Export(ctx, k, &file))
	older := strings.NewReplacer(fmt.Sprintf(`"lumbar_person": %d`, exportVersion), `"lumbar_person": 1`).Replace(file.String())
	if older == file.String() {
		t.Fatal("the export has no version")
	}
	for _, text := range []string{file.String(), older} {
		into, _ := fresh(t)
		p, err := into.Import(ctx, strings.NewReader(text))
		must(t, err)
		key, err := into.Unlock(ctx, p.ID, "")
		must(t, err)
		got, err := into.Known(ctx, key)
		if err != nil || !reflect.DeepEqual(got.Back, aBack(99).Back) || !reflect.DeepEqual(got.Comfort, want.Comfort) {
			t.Errorf("imported: %+v, %v", got, err)
		}
	}
	if _, err := s.Import(ctx, strings.NewReader(`{"lumbar_person": 99}`)); err == nil || !strings.Contains(err.Error(), "version 99") {
		t.Errorf("a newer export: %v", err)
	}
}

// TestOtherIsNobodys: a session in which somebody else sat is on record, and not the person's.
func TestOtherIsNobodys(t *testing.T) {
	s, _ := fresh(t)
	p, _ := person(t, s, "Robin")
	ctx := t.Context()
	for i, text := range []string{"mine", "other"} {
		from := uint64(10*i + 1)
		must(t, s.Append(ctx, "spool", []wire.Event{
			{V: 1, Event: "start", Seq: from, Person: p.ID, Programme: text},
			{V: 1, Event: "ask", Text: text, Seq: from + 1},
			{V: 1, Event: "summary", Seq: from + 2, Summary: &wire.Summary{Outcome: "finished"}},
		}))
	}
	mine, err := s.SessionsOf(ctx, p.ID)
	must(t, err)
	all, err := s.Sessions(ctx)
	must(t, err)
	if len(all) != 2 || len(mine) != 1 || mine[0].Programme != "mine" || all[1].Outcome != "finished" {
		t.Errorf("%d sessions, of them the person's %+v", len(all), mine)
	}
}
