package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// talk is a language client at the other end of the binary's standard input and output, as an editor's is.
type talk struct {
	*testing.T
	to   io.WriteCloser
	from *bufio.Reader
	last int
}

func (c *talk) send(method string, params any, id int) {
	c.Helper()
	m := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
	if id > 0 {
		m["id"] = id
	}
	text, err := json.Marshal(m)
	if err == nil {
		_, err = fmt.Fprintf(c.to, "Content-Length: %d\r\n\r\n%s", len(text), text)
	}
	if err != nil {
		c.Fatal(err)
	}
}

// hear is the next message that is wanted, as JSON.
func (c *talk) hear(wanted func(id int, method string) bool) string {
	c.Helper()
	for {
		head, err := textproto.NewReader(c.from).ReadMIMEHeader()
		if err != nil {
			c.Fatal(err)
		}
		n, err := strconv.Atoi(head.Get("Content-Length"))
		if err != nil {
			c.Fatal(err)
		}
		text := make([]byte, n)
		if _, err := io.ReadFull(c.from, text); err != nil {
			c.Fatal(err)
		}
		var m struct {
			ID     int
			Method string
		}
		if err := json.Unmarshal(text, &m); err != nil {
			c.Fatalf("%v: %s", err, text)
		}
		if wanted(m.ID, m.Method) {
			return string(text)
		}
	}
}

func (c *talk) ask(method string, params any) string {
	c.Helper()
	c.last++
	c.send(method, params, c.last)
	return c.hear(func(id int, method string) bool { return id == c.last && method == "" })
}

func (c *talk) found() string {
	c.Helper()
	return c.hear(func(_ int, method string) bool { return method == "textDocument/publishDiagnostics" })
}

// TestEditorTalks is what VS Code's client says to the binary, from its start to its end: what is wrong as it is written and
// once it is mended, what can stand at a place, what a word means, the one form.
func TestEditorTalks(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("lumbar", "lsp", "--stdio")
	to, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	from, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // if it has not ended by itself
	c := &talk{T: t, to: to, from: bufio.NewReader(from)}
	type is = map[string]any
	says := func(what, text string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in %s", what, w, text)
			}
		}
	}
	at := func(line, character int) is { return is{"line": line, "character": character} }
	file := is{"uri": "file:///home/me/my.lumbar.hcl"}
	says("initialize", c.ask("initialize", is{"processId": nil, "rootUri": nil, "clientInfo": is{"name": "Visual Studio Code", "version": "1.95.0"},
		"capabilities": is{"general": is{"positionEncodings": []string{"utf-16"}}, "textDocument": is{"completion": is{"completionItem": is{"snippetSupport": true}}}}}),
		`"completionProvider"`, `"hoverProvider":true`, `"documentFormattingProvider":true`)
	c.send("initialized", is{}, 0)
	c.send("textDocument/didOpen", is{"textDocument": is{"uri": file["uri"], "languageId": "lumbar", "version": 1, "text": rough}}, 0)
	says("found", c.found(), `is a length, not a force`, `"start":{"line":6,"character":14}`)
	says("completion", c.ask("textDocument/completion", is{"textDocument": file, "position": at(6, 15)}), `"gentle"`, `"firm"`)
	says("hover", c.ask("textDocument/hover", is{"textDocument": file, "position": at(7, 8)}), "5 mm/s to 60 mm/s")
	c.send("textDocument/didChange", is{"textDocument": is{"uri": file["uri"], "version": 2},
		"contentChanges": []is{{"range": is{"start": at(6, 18), "end": at(6, 20)}, "text": "N"}}}, 0)
	says("mended", c.found(), `"diagnostics":[]`, `"version":2`)
	says("formatting", c.ask("textDocument/formatting", is{"textDocument": file, "options": is{"tabSize": 2, "insertSpaces": true}}), `over  = \"L5..L1\"`)
	says("outline", c.ask("textDocument/documentSymbol", is{"textDocument": file}), `"glide"`)
	says("shutdown", c.ask("shutdown", nil), `"result":null`)
	c.send("exit", nil, 0)
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
