package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/internal/links"
)

// linkedAdd is what a chair with a link is added by: five things at most, each of them a flag.
type linkedAdd struct {
	Link   string `placeholder:"LINK" help:"With a link: how the chair is reached, such as unix:/path/to/socket or ble:AA:BB:CC:DD:EE:FF."`
	Scan   bool   `help:"With a link: the chair that is found over Bluetooth."`
	Like   string `placeholder:"CHAIR" help:"The profile that it is like: one that ships, or a file."`
	Title  string `placeholder:"TEXT" help:"What you call it."`
	Weight string `placeholder:"KG" help:"The heaviest person it bears, by its maker's plate."`
	Real   string `placeholder:"yes|no" help:"Whether it is a real chair; a simulated one gives sessions to nobody real."`
	Yes    bool   `help:"Ask nothing: what is not said stays as the profile has it."`
}

// wanted says whether a chair with a link is added.
func (c *linkedAdd) wanted() bool { return c.Link != "" || c.Scan }

// asks puts a question that a flag may have answered.
type asks struct {
	app *app
	in  *bufio.Reader
	yes bool
}

// put is the answer: the flag's, what was typed, or what stands in brackets. Where nobody answers it is an error.
func (q *asks) put(flag, said, question, standard string) (string, error) {
	if said != "" {
		return said, nil
	}
	if q.yes {
		return standard, nil
	}
	fmt.Fprintf(q.app.err, "%s [%s]: ", question, standard)
	line, err := q.in.ReadString('\n')
	line = strings.TrimSpace(line)
	if errors.Is(err, io.EOF) && line == "" {
		fmt.Fprintln(q.app.err)
		return "", fmt.Errorf("nobody answers here: say --%s, or --yes to take %q and whatever else is usual", flag, standard)
	}
	if line == "" {
		line = standard
	}
	return line, nil
}

// add asks, and writes the profile.
func (c *linkedAdd) add(ctx context.Context, a *app, dir string) error {
	if c.Scan && c.Link == "" {
		found, like, err := onlyOne(ctx)
		if err != nil {
			return err
		}
		c.Link = found
		if c.Like == "" {
			c.Like = like
		}
	}
	q := &asks{a, bufio.NewReader(a.in), c.Yes}
	usual := profile.Shipped()[0]
	switch {
	case strings.HasPrefix(c.Link, "ble"):
		usual = profile.ShippedClosed()[0]
	case strings.HasPrefix(c.Link, "modbus"):
		usual = modbus.Shipped()[0]
	}
	like, err := q.put("like", c.Like, "Which profile is it like: "+strings.Join(chairNames(), ", ")+", or a file", usual)
	if err != nil {
		return &status{exitRefused, err}
	}
	p, err := readChair(like)
	if err == nil {
		err = links.Check(c.Link, &p)
	}
	if err != nil {
		return problems{err}.refuse(a)
	}
	src, err := chairSource(like)
	if err != nil {
		return err
	}
	e := edit{src: string(src), name: p.Name}
	title, err := q.put("title", c.Title, "What do you call it", p.Title)
	if err != nil {
		return &status{exitRefused, err}
	}
	weight, err := q.put("weight", c.Weight, "How heavy a person does it bear, in kg, by its maker's plate", fmt.Sprintf("%.0f", float64(p.Person.MaxWeight)))
	if err != nil {
		return &status{exitRefused, err}
	}
	real := "yes"
	if p.Closed == nil {
		if real, err = q.put("real", c.Real, "Is it a real chair: yes or no", "yes"); err != nil {
			return &status{exitRefused, err}
		}
	}
	kg, err := strconv.ParseFloat(weight, 64)
	switch {
	case err != nil:
		return &status{exitRefused, fmt.Errorf("%q is no weight in kg: write it like 120", weight)}
	case real != "yes" && real != "no":
		return &status{exitRefused, fmt.Errorf("%q is neither yes nor no", real)}
	}
	if e.name, err = freeName(dir, title); err != nil {
		return &status{exitRefused, err}
	}
	e.title, e.weight, e.simulated = title, kg, real == "no"
	e.note = fmt.Sprintf("# %s: added on %s, like %s, over %s.\n# The weight is what its owner read on the maker's plate.\n", title, time.Now().Format("2 January 2006"), p.Name, c.Link)
	written, err := e.text()
	if err != nil {
		return &status{exitRefused, err}
	}
	if _, err := readProfile(chairFile(dir, e.name), written); err != nil {
		return err
	}
	if err := keepChair(dir, e.name, written, c.Link); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s is here as %s.\nIts profile is %s: hold its figures against the chair, before it moves.\nNext, with nobody in it: lumbar chair test %s\n",
		title, e.name, chairFile(dir, e.name), e.name)
	return err
}

