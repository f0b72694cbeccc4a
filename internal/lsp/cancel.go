package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// requestKey is where a request's own context is kept in the one that its handler gets.
type requestKey struct{}

// cancellable runs a request under a context that $/cancelRequest ends. The connection's own contexts are taken back for
// other requests as soon as a handler returns, so none is made from them: the library's CancelHandler does, and what it
// leaves behind then looks into a context that is no longer there.
func (s *server) cancellable(ctx context.Context, req *jsonrpc2.Request, handler jsonrpc2.Handler) (any, error) {
	own := context.WithValue(s.reading, requestKey{}, ctx)
	if !req.IsCall() {
		// Nobody waits for an answer, and an error would end the conversation: what is not understood is passed over.
		_, _ = handler(own, req)
		return nil, nil
	}
	own, cancel := context.WithCancel(own)
	defer cancel()
	id := name(req.ID())
	s.mu.Lock()
	s.running[id] = cancel
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.running, id)
		s.mu.Unlock()
	}()
	return handler(own, req)
}

// beside lets the connection read on while a request is being answered.
func beside(ctx context.Context) {
	if request, ok := ctx.Value(requestKey{}).(context.Context); ok {
		jsonrpc2.Async(request)
	}
}

// cancelled ends the request that an editor no longer wants. One that is over already, or that never was, is none.
func (s *server) cancelled(req *jsonrpc2.Request) {
	var p protocol.CancelParams
	if protocol.Unmarshal(req.Params(), &p) != nil {
		return
	}
	id := ""
	switch n := p.ID.(type) {
	case protocol.Integer:
		id = name(jsonrpc2.NewNumberID(int64(n)))
	case protocol.String:
		id = name(jsonrpc2.NewStringID(string(n)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[id]; cancel != nil {
		cancel()
	}
}

// name is a request's number or text, told apart.
func name(id jsonrpc2.ID) string {
	if n, ok := id.Number(); ok {
		return fmt.Sprint(n)
	}
	text, _ := id.StringValue()
	return fmt.Sprintf("%q", text)
}
