package bodyfile_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/body/bodyfile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the goldens")

// TestGolden compares, for each archive in testdata, what is told of its first file with its file "want".
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in := a.Files[0]
			_, list := bodyfile.Read(in.Name, in.Data)
			var out bytes.Buffer
			if err := list.Write(&out, map[string][]byte{in.Name: in.Data}, diag.Style{}); err != nil {
				t.Fatal(err)
			}
			if *update {
				a.Files = []txtar.File{in, {Name: "want", Data: out.Bytes()}}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), out.String()); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExamples(t *testing.T) {
	want := map[string]body.Measurements{
		"short": {Name: "short", Sex: body.Female, Age: 46, Stature: 1580, Weight: 58.5},
		"tall": {Name: "tall", Sex: body.Male, Age: 33.5, Stature: 1930, SittingHeight: 990, Cervicale: 1670, Iliocristale: 1170,
			WaistBreadth: 330, WaistDepth: 230, HipBreadth: 360, BackWidth: 440, Weight: 94},
	}
	for name, m := range want {
		file := name + ".body.hcl"
		src, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		got, list := bodyfile.Read(file, src)
		if len(list) > 0 {
			t.Errorf("%s: %v", file, list)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// file writes measurements as a body file.
func file(m *body.Measurements) []byte {
	return fmt.Appendf(nil, `body "written" {
  sex            = %q
  age            = %g
  stature        = "%.0f mm"
  weight         = "%.1f kg"
  sitting_height = "%.0f mm"
  cervicale      = "%.0f mm"
  iliocristale   = "%.0f mm"
  waist_breadth  = "%.0f mm"
  waist_depth    = "%.0f mm"
  hip_breadth    = "%.0f mm"
  back_width     = "%.0f mm"
}
`, m.Sex, m.Age, m.Stature, m.Weight, m.SittingHeight, m.Cervicale, m.Iliocristale, m.WaistBreadth, m.WaistDepth, m.HipBreadth, m.BackWidth)
}

// TestEverybodyFits writes people of ANSUR II and reads them again: nobody real is refused, nothing is lost.
func TestEverybodyFits(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 50
	}
	for row := 1; row <= body.ANSURRows(); row += step {
		want, err := body.ANSUR(row)
		if err != nil {
			t.Fatal(err)
		}
		got, list := bodyfile.Read("written.body.hcl", file(&want))
		want.Name = "written"
		if len(list) > 0 || got != want {
			t.Fatalf("row %d: got %+v, %v; want %+v", row, got, list, want)
		}
	}
}

// TestSpansAgree proves that a file allows what body allows: every refusal has its place in the text.
func TestSpansAgree(t *testing.T) {
	tests := []struct {
		name      string
		set       func(m *body.Measurements, v float64)
		text      string
		good, bad []float64 // years, mm, kg
	}{
		{"age", func(m *body.Measurements, v float64) { m.Age = v }, "%g", []float64{17, 120}, []float64{16.9, 120.1}},
		{"stature", func(m *body.Measurements, v float64) { m.Stature = unit.Millimetre(v) }, `"%g mm"`, []float64{1200, 2300}, []float64{1199, 2301}},
		{"weight", func(m *body.Measurements, v float64) { m.Weight = unit.Kilogram(v) }, `"%g kg"`, []float64{30, 260}, []float64{29.9, 260.1}},
	}
	for _, tt := range tests {
		for i, v := range append(tt.good, tt.bad...) {
			m := body.Measurements{Sex: body.Female, Age: 40, Stature: 1650, Weight: 65}
			tt.set(&m, v)
			err := m.Check()
			refuses := err != nil && strings.HasPrefix(err.Error(), tt.name+":")
			_, list := bodyfile.Read("f", fmt.Appendf(nil, "body \"a\" {\n%s = "+tt.text+"\n}", tt.name, v))
			tells := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.OutOfRange && d.Line == 2 })
			if want := i >= len(tt.good); refuses != want || tells != want {
				t.Errorf("%s %g: body says %v, the file %v; want refused %v", tt.name, v, err, list, want)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"short", "tall"} {
		src, err := os.ReadFile(filepath.Join("testdata", name+".body.hcl"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, list := bodyfile.Read("f.body.hcl", src)
		if list.HasErrors() {
			return
		}
		if err := m.Check(); err != nil {
			t.Errorf("a body without errors: %v", err)
		}
	})
}
