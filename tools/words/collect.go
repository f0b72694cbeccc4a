package main

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// text is one text that people may meet.
type text struct {
	Group string `json:"group"` // where they meet it
	File  string `json:"file"`
	Line  int    `json:"line"`
	Text  string `json:"text"`
}

// groups is where the texts of a folder are met; the longest name that fits holds. "" is nowhere.
var groups = map[string]string{
	"":                             "Errors and faults",
	"cmd/lumbar":                   "Terminal",
	"internal/web":                 "Page",
	"internal/httpapi":             "Page",
	"internal/visit":               "Page",
	"internal/people":              "Page",
	"internal/routine":             "Routine",
	"internal/outcome":             "Does it help",
	"internal/screening":           "Safety check",
	"internal/screening/checkfile": "Safety check",
	"internal/diag":                "Programme language",
	"internal/fit":                 "Programme language",
	"internal/api":                 "Interface for programs",
	"programme":                    "Programme language",
	"technique":                    "Programme language",
	"programmes":                   "Programmes",
	"chair":                        "Errors and faults",
	"tools":                        "",
	"examples":                     "",
}

// group is where the texts of a file are met.
func group(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if g, ok := groups[dir]; ok {
			return g
		}
		if dir == "." || dir == "/" {
			return groups[""]
		}
	}
}

// prose is what somebody could read as words: two of them at least.
var prose = regexp.MustCompile(`\pL{2,}[,.:;]? +[\pL{(“"]\pL*`)

// label is a single word that a person can meet: on a button, in a heading. Where code and texts mix it begins with a capital.
var (
	label   = regexp.MustCompile(`^\pL{2,}[.:,?]?( \| \pL{2,}[.:,?]?)*$`)
	capital = regexp.MustCompile(`^\p{Lu}\p{Ll}+[.:,?]?$`)
)

// labelled are the folders whose capitalised single words are labels, not names of the code's own.
var labelled = []string{"internal/web", "internal/httpapi", "internal/visit", "internal/outcome", "internal/routine", "internal/screening"}

// said tells whether somebody could read this text of a file.
func said(file, s string) bool {
	switch {
	case code.MatchString(s):
		return false
	case prose.MatchString(s):
		return true
	case path.Ext(file) == ".html":
		return label.MatchString(s)
	}
	return capital.MatchString(s) && slices.ContainsFunc(labelled, func(dir string) bool { return strings.HasPrefix(file, dir+"/") })
}

// code is what looks like prose and is not: queries, patterns, markup, flags of a style.
var code = regexp.MustCompile(`(?s)^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|VACUUM|BEGIN|default-src|max-age)\b|\(\?[a-z:]|^[.#@][a-z-]+[ {]|^\s*<(svg|path|g|rect|text)\b|^[a-z/]+/[a-z./ ]+$|^input:not|^\(prefers-|^\(pointer:`)

// collect reads a project's texts, by group, file and line. Tests, tools and examples are not for people.
func collect(root fs.FS) ([]text, error) {
	var all []text
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if file != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "docs" || base == "bin" || base == "build" || base == "dist") {
				return fs.SkipDir
			}
			return nil
		}
		read := readers[path.Ext(base)]
		if g := group(file); read != nil && g != "" && !strings.HasSuffix(base, "_test.go") {
			src, err := fs.ReadFile(root, file)
			if err != nil {
				return err
			}
			found, err := read(file, string(src))
			if err != nil {
				return err
			}
			for _, t := range found {
				t.Text = strings.Trim(strings.Join(strings.FieldsFunc(t.Text, func(r rune) bool { return r <= ' ' }), " "), " |")
				if said(file, t.Text) {
					t.Group, t.File = g, file
					all = append(all, t)
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b text) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return all, err
}

// readers find the texts of a file by how its name ends.
var readers = map[string]func(file, src string) ([]text, error){
	".go": readGo, ".html": readTemplate, ".js": readScript, ".hcl": readHCL,
}
