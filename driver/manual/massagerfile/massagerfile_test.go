package massagerfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
)

// TestTemplates: there is one of each kind, it is whole, and what Write makes of it reads as the same.
func TestTemplates(t *testing.T) {
	for _, k := range manual.Kinds() {
		src, m, err := massagerfile.Template(k)
		if err != nil || m.Kind != k {
			t.Fatalf("%v: %v", k, err)
		}
		if !strings.Contains(string(src), "nothing moves by Lumbar") || len(m.Cannot) == 0 {
			t.Errorf("%v does not say what it cannot do", k)
		}
		again, list := massagerfile.Read("x.massager.hcl", massagerfile.Write(&m))
		if diff := cmp.Diff(m, again); list.Err() != nil || diff != "" {
			t.Errorf("%v: %v\n%s", k, list.Err(), diff)
		}
	}
	if _, _, err := massagerfile.Template(0); err == nil {
		t.Error("a template of no kind")
	}
}

// TestWriteReads: whatever a good massager says of itself, in whatever words, is read as it was written.
func TestWriteReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, m, err := massagerfile.Template(rapid.SampledFrom(manual.Kinds()).Draw(t, "kind"))
		if err != nil {
			t.Fatal(err)
		}
		word := rapid.StringOfN(rapid.RuneFrom([]rune(`aZ0 "\${}%#/'é漢`)), 1, 20, -1)
		m.Title, m.On, m.Off, m.Strength = word.Draw(t, "title"), word.Draw(t, "on"), word.Draw(t, "off"), word.Draw(t, "key")
		m.Strengths = rapid.SliceOfN(word, 1, 20).Draw(t, "strengths")
		m.AutoOff = time.Duration(rapid.IntRange(5, 120).Draw(t, "auto-off")) * time.Minute
		if m.Kind != manual.HandHeld {
			m.Places = []manual.Place{{Press: word.Draw(t, "place"), From: body.L5, To: body.T12}}
		}
		again, list := massagerfile.Read("x.massager.hcl", massagerfile.Write(&m))
		if diff := cmp.Diff(m, again); list.Err() != nil || diff != "" {
			t.Fatalf("%v\n%s\n%s", list.Err(), diff, massagerfile.Write(&m))
		}
	})
}

// TestWrong: what is wrong is said, with its place.
func TestWrong(t *testing.T) {
	_, list := massagerfile.Read("my.massager.hcl", []byte(`massager "my" {
  title = "My chair"
  kind = "sofa"
  link = "bluetooth"
  on = "A"
  off = "B"
  place "LOW" {
    over = "L1..L5"
  }
  does "kneed" {
    press = "K"
  }
}
`))
	var got []string
	for _, d := range list {
		got = append(got, d.Error())
	}
	all := strings.Join(got, "\n")
	for _, s := range []string{":3:", `"sofa"`, `"bluetooth"`, "the lower first", "knead", "strength"} {
		if !strings.Contains(all, s) {
			t.Errorf("%q is not in\n%s", s, all)
		}
	}
	_, list = massagerfile.Read("my.massager.hcl", []byte(`massager "My Chair" {
  title = "My chair"
  kind = "hand-held"
  link = "none"
  on = "A"
  off = "B"
  does "knead" {
    press = "K"
  }
  strength {
    words = ["1"]
    feels = "firm"
  }
}
`))
	if err := list.Err(); err == nil || !strings.Contains(err.Error(), "small letters") {
		t.Errorf("a bad name: %v", err)
	}
	for _, text := range []string{"", "massager \"a\" {}\nmassager \"b\" {}", "massager {}"} {
		if _, list := massagerfile.Read("x", []byte(text)); !list.HasErrors() {
			t.Errorf("%q is read", text)
		}
	}
}
