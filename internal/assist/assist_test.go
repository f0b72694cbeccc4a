package assist_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/assist"
	"github.com/openlumbar/lumbar/technique"
)

// cut takes the mark out of a text and returns where it was.
func cut(t *testing.T, text string) ([]byte, int) {
	t.Helper()
	before, after, found := strings.Cut(text, "|")
	if !found {
		t.Fatalf("no mark in %q", text)
	}
	return []byte(before + after), len(before)
}

func TestComplete(t *testing.T) {
	g := assist.New()
	in := func(phase string) string { return "programme \"x\" {\n  phase \"w\" {\n" + phase + "\n  }\n}\n" }
	for name, c := range map[string]struct {
		text      string
		want, not string // labels, with blanks between
		takes     string // what the offer takes the place of
	}{
		"file":           {"|", "programme", "phase glide title", ""},
		"programme":      {"programme \"x\" {\n  |\n}", "title about suits needs phase heat", "glide knead programme", ""},
		"begun":          {"programme \"x\" {\n  ti|\n}", "title needs", "", "ti"},
		"what is there":  {"programme \"x\" {\n  title = \"a\"\n  |\n  needs = []\n heat {\n }\n}", "about phase", "title needs heat", ""},
		"phase":          {in("    |"), "glide knead tap press stretch rest repeat", "title heat over", ""},
		"in a word":      {in("    gl|ide"), "glide", "", "glide"},
		"glide":          {in("    glide {\n      |\n    }"), "over force speed for", "hold at pace", ""},
		"unclosed":       {"programme \"x\" {\n phase \"a\" {\n knead {\n |", "over pace direction", "hold", ""},
		"unquoted value": {in("    knead {\n      force = |\n    }"), "gentle medium firm", "L5 over", ""},
		"quoted value":   {in("    knead {\n      force = \"me|d\"\n    }"), "gentle medium firm", "over", "med"},
		"open quote":     {in("    knead {\n      direction = \"|"), "in out", "", ""},
		"range":          {in("    knead {\n      over = \"L5|\"\n    }"), "L5..L1 T12..S1", "L5..L5 L5", "L5"},
		"list":           {in("    press {\n      at = [\"L5\", \"|\"]\n    }"), "L4 S1", "L5", ""},
		"list of lines":  {"programme \"x\" {\n  needs = [\n    \"depth\",\n    |\n  ]\n}", "carriage air", "depth", ""},
		"count":          {in("    repeat = |"), "1 10", "11 0", ""},
		"level":          {in("    rest {\n at = \"|\"\n }"), "L3 T12", "L3..L2", ""},
		"comment":        {in("    # gl|"), "", "glide", ""},
		"long comment":   {in("    /* gl|ide */"), "", "glide", ""},
		"behind":         {in("    glide {\n      speed = \"30 mm/s\" |\n    }"), "", "over", ""},
		"label":          {"programme \"x|\" {\n}", "", "title phase", ""},
		"behind a block": {"programme \"x\" {\n} |", "", "title", ""},
		"nonsense":       {"}}}]] = { \"${ |", "", "glide", ""},
		"unknown block":  {"programme \"x\" {\n  kneed {\n    |\n  }\n}", "", "over title", ""},
		"variable":       {"programme \"x\" {\n  variable \"hold_time\" {\n  }\n  phase \"w\" {\n    knead {\n      for = |\n    }\n  }\n}\n", "var.hold_time", "hold_time", ""},
		"its name":       {"programme \"x\" {\n  variable \"hold_time\" {\n  }\n  phase \"w\" {\n    knead {\n      for = var.ho|\n    }\n  }\n}\n", "hold_time", "var.hold_time", "ho"},
		"its attributes": {"programme \"x\" {\n  variable \"a\" {\n    type = \"time\"\n    |\n", "default min max step", "type over", ""},
		"its type":       {"programme \"x\" {\n  variable \"a\" {\n    type = \"|\"\n", "time word places", "a", ""},
		"together":       {"programme \"x\" {\n  phase \"a\" {\n    together {\n      |\n", "glide tap knead", "heat together title", ""},
		"unicode":        {in("    # 𝔞 °\n    knead {\n      over = \"L5..L1\" # 𝔟\n      |\n    }"), "pace", "over", ""},
	} {
		t.Run(name, func(t *testing.T) {
			src, at := cut(t, c.text)
			o := g.Complete(src, at)
			var labels []string
			for _, item := range o.Items {
				labels = append(labels, item.Label)
				if item.Text == "" || item.Kind == "" {
					t.Errorf("empty: %+v", item)
				}
			}
			for _, w := range strings.Fields(c.want) {
				if !slices.Contains(labels, w) {
					t.Errorf("no %s in %v", w, labels)
				}
			}
			for _, w := range strings.Fields(c.not) {
				if slices.Contains(labels, w) {
					t.Errorf("%s in %v", w, labels)
				}
			}
			if got := string(src[o.From:o.To]); len(o.Items) > 0 && got != c.takes {
				t.Errorf("takes the place of %q, want %q", got, c.takes)
			}
		})
	}
}

