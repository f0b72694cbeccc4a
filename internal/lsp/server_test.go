package lsp_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/lsp"
)

// odd is a programme with characters of one, two and four bytes before what is wrong with it.
const odd = `programme "odd" {
  title = "40 °C, 𝔞𝔟" # 𝔠
  needs = ["carriage", "depth", "𝔡", "kneading"]
  phase "work" {
    glide {
      over  = "L5..L1"
      force = "24 mm"
      speed = "30 mm/s"
      for   = "60 s"
    }
  }
}
`

func TestConversation(t *testing.T) {
	e := open(t, compile).begin()
	e.openText(odd)
	found := e.found(1)
	for _, want := range []struct {
		code string
		span span
		text string
	}{
		{"unknown-word", span{position{2, 32}, position{2, 36}}, `no ability is called "𝔡"`}, // two units for one character
		{"bad-unit", span{position{6, 14}, position{6, 21}}, "\"24 mm\" is a length, not a force\nWrite it like force = \"24 N\""},
	} {
		i := slices.IndexFunc(found, func(f finding) bool { return f.Code == want.code })
		if i < 0 {
			t.Fatalf("no %s in %+v", want.code, found)
		}
		if f := found[i]; f.Range != want.span || f.Severity != 1 || f.Source != "lumbar" || want.code == "bad-unit" && !strings.HasPrefix(f.Message, want.text) {
			t.Errorf("%+v, want %+v", f, want)
		}
	}

	// What is after a character of two units in its line: the ability goes, then the unit is mended, in one message.
	e.change(2, part(2, 32, 48, `"air"`), part(6, 18, 20, "N"))
	if found = e.found(2); len(found) != 1 || found[0].Code != "unused-need" || found[0].Severity != 2 || found[0].Range != (span{position{2, 32}, position{2, 37}}) {
		t.Errorf("%+v", found)
	}
	e.change(3, part(2, 30, 37, ""))
	if found = e.found(3); len(found) != 0 {
		t.Errorf("%+v", found)
	}

	// Full synchronisation works beside it.
	e.change(4, map[string]any{"text": strings.Replace(odd, "24 mm", "24 N", 1)})
	if found = e.found(4); len(found) != 1 {
		t.Errorf("%+v", found)
	}

	var list struct {
		Items []struct {
			Label, Detail, Documentation string
			InsertTextFormat             int
			TextEdit                     struct {
				Range   span
				NewText string
			}
		}
	}
	e.answer(e.ask("textDocument/completion", at(7, 15)), &list)
	i := slices.IndexFunc(list.Items, func(c struct {
		Label, Detail, Documentation string
		InsertTextFormat             int
		TextEdit                     struct {
			Range   span
			NewText string
		}
	}) bool {
		return c.Label == "60 mm/s"
	})
	if i < 0 || list.Items[i].TextEdit.Range != (span{position{7, 15}, position{7, 22}}) || list.Items[i].TextEdit.NewText != "60 mm/s" {
		t.Errorf("%+v", list)
	}

	var hover struct {
		Contents struct{ Kind, Value string }
		Range    span
	}
	e.answer(e.ask("textDocument/hover", at(6, 8)), &hover)
	if hover.Contents.Kind != "markdown" || !strings.Contains(hover.Contents.Value, "newtons") || !strings.Contains(hover.Contents.Value, "60 N from L5 to L1") || hover.Range != (span{position{6, 6}, position{6, 11}}) {
		t.Errorf("%+v", hover)
	}

	var symbols []struct {
		Name     string
		Range    span
		Children []struct {
			Name     string
			Children []struct{ Name string }
		}
	}
	e.answer(e.ask("textDocument/documentSymbol", at(0, 0)), &symbols)
	if len(symbols) != 1 || symbols[0].Name != "odd" || symbols[0].Range.End != (position{11, 1}) || symbols[0].Children[0].Name != "work" || symbols[0].Children[0].Children[0].Name != "glide" {
		t.Errorf("%+v", symbols)
	}

	e.change(5, part(1, 7, 10, "=  "))
	var edits []struct {
		Range   span
		NewText string
	}
	e.answer(e.ask("textDocument/formatting", map[string]any{"textDocument": map[string]any{"uri": uri}, "options": map[string]any{"tabSize": 8, "insertSpaces": false}}), &edits)
	if len(edits) != 1 || edits[0].Range != (span{position{1, 0}, position{2, 0}}) || edits[0].NewText != "  title = \"40 °C, 𝔞𝔟\" # 𝔠\n" {
		t.Errorf("%+v", edits)
	}
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
	e.notify("$/setTrace", map[string]any{"value": "off"})
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	if err := e.end(); err != nil {
		t.Error(err)
	}
}

