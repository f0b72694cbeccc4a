package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Command is what may be asked of the chair from outside.
type Command struct {
	Verb      Verb              `json:"verb"`
	Programme string            `json:"programme,omitempty" example:"after-desk" doc:"Of a start: the programme's name."`
	Set       map[string]string `json:"set,omitempty" example:"{\"rounds\":\"1\"}" doc:"Of a start: what is chosen of the programme's variables, by their names, written as their defaults are. The others have their defaults."`
	Body      string            `json:"body,omitempty" example:"ansur:average-woman" doc:"Of a start on a simulated chair: who sits in it."`
	Seed      uint64            `json:"seed,omitempty" doc:"The same: chance, for doing it once more."`
	Pace      float64           `json:"pace,omitempty" minimum:"0" maximum:"1000" doc:"Of a start or pace on a simulated chair: times real time; 0 leaves it."`
	Level     string            `json:"level,omitempty" example:"L4" doc:"Of a nudge."`
	MM        float64           `json:"mm,omitempty" minimum:"-30" maximum:"30" doc:"Of a nudge: up the back."`
	Calibrate bool              `json:"calibrate,omitempty" doc:"Of a start: ask after the scan how firm is enough."`
	Measure   bool              `json:"measure,omitempty" doc:"Of a start: measure stiffness before and after the massage."`
	Told      bool              `json:"told,omitempty" doc:"Of a start: whoever sits in the chair has been told what the state's homing says. Without it none is begun where must_tell is true."`
	By        string            `json:"by,omitempty" maxLength:"64" doc:"A secret name of the caller's own choice. Whoever started a session is told by it what is told to nobody else."`
}

// Verb is a wire.Verb that the OpenAPI document lists.
type Verb string

// Schema lists the verbs, save what is done by hand.
func (Verb) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Description: "What to do."}
	for _, v := range wire.Verbs() {
		if !v.Inner() && v != wire.Move && v != wire.Test { // by hand is at the page alone: a program is not at the chair
			s.Enum = append(s.Enum, string(v))
		}
	}
	s.PrecomputeMessages()
	return s
}

type commandIn struct {
	Key  string `header:"Idempotency-Key" maxLength:"128" doc:"The same key within ten minutes is the same request: it is done once."`
	Body Command
}

// command asks the engine for what a command says.
func (a *API) command(ctx context.Context, in *commandIn) (*out[wire.Snapshot], error) {
	c := &in.Body
	r := wire.Request{Verb: wire.Verb(c.Verb), Programme: c.Programme, Set: c.Set, Body: c.Body, Seed: c.Seed, Pace: c.Pace, Level: c.Level, MM: c.MM,
		Calibrate: c.Calibrate, Measure: c.Measure, Told: c.Told, By: c.By}
	if r.By == "" {
		r.By = "api"
	}
	do := func() (wire.Snapshot, error) {
		reply, err := a.ask(ctx, r)
		return reply.Snapshot, err
	}
	if in.Key == "" || r.Verb.Urgent() { // what stops is never left out
		s, err := do()
		return answer(s), err
	}
	s, err, fits := a.keys.once(in.Key, fmt.Sprint(r), a.o.Now(), do)
	if !fits {
		return nil, huma.Error422UnprocessableEntity("This Idempotency-Key came with another request before. Take a new key for each request.")
	}
	return answer(s), err
}
