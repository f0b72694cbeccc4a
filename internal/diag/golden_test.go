package diag_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the goldens")

type side string

func (s side) String() string { return string(s) }

// read asks for everything that a reader can be asked for, in a small language made up for the test.
func read(filename string, src []byte) diag.List {
	r := diag.Open(filename, src)
	r.Reckon()
	r.LetText("level", "L4")
	r.LetTexts("levels", []string{"L5", "L9"})
	r.LetNumber("number", 24)
	r.LetText("push", "24 N")
	r.LetText("hold", "2 min")
	r.LetUnknown("unknown")
	var (
		text        string
		texts       []string
		yes         bool
		count       int
		age         float64
		force       unit.Newton
		hold        time.Duration
		where       side
		wheres      []side
		levels      = []string{"L5", "L4", "L3"}
		sides       = []side{"left", "right"}
		forceLevels = []string{"gentle", "medium", "firm"}
	)
	r.Text("title", &text)
	if r.Has("tags") {
		r.Texts("tags", &texts)
	}
	if b := r.Block("heat"); b == nil {
		r.Need("heat", "It says how warm.")
	} else {
		diag.Quantity(b, "target", unit.Temperature, diag.Span{Min: 30, Max: 40}, &force)
	}
	for _, p := range r.Blocks(diag.Kind{Name: "phase", Labels: []string{"name"}}) {
		if p.Has("repeat") {
			p.Int("repeat", 1, 10, &count)
		}
		if p.Has("age") {
			p.Number("age", 18, 110, &age)
		}
		if p.Has("both") {
			p.Bool("both", &yes)
		}
		for _, b := range p.Blocks(diag.Kind{Name: "press", Many: true}, diag.Kind{Name: "tap", Many: true}) {
			b.QuantityOrWord("force", unit.Force, diag.Span{Max: 60}, forceLevels)
			b.Duration("for", diag.Span{Min: 1, Max: 1200}, &hold)
			if b.Kind() == "tap" {
				diag.Quantity(b, "rate", unit.Frequency, diag.Span{Max: 10}, &force)
				diag.OneOf(b, "side", sides, &where)
			} else {
				b.Words("at", levels, &texts)
				if b.Has("sides") {
					diag.SomeOf(b, "sides", sides, &wheres)
				}
			}
		}
	}
	return r.Finish()
}

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
			var out bytes.Buffer
			list := read(in.Name, in.Data)
			if err := list.Write(&out, map[string][]byte{in.Name: in.Data}, diag.Style{Width: 90}); err != nil {
				t.Fatal(err)
			}
			got := out.String()
			if *update {
				a.Files = []txtar.File{in, {Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}
