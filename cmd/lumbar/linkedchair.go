package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/testrecord"
	"github.com/openlumbar/lumbar/internal/tryout"
)

// Where chairs with a link are that were added: a profile each, and its link's address beside it.
const (
	chairsDir  = "chairs"
	chairEnd   = ".lumbar-chair.hcl"
	addressEnd = ".link"
)

// linkedChair is a chair with its link.
type linkedChair struct {
	profile chair.Profile
	address string
	file    string // of its profile; empty: it ships
}

// chairFile is where the profile of an added chair is.
func chairFile(dir, name string) string { return filepath.Join(dir, chairsDir, name+chairEnd) }

// addedChairs is the names of the chairs that were added, sorted.
func addedChairs(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, chairsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the chairs that were added: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), chairEnd); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// findLink finds a chair and its link: one that was added, one that ships, or a profile's file. address, if not empty, is
// the link that was asked for.
func findLink(dir, name, address string) (l linkedChair, err error) {
	added, err := addedChairs(dir)
	if err != nil {
		return l, err
	}
	from := name
	if slices.Contains(added, name) {
		from = chairFile(dir, name)
	}
	if looksLikePath(from) {
		l.file = from
	}
	if l.file == "" && !slices.Contains(chairNames(), name) {
		known := append(added, chairNames()...)
		return l, errors.New(unknown("chair", name, known, "add it: lumbar chair add --link LINK"))
	}
	if l.profile, err = readChair(from); err != nil {
		return l, err
	}
	if l.address = address; l.address == "" {
		l.address = addressOf(&l)
	}
	if l.address == "" {
		return l, fmt.Errorf("how is %s reached? Say --link LINK; links are: %s", l.profile.Title, linkForms())
	}
	return l, links.Check(l.address, &l.profile)
}

// addressOf is the link that is beside a profile's file, or the only one that there can be; empty is not known.
func addressOf(l *linkedChair) string {
	if base, ok := strings.CutSuffix(l.file, chairEnd); ok {
		if text, err := os.ReadFile(base + addressEnd); err == nil {
			return strings.TrimSpace(string(text))
		}
	}
	if l.profile.Simulated {
		return links.Simulated
	}
	return ""
}

func linkForms() string {
	var forms []string
	for _, k := range links.All() {
		forms = append(forms, k.Form)
	}
	return strings.Join(forms, ", ")
}

// proof is what a chair's test is taken down by, and what a session is held against.
type proof struct {
	shelf testrecord.Shelf
	of    testrecord.Chair
}

// proofOf is that of a chair over a link, in a data directory.
func proofOf(dir string, p *chair.Profile, address string) (proof, error) {
	d, err := links.DriverOf(address)
	if err != nil {
		return proof{}, err
	}
	return proof{testrecord.In(dir), testrecord.Chair{Profile: p, Link: address, Driver: testrecord.Driver{Name: d.Name, Version: d.Version}, Simulated: !links.Apart(address)}}, nil
}

// tested says why nobody may sit there, or nil. The profile is the one that the chair was opened with.
func (p *proof) tested(of *chair.Profile) error {
	c := p.of
	c.Profile = of
	return p.shelf.Check(c)
}

// simulated says whether no person can sit there.
func (p *proof) simulated() bool { return p.of.Profile.Simulated || p.of.Simulated }

// needless is what is said of a simulated chair.
const needless = "simulated: no record needed"

// tried takes a test down, and says what became of it.
func (p *proof) tried(t *tryout.Tried) (string, error) {
	c := p.of
	c.Profile = t.Profile
	err := p.shelf.Put(c, testrecord.Record{
		Procedure: commission.Version, Lumbar: version, Who: t.Who, Began: t.Began.UTC(), Ended: t.Ended.UTC(),
		Outcome: t.Outcome.String(), Why: t.Why, Steps: t.Results,
	})
	if err != nil {
		return "", err
	}
	switch at := p.shelf.Path(c); {
	case p.simulated():
		return "Its record is in " + at + " (" + needless + ").", nil
	case t.Outcome == commission.Passed:
		return "Its record is signed, in " + at + ". It holds until its profile, its link or its driver changes.", nil
	default:
		return "Its record is in " + at + ". Nobody sits in this chair until a test ends well.", nil
	}
}