// TestBlocksAreWhole: a technique that is offered comes with what it must have, and nothing else.
func TestBlocksAreWhole(t *testing.T) {
	g := assist.New()
	src, at := cut(t, "programme \"x\" {\n  phase \"w\" {\n    |\n  }\n}\n")
	for _, item := range g.Complete(src, at).Items {
		if item.Kind != assist.Block {
			continue
		}
		row, ok := technique.ByWord(item.Label)
		if !ok {
			continue
		}
		for _, p := range row.Params {
			if has := strings.Contains(item.Text, "\n  "+p.Name+" "); has != p.Required {
				t.Errorf("%s: %s is in it: %v, required: %v\n%s", item.Label, p.Name, has, p.Required, item.Text)
			}
		}
		if item.Doc == "" || item.Snippet == "" || !strings.Contains(item.Snippet, "$") {
			t.Errorf("%s: doc %q, snippet %q", item.Label, item.Doc, item.Snippet)
		}
	}
}

func TestHover(t *testing.T) {
	g := assist.New()
	const text = "programme \"x\" {\n  title = \"A\"\n  phase \"w\" {\n    knead {\n      over  = \"L5..T12\"\n      force = \"medium\"\n      sweep = \"15 mm/s\"\n    }\n  }\n}\n"
	for _, c := range []struct{ at, want string }{
		{"kne", "Loosening muscles"}, {"kne", "kneading"}, {"phas", "named part"}, {"swee", "3 mm/s to 40 mm/s"}, {"swee", `Default: "15 mm/s"`},
		{"forc", "60 N from L5 to L1"}, {"medi", "0.6 of what"}, {"L5..", "fifth lumbar"}, {"L5..", "20 N"}, {"15 m", "sweep is 3 mm/s to 40 mm/s"},
		{"tit", "What people read"}, {"progr", "One massage"},
	} {
		n, ok := g.Hover([]byte(text), strings.Index(text, c.at)+2)
		if got := n.Title + "\n" + strings.Join(n.Lines, "\n"); !ok || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.at, got, c.want)
		}
		if ok && !strings.HasPrefix(text[n.From:n.To], c.at[:2]) {
			t.Errorf("%s: of %q", c.at, text[n.From:n.To])
		}
	}
	for _, at := range []int{-1, 0 + len("programme \"x\" {\n "), len(text), len(text) + 5} {
		if n, ok := g.Hover([]byte(text), at); ok {
			t.Errorf("at %d: %+v", at, n)
		}
	}
}

func TestOutline(t *testing.T) {
	const text = "programme \"x\" {\n  needs = [{a = 1}]\n  phase \"é\" {\n    glide {\n    }\n    knead {\n    }\n  }\n}\nheat {\n"
	all := assist.Outline([]byte(text))
	if len(all) != 2 || all[0].Name != "x" || len(all[0].Children) != 1 || all[0].Children[0].Name != "é" || len(all[0].Children[0].Children) != 2 {
		t.Fatalf("%+v", all)
	}
	if got := text[all[0].From:all[0].To]; !strings.HasPrefix(got, "programme") || !strings.HasSuffix(got, "\n}") {
		t.Errorf("%q", got)
	}
	if all[1].To != len(text) {
		t.Errorf("an unclosed block ends at %d of %d", all[1].To, len(text))
	}
}

// FuzzAnywhere: at any byte of any text there is an answer, within the text.
func FuzzAnywhere(f *testing.F) {
	g := assist.New()
	for _, text := range []string{"", "programme \"x\" {\n phase \"a\" { glide { over = \"", "a = [\"b\", <<E\nx\nE\n", "\xff\xfe{\"${", "/*", "a b c {}}}}", "var.", "x = var.y"} {
		f.Add([]byte(text), len(text))
	}
	f.Fuzz(func(t *testing.T, src []byte, at int) {
		o := g.Complete(src, at)
		if o.From < 0 || o.From > o.To || o.To > len(src) {
			t.Errorf("offer %d to %d of %d", o.From, o.To, len(src))
		}
		if n, ok := g.Hover(src, at); ok && (n.From < 0 || n.From > n.To || n.To > len(src)) {
			t.Errorf("note %d to %d of %d", n.From, n.To, len(src))
		}
		within(t, assist.Outline(src), 0, len(src))
	})
}

func within(t *testing.T, all []assist.Symbol, from, to int) {
	for _, s := range all {
		if s.From < from || s.Head < s.From || s.To < s.Head || s.To > to {
			t.Errorf("%+v in %d to %d", s, from, to)
		}
		within(t, s.Children, s.Head, s.To)
	}
}
