package diag_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// TestValues reads a good value of every kind, at the ends of what is allowed.
func TestValues(t *testing.T) {
	type values struct {
		Text   string
		Yes    bool
		Lo, Hi int
		Number float64
		Least  unit.Newton
		Most   unit.Newton
		Any    unit.Celsius
		Cold   unit.Celsius
		Warm   unit.Celsius
		Hold   time.Duration
		Tick   time.Duration
		Day    time.Duration
		Word   string
		Texts  []string
		Side   side
		Sides  []side
		Labels [3]string
	}
	src := `
text   = "a \"b\""
yes    = true
lo     = -2
hi     = 5
number = 0.5
least  = "10 N"
most   = "60 N"
any    = "-300 °C"
cold   = "-5 °C"
warm   = "500 °C"
hold   = "1.5 min"
tick   = "4 ms"
day    = "24 h"
word   = " b "
texts  = ["x", "y"]
side   = "right"
sides  = ["right", "left", "right"]
rest "one" "two" { for = "3 s" }
`
	r := diag.Open("f", []byte(src))
	var got values
	var rest time.Duration
	inf := math.Inf(1)
	all := []bool{
		r.Text("text", &got.Text), r.Bool("yes", &got.Yes), r.Int("lo", -2, 5, &got.Lo), r.Int("hi", -2, 5, &got.Hi), r.Number("number", 0.5, 0.5, &got.Number),
		diag.Quantity(r, "least", unit.Force, diag.Span{Min: 10, Max: 60}, &got.Least),
		diag.Quantity(r, "most", unit.Force, diag.Span{Min: 10, Max: 60}, &got.Most),
		diag.Quantity(r, "any", unit.Temperature, diag.Span{}, &got.Any),
		diag.Quantity(r, "cold", unit.Temperature, diag.Span{Min: -inf, Max: -5}, &got.Cold),
		diag.Quantity(r, "warm", unit.Temperature, diag.Span{Min: 40, Max: inf}, &got.Warm),
		r.Duration("hold", diag.Span{Min: 90, Max: 90}, &got.Hold), r.Duration("tick", diag.Span{Max: 1}, &got.Tick), r.Duration("day", diag.Span{}, &got.Day),
		r.Word("word", []string{"a", "b"}, &got.Word), r.Texts("texts", &got.Texts),
		diag.OneOf(r, "side", []side{"left", "right"}, &got.Side), diag.SomeOf(r, "sides", []side{"left", "right"}, &got.Sides),
	}
	for _, b := range r.Blocks(diag.Kind{Name: "rest", Labels: []string{"a", "b"}}) {
		got.Labels = [3]string{b.Label(0), b.Label(1), b.Label(2)}
		all = append(all, b.Duration("for", diag.Span{}, &rest))
		if b.Kind() != "rest" || b.Title() != `rest "one" "two"` {
			t.Errorf("the block is %q, %q", b.Kind(), b.Title())
		}
	}
	for i, ok := range all {
		if !ok {
			t.Errorf("value %d was not read", i)
		}
	}
	if list := r.Finish(); len(list) > 0 || rest != 3*time.Second || len(all) != 18 {
		t.Errorf("found %v; rest %v, want 3s", list, rest)
	}
	want := values{Text: `a "b"`, Yes: true, Lo: -2, Hi: 5, Number: 0.5, Least: 10, Most: 60, Any: -300, Cold: -5, Warm: 500,
		Hold: 90 * time.Second, Tick: 4 * time.Millisecond, Day: 24 * time.Hour, Word: "b", Texts: []string{"x", "y"}, Side: "right",
		Sides: []side{"right", "left", "right"}, Labels: [3]string{"one", "two", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestQuantityOrWord(t *testing.T) {
	known := []string{"gentle", "firm"}
	tests := []struct {
		text, word string
		value      float64
		ok         bool
	}{{"gentle", "gentle", 0, true}, {"24 N", "", 24, true}, {"0 N", "", 0, true}, {"frim", "", 0, false}, {"61 N", "", 0, false}, {"24", "", 0, false}}
	for _, tt := range tests {
		r := diag.OpenText("f", "force", tt.text)
		value, word, ok := r.QuantityOrWord("force", unit.Force, diag.Span{Max: 60}, known)
		if value != tt.value || word != tt.word || ok != tt.ok || len(r.Finish()) > 0 == ok {
			t.Errorf("%q is %g N, %q, %v; want %g N, %q, %v", tt.text, value, word, ok, tt.value, tt.word, tt.ok)
		}
	}
}

// TestOpenText proves that a text from outside needs no quotes and has no line.
func TestOpenText(t *testing.T) {
	read := func(text string) (n int, yes bool, list diag.List) {
		a := diag.OpenText("A", "a", text)
		a.Int("a", 0, 9, &n)
		b := diag.OpenText("B", "b", text)
		b.Bool("b", &yes)
		return n, yes, append(a.Finish(), b.Finish()...)
	}
	if n, _, list := read("7"); n != 7 || len(list) != 1 || list[0].Place() != "B" {
		t.Errorf(`"7" is %d, %v`, n, list)
	}
	if _, yes, list := read("true"); !yes || len(list) != 1 || list[0].Place() != "A" {
		t.Errorf(`"true" is %v, %v`, yes, list)
	}
	var text string
	if r := diag.OpenText("C", "c", "${x} \""); !r.Text("c", &text) || text != "${x} \"" {
		t.Errorf("the text was taken for a template: %q", text)
	}
}

func TestWarn(t *testing.T) {
	r := diag.Open("f", []byte("press {\n  x = 1\n}\n"))
	b := r.Block("press")
	n := 0
	b.Int("x", 0, 9, &n)
	b.Warn(b.At("x"), "odd", "x is odd", "Take 2.")
	b.Warn(b.At("y"), "odd", "there is no y", "Add it.")
	b.Warn(b.Header(), "odd", "there is no y", "Add it.") // the same again
	list := r.Finish()
	if len(list) != 2 || list.HasErrors() || list[0].Place() != "f:1:1" || list[1].Place() != "f:2:7" || list[1].Within != "press" {
		t.Errorf("got %v", list)
	}
	if r.Block("tap") != nil {
		t.Error("a block that is not there")
	}
}

// TestSpanTold lists how ranges are told: in the unit of the text, and times as one says them.
func TestSpanTold(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		dim  unit.Dimension
		span diag.Span
		text string
		want string
	}{
		{unit.Length, diag.Span{Min: 1200, Max: 2300}, "1.1 m", "x is from 1.2 m to 2.3 m."},
		{unit.Length, diag.Span{Min: 1200, Max: 2300}, "110cm", "x is from 120cm to 230cm."},
		{unit.Angle, diag.Span{Min: 90, Max: inf}, "80°", "x is at least 90°."},
		{unit.Angle, diag.Span{Min: -inf, Max: 90}, "100°", "x is at most 90°."},
		{unit.Time, diag.Span{Max: 0.5}, "1 h", "x is from 0 s to 500 ms."},
		{unit.Time, diag.Span{Min: 1, Max: 119}, "1 h", "x is from 1 s to 119 s."},
		{unit.Time, diag.Span{Min: 120, Max: 3600}, "3 h", "x is from 2 min to 60 min."},
		{unit.Time, diag.Span{Min: 7200, Max: 86400}, "3 s", "x is from 2 h to 24 h."},
		{unit.Length, diag.Span{Max: 1.0 / 3}, "1 mm", "x is from 0 mm to 0.333333 mm."},
	}
	for _, tt := range tests {
		r := diag.OpenText("f", "x", tt.text)
		var v float64
		if diag.Quantity(r, "x", tt.dim, tt.span, &v) {
			t.Errorf("%s was read as %g", tt.text, v)
		}
		if list := r.Finish(); len(list) != 1 || list[0].Detail != tt.want {
			t.Errorf("%s: %v, want %q", tt.text, list, tt.want)
		}
	}
}

// TestNotUTF8: a text of another encoding is not read, and is told where it is one.
func TestNotUTF8(t *testing.T) {
	r := diag.Open("a.hcl", []byte("a = 1\n# caf\xe9\n"))
	found := r.Finish()
	if len(found) != 1 || found[0].Code != diag.NotRead || found[0].Line != 2 || found[0].Column != 6 {
		t.Errorf("found %+v", found)
	}
}
