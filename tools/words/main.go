// Command words writes down every sentence that Lumbar says to people, with the place where it stands, so that somebody
// who does not read code can review the wording: a clinician, a lawyer, a translator. The texts themselves stay where
// they are used. It errs on the side of too much: what it cannot tell from a text for people it lists.
//
//	go run ./tools/words            as text
//	go run ./tools/words -json      one object a line
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	root := flag.String("root", ".", "the `folder` of the project")
	lines := flag.Bool("json", false, "one JSON object a line: group, file, line, text")
	flag.Parse()
	all, err := collect(os.DirFS(*root))
	if err == nil {
		err = write(os.Stdout, all, *lines)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

// write writes texts in their order, under a heading a group.
func write(w io.Writer, all []text, lines bool) error {
	b := bufio.NewWriter(w)
	group := ""
	for i := range all {
		t := &all[i]
		if lines {
			if err := json.NewEncoder(b).Encode(t); err != nil {
				return err
			}
			continue
		}
		if t.Group != group {
			group = t.Group
			fmt.Fprintf(b, "\n# %s\n\n", group)
		}
		fmt.Fprintf(b, "%s\n    %s:%d\n", t.Text, t.File, t.Line)
	}
	return b.Flush()
}
