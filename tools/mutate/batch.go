package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// environment is the variable that says which mutant of a binary is on.
const environment = "MUTANT"

// batches puts mutants of function bodies together, at most most at a time, and leaves each other one alone.
func batches(all []mutant, most int) (list [][]mutant) {
	var open []mutant
	for _, m := range all {
		if m.body == (span{}) {
			list = append(list, []mutant{m})
			continue
		}
		if open = append(open, m); len(open) >= most {
			list, open = append(list, open), nil
		}
	}
	if len(open) > 0 {
		list = append(list, open)
	}
	return list
}

// switched is the text of the files of several mutants in which each function with mutants begins with a switch:
// one case per mutant with the whole changed body, then the body as it was. One more file says which is on.
func switched(batch []mutant) (map[string][]byte, error) {
	files := map[string][]mutant{}
	for _, m := range batch {
		files[m.file] = append(files[m.file], m)
	}
	replaced := map[string][]byte{}
	for file, some := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		replaced[file] = turn(src, some)
	}
	const text = "package %s\n\nimport \"os\"\n\nvar mutantOn = os.Getenv(%q)\n"
	name := filepath.Join(filepath.Dir(batch[0].file), "mutant_on.go")
	replaced[name] = fmt.Appendf(nil, text, batch[0].pkg, environment)
	return replaced, nil
}

// turn puts the switches into one file.
func turn(src []byte, some []mutant) []byte {
	slices.SortStableFunc(some, func(a, b mutant) int { return a.body.from - b.body.from })
	var b bytes.Buffer
	done := 0
	for i, m := range some {
		if i == 0 || some[i-1].body != m.body {
			b.Write(src[done : m.body.from+1]) // up to the brace
			b.WriteString(" switch mutantOn {")
			done = m.body.from + 1
		}
		end := ""
		if !m.gives {
			end = "; return"
		}
		changed := m.text()
		longer := len(changed) - len(src)
		fmt.Fprintf(&b, "\ncase \"%d\": %s%s", m.number, changed[m.body.from:m.body.to+longer], end)
		if i == len(some)-1 || some[i+1].body != m.body {
			b.WriteString("\n}\n")
		}
	}
	b.Write(src[done:])
	return b.Bytes()
}
