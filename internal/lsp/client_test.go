package lsp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/lsp"
	"github.com/openlumbar/lumbar/programme"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for an answer before it gives up; nothing is timed by it.
const patience = time.Minute

// compile is what lumbar check says of a programme.
func compile(file string, src []byte) diag.List {
	_, list := programme.Compile(file, src, programme.Options{})
	return list
}

// message is anything that the server says.
type message struct {
	ID     *int            `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// editor is the other end of a conversation: frames written by hand, so that the server's library is not its own judge.
type editor struct {
	testing.TB
	to    *io.PipeWriter
	heard chan message
	ended chan error
	next  int
}

// open starts a server and an editor for it.
func open(t testing.TB, find func(string, []byte) diag.List) *editor {
	t.Helper()
	in, to := io.Pipe()
	from, out := io.Pipe()
	e := &editor{TB: t, to: to, heard: make(chan message, 1000), ended: make(chan error, 1)}
	go func() {
		err := lsp.Serve(context.Background(), in, out, lsp.Options{Find: find, Version: "test"})
		_, _ = in.Close(), out.Close()
		e.ended <- err
	}()
	go e.listen(from)
	t.Cleanup(func() {
		_ = to.Close()
		for range e.heard { // until the server's end is closed
		}
	})
	return e
}

// listen reads frames until there are no more.
func (e *editor) listen(from io.Reader) {
	defer close(e.heard)
	r := bufio.NewReader(from)
	for {
		head, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		n, err := strconv.Atoi(head.Get("Content-Length"))
		if err != nil {
			return
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			m.Method = "not JSON: " + string(body)
		}
		e.heard <- m
	}
}

// frame sends bytes as one message.
func (e *editor) frame(body string) {
	e.Helper()
	if _, err := fmt.Fprintf(e.to, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		e.Fatal(err)
	}
}

func (e *editor) notify(method string, params any) {
	e.Helper()
	e.frame(encode(e, map[string]any{"jsonrpc": "2.0", "method": method, "params": params}))
}

// ask sends a request and returns its number.
func (e *editor) ask(method string, params any) int {
	e.Helper()
	e.next++
	e.frame(encode(e, map[string]any{"jsonrpc": "2.0", "id": e.next, "method": method, "params": params}))
	return e.next
}

func encode(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// until reads messages up to the one that is wanted.
func (e *editor) until(what string, wanted func(message) bool) message {
	e.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		select {
		case m, ok := <-e.heard:
			if !ok {
				e.Fatalf("the server is gone; waited for %s", what)
			}
			if wanted(m) {
				return m
			}
		case <-late.C:
			e.Fatalf("no %s", what)
		}
	}
}

// answer is that to a request; an error of the server is one of the test if into is not nil.
func (e *editor) answer(id int, into any) message {
	e.Helper()
	m := e.until(fmt.Sprintf("answer %d", id), func(m message) bool { return m.Method == "" && m.ID != nil && *m.ID == id })
	if into != nil {
		if m.Error != nil {
			e.Fatalf("answer %d: %+v", id, m.Error)
		}
		if err := json.Unmarshal(m.Result, into); err != nil {
			e.Fatalf("answer %d: %v in %s", id, err, m.Result)
		}
	}
	return m
}

type position struct{ Line, Character int }

type span struct{ Start, End position }

type finding struct {
	Range    span
	Severity int
	Code     string
	Source   string
	Message  string
}

// found waits for what is wrong with a version of a text.
func (e *editor) found(version int) []finding {
	e.Helper()
	var p struct {
		URI         string
		Version     int
		Diagnostics []finding
	}
	e.until(fmt.Sprintf("diagnostics of version %d", version), func(m message) bool {
		if m.Method != "textDocument/publishDiagnostics" {
			return false
		}
		p.Diagnostics = nil
		if err := json.Unmarshal(m.Params, &p); err != nil {
			e.Fatal(err)
		}
		return p.Version == version
	})
	return p.Diagnostics
}

// begin shakes hands.
func (e *editor) begin() *editor {
	e.Helper()
	id := e.ask("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{
		"textDocument": map[string]any{
			"completion": map[string]any{"completionItem": map[string]any{"snippetSupport": true}},
			"hover":      map[string]any{"contentFormat": []string{"markdown", "plaintext"}},
		},
	}})
	var r struct {
		Capabilities struct {
			PositionEncoding string
			TextDocumentSync struct{ Change int }
		}
		ServerInfo struct{ Name string }
	}
	e.answer(id, &r)
	if r.Capabilities.PositionEncoding != "utf-16" || r.Capabilities.TextDocumentSync.Change != 2 || r.ServerInfo.Name != "lumbar" {
		e.Errorf("%+v", r)
	}
	e.notify("initialized", map[string]any{})
	return e
}

const uri = "file:///work/my%20own.lumbar.hcl"

func (e *editor) openText(text string) {
	e.Helper()
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "lumbar", "version": 1, "text": text}})
}

// change sends one version; changes without a range are of the whole text.
func (e *editor) change(version int, changes ...map[string]any) {
	e.Helper()
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes})
}

func part(line, from, to int, text string) map[string]any {
	return map[string]any{"range": span{position{line, from}, position{line, to}}, "text": text}
}

func at(line, character int) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}, "position": map[string]int{"line": line, "character": character}}
}

// end shuts down, and returns what Serve did.
func (e *editor) end() error {
	e.Helper()
	e.answer(e.ask("shutdown", nil), nil)
	e.notify("exit", nil)
	return e.gone()
}

func (e *editor) gone() error {
	e.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case err := <-e.ended:
		return err
	case <-late.C:
		e.Fatal("the server did not end")
		return nil
	}
}

// MarshalJSON writes the protocol's names.
func (s span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}}`, s.Start.Line, s.Start.Character, s.End.Line, s.End.Character), nil
}
