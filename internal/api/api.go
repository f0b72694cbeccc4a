// Package api is what other programs talk to: JSON under /api/v1, described by the OpenAPI document that is made from the
// same Go types. It says what package wire says, and takes what a page may ask: never whose budget a session counts
// towards, nor its limits, nor anything that was known of a person.
//
// Errors are application/problem+json (RFC 9457). Where a latched fault is why, the problem's type is the fault's own
// address, /api/v1/faults/{code}, and its detail the way out.
package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Root is where the interface lives.
const Root = "/api/v1"

// Engine takes requests.
type Engine interface {
	Do(ctx context.Context, r wire.Request) (wire.Reply, error)
}

// Options is what the interface is made of. Engine and Events are required.
type Options struct {
	Engine     Engine
	Events     http.Handler       // streams snapshots
	Programmes func() []Programme // what is installed now; nil: nothing
	Version    string
	Answer     time.Duration                              // how long the engine may take; 0: 1 s
	May        func(context.Context, wire.Request) string // why whoever asks must not; "" is that they may; nil: everybody may
	Taken      func(wire.Request)                         // told of each start that was taken; may be nil
	Now        func() time.Time                           // nil: time.Now
	Failed     func(verb wire.Verb, err error)            // told that the engine did not answer; may be nil
}

// API is the interface. It is a handler for everything under Root.
type API struct {
	o    Options
	mux  *http.ServeMux
	huma huma.API
	keys *keys
}

// New makes the interface.
func New(o Options) *API {
	if o.Answer == 0 {
		o.Answer = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &API{o: o, mux: http.NewServeMux(), keys: newKeys()}
	conf := huma.DefaultConfig("Lumbar", o.Version)
	conf.Info.Description = "A massage chair: what it does now, and what it is asked to do. For comfort and relaxation; not a medical device."
	conf.OpenAPIPath, conf.DocsPath, conf.SchemasPath = Root+"/openapi", "", "" // the page about it is ours
	conf.CreateHooks = nil                                                      // no $schema in answers
	conf.RejectUnknownQueryParameters = true
	a.huma = humago.New(a.mux, conf)
	a.register()
	return a
}

// installed is what is installed now.
func (a *API) installed() []Programme {
	if a.o.Programmes == nil {
		return nil
	}
	return a.o.Programmes()
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	a.mux.ServeHTTP(w, r)
}

// ask hands a request to the engine. What stops goes on when whoever sent it is gone.
func (a *API) ask(ctx context.Context, r wire.Request) (wire.Reply, error) {
	r.V = wire.Version
	if a.o.May != nil {
		if why := a.o.May(ctx, r); why != "" {
			return wire.Reply{}, &huma.ErrorModel{Status: http.StatusForbidden, Title: "Not from this device", Detail: why}
		}
	}
	if r.Verb.Urgent() {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, a.o.Answer)
	defer cancel()
	reply, err := a.o.Engine.Do(ctx, r)
	if err != nil {
		if a.o.Failed != nil {
			a.o.Failed(r.Verb, err)
		}
		return reply, &huma.ErrorModel{Status: http.StatusServiceUnavailable, Title: "The control does not answer",
			Detail: "It is not known whether this was done. If a roller presses, press the red button on the chair."}
	}
	if reply.Error != "" {
		return reply, refusal(reply)
	}
	if r.Verb == wire.Start && a.o.Taken != nil {
		a.o.Taken(r)
	}
	return reply, nil
}

// refusal is why the engine did not take a request.
func refusal(reply wire.Reply) error {
	e := &huma.ErrorModel{Status: http.StatusConflict, Title: "Not now", Detail: reply.Error}
	if f := reply.Snapshot.Fault; f != nil {
		e.Type = Root + "/faults/" + f.Code
		e.Title = f.Title
	}
	return e
}
