package lsp

import (
	"context"
	"fmt"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/openlumbar/lumbar/internal/assist"
	"github.com/openlumbar/lumbar/internal/diag"
)

// asked takes the text of a request as it is now and lets the connection read on. The error says that the request was
// cancelled.
func (s *server) asked(ctx context.Context, id uri.URI) (*text, error) {
	t := s.textOf(id)
	beside(ctx)
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return t, nil
}

// Completion is what can stand at a place.
func (s *server) Completion(ctx context.Context, p *protocol.CompletionParams) (protocol.CompletionResult, error) {
	s.mu.Lock()
	snippets := s.snippets
	s.mu.Unlock()
	t, err := s.asked(ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	list := &protocol.CompletionList{Items: []protocol.CompletionItem{}}
	if t == nil || !programmeText(p.TextDocument.URI) {
		return list, nil
	}
	offer := s.guide.Complete(t.src, t.offset(p.Position))
	span := t.span(offer.From, offer.To)
	for i, item := range offer.Items {
		list.Items = append(list.Items, completion(item, i, span, snippets))
	}
	return list, nil
}

// completion is one item, the i-th.
func completion(item assist.Item, i int, span protocol.Range, snippets bool) protocol.CompletionItem {
	kind := protocol.CompletionItemKindValue
	switch item.Kind {
	case assist.Block:
		kind = protocol.CompletionItemKindFunction
	case assist.Attribute:
		kind = protocol.CompletionItemKindProperty
	case assist.Variable:
		kind = protocol.CompletionItemKindVariable
	}
	text, format := item.Text, protocol.InsertTextFormatPlainText
	if snippets && item.Snippet != "" {
		text, format = item.Snippet, protocol.InsertTextFormatSnippet
	}
	c := protocol.CompletionItem{
		Label: item.Label, Kind: kind, Detail: protocol.NewOptional(item.Detail),
		SortText:         protocol.NewOptional(fmt.Sprintf("%04d", i)),
		InsertTextFormat: format, InsertTextMode: protocol.InsertTextModeAdjustIndentation,
		TextEdit: &protocol.TextEdit{Range: span, NewText: text},
	}
	if item.Doc != "" {
		c.Documentation = protocol.String(item.Doc)
	}
	return c
}

// programmeText says whether a text is a programme rather than a body.
func programmeText(id uri.URI) bool { return !strings.HasSuffix(id.Path(), bodyEnd) }

// Hover is what the word at a place means; nil if there is nothing to say.
func (s *server) Hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	s.mu.Lock()
	markdown := s.markdown
	s.mu.Unlock()
	t, err := s.asked(ctx, p.TextDocument.URI)
	if err != nil || t == nil || !programmeText(p.TextDocument.URI) {
		return nil, err
	}
	note, ok := s.guide.Hover(t.src, t.offset(p.Position))
	if !ok {
		return nil, nil
	}
	span := t.span(note.From, note.To)
	words := &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: note.Title + "\n" + strings.Join(note.Lines, "\n")}
	if markdown {
		words.Kind = protocol.MarkupKindMarkdown
		words.Value = "`" + note.Title + "`\n\n" + strings.Join(note.Lines, "\n\n")
	}
	return &protocol.Hover{Contents: words, Range: &span}, nil
}

// DocumentSymbol is the blocks of a text.
func (s *server) DocumentSymbol(ctx context.Context, p *protocol.DocumentSymbolParams) (protocol.DocumentSymbolResult, error) {
	t, err := s.asked(ctx, p.TextDocument.URI)
	if err != nil || t == nil {
		return protocol.DocumentSymbolSlice{}, err
	}
	return protocol.DocumentSymbolSlice(symbols(t, assist.Outline(t.src))), nil
}

func symbols(t *text, all []assist.Symbol) []protocol.DocumentSymbol {
	out := make([]protocol.DocumentSymbol, len(all))
	for i, b := range all {
		name, kind := b.Word, protocol.SymbolKindFunction
		if b.Name != "" {
			name = b.Name
		}
		if len(b.Children) > 0 {
			kind = protocol.SymbolKindNamespace
		}
		word := b.Word
		out[i] = protocol.DocumentSymbol{
			Name: name, Detail: &word, Kind: kind,
			Range: t.span(b.From, b.To), SelectionRange: t.span(b.From, b.Head), Children: symbols(t, b.Children),
		}
	}
	return out
}

// Formatting lays a text out; one with errors of syntax stays as it is, and they are shown anyway.
func (s *server) Formatting(ctx context.Context, p *protocol.DocumentFormattingParams) ([]protocol.TextEdit, error) {
	t, err := s.asked(ctx, p.TextDocument.URI)
	if err != nil || t == nil {
		return nil, err
	}
	out, list := diag.Format(p.TextDocument.URI.Path(), t.src)
	if list.HasErrors() {
		return nil, nil
	}
	return t.edit(out), nil
}
