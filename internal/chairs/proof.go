package chairs

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/testrecord"
	"github.com/openlumbar/lumbar/internal/tryout"
)

// Proof is what a chair's test is taken down by, and what a session is held against.
type Proof struct {
	Shelf  testrecord.Shelf
	Of     testrecord.Chair
	Lumbar string // which Lumbar takes it down
}

// ProofOf is that of a chair over a link.
func (s Shelf) ProofOf(p *chair.Profile, address string) (Proof, error) {
	d, err := links.DriverOf(address)
	if err != nil {
		return Proof{}, err
	}
	return Proof{
		Shelf: testrecord.In(s.data),
		Of:    testrecord.Chair{Profile: p, Link: address, Driver: testrecord.Driver{Name: d.Name, Version: d.Version}, Simulated: !links.Apart(address)},
	}, nil
}

// Tested says why nobody may sit there, or nil. The profile is the one that the chair was opened with.
func (p *Proof) Tested(of *chair.Profile) error {
	c := p.Of
	c.Profile = of
	return p.Shelf.Check(c)
}

// Simulated says whether no person can sit there.
func (p *Proof) Simulated() bool { return p.Of.Profile.Simulated || p.Of.Simulated }

// Needless is what is said of a simulated chair.
const Needless = "simulated: no record needed"

// Tried takes a test down, and says what became of it.
func (p *Proof) Tried(t *tryout.Tried) (string, error) {
	c := p.Of
	c.Profile = t.Profile
	err := p.Shelf.Put(c, testrecord.Record{
		Procedure: commission.Version, Lumbar: p.Lumbar, Who: t.Who, Began: t.Began.UTC(), Ended: t.Ended.UTC(),
		Outcome: t.Outcome.String(), Why: t.Why, Steps: t.Results,
	})
	if err != nil {
		return "", err
	}
	switch at := p.Shelf.Path(c); {
	case p.Simulated():
		return "Its record is in " + at + " (" + Needless + ").", nil
	case t.Outcome == commission.Passed:
		return "Its record is signed, in " + at + ". It holds until its profile, its link or its driver changes.", nil
	default:
		return "Its record is in " + at + ". Nobody sits in this chair until a test ends well.", nil
	}
}
