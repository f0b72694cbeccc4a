package chairs

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/links"
)

// Like asks which profile a chair at a link is like; maybe is what it may be, by what was found.
func Like(link string, maybe []string) adding.Question {
	q := adding.Question{Name: "like", Text: "Which profile is it like", Choices: fitting(link)}
	if len(q.Choices) == 0 { // a link that leads nowhere: Add says so
		q.Choices = Models()
	}
	q.Usual = q.Choices[0]
	for _, m := range slices.Backward(maybe) {
		if slices.Contains(q.Choices, m) {
			q.Usual = m
		}
	}
	return q
}

// About is what else is asked of a chair that is like a profile. Of a closed chair it is not asked whether it is real: there
// is none other with a link.
func About(p *chair.Profile) []adding.Question {
	all := []adding.Question{
		{Name: "title", Text: "What do you call it", Usual: p.Title},
		{Name: "weight", Text: "How heavy a person does it bear, in kg, by its maker's plate", Usual: fmt.Sprintf("%.0f", float64(p.Person.MaxWeight))},
	}
	if p.Closed == nil {
		all = append(all, adding.Question{Name: "real", Text: "Is it a real chair", Usual: "yes", Choices: []string{"yes", "no"}})
	}
	return all
}

// ErrKeep is that a chair could not be written, though everything said of it can be.
var ErrKeep = errors.New("keeping the chair")

// Add writes the profile of a chair that is like a model. The error says what of the answers cannot be, or wraps ErrKeep.
func (s Shelf) Add(m Model, a adding.Answers, now time.Time) (adding.Chair, error) {
	c := adding.Chair{Title: a.Title, Link: a.Link, Closed: m.Profile.Closed != nil}
	if err := links.Check(a.Link, &m.Profile); err != nil {
		return c, err
	}
	kg, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(a.Weight, ",", ".")), " kg"), 64)
	real := a.Real
	if real == "" || c.Closed {
		real = "yes"
	}
	switch {
	case err != nil:
		return c, fmt.Errorf("%q is no weight in kg: write it like 120", a.Weight)
	case real != "yes" && real != "no":
		return c, fmt.Errorf("%q is neither yes nor no", real)
	case strings.TrimSpace(a.Title) == "":
		return c, errors.New("what do you call it? It needs a name")
	}
	if err := s.tidy(); err != nil { // before: a name that was given up is free again
		return c, fmt.Errorf("%w: %w", ErrKeep, err)
	}
	if c.Name, err = s.freeName(a.Title); err != nil {
		return c, err
	}
	c.File, c.Simulated = s.File(c.Name), real == "no"
	e := edit{src: string(m.Text), name: c.Name, title: a.Title, weight: kg, simulated: c.Simulated}
	e.note = fmt.Sprintf("# %s: added on %s, like %s, over %s.\n# The weight is what its owner read on the maker's plate.\n", oneLine(a.Title), now.Format("2 January 2006"), m.Profile.Name, oneLine(a.Link))
	written, err := e.text()
	if err != nil {
		return c, err
	}
	if _, err := Read(c.File, written); err != nil {
		return c, err
	}
	return c, s.keep(c.Name, written, a.Link)
}

// oneLine keeps what was typed from ending a comment.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// The marks that a name of a file does without, and the number behind a name that was taken.
var (
	marks  = regexp.MustCompile(`[^a-z0-9]+`)
	behind = regexp.MustCompile(`-\d+$`)
)

// mostName is how long a name of a file gets, in bytes.
const mostName = 30

// freeName is a name made of a title, that no other chair has: nor one whose adding was cut off when its link was written.
func (s Shelf) freeName(title string) (string, error) {
	name := marks.ReplaceAllString(strings.ToLower(title), "-")
	if name = strings.Trim(name, "-"); len(name) > mostName {
		name = strings.Trim(name[:mostName], "-")
	}
	if name == "" {
		name = "my-chair"
	}
	added, err := s.Names()
	if err != nil {
		return "", err
	}
	linked, err := s.ending(AddressEnd)
	if err != nil {
		return "", err
	}
	taken := append(slices.Concat(added, linked, Models()), SimulatedOne)
	for n := 2; slices.Contains(taken, name); n++ {
		name = behind.ReplaceAllString(name, "") + fmt.Sprintf("-%d", n)
	}
	return name, nil
}

// edit is a profile's text made into another chair's.
type edit struct {
	src, name, title, note string
	weight                 float64
	simulated              bool
}

// The places of a profile's text that are changed: each stands there once.
var (
	chairHead   = regexp.MustCompile(`(?m)^chair\s+"[^"]*"\s*\{`)
	titleLine   = regexp.MustCompile(`(?m)^(\s*title\s*=\s*)"[^"]*"`)
	weightLine  = regexp.MustCompile(`(?m)^(\s*max_weight\s*=\s*)"[^"]*"`)
	simulLine   = regexp.MustCompile(`(?m)^(\s*simulated\s*=\s*)(true|false)`)
	firstLines  = regexp.MustCompile(`\A(?:#[^\n]*\n)+\n?`)
	notInQuotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{", "\n", " ")
)

func (e *edit) text() ([]byte, error) {
	s := firstLines.ReplaceAllString(e.src, "")
	for _, c := range []struct {
		what string
		at   *regexp.Regexp
		by   string
	}{
		{"chair", chairHead, `chair "` + e.name + `" {`},
		{"title", titleLine, `${1}"` + strings.ReplaceAll(notInQuotes.Replace(e.title), "$", "$$") + `"`},
		{"max_weight", weightLine, fmt.Sprintf(`${1}"%g kg"`, e.weight)},
	} {
		if len(c.at.FindAllString(s, -1)) != 1 {
			return nil, fmt.Errorf("the profile that it is like does not have %s just once: copy it by hand, and name the file with --like", c.what)
		}
		s = c.at.ReplaceAllString(s, c.by)
	}
	s = simulLine.ReplaceAllString(s, fmt.Sprintf("${1}%t", e.simulated))
	return []byte(e.note + "\n" + s), nil
}

// keep writes a profile and its link beside it, each whole or not at all.
func (s Shelf) keep(name string, text []byte, link string) error {
	if err := os.MkdirAll(s.Folder(), 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrKeep, err)
	}
	file := s.File(name)
	for _, one := range []struct {
		path    string
		content []byte
	}{{strings.TrimSuffix(file, FileEnd) + AddressEnd, []byte(link + "\n")}, {file, text}} { // whoever finds the profile finds its link
		path := one.path
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, private)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrKeep, err)
		}
		_, err = f.Write(one.content)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("%w: %w", ErrKeep, errors.Join(err, os.Remove(path)))
		}
	}
	return nil
}
