package programme_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// TestLanguage: every part and attribute that the compiler reads is described, and every technique stands in a phase.
func TestLanguage(t *testing.T) {
	parts := programme.Language()
	byPath := map[string]*programme.Part{}
	for i := range parts {
		p := &parts[i]
		path := strings.Join(p.Path, "/")
		if byPath[path] != nil {
			t.Errorf("%s is there twice", path)
		}
		byPath[path] = p
		if p.Doc == "" && path != "" {
			t.Errorf("nothing says what %s is for", path)
		}
		for _, a := range p.Attributes {
			if a.Doc == "" || a.Is == "" {
				t.Errorf("%s of %s: doc %q, is %q", a.Name, path, a.Doc, a.Is)
			}
		}
	}
	for _, row := range technique.All() {
		p := byPath["programme/phase/"+row.Word]
		if p == nil {
			t.Fatalf("%s does not stand in a phase", row.Word)
		}
		if len(p.Attributes) != len(row.Params) || p.Doc != row.Purpose {
			t.Errorf("%s: %d attributes of %d, %q", row.Word, len(p.Attributes), len(row.Params), p.Doc)
		}
		if byPath["programme/"+row.Word] != nil {
			t.Errorf("%s stands in a programme without a phase", row.Word)
		}
	}
	if byPath["programme/heat"] == nil || byPath[""] == nil {
		t.Error("no heat, or no file")
	}
	top := byPath["programme"]
	if i := slices.IndexFunc(top.Blocks, func(k diag.Kind) bool { return k.Name == "phase" }); i < 0 || len(top.Blocks[i].Labels) != 1 {
		t.Errorf("phase is not among %v, or has no name", top.Blocks)
	}
}

// TestLanguageValues: what is offered as a value can be read: with all of the first ones a programme compiles to the word.
func TestLanguageValues(t *testing.T) {
	parts := programme.Language()
	for _, p := range parts {
		if len(p.Path) != 3 || p.Path[1] != "phase" || len(p.Attributes) == 0 {
			continue
		}
		for i, a := range p.Attributes {
			for _, v := range a.Values {
				text := `programme "x" {
  title = "X"
  needs = ["carriage", "depth", "kneading", "tapping", "recline", "sides"]
  phase "x" {
    ` + p.Word() + " {\n" + filled(p, i, v) + "    }\n  }\n}\n"
				_, found := programme.Compile("f.hcl", []byte(text), programme.Options{})
				for _, d := range found {
					if d.Severity == diag.Error && d.Code != programme.OverLimit && d.Code != programme.TooLong && d.Code != programme.NotNarrow {
						t.Errorf("%s.%s = %s: %v\n%s", p.Word(), a.Name, v, d.Error(), text)
					}
				}
			}
		}
	}
}

// filled is the attributes of a part: the i-th with a value, those required with their first.
func filled(p programme.Part, i int, value string) string {
	var out strings.Builder
	for k, a := range p.Attributes {
		if k != i && !a.Required || len(a.Values) == 0 {
			continue
		}
		v := a.Values[0]
		if k == i {
			v = value
		}
		if a.List {
			v = "[" + v + "]"
		}
		out.WriteString("      " + a.Name + " = " + v + "\n")
	}
	return out.String()
}

func TestMeaning(t *testing.T) {
	for word, want := range map[string]string{
		"medium": "0.6 of what the person finds comfortable: 24 N", "L3": "60 N", "t12": "20 N", "kneading": "needed by knead", "air": "used by stretch", "nothing": "",
	} {
		if got := programme.Meaning(word); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
