package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestCollect: what people may read is found, with its place, and what they cannot is left out.
func TestCollect(t *testing.T) {
	root := fstest.MapFS{
		"cmd/lumbar/a.go":            {Data: []byte("package main\n\nimport _ \"a b/c\"\n\ntype c struct {\n\tX bool `name:\"x\" help:\"Open the browser.\"`\n}\n\nvar s = \"one \" +\n\t\"two\" + n + \" three four\"\nvar q = \"SELECT a FROM b\"\nvar id = \"RF-CES-1\"\n")},
		"internal/api/a.go":          {Data: []byte("package api\n\ntype c struct {\n\tX bool `json:\"x y\" doc:\"What happened.\"`\n}\n")},
		"cmd/lumbar/a_test.go":       {Data: []byte("package main\n\nvar s = \"not for people\"\n")},
		"internal/web/page.html":     {Data: []byte("<h1 title=\"A fine title\">Who is\n <b>sitting</b>, {{.Name}}?</h1>\n{{if .X}}<p>Only some times</p>{{else}}<p>{{if .Y}}Use it{{else}}Change{{end}}</p><button>Softer</button>{{end}}<script>var a = \"no text here\"</script>")},
		"internal/web/static/a.js":   {Data: []byte("// not this one\nconst a = \"Weaker\" + \"keydown\" + \"the picture has stopped\";\n")},
		"programmes/x.lumbar.hcl":    {Data: []byte("# not this one\nprogramme \"x\" {\n  title = \"After the desk\"\n}\n")},
		"tools/words/a.go":           {Data: []byte("package main\n\nvar s = \"not for people\"\n")},
		"internal/web/testdata/a.js": {Data: []byte("\"not for people\"")},
	}
	all, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []text{
		{"Interface for programs", "internal/api/a.go", 4, "What happened."},
		{"Page", "internal/web/page.html", 1, "A fine title"},
		{"Page", "internal/web/page.html", 1, "Who is sitting, {}?"},
		{"Page", "internal/web/page.html", 3, "Only some times"},
		{"Page", "internal/web/page.html", 3, "Use it | Change"},
		{"Page", "internal/web/page.html", 3, "Softer"},
		{"Page", "internal/web/static/a.js", 2, "Weaker"},
		{"Page", "internal/web/static/a.js", 2, "the picture has stopped"},
		{"Programmes", "programmes/x.lumbar.hcl", 3, "After the desk"},
		{"Terminal", "cmd/lumbar/a.go", 6, "Open the browser."},
		{"Terminal", "cmd/lumbar/a.go", 9, "one two{} three four"},
	}
	if !slices.Equal(all, want) {
		t.Errorf("got\n%v\nwant\n%v", all, want)
	}
}

// TestTree: this project's own texts are read, each group of them, and lines of JSON hold the same.
func TestTree(t *testing.T) {
	all, err := collect(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]int{}
	for _, one := range all {
		has[one.Group]++
	}
	for folder, group := range groups {
		if group != "" && has[group] == 0 {
			t.Errorf("no text for people in %q: is the folder still called so?", folder)
		}
	}
	var lines bytes.Buffer
	if err := objects(&lines, all); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&lines)
	for i := range all {
		var one text
		if err := d.Decode(&one); err != nil || one != all[i] {
			t.Fatalf("line %d: %v, %v", i, one, err)
		}
	}
	if !slices.ContainsFunc(all, func(one text) bool { return strings.Contains(one.Text, "Not a medical device") }) {
		t.Error("the notice that stands on every page is not found")
	}
}

// TestCatalogue: docs/words.txt is what this tree says.
func TestCatalogue(t *testing.T) {
	all, err := collect(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := catalogue(&b, all); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../../docs/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	want, has := strings.Split(b.String(), "\n"), strings.Split(string(file), "\n")
	for i := range max(len(want), len(has)) {
		if i >= len(want) || i >= len(has) || want[i] != has[i] {
			t.Fatalf("docs/words.txt is not what Lumbar says, from line %d on: run make words and commit it", i+1)
		}
	}
}