// addScan is how long --scan looks.
const addScan = 10 * time.Second

// onlyOne is the link of the one chair that is found over Bluetooth, and the profile that it may be of.
func onlyOne(ctx context.Context) (link, like string, err error) {
	list, err := lookAround(ctx, addScan, "hci0")
	if err != nil {
		return "", "", err
	}
	return choose(list)
}

// choose takes the one that was found.
func choose(list []inReach) (link, like string, err error) {
	switch len(list) {
	case 0:
		err = errors.New("no chair was found over Bluetooth: is it switched on, within a few metres, and its own app closed? Otherwise say --link LINK")
	case 1:
		if list[0].Connected {
			err = fmt.Errorf("%s has a link with something else already: close its app", list[0].Name)
		}
		if m := list[0].Maybe; len(m) == 1 && m[0] != "unknown" {
			like = m[0]
		}
		return "ble:" + list[0].Address, like, err
	default:
		var all []string
		for _, x := range list {
			all = append(all, fmt.Sprintf("--link ble:%s (%s)", x.Address, x.Name))
		}
		err = errors.New("several were found: say which, " + strings.Join(all, ", "))
	}
	return "", "", &status{exitRefused, err}
}

// freeName is a name made of a title, that no other chair has.
func freeName(dir, title string) (string, error) {
	name := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(title), "-")
	if name = strings.Trim(name, "-"); len(name) > 30 {
		name = strings.Trim(name[:30], "-")
	}
	if name == "" {
		name = "my-chair"
	}
	added, err := addedChairs(dir)
	if err != nil {
		return "", err
	}
	taken := append(append(added, profile.Shipped()...), profile.ShippedClosed()...)
	for n := 2; slices.Contains(taken, name); n++ {
		name = regexp.MustCompile(`-\d+$`).ReplaceAllString(name, "") + fmt.Sprintf("-%d", n)
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

// keepChair writes a profile and its link beside it, each whole or not at all.
func keepChair(dir, name string, text []byte, link string) error {
	at := filepath.Join(dir, chairsDir)
	if err := os.MkdirAll(at, 0o700); err != nil {
		return fmt.Errorf("keeping the chair: %w", err)
	}
	file := chairFile(dir, name)
	for path, content := range map[string][]byte{strings.TrimSuffix(file, chairEnd) + addressEnd: []byte(link + "\n"), file: text} {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("keeping the chair: %w", err)
		}
		_, err = f.Write(content)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("keeping the chair: %w", errors.Join(err, os.Remove(path)))
		}
	}
	return nil
}

// listAdded is the chairs with a link that were added, and whether somebody may sit in them.
func listAdded(dir string) (all []listed, err error) {
	names, err := addedChairs(dir)
	for _, name := range names {
		l, err := findLink(dir, name, "")
		if err != nil {
			all = append(all, listed{Name: name, Title: name, Kind: "chair", Link: "not known", Tested: err.Error(), File: chairFile(dir, name)})
			continue
		}
		x := listed{Name: name, Title: l.profile.Title, Kind: "chair", Link: l.address, Tested: "yes", File: l.file}
		p, err := proofOf(dir, &l.profile, l.address)
		if err != nil {
			return nil, err
		}
		if err := p.tested(&l.profile); err != nil {
			x.Tested = err.Error()
		} else if p.simulated() {
			x.Tested = needless
		}
		all = append(all, x)
	}
	return all, err
}
