package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/openlumbar/lumbar/internal/assist"
	"github.com/openlumbar/lumbar/internal/diag"
)

// Options are what a server needs of its surroundings.
type Options struct {
	// Find is what is wrong with a text, by the name of its file.
	Find    func(file string, src []byte) diag.List
	Version string
}

// ErrAbrupt says that the editor went away without having said so.
var ErrAbrupt = errors.New("the editor went away without shutting the server down")

// The error codes of the protocol that are not in its library.
var (
	errNotInitialized = jsonrpc2.NewError(-32002, "initialize comes first")
	errShutDown       = jsonrpc2.NewError(jsonrpc2.ErrInvalidRequest.Code, "the server is shut down: only exit is left")
)

// server is one conversation. The connection reads messages one after the other; those that change something are done
// before the next is read, those that only ask go on beside it, on the text as it was.
type server struct {
	protocol.UnimplementedServer
	o       Options
	guide   *assist.Guide
	client  protocol.Client
	reading context.Context    // of the conversation: every request's context comes from it
	cancel  context.CancelFunc // ends it
	dirty   chan struct{}      // something is to be diagnosed; holds one

	mu       sync.Mutex
	begun    bool // initialize was answered
	over     bool // shutdown was
	snippets bool // the editor fills in snippets
	markdown bool // and shows Markdown
	open     map[uri.URI]*document
	running  map[string]context.CancelFunc // requests by their names
}

// Serve talks with one editor until it says exit or closes its end; the error is nil if it shut down before, or if ctx is
// done. Closing the stream is left to the caller.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	conn := jsonrpc2.NewConn(jsonrpc2.NewStream(pipe{in, out}), jsonrpc2.WithCodec(codec{}))
	s := &server{
		o: o, guide: assist.New(), client: protocol.ClientDispatcher(conn), reading: reading, cancel: cancel,
		dirty: make(chan struct{}, 1), open: map[uri.URI]*document{}, running: map[string]context.CancelFunc{},
	}
	var diagnosing sync.WaitGroup
	diagnosing.Go(func() { s.diagnose(reading) }) // ends with reading
	conn.Go(reading, s.handle)
	select {
	case <-conn.Done():
	case <-ctx.Done():
	}
	cancel()
	diagnosing.Wait()
	s.mu.Lock()
	over := s.over
	s.mu.Unlock()
	switch {
	case over || ctx.Err() != nil:
		return nil
	case conn.Err() != nil:
		return fmt.Errorf("talking with the editor: %w", conn.Err())
	}
	return ErrAbrupt
}

// pipe is two ends as one. Nothing is closed: standard input and output are the process's.
type pipe struct {
	io.Reader
	io.Writer
}

func (pipe) Close() error { return nil }

// codec writes the protocol's values by the protocol's own code.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(data, v) }

// handle keeps the order of a conversation: initialize, what one wants, shutdown, exit.
func (s *server) handle(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	s.mu.Lock()
	begun, over := s.begun, s.over
	s.mu.Unlock()
	switch method := req.Method(); {
	case method == protocol.MethodExit:
	case over:
		return refused(req, errShutDown)
	case !begun && method != protocol.MethodInitialize:
		return refused(req, errNotInitialized)
	}
	if req.Method() == protocol.MethodCancelRequest {
		s.cancelled(req)
		return nil, nil
	}
	return s.cancellable(ctx, req, protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler))
}

// refused answers a request with an error, and a notification not at all.
func refused(req *jsonrpc2.Request, err error) (any, error) {
	if !req.IsCall() {
		return nil, nil
	}
	return nil, err
}

// Initialize says what the server can do.
func (s *server) Initialize(_ context.Context, p *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun {
		return nil, jsonrpc2.NewError(jsonrpc2.ErrInvalidRequest.Code, "initialize comes once")
	}
	s.begun = true
	if t := p.Capabilities.TextDocument; t != nil {
		if c := t.Completion; c != nil && c.CompletionItem != nil && c.CompletionItem.SnippetSupport != nil {
			s.snippets = *c.CompletionItem.SnippetSupport
		}
		if h := t.Hover; h != nil {
			for _, kind := range h.ContentFormat {
				s.markdown = s.markdown || kind == protocol.MarkupKindMarkdown
			}
		}
	}
	yes, change := true, protocol.TextDocumentSyncKindIncremental
	return &protocol.InitializeResult{
		Capabilities: protocol.ServerCapabilities{
			PositionEncoding:           protocol.PositionEncodingKindUTF16,
			TextDocumentSync:           &protocol.TextDocumentSyncOptions{OpenClose: &yes, Change: &change},
			CompletionProvider:         &protocol.CompletionOptions{TriggerCharacters: []string{`"`, "=", "[", "."}},
			HoverProvider:              protocol.Boolean(true),
			DocumentSymbolProvider:     protocol.Boolean(true),
			DocumentFormattingProvider: protocol.Boolean(true),
		},
		ServerInfo: protocol.ServerInfo{Name: "lumbar", Version: protocol.NewOptional(s.o.Version)},
	}, nil
}

// Initialized is the editor's answer.
func (*server) Initialized(context.Context, *protocol.InitializedParams) error { return nil }

// Shutdown ends everything but the conversation.
func (s *server) Shutdown(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	return nil
}

// Exit ends the conversation.
func (s *server) Exit(context.Context) error {
	s.cancel()
	return nil
}

// SetTrace is heard and changes nothing: there is no trace.
func (*server) SetTrace(context.Context, *protocol.SetTraceParams) error { return nil }
