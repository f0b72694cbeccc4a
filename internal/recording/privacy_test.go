package recording

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/mcap"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// everything is one of each message.
func everything() []any {
	return []any{Tick{}, Start{}, Clear{}, Zones{}, Event{}, Request{}, Missing{}, ClosedTick{}, ClosedStart{}, Felt{}}
}

// walk calls see with every type that a message is made of, and the way to it.
func walk(t reflect.Type, way string, seen map[reflect.Type]bool, see func(reflect.Type, string)) {
	see(t, way)
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		walk(t.Elem(), way, seen, see)
	case reflect.Map:
		walk(t.Key(), way, seen, see)
		walk(t.Elem(), way, seen, see)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			walk(f.Type, way+"."+f.Name, seen, see)
		}
	}
}

// forWhom is whom a model of chair is built for, by weight and height.
const forWhom = "Start.Profile.Person"

// TestTypes: what is recorded is made of what a chair is told and says. No answer, check, visit or note of a person can be
// in it, no id, and nothing in which anything may be.
func TestTypes(t *testing.T) {
	const module = "github.com/openlumbar/lumbar/"
	may := []string{
		"", "time", module + "chair", module + "unit", module + "body", module + "guard", module + "programme", module + "technique",
		module + "internal/recording", module + "internal/session", module + "internal/scan", module + "internal/comfort",
		module + "internal/closed", module + "internal/fit",
	}
	for _, m := range everything() {
		types := 0
		walk(reflect.TypeOf(m), reflect.TypeOf(m).Name(), map[reflect.Type]bool{}, func(typ reflect.Type, way string) {
			types++
			if !slices.Contains(may, typ.PkgPath()) {
				t.Errorf("%s is a %v", way, typ)
			}
			if k := typ.Kind(); k == reflect.Interface || k == reflect.Func || k == reflect.Chan || k == reflect.Map {
				t.Errorf("%s is a %v, in which anything may be", way, typ)
			}
			name := way[strings.LastIndex(way, ".")+1:]
			for _, no := range []string{"Person", "Owner", "Answer", "Check", "Pin", "Note", "Guest", "Age", "Sex"} {
				if !strings.HasSuffix(way, forWhom) && name != way && strings.HasPrefix(name, no) {
					t.Errorf("%s tells of a person", way)
				}
			}
		})
		if types < 2 {
			t.Errorf("%T: walked %d types", m, types)
		}
	}
}

// TestWalkFinds is the test of the test.
func TestWalkFinds(t *testing.T) {
	type deep struct {
		A []struct{ Person func() }
	}
	var ways []string
	walk(reflect.TypeFor[deep](), "deep", map[reflect.Type]bool{}, func(_ reflect.Type, way string) { ways = append(ways, way) })
	if !slices.Contains(ways, "deep.A.Person") {
		t.Errorf("walked %v", ways)
	}
}

// memory is a shelf in memory.
type memory struct {
	files   []*file
	over    int
	faulted bool
	forgot  int
}

type file struct {
	bytes.Buffer
	fail error
}

func (f *file) Write(p []byte) (int, error) {
	if f.fail != nil {
		return 0, f.fail
	}
	return f.Buffer.Write(p)
}

func (*file) Close() error { return nil }

func (m *memory) Create(string) (io.WriteCloser, error) {
	m.files = append(m.files, &file{})
	return m.files[len(m.files)-1], nil
}
func (m *memory) Over(faulted bool) error { m.over++; m.faulted = faulted; return nil }
func (m *memory) Forget(bool) error       { m.forgot++; return nil }

// finish lets the recorder write all that it was handed, and end.
func finish(t testing.TB, r *Recorder) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return r.Run(ctx)
}

// begun is what a session is of.
func begun(t testing.TB) *Start {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return &Start{Profile: p, Limits: chair.Everyone(), Plan: planOf(t, "break"), Body: "ansur:1"}
}

func planOf(t testing.TB, name string) *programme.Plan {
	t.Helper()
	path, src, _ := programmes.Source(name)
	plan, list := programme.Compile(path, src, programme.Options{})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestNobodyIsNamed: neither a body's file name nor the author of a personal limit is written; figures are.
func TestNobodyIsNamed(t *testing.T) {
	s := begun(t)
	s.Body = "/home/robin/robin-from-accounts.body.hcl"
	s.Limits.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 30, By: chair.ByAnswers}
	s.Limits.Gap.By, s.Limits.Heat.By = chair.ByDose, chair.Author("Robin's doctor")
	shelf := &memory{}
	r := New(Options{Shelf: shelf, Version: "test"})
	r.Start(s)
	if err := finish(t, r); err != nil {
		t.Fatal(err)
	}
	m, err := mcap.NewReader(bytes.NewReader(shelf.files[0].Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for {
		next, err := m.Next()
		if err != nil {
			break
		}
		text += string(next.Data)
	}
	for _, no := range []string{"robin", "Robin", string(chair.ByAnswers), string(chair.ByDose)} {
		if strings.Contains(text, no) {
			t.Errorf("%q is in the recording", no)
		}
	}
	var got Start
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := s.Limits
	want.Force[chair.ZoneMuscle].By, want.Gap.By, want.Heat.By = ASessionsLimit, ASessionsLimit, ASessionsLimit
	if got.Limits != want {
		t.Errorf("limits %+v", got.Limits)
	}
	if s.Limits.Gap.By != chair.ByDose {
		t.Error("the session's own limits were changed")
	}
}

// TestStartsCross: what sessions are of comes out as it went in, for every programme and chair that ships.
func TestStartsCross(t *testing.T) {
	for _, name := range programmes.All() {
		s := begun(t)
		s.Plan, s.Body = planOf(t, name), ""
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got Start
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*s, got) {
			t.Errorf("%s: got %+v, want %+v", name, got.Plan, s.Plan)
		}
		if err := got.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStartsRefused: a session that cannot be is refused when it is read.
func TestStartsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Start){
		"no plan":    func(s *Start) { s.Plan = nil },
		"no phase":   func(s *Start) { s.Plan.Phases = nil },
		"no chair":   func(s *Start) { s.Profile.Control = 0 },
		"no kind":    func(s *Start) { s.Plan.Phases[0].Strokes[0].Kind = 99 },
		"no level":   func(s *Start) { s.Plan.Phases[0].Strokes[0].From = 200 },
		"no length":  func(s *Start) { s.Plan.Phases[0].Strokes[0].For = 0 },
		"odd forces": func(s *Start) { s.Plan.Phases[0].Strokes[0].Forces = make([]technique.Firmness, 7) },
	} {
		s := begun(t)
		spoil(s)
		if s.check() == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

var errDisk = errors.New("the disk is full")
