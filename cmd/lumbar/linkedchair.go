package main

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/tryout"
)

// linkedChair is a chair with its link.
type linkedChair struct {
	profile chair.Profile
	address string
	file    string // of its profile; empty: it ships
}

// Where chairs are that were added, and how their files end.
const (
	chairsDir  = chairs.Dir
	chairEnd   = chairs.FileEnd
	addressEnd = chairs.AddressEnd
)

// chairFile is where the profile of an added chair is.
func chairFile(dir, name string) string { return chairs.In(dir).File(name) }

// findLink finds a chair and its link: one that was added, one that ships, or a profile's file. address, if not empty, is
// the link that was asked for.
func findLink(dir, name, address string) (l linkedChair, err error) {
	var found chairs.Linked
	if looksLikePath(name) {
		m, err := findModel(name)
		if err != nil {
			return l, err
		}
		found, err = chairs.Reach(m, name, address)
		return linkedChair{found.Profile, found.Address, found.File}, err
	}
	found, err = chairs.In(dir).Find(name, address)
	return linkedChair{found.Profile, found.Address, found.File}, told(err)
}

// addressOf is the link that is beside a profile's file, or the only one that there can be; empty is not known.
func addressOf(l *linkedChair) string { return chairs.AddressOf(&l.profile, l.file) }

// proof is what a chair's test is taken down by, and what a session is held against.
type proof struct{ chairs.Proof }

// proofOf is that of a chair over a link, in a data directory.
func proofOf(dir string, p *chair.Profile, address string) (proof, error) {
	of, err := chairs.In(dir).ProofOf(p, address)
	of.Lumbar = version
	return proof{of}, err
}

func (p *proof) tested(of *chair.Profile) error        { return p.Tested(of) }
func (p *proof) tried(t *tryout.Tried) (string, error) { return p.Tried(t) }
func (p *proof) simulated() bool                       { return p.Simulated() }

// needless is what is said of a simulated chair.
const needless = chairs.Needless
