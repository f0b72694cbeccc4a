package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
)

// Setting is what all bodies of a run share. Nobody changes it while it runs.
type Setting struct {
	Name       string // of the programme, as lumbar run takes it
	ChairName  string // of the profile, as lumbar run takes it; empty is its default
	Plan       *programme.Plan
	Profile    chair.Profile
	Population Population
	Seed       uint64
	Sweep      bool   // people are drawn the more widely the less is known of them
	Quick      bool   // at a slower rate than the chair's first: quick.go
	Binary     string // which program this is: results of another are not gone on with

	limits  chair.Limits // chair and guard hold to them: those for everyone
	fitted  fit.Result
	slow    chair.Profile       // of a quick run
	quick   bool                // it is one
	tapping twin.Pace           // of a quick run while rollers tap
	leisure twin.Pace           // and while nothing happens quickly
	spoil   func(*twin.Options) // what is wrong with the chair, in tests; nil is nothing
}

// Prepare fits the plan to the chair. It must be called once, before anything else.
func (s *Setting) Prepare() {
	s.limits = chair.Everyone()
	s.fitted = fit.Fit(s.Plan, &s.Profile, s.limits)
	slow, ok := slowed(&s.Profile)
	s.slow, s.quick = slow, ok && s.Quick
	s.tapping, s.leisure = first(&s.Profile, tapping), first(&s.Profile, leisure[:]...)
}

// Changes is what fitting the plan to the chair changed, in sentences.
func (s *Setting) Changes() []string {
	var all []string
	for _, c := range s.fitted.Changes {
		all = append(all, c.String())
	}
	return all
}

// Key tells a run from any whose bodies would have come out differently: another programme, chair, population, seed or
// program.
func (s *Setting) Key() (string, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, part := range []any{formatVersion, s.Binary, s.Plan, s.Profile, s.Population.Name(), s.Population.Len(), s.Seed, s.Sweep, s.Quick} {
		if err := enc.Encode(part); err != nil {
			return "", fmt.Errorf("telling this run from others: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12]), nil
}

// formatVersion is that of Outcome as it is written.
const formatVersion = 1
