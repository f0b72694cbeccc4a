package diag_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

func TestList(t *testing.T) {
	e := func(line, column int, s diag.Severity, summary string) diag.Diagnostic {
		return diag.Diagnostic{File: "f", Line: line, Column: column, Severity: s, Summary: summary, Detail: "Do so."}
	}
	tests := []struct {
		name       string
		list       diag.List
		err, tally string
	}{
		{"none", nil, "", ""},
		{"one", diag.List{e(2, 3, diag.Error, "a")}, "f:2:3: a. Do so.", "1 error"},
		{"warning", diag.List{e(2, 3, diag.Warning, "a")}, "", "1 warning"},
		{"all", diag.List{e(2, 9, diag.Error, "b"), e(1, 1, diag.Warning, "w"), e(2, 3, diag.Error, "a"), e(2, 3, diag.Error, "c")},
			"f:2:3: a. Do so. (and 2 more)", "3 errors, 1 warning"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.list.Sort()
			err := tt.list.Err()
			if tt.list.HasErrors() != (err != nil) {
				t.Errorf("HasErrors = %v with Err = %v", tt.list.HasErrors(), err)
			}
			got := ""
			if err != nil {
				got = err.Error()
				var first *diag.Diagnostic
				if !errors.As(err, &first) || first.Summary != "a" {
					t.Errorf("Err unwraps to %v, want the first error", first)
				}
			}
			if got != tt.err {
				t.Errorf("Err = %q, want %q", got, tt.err)
			}
			if got := tt.list.Tally(); got != tt.tally {
				t.Errorf("Tally = %q, want %q", got, tt.tally)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	want := diag.List{
		{File: "f", Line: 1, Column: 2, EndLine: 1, EndColumn: 3, Within: "heat", Severity: diag.Error, Code: diag.NoUnit, Summary: "s", Detail: "d"},
		{File: "VARIABLE", Severity: diag.Warning, Code: diag.OutOfRange, Summary: "s"},
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"severity":"error","code":"no-unit"`) {
		t.Errorf("JSON without the words of severity and code: %s", text)
	}
	var got diag.List
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("round trip (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`[{"severity":"bad"}]`), &got); err == nil {
		t.Error(`severity "bad" was read`)
	}
}

func TestWriteColour(t *testing.T) {
	list := diag.List{{File: "f", Line: 1, Column: 1, EndLine: 1, EndColumn: 3, Severity: diag.Warning, Code: "c", Summary: "s\x1b[2J", Detail: "d"}}
	sources := map[string][]byte{"f": []byte("ab\x1b[2Jc\r\n")}
	var plain, coloured bytes.Buffer
	if err := list.Write(&plain, sources, diag.Style{}); err != nil {
		t.Fatal(err)
	}
	if err := list.Write(&coloured, sources, diag.Style{Colour: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") || strings.Contains(coloured.String(), "\x1b[2J") {
		t.Errorf("an escape of the text reached the terminal:\n%q\n%q", plain.String(), coloured.String())
	}
	if !strings.Contains(coloured.String(), "\x1b[1;33m^^\x1b[0m") {
		t.Errorf("the mark is not yellow: %q", coloured.String())
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"knead", "tap", "press", "stretch", "glide", "heat", "L5", "L4"}
	tests := []struct{ given, want string }{
		{"kneed", "knead"}, {"kenad", "knead"}, {"KNEAD", "knead"}, {"strech", "stretch"}, {"strecthe", "stretch"},
		{"taap", "tap"}, {"tpa", "tap"}, {"glied", "glide"}, {"l5", "L5"}, {"L6", ""}, {"rub", ""}, {"", ""}, {"pressure", ""}, {"massage", "knead"}, {"pause", ""},
	}
	for _, tt := range tests {
		if got := diag.Suggest(tt.given, known); got != tt.want {
			t.Errorf("Suggest(%q) = %q, want %q", tt.given, got, tt.want)
		}
	}
}

func TestExampleIsAllowed(t *testing.T) {
	for d := unit.Length; d.Example() != ""; d++ {
		for _, s := range []diag.Span{{}, {Min: 0, Max: 1e-3}, {Min: 1e6, Max: 1e7}, {Min: -5, Max: -4}} {
			text := strings.Trim(diag.Example(d, s), `"`)
			v, err := unit.Parse(d, text)
			if err != nil {
				t.Errorf("Example(%v, %v) = %q: %v", d, s, text, err)
				continue
			}
			if tolerance := 1e-9 * (s.Max - s.Min); s != (diag.Span{}) && !(v >= s.Min-tolerance && v <= s.Max+tolerance) {
				t.Errorf("Example(%v, %v) = %q, which is not allowed", d, s, text)
			}
		}
	}
}

// TestDestinations proves that a bad value leaves its destination alone.
func TestDestinations(t *testing.T) {
	r := diag.Open("f", []byte("text = 3\nhold = \"5 d\"\nforce = \"99 N\"\nwords = [\"a\", \"x\"]\ncount = 7\nyes = 1\n"))
	text, hold, force, words, count, yes := "old", time.Second, unit.Newton(5), []string{"old"}, 3, true
	read := []bool{
		r.Text("text", &text), r.Duration("hold", diag.Span{}, &hold), diag.Quantity(r, "force", unit.Force, diag.Span{Max: 60}, &force),
		r.Words("words", []string{"a", "b"}, &words), r.Int("count", 1, 5, &count), r.Bool("yes", &yes),
	}
	for i, ok := range read {
		if ok {
			t.Errorf("value %d was read", i)
		}
	}
	if text != "old" || hold != time.Second || force != 5 || words[0] != "old" || count != 3 || !yes {
		t.Errorf("destinations changed: %q %v %v N %q %d %v", text, hold, force, words, count, yes)
	}
	if got := len(r.Finish()); got != len(read) {
		t.Errorf("%d diagnostics, want %d", got, len(read))
	}
}

func TestFromHCL(t *testing.T) {
	at := func(line int) *hcl.Range {
		return &hcl.Range{Filename: "f", Start: hcl.Pos{Line: line, Column: 1}, End: hcl.Pos{Line: line, Column: 2}}
	}
	got := diag.FromHCL(hcl.Diagnostics{
		{Severity: hcl.DiagError, Summary: "Unsuitable value type", Detail: "Unsuitable value: value must be known", Subject: at(1)},
		{Severity: hcl.DiagWarning, Summary: "Odd", Detail: "Very.", Subject: at(2)},
		{Severity: hcl.DiagError, Summary: "Nowhere"},
	})
	want := diag.List{
		{Severity: diag.Error, Code: diag.Syntax, Summary: "nowhere"},
		{File: "f", Line: 2, Column: 1, EndLine: 2, EndColumn: 2, Severity: diag.Warning, Code: diag.Syntax, Summary: "odd", Detail: "Very."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("FromHCL (-want +got):\n%s", diff)
	}
}
