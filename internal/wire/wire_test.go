package wire_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// walk calls see with every type that a message is made of.
func walk(t reflect.Type, seen map[reflect.Type]bool, see func(reflect.Type)) {
	if seen[t] {
		return
	}
	seen[t] = true
	see(t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		walk(t.Elem(), seen, see)
	case reflect.Map:
		walk(t.Key(), seen, see)
		walk(t.Elem(), seen, see)
	case reflect.Struct:
		for i := range t.NumField() {
			walk(t.Field(i).Type, seen, see)
		}
	}
}

// TestMessages: what crosses between the processes is made of this package's words and the chair's, so that no answer,
// outcome or visit can be in it; and no message that is told to everybody holds a person's limits.
func TestMessages(t *testing.T) {
	const module = "github.com/openlumbar/lumbar/"
	for _, m := range []any{wire.Request{}, wire.Reply{}, wire.Snapshot{}, wire.Event{}} {
		seen, name := map[reflect.Type]bool{}, reflect.TypeOf(m).Name()
		walk(reflect.TypeOf(m), seen, func(typ reflect.Type) {
			switch path := typ.PkgPath(); {
			case path == "", path == "time", path == module+"internal/wire":
			case name == "Request" && (path == module+"chair" || path == module+"unit"):
			default:
				t.Errorf("%s holds a %v", name, typ)
			}
			if typ.Kind() == reflect.Interface || typ.Kind() == reflect.Func {
				t.Errorf("%s holds a %v, in which anything may be", name, typ)
			}
		})
		if limits := reflect.TypeOf(chair.Limits{}); seen[limits] != (name == "Request") {
			t.Errorf("%s and limits: %v", name, seen[limits])
		}
		if len(seen) < 3 {
			t.Errorf("%s: only %d types", name, len(seen))
		}
	}
}

// TestLimitsCross: limits come out of a message as they went in.
func TestLimitsCross(t *testing.T) {
	l := chair.Everyone()
	l.Force[chair.ZoneRibs] = chair.Bound[unit.Newton]{Max: 0.1, By: chair.ByAnswers}
	l.Gap = chair.Floor[time.Duration]{Min: 24 * time.Hour, By: chair.ByDose}
	text, err := json.Marshal(wire.Request{V: wire.Version, Verb: wire.Start, Limits: &l})
	if err != nil {
		t.Fatal(err)
	}
	var got wire.Request
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil || got.Limits == nil || *got.Limits != l {
		t.Errorf("got %+v, %v", got.Limits, err)
	}
}

// TestWalk is the test of the test.
func TestWalk(t *testing.T) {
	type deep struct {
		A map[string][]*struct{ B [2]chair.Bound[time.Duration] }
	}
	var all []string
	walk(reflect.TypeFor[deep](), map[reflect.Type]bool{}, func(typ reflect.Type) { all = append(all, typ.String()) })
	if got := strings.Join(all, " "); !strings.Contains(got, "chair.Bound") || !strings.Contains(got, "chair.Author") {
		t.Errorf("walked %q", got)
	}
}
