package diag_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/openlumbar/lumbar/internal/diag"
)

func TestFormat(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"nothing":      {"", ""},
		"blanks":       {" \n\t\n", ""},
		"indent":       {"a {\nb \"c\" {\nd=1\n}\n}", "a {\n  b \"c\" {\n    d = 1\n  }\n}\n"},
		"equals":       {"a {\n  b = 1\n  ccc=2\n\n  dd   = 3\n}\n", "a {\n  b   = 1\n  ccc = 2\n\n  dd = 3\n}\n"},
		"empty lines":  {"\n\na {\n\n\n  b = 1\n\n\n\n  c = 2\n\n}\n\n\n", "a {\n  b = 1\n\n  c = 2\n}\n"},
		"comments":     {"#  one  \na {   // two\n\n   # three\n  b=1# four\n}\n# five", "#  one\na { // two\n  # three\n  b = 1 # four\n}\n# five\n"},
		"long comment": {"/* one\n\n\n   two   \n */   \na = 1\n", "/* one\n\n\n   two   \n */\na = 1\n"},
		"ends":         {"a {\r\n  b = 1   \r\n}\r\n", "a {\n  b = 1\n}\n"},
		"heredoc":      {"a = <<E\n  one  \n\n\n  two\nE\n\n\nb=1\n", "a = <<E\n  one  \n\n\n  two\nE\n\nb = 1\n"},
		"list":         {"a=[\"b\",\n   \"c\"  ,]\n", "a = [\"b\",\n\"c\", ]\n"},
		"unicode":      {"über=\"150°\"\n𝔞 = \"𝔟\"\n", "über = \"150°\"\n𝔞    = \"𝔟\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, list := diag.Format("f.hcl", []byte(c.in))
			if len(list) > 0 {
				t.Fatal(list.Err())
			}
			if d := cmp.Diff(c.want, string(got)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			laidOut(t, []byte(c.in))
		})
	}
}

func TestFormatRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		file, in string
		want     diag.Code
	}{
		"quote": {"f.hcl", "a = \"b\n", diag.MissingQuote},
		"brace": {"f.hcl", "a {\n", diag.MissingBrace},
		"deep":  {"f.hcl", "a = " + strings.Repeat("[", 100), diag.NotRead},
		"json":  {"f.json", "{}", diag.NotRead},
	} {
		got, list := diag.Format(c.file, []byte(c.in))
		if got != nil || len(list) == 0 || list[0].Code != c.want || !list.HasErrors() {
			t.Errorf("%s: %q with %v, want %s", name, got, list, c.want)
		}
	}
}

// laidOut proves what holds for every text that can be laid out: doing it again changes nothing, comments stay, and so
// does every word that HCL sees.
func laidOut(t *testing.T, src []byte) {
	t.Helper()
	once, list := diag.Format("f.hcl", src)
	if len(list) > 0 {
		return
	}
	twice, list := diag.Format("f.hcl", once)
	if len(list) > 0 {
		t.Fatalf("laid out it cannot be read: %v\n%q\n%q", list.Err(), src, once)
	}
	if !bytes.Equal(once, twice) {
		t.Errorf("laid out again it changes: %q\nonce  %q\ntwice %q", src, once, twice)
	}
	wordsBefore, commentsBefore := seen(src)
	wordsAfter, commentsAfter := seen(once)
	if d := cmp.Diff(wordsBefore, wordsAfter); d != "" {
		t.Errorf("%q: words (-before +after):\n%s", src, d)
	}
	if d := cmp.Diff(commentsBefore, commentsAfter); d != "" {
		t.Errorf("%q: comments (-before +after):\n%s", src, d)
	}
}

// seen is the words and the comments of a text, without the blanks around comments and the ends of lines.
func seen(src []byte) (words, comments []string) {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenComment:
			comments = append(comments, strings.TrimSpace(string(t.Bytes)))
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		default:
			words = append(words, string(t.Bytes))
		}
	}
	return words, comments
}

func FuzzFormat(f *testing.F) {
	for _, src := range texts(f) {
		f.Add(src)
		f.Add(bytes.ReplaceAll(src, []byte("\n"), []byte("\n\n\n")))
		f.Add(bytes.ReplaceAll(src, []byte(" = "), []byte("=/* c */")))
		f.Add(bytes.ReplaceAll(src, []byte("\n"), []byte(" # c\n")))
	}
	f.Fuzz(func(t *testing.T, src []byte) { laidOut(t, src) })
}

// texts is HCL that there is in the tree, right and wrong.
func texts(tb testing.TB) (all [][]byte) {
	tb.Helper()
	for _, pattern := range []string{"testdata/*.txtar", "../../programme/testdata/*.txtar", "../../programmes/*.hcl", "../../examples/*.hcl"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			tb.Fatalf("%s: %d files (%v)", pattern, len(paths), err)
		}
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				tb.Fatal(err)
			}
			if filepath.Ext(path) != ".txtar" {
				all = append(all, src)
				continue
			}
			a := txtar.Parse(src)
			if i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return filepath.Ext(f.Name) == ".hcl" }); i >= 0 {
				all = append(all, a.Files[i].Data)
			}
		}
	}
	return all
}
