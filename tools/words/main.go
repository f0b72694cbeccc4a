// Command words makes the catalogue of what Lumbar says to people, so that somebody who does not read code can review the
// wording: a clinician, a lawyer, a translator. The texts themselves stay where they are used: in Go, in the page's
// templates and modules, in programmes, profiles and the rules of the safety check. It errs on the side of too much: what
// it cannot tell from a text for people it lists.
//
//	go run ./tools/words                        the catalogue, one text a line, by where it is met and by file
//	go run ./tools/words -o docs/words.txt      into a file: make words
//	go run ./tools/words -json                  one object a text, with its line
//
// docs/words.txt is the catalogue of this very tree: a test of this package holds it to that, and the project's test of
// wording reads it line by line.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	root := flag.String("root", ".", "the `folder` of the project")
	lines := flag.Bool("json", false, "one JSON object a text: group, file, line, text")
	to := flag.String("o", "", "the `file` to write instead of the terminal")
	flag.Parse()
	if err := run(*root, *to, *lines); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

func run(root, to string, lines bool) error {
	all, err := collect(os.DirFS(root))
	if err != nil {
		return err
	}
	put := catalogue
	if lines {
		put = objects
	}
	var b bytes.Buffer
	if err := put(&b, all); err != nil {
		return err
	}
	if to == "" {
		_, err = os.Stdout.Write(b.Bytes())
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}

// objects writes texts as JSON, an object a line.
func objects(w io.Writer, all []text) error {
	enc := json.NewEncoder(w)
	for i := range all {
		if err := enc.Encode(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// head says what the catalogue is.
const head = `# Everything that Lumbar says to people, in English, one text a line: by where it is met, then by the file it stands in.
# Made by "make words", never by hand; change a text in its file. {} and %s stand for what is filled in,
# | between ways to say it of which one is shown.
`

// catalogue writes each text of a file once, in its order there. Line numbers are left out, so that it changes only
// when a text does.
func catalogue(w io.Writer, all []text) error {
	b := bufio.NewWriter(w)
	b.WriteString(head)
	group, file, said := "", "", map[string]bool{}
	for i := range all {
		t := &all[i]
		if t.Group != group {
			group = t.Group
			fmt.Fprintf(b, "\n\n## %s\n", group)
		}
		if t.File != file {
			file = t.File
			clear(said)
			fmt.Fprintf(b, "\n# %s\n", file)
		}
		if !said[t.Text] {
			said[t.Text] = true
			fmt.Fprintf(b, "%s\n", t.Text)
		}
	}
	return b.Flush()
}
