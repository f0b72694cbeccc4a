package campaign

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// Setting is what all cases share: the chair, and the programmes that ship. It does not change.
type Setting struct {
	profile    chair.Profile
	programmes []string
	plans      map[string]*programme.Plan
}

// NewSetting reads bench-4d and every shipped programme.
func NewSetting() (*Setting, error) {
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		return nil, fmt.Errorf("reading the chair's profile: %w", err)
	}
	s := &Setting{profile: p, programmes: programmes.All(), plans: map[string]*programme.Plan{}}
	for _, name := range s.programmes {
		file, src, _ := programmes.Source(name)
		plan, diags := programme.Compile(file, src, programme.Options{})
		if err := diags.Err(); err != nil {
			return nil, fmt.Errorf("compiling %s: %w", name, err)
		}
		s.plans[name] = fit.Fit(plan, &s.profile, chair.Everyone()).Plan
	}
	return s, nil
}
