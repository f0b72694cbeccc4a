package programme_test

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
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the goldens")

// TestGolden compiles the programme in each archive of testdata and compares what was found and the plan.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d archives (%v): is the test run from its folder?", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := a.Files[:1]
			set := map[string]string{}
			if len(a.Files) > 1 && a.Files[1].Name == "set" {
				in = a.Files[:2]
				for line := range strings.Lines(string(a.Files[1].Data)) {
					name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
					set[name] = value
				}
			}
			want := &txtar.Archive{Comment: a.Comment, Files: append(slices.Clone(in), outcome(t, in[0], set)...)}
			if strings.HasPrefix(filepath.Base(name), "shape-") {
				plan, _ := programme.Compile(in[0].Name, in[0].Data, programme.Options{Set: set})
				want.Files = append(want.Files, txtar.File{Name: "shape", Data: shapes(t, plan)})
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(want), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(txtar.Format(a)), string(txtar.Format(want))); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		})
	}
}

// plainChair has all but a depth drive for each roller.
func plainChair() chair.Profile {
	p := chair.Profile{Title: "A plain chair", Heat: chair.HeatProfile{Max: 45}}
	for a := chair.Axis(1); a < chair.AxisEnd; a++ {
		p.Axes[a].Fitted = true
	}
	p.Air[chair.BagSeat].Max = 20
	return p
}

// outcome is what was found, and the plan if there is one.
func outcome(t *testing.T, in txtar.File, set map[string]string) []txtar.File {
	plan, found := programme.Compile(in.Name, in.Data, programme.Options{Set: set, Chairs: []chair.Profile{plainChair()}})
	if (plan == nil) != found.HasErrors() {
		t.Errorf("plan %v with %s", plan, found.Tally())
	}
	var out []txtar.File
	if len(found) > 0 {
		var b bytes.Buffer
		if err := found.Write(&b, map[string][]byte{in.Name: in.Data}, diag.Style{}); err != nil {
			t.Fatal(err)
		}
		out = append(out, txtar.File{Name: "found", Data: b.Bytes()})
	}
	if plan != nil {
		out = append(out, txtar.File{Name: "plan", Data: summary(t, plan)})
	}
	return out
}

func summary(t *testing.T, p *programme.Plan) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: %s, %d ms, needs %v, suits %q\n", p.Name, p.Title, p.Duration().Milliseconds(), p.Needs, p.Suits)
	if p.Quiet > 0 {
		fmt.Fprintf(&b, "after %d quiet sessions\n", p.Quiet)
	}
	for _, v := range p.Variables {
		fmt.Fprintf(&b, "%s: %s %s, %g to %g by %g %s, %v at most %d, default %s\n", v.Name, v.Type, v.Value, v.Min, v.Max, v.Step, v.Unit, v.Words, v.Most, v.Default)
	}
	if insists := p.Insists(); len(insists) > 0 {
		fmt.Fprintf(&b, "not without %v\n", insists)
	}
	if p.Heat != nil {
		fmt.Fprintf(&b, "heat %.1f °C from %v until %v\n", float64(p.Heat.Target), p.Heat.From, p.Heat.Until)
	}
	var table bytes.Buffer
	if err := programme.Table(&table, p); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(table.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	for _, line := range programme.Score(p, 80) {
		b.WriteString(line + "\n")
	}
	return b.Bytes()
}
