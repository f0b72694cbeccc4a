package lsp

import (
	"context"
	"fmt"
	"path"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/openlumbar/lumbar/internal/diag"
)

// document is one text that is open in the editor.
type document struct {
	text    *text
	version int32
	file    string // its name
	told    bool   // what is wrong with this version was told
}

// language is what editors call programmes.
const language = "lumbar"

// The ends of the names of files that Lumbar reads.
const (
	programmeEnd = ".lumbar.hcl"
	bodyEnd      = ".body.hcl"
)

// DidOpen takes up a text. One that is none of Lumbar's is only remembered.
func (s *server) DidOpen(_ context.Context, p *protocol.DidOpenTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := path.Base(p.TextDocument.URI.Path())
	ours := string(p.TextDocument.LanguageID) == language || strings.HasSuffix(file, programmeEnd) || strings.HasSuffix(file, bodyEnd)
	s.open[p.TextDocument.URI] = &document{text: newText([]byte(p.TextDocument.Text)), version: p.TextDocument.Version, file: file, told: !ours}
	s.wake()
	return nil
}

// DidChange changes a text.
func (s *server) DidChange(_ context.Context, p *protocol.DidChangeTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.open[p.TextDocument.URI]
	if d == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	for _, c := range p.ContentChanges {
		d.text = d.text.changed(c)
	}
	d.version, d.told = p.TextDocument.Version, false
	s.wake()
	return nil
}

// DidClose lets a text go, and what was said of it.
func (s *server) DidClose(ctx context.Context, p *protocol.DidCloseTextDocumentParams) error {
	s.mu.Lock()
	delete(s.open, p.TextDocument.URI)
	s.mu.Unlock()
	return s.client.PublishDiagnostics(ctx, &protocol.PublishDiagnosticsParams{URI: p.TextDocument.URI, Diagnostics: []protocol.Diagnostic{}})
}

// text is an open text of Lumbar's, as it is now; nil if there is none.
func (s *server) textOf(id uri.URI) *text {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.open[id]; d != nil {
		return d.text
	}
	return nil
}

// wake tells the diagnosing goroutine that there is something to do.
func (s *server) wake() {
	select {
	case s.dirty <- struct{}{}:
	default: // it will look anyway
	}
}

// diagnose tells what is wrong with texts, always the newest version of each, until ctx is done. While somebody types
// faster than a text is compiled, versions between are passed over.
func (s *server) diagnose(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.dirty:
		}
		for id, d, ok := s.next(); ok && ctx.Err() == nil; id, d, ok = s.next() {
			found := s.o.Find(d.file, d.text.src)
			if !s.newest(id, d.version) {
				continue
			}
			// A connection that is broken ends by itself.
			_ = s.client.PublishDiagnostics(ctx, &protocol.PublishDiagnosticsParams{
				URI: id, Version: protocol.NewOptional(d.version), Diagnostics: diagnostics(d.text, found),
			})
		}
	}
}

// next is a text of which nothing was told yet, and counts as told from now on.
func (s *server) next() (uri.URI, document, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, d := range s.open {
		if !d.told {
			d.told = true
			return id, *d, true
		}
	}
	return "", document{}, false
}

// newest says whether a version is still the one that is open.
func (s *server) newest(id uri.URI, version int32) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.open[id]
	return d != nil && d.version == version
}

// diagnostics are findings as the editor shows them, with the words and at the place that lumbar check has.
func diagnostics(t *text, found diag.List) []protocol.Diagnostic {
	out := make([]protocol.Diagnostic, len(found))
	for i, d := range found {
		severity := protocol.DiagnosticSeverityError
		if d.Severity == diag.Warning {
			severity = protocol.DiagnosticSeverityWarning
		}
		message := d.Summary
		if d.Detail != "" {
			message += "\n" + d.Detail
		}
		out[i] = protocol.Diagnostic{
			Range: t.span(d.From, d.To), Severity: severity, Code: protocol.String(d.Code),
			Source: protocol.NewOptional(language), Message: protocol.String(message),
		}
	}
	return out
}
