package unit

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct {
		dim  Dimension
		text string
		want float64 // in the base unit
	}{
		{Length, "45 mm", 45}, {Length, "4.5cm", 45}, {Length, "1.05 m", 1050}, {Length, "-3 mm", -3}, {Length, "+3 mm", 3},
		{Speed, "30 mm/s", 30}, {Speed, "0.2 m/s", 200}, {Accel, "3 m/s2", 3000}, {Accel, "3 m/s²", 3000}, {Jerk, "60 m/s3", 60e3},
		{Angle, "150°", 150}, {Angle, " 150 deg ", 150}, {AngularRate, "6 °/s", 6}, {AngularAccel, "12 °/s2", 12}, {AngularJerk, "60 °/s³", 60},
		{Force, "24 N", 24}, {Stiffness, "6 N/mm", 6}, {Temperature, "40 °C", 40}, {Temperature, "40C", 40},
		{Frequency, "22 /min", 22.0 / 60}, {Frequency, "250 Hz", 250}, {Frequency, "2/s", 2},
		{Time, "90 s", 90}, {Time, "100 ms", 0.1}, {Time, "2 min", 120}, {Time, "1.5 h", 5400},
		{Mass, "70 kg", 70}, {Mass, "600 g", 0.6}, {Pressure, "12 kPa", 12}, {Power, "60 W", 60}, {Ratio, "5 %", 0.05}, {Ratio, ".5%", 0.005},
	}
	for _, tt := range tests {
		got, err := Parse(tt.dim, tt.text)
		if err != nil || !(math.Abs(got-tt.want) <= 1e-12*math.Abs(tt.want)) {
			t.Errorf("Parse(%v, %q) = %v, %v; want %v", tt.dim, tt.text, got, err, tt.want)
		}
	}
}

func TestParseError(t *testing.T) {
	tests := []struct {
		dim  Dimension
		text string
		want string
	}{
		{Force, "24", `"24" is not a force with its unit; write it like "24 N"`},
		{Force, "", `"" is not a force with its unit; write it like "24 N"`},
		{Force, "N", `"N" is not a force with its unit; write it like "24 N"`},
		{Force, "2.4.1 N", `"2.4.1 N" is not a force with its unit; write it like "24 N"`},
		{Force, "--2 N", `"--2 N" is not a force with its unit; write it like "24 N"`},
		{Force, "24 mm", `"24 mm" is a length where a force is wanted; write it like "24 N"`},
		{Angle, "6 °/s", `"6 °/s" is an angular speed where an angle is wanted; write it like "150°"`},
		{Force, "24 Nm", `"24 Nm" has the unknown unit "Nm"; write a force like "24 N"`},
		{Force, "24 n", `"24 n" has the unknown unit "n"; write a force like "24 N"`},
		{Force, "1e3 N", `"1e3 N" has the unknown unit "e3 N"; write a force like "24 N"`},
		{Force, "24,5 N", `"24,5 N" has the unknown unit ",5 N"; write a force like "24 N"`},
		{Length, "1" + strings.Repeat("0", 308) + " m", `"1` + strings.Repeat("0", 308) + ` m" is not a length with its unit; write it like "45 mm"`},
		{Force, "24 N 3", `"24 N 3" has the unknown unit "N 3"; write a force like "24 N"`},
	}
	for _, tt := range tests {
		v, err := Parse(tt.dim, tt.text)
		var bad *ParseError
		if !errors.As(err, &bad) || v != 0 {
			t.Errorf("Parse(%v, %q) = %v, %v; want 0 and a *ParseError", tt.dim, tt.text, v, err)
			continue
		}
		if bad.Text != tt.text || bad.Want != tt.dim || err.Error() != tt.want {
			t.Errorf("Parse(%v, %q): %v\nwant %v", tt.dim, tt.text, err, tt.want)
		}
	}
}

func TestInvalidDimension(t *testing.T) {
	for _, d := range []Dimension{0, dimensionEnd, 255} {
		if v, err := Parse(d, "24 N"); err == nil || v != 0 {
			t.Errorf("Parse(%d) = %v, %v; want an error", d, v, err)
		}
		if d.Example() != "" || d.String() != "no quantity" {
			t.Errorf("dimension %d is %q with the example %q", d, d, d.Example())
		}
	}
}

// TestDimensions proves of every dimension that it is described, that its example is one of it, and that each
// of its units belongs to it alone: "m" cannot be a length here and minutes there.
func TestDimensions(t *testing.T) {
	owner := map[string]Dimension{}
	for d := Dimension(1); d < dimensionEnd; d++ {
		if d.String() == "" || !strings.HasPrefix(d.Example(), `"`) {
			t.Errorf("dimension %d is %q with the example %s", d, d, d.Example())
		}
		text, err := strconv.Unquote(d.Example())
		if err != nil {
			t.Fatal(err)
		}
		if v, err := Parse(d, text); err != nil || !(v > 0) {
			t.Errorf("example %s of %v: %v, %v", d.Example(), d, v, err)
		}
		base := false
		for u, factor := range dimensions[d].units {
			if other, taken := owner[u]; taken {
				t.Errorf("unit %q is %v and %v", u, other, d)
			}
			if u == "" || !(factor > 0) {
				t.Errorf("%v has the unit %q of %v", d, u, factor)
			}
			owner[u] = d
			base = base || factor == 1
		}
		if !base && d != Ratio { // a share is read in percent and held as 1
			t.Errorf("%v has no base unit", d)
		}
	}
}

// FuzzParse proves that nothing panics, that what is read is finite, and that it comes back from its base unit.
func FuzzParse(f *testing.F) {
	for d := Dimension(1); d < dimensionEnd; d++ {
		f.Add(uint8(d), strings.Trim(d.Example(), `"`))
	}
	f.Add(uint8(Force), "1e999 N")
	f.Add(uint8(Force), strings.Repeat("9", 400)+" N")
	f.Add(uint8(Length), strings.Repeat("9", 308)+" m") // finite as written, infinite in mm
	f.Fuzz(func(t *testing.T, dim uint8, text string) {
		d := Dimension(dim)
		v, err := Parse(d, text)
		if err != nil {
			if err.Error() == "" || v != 0 {
				t.Errorf("Parse(%v, %q) = %v, %v", d, text, v, err)
			}
			return
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("Parse(%v, %q) = %v", d, text, v)
		}
		for u, factor := range dimensions[d].units {
			if math.IsInf(v/factor, 0) {
				continue
			}
			again, err := Parse(d, strconv.FormatFloat(v/factor, 'f', -1, 64)+" "+u)
			if tolerance := 1e-12*math.Abs(v) + math.SmallestNonzeroFloat64*1e6; err != nil || !(math.Abs(again-v) <= tolerance) {
				t.Errorf("%q is %v; through %q it is %v, %v", text, v, u, again, err)
			}
		}
	})
}
