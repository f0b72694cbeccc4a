package mqtt_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/wire"
)

const here = "github.com/openlumbar/lumbar/internal/mqtt"

// walk calls see with every type that a message is made of, and where it is.
func walk(t reflect.Type, at string, see func(at string, t reflect.Type)) {
	see(at, t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		walk(t.Elem(), at, see)
	case reflect.Map:
		walk(t.Key(), at, see)
		walk(t.Elem(), at, see)
	case reflect.Struct:
		for i := range t.NumField() {
			walk(t.Field(i).Type, at+"."+t.Field(i).Name, see)
		}
	}
}

// odd is every type of a message in which something of a person could cross: anything of another package, a text that is no
// word of a list here, and whatever can hold anything.
func odd(m reflect.Type) (found []string) {
	walk(m, m.Name(), func(at string, t reflect.Type) {
		switch path := t.PkgPath(); {
		case path != "" && path != here:
			found = append(found, at+" is of "+path)
		case t.Kind() == reflect.String && path == "":
			found = append(found, at+" is a text that may say anything")
		case t.Kind() == reflect.Interface, t.Kind() == reflect.Func, t.Kind() == reflect.Map, t.Kind() == reflect.Slice:
			found = append(found, at+" is a "+t.Kind().String()+", in which anything may be")
		}
	})
	return found
}

// TestNothingOfAPersonCanCross walks the types of what is told.
func TestNothingOfAPersonCanCross(t *testing.T) {
	for _, f := range odd(reflect.TypeFor[mqtt.State]()) {
		t.Error(f)
	}
	// These two are about the program: they are texts, made before any session and apart from it.
	for _, m := range []reflect.Type{reflect.TypeFor[mqtt.Diagnostics](), reflect.TypeFor[mqtt.Update]()} {
		for _, f := range odd(m) {
			if !strings.Contains(f, "may say anything") {
				t.Error(f)
			}
		}
	}
}

// TestWalk is the test of the test.
func TestWalk(t *testing.T) {
	type bad struct {
		Limit chair.Limits
		Snap  *wire.Fault
		Text  string
		List  []int
		Any   any
	}
	found := strings.Join(odd(reflect.TypeFor[bad]()), "\n")
	for _, want := range []string{"bad.Limit is of", "bad.Snap is of", "bad.Text is a text", "bad.List is a slice", "bad.Any is a interface"} {
		if !strings.Contains(found, want) {
			t.Errorf("does not find %q in:\n%s", want, found)
		}
	}
}
