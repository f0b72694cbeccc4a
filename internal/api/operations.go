package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Tags group what can be asked.
const (
	tagChair     = "The chair"
	tagProgramme = "Programmes"
)

// register adds every operation.
func (a *API) register() {
	add(a, http.MethodGet, "/chair", tagChair, "The chair now", "One snapshot, as the engine says it at this moment.",
		func(ctx context.Context, _ *struct{}) (*out[wire.Snapshot], error) {
			reply, err := a.ask(ctx, wire.Request{Verb: wire.Look, By: "api"})
			return answer(reply.Snapshot), err
		})
	a.stream()
	add(a, http.MethodPost, "/commands", tagChair, "Ask for something",
		"The answer comes when the engine has taken it, with the chair as it is then. With an Idempotency-Key the same request sent twice is done once: the second gets the first one's answer.",
		a.command)
	add(a, http.MethodPost, "/stop", tagChair, "STOP", "Rollers off the back at once. Needs no body, and goes before everything else.",
		func(ctx context.Context, _ *struct{}) (*out[wire.Snapshot], error) {
			reply, err := a.ask(ctx, wire.Request{Verb: wire.Stop, By: "api"})
			return answer(reply.Snapshot), err
		})
	add(a, http.MethodGet, "/faults", tagChair, "Every fault", "What can be wrong with chair or person, what the chair does then, and what to do.",
		func(context.Context, *struct{}) (*out[[]FaultInfo], error) { return answer(faults()), nil })
	add(a, http.MethodGet, "/faults/{code}", tagChair, "One fault", "By its code; problems point here.",
		func(_ context.Context, in *struct {
			Code string `path:"code" example:"tracking"`
		}) (*out[FaultInfo], error) {
			if i := slices.IndexFunc(faults(), func(f FaultInfo) bool { return f.Code == in.Code }); i >= 0 {
				return answer(faults()[i]), nil
			}
			return nil, huma.Error404NotFound("There is no fault of this code. /api/v1/faults lists them.")
		})
	add(a, http.MethodGet, "/programmes", tagProgramme, "Every programme", "What is installed, without the texts.",
		func(context.Context, *struct{}) (*out[[]Programme], error) {
			all := slices.Clone(a.installed())
			for i := range all {
				all[i].Text = ""
			}
			return answer(all), nil
		})
	add(a, http.MethodGet, "/programmes/{name}", tagProgramme, "One programme", "With its text.",
		func(_ context.Context, in *struct {
			Name string `path:"name" example:"after-desk"`
		}) (*out[Programme], error) {
			all := a.installed()
			if i := slices.IndexFunc(all, func(p Programme) bool { return p.Name == in.Name }); i >= 0 {
				return answer(all[i]), nil
			}
			return nil, huma.Error404NotFound("There is no programme of this name. /api/v1/programmes lists them.")
		})
}

// out is an answer's body.
type out[T any] struct{ Body T }

func answer[T any](v T) *out[T] { return &out[T]{v} }

// add adds an operation.
func add[I, O any](a *API, method, path, tag, summary, about string, do func(context.Context, *I) (*O, error)) {
	errors := []int{http.StatusServiceUnavailable}
	if method == http.MethodPost {
		errors = append(errors, http.StatusConflict)
	}
	huma.Register(a.huma, huma.Operation{
		OperationID: huma.GenerateOperationID(method, path, new(O)), Method: method, Path: Root + path,
		Tags: []string{tag}, Summary: summary, Description: about, MaxBodyBytes: mostBytes, Errors: errors,
	}, do)
}

// mostBytes is the largest body.
const mostBytes = 4 << 10

// stream adds the stream of snapshots, which is not huma's to write.
func (a *API) stream() {
	path := Root + "/events"
	a.mux.Handle("GET "+path, a.o.Events)
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Snapshot](), true, "Snapshot")
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: path, Tags: []string{tagChair}, Summary: "The chair, live",
		Description: "Server-sent events: unnamed ones hold a snapshot each, twenty a second while something moves; \"silent\" comes while the engine does not answer, \"viewers\" says how many listen.",
		Responses: map[string]*huma.Response{"200": {Description: "A stream that does not end.",
			Content: map[string]*huma.MediaType{"text/event-stream": {Schema: schema}}}},
	})
}

// FaultInfo is one row of the catalogue of faults.
type FaultInfo struct {
	Code     string `json:"code"`
	Title    string `json:"title"`
	Text     string `json:"text" doc:"What happened."`
	Does     string `json:"does" doc:"What the chair does."`
	Do       string `json:"do" doc:"What the person should do."`
	Severity string `json:"severity"`
	Clears   string `json:"clears" doc:"Who may clear it."`
}

// faults is the catalogue.
func faults() []FaultInfo {
	var all []FaultInfo
	for _, i := range chair.Catalogue {
		all = append(all, FaultInfo{string(i.Code), i.Title, i.Text, i.Does, i.Do, i.Severity.String(), i.Clear.String()})
	}
	return all
}
