package main

import (
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

func TestOutOfRange(t *testing.T) {
	t.Parallel()
	built := chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}
	for _, c := range []struct {
		m    body.Measurements
		want string
	}{
		{body.Measurements{Weight: 150, Stature: 1450}, ""},
		{body.Measurements{Weight: 60, Stature: 2050}, ""},
		{body.Measurements{Weight: 198, Stature: 1700}, "of up to 150 kg, not 198;"},
		{body.Measurements{Weight: 50, Stature: 1400}, "from 145 cm, not 140;"},
		{body.Measurements{Weight: 90, Stature: 2100}, "of up to 205 cm, not 210;"},
	} {
		got := outOfRange(&c.m, &built)
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%.0f kg, %.0f mm: got %q, want %q", c.m.Weight, c.m.Stature, got, c.want)
		}
	}
}
