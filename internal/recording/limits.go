package recording

import (
	"reflect"

	"github.com/openlumbar/lumbar/chair"
)

// impersonal is l with the same figures, and without authors that tell something of a person.
func impersonal(l chair.Limits) chair.Limits {
	mask(reflect.ValueOf(&l).Elem())
	return l
}

// mask goes through every author in a value, so that a limit which is added later is not forgotten here.
func mask(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			mask(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			mask(v.Index(i))
		}
	case reflect.String:
		if a := chair.Author(v.String()); a != "" && a.Personal() {
			v.SetString(string(ASessionsLimit))
		}
	}
}
