package recording

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
)

// fill gives every field of a value a figure of its own. What is not driven stays as it is: entry 0 of arrays by axis.
func fill(v reflect.Value, random *rand.Rand) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), random)
		}
	case reflect.Array:
		from := 0
		if v.Len() == int(chair.AxisEnd) {
			from = 1
		}
		for i := from; i < v.Len(); i++ {
			fill(v.Index(i), random)
		}
	case reflect.Float64, reflect.Float32:
		v.SetFloat(float64(float32(random.NormFloat64() * 100)))
	case reflect.Int64:
		v.SetInt(random.Int64N(1 << 40))
	case reflect.Uint64:
		v.SetUint(random.Uint64())
	case reflect.Uint8:
		v.SetUint(1 + uint64(random.IntN(2)))
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	case reflect.String:
		v.SetString([]string{"force", "speed", "zone_time"}[random.IntN(3)])
	case reflect.Pointer:
		if v.Type() != reflect.TypeFor[*chair.ClosedReport]() { // which no loop has
			panic(v.Type())
		}
	default:
		panic(v.Kind())
	}
}

// TestTickRoundTrip: every field of a tick, also one that is added later, comes out as it went in.
func TestTickRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var buf []byte
	for range 200 {
		var in, out Tick
		fill(reflect.ValueOf(&in).Elem(), random)
		buf = in.encode(buf[:0])
		if err := out.decode(buf); err != nil {
			t.Fatal(err)
		}
		if in != out {
			t.Fatalf("in  %+v\nout %+v", in, out)
		}
		if err := out.check(); err != nil {
			t.Fatal(err)
		}
		for cut := range buf {
			if out.decode(buf[:cut]) == nil {
				t.Fatalf("cut at %d of %d nothing was said", cut, len(buf))
			}
		}
	}
}

// TestTickCheck: numbers that stand for nothing are refused before they index anything.
func TestTickCheck(t *testing.T) {
	for i, bad := range []Tick{
		{Ask: session.AskEnd}, {Nudge: session.LevelNudge{Level: body.LevelEnd}}, {Move: guard.Move{Axis: chair.AxisEnd}}, {State: guard.Moving + 1},
		{Stage: session.Done + 1}, {Zone: chair.ZoneEnd}, {Fault: chair.Fault{Axis: chair.AxisEnd}}, {Fault: chair.Fault{Zone: chair.ZoneEnd}},
	} {
		if bad.check() == nil {
			t.Errorf("case %d was taken", i)
		}
	}
}

// TestFields: the names of a tick's figures are those of its schema, each once.
func TestFields(t *testing.T) {
	var tick Tick
	seen := map[string]bool{}
	for _, f := range tick.Fields(nil) {
		if seen[f.Name] {
			t.Errorf("%s twice", f.Name)
		}
		seen[f.Name] = true
		name, _, _ := strings.Cut(f.Name, ".")
		if !strings.Contains(tickSchema(), " "+name+" ") {
			t.Errorf("%s is not in the schema", f.Name)
		}
	}
	if len(seen) < 80 {
		t.Errorf("%d fields", len(seen))
	}
}