// TestOrder: initialize first, nothing behind shutdown, and an end that is none is one with an error.
func TestOrder(t *testing.T) {
	e := open(t, compile)
	if m := e.answer(e.ask("textDocument/hover", at(0, 0)), nil); m.Error == nil || m.Error.Code != -32002 {
		t.Errorf("before initialize: %+v", m.Error)
	}
	e.begin()
	if m := e.answer(e.ask("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}}), nil); m.Error == nil {
		t.Error("initialized twice")
	}
	if m := e.answer(e.ask("textDocument/rename", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": position{}, "newName": "x"}), nil); m.Error == nil || m.Error.Code != -32601 {
		t.Errorf("what it cannot do: %+v", m.Error)
	}
	if m := e.answer(e.ask("lumbar/nonsense", map[string]any{}), nil); m.Error == nil || m.Error.Code != -32601 {
		t.Errorf("what nobody can do: %+v", m.Error)
	}
	var hover any = "?"
	e.answer(e.ask("textDocument/hover", at(0, 0)), &hover)
	if hover != nil {
		t.Errorf("of a text that is not open: %v", hover)
	}
	e.answer(e.ask("shutdown", nil), nil)
	if m := e.answer(e.ask("textDocument/hover", at(0, 0)), nil); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("behind shutdown: %+v", m.Error)
	}
	e.notify("exit", nil)
	if err := e.gone(); err != nil {
		t.Error(err)
	}
}

func TestAbrupt(t *testing.T) {
	e := open(t, compile).begin()
	e.notify("exit", nil)
	if err := e.gone(); !errors.Is(err, lsp.ErrAbrupt) {
		t.Errorf("exit without shutdown: %v", err)
	}
	e = open(t, compile).begin()
	if err := e.to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.gone(); !errors.Is(err, lsp.ErrAbrupt) {
		t.Errorf("closed: %v", err)
	}
}

// TestMalformed: parameters that make no sense cost one answer; frames that make none end the conversation with an error,
// as nothing behind them can be trusted.
func TestMalformed(t *testing.T) {
	e := open(t, compile).begin()
	for _, params := range []any{nil, 3, "x", map[string]any{"textDocument": 7}, map[string]any{"position": map[string]any{"line": -1}}} {
		if m := e.answer(e.ask("textDocument/completion", params), nil); m.Error == nil && !strings.Contains(string(m.Result), `"items":[]`) {
			t.Errorf("%v: %s", params, m.Result)
		}
	}
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": "file:///nowhere", "version": 2}, "contentChanges": []any{}})
	e.notify("textDocument/didChange", "x")
	e.notify("textDocument/didPaint", map[string]any{"x": 1})
	e.notify("$/cancelRequest", map[string]any{"id": 12345})
	e.notify("$/cancelRequest", map[string]any{"id": nil})
	e.openText(odd)
	e.change(2, part(0, 4_000_000_000, 4_000_000_000, ""), part(99, 0, 0, "#"), map[string]any{"range": span{position{3, 5}, position{1, 2}}, "text": ""})
	e.found(2)
	if err := e.end(); err != nil {
		t.Error(err)
	}
	for _, raw := range []string{"Content-Length: x\r\n\r\n{}", "nonsense\r\n\r\n", "Content-Length: 5\r\n\r\n{\"a\":", "Content-Length: -5\r\n\r\n", "Content-Length: 99999999999\r\n\r\n"} {
		e := open(t, compile).begin()
		if _, err := e.to.Write([]byte(raw)); err != nil {
			t.Fatal(err)
		}
		_ = e.to.Close()
		if err := e.gone(); err == nil {
			t.Errorf("%q: no error", raw)
		}
	}
}

// TestNewest: while a text is being compiled, answers go on, and of the versions that come meanwhile only the newest is
// told of. A cancelled request is answered.
func TestNewest(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	first := true
	e := open(t, func(file string, src []byte) diag.List {
		if first {
			first = false
			close(begun)
			<-goOn
		}
		if file != "my own.lumbar.hcl" {
			t.Errorf("file %q", file)
		}
		return diag.List{{Line: 1, Column: 1, Severity: diag.Error, Code: "x", Summary: string(src)}}
	}).begin()
	e.openText("a")
	<-begun
	for v := 2; v <= 20; v++ {
		e.change(v, part(0, 0, 0, "b"))
	}
	var hover any
	e.answer(e.ask("textDocument/hover", at(0, 0)), &hover)
	id := e.ask("textDocument/completion", at(0, 0))
	e.notify("$/cancelRequest", map[string]any{"id": id})
	e.answer(id, nil)
	close(goOn)
	if found := e.found(20); len(found) != 1 || found[0].Message != strings.Repeat("b", 19)+"a" {
		t.Errorf("%+v", found)
	}
	if err := e.end(); err != nil {
		t.Error(err)
	}
}
