// Package library finds programmes by name: those that ship, those that somebody saved in the data directory, and the one
// that is made on the spot to press one place. It opens no other file, whatever it is asked for.
package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// MostText is how long a programme's text may be, in bytes: ten times the longest that ships.
const MostText = 32 << 10

// mostSaved is how many programmes may be saved.
const mostSaved = 200

// The errors of saving. Compare with errors.Is.
var (
	ErrShipped = errors.New("a programme of this name ships with Lumbar: choose another name")
	ErrNowhere = errors.New("programmes are not saved here: start lumbar with a data directory")
	ErrFull    = fmt.Errorf("%d programmes are saved: take some out of the programmes folder first", mostSaved)
	ErrWrong   = errors.New("a programme is saved once it has no errors")
)

// Library is where programmes are. The zero value has those that ship.
type Library struct {
	Dir      string    // of saved programmes; it need not exist yet. Empty: none, and none can be saved
	Compiled *Compiled // what was compiled before; nil: everything is, whenever it is asked for
}

// Item is one programme.
type Item struct {
	Name string
	File string
	Text []byte
	Own  bool            // saved here; the others ship
	Plan *programme.Plan // nil if its text has errors
	List diag.List
}

// nameForm is that of a programme's name, so that a name is never a path.
var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const longestName = 40

func valid(name string) bool { return len(name) <= longestName && nameForm.MatchString(name) }

// All is every programme, those that ship first, each kind in alphabetical order. A saved one that cannot be read is left
// out.
func (l Library) All() []Item {
	var all []Item
	for _, name := range append(programmes.All(), l.saved()...) {
		if it, err := l.Find(name); err == nil {
			all = append(all, it)
		}
	}
	return all
}

// saved is the names of what was saved, in alphabetical order.
func (l Library) saved() (names []string) {
	if l.Dir == "" {
		return nil
	}
	entries, _ := os.ReadDir(l.Dir) // a folder that is not there has nothing in it
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), programmes.Extension)
		if ok && valid(name) && e.Type().IsRegular() && !slices.Contains(programmes.All(), name) && len(names) < mostSaved {
			names = append(names, name)
		}
	}
	return names
}

// Find is the programme of a name; the error is for people.
func (l Library) Find(name string) (Item, error) {
	return l.findSet(name, nil)
}

// findSet is the programme of a name with some of its variables chosen.
func (l Library) findSet(name string, set map[string]string) (Item, error) {
	if file, src, ok := programmes.Source(name); ok {
		return l.compiled(name, file, src, false, set), nil
	}
	if p, ok := ParsePlace(name); ok {
		file, src := p.source()
		return compiled(name, file, src, false, set), nil
	}
	known := append(programmes.All(), l.saved()...)
	if !valid(name) || l.Dir == "" || !slices.Contains(known, name) {
		return Item{}, fmt.Errorf("no programme is called %q. %s", name, diag.WayOut(name, known))
	}
	file := name + programmes.Extension
	src, err := l.read(file)
	if err != nil {
		return Item{}, err
	}
	return l.compiled(name, file, src, true, set), nil
}

// compiled is a programme that lasts: one that is made on the spot to press one place is not kept.
func (l Library) compiled(name, file string, src []byte, own bool, set map[string]string) Item {
	if len(set) > 0 {
		return compiled(name, file, src, own, set)
	}
	return l.Compiled.item(name, file, src, own)
}

// read reads a saved programme, within its folder.
func (l Library) read(file string) ([]byte, error) {
	root, err := os.OpenRoot(l.Dir)
	if err != nil {
		return nil, fmt.Errorf("the programmes folder: %w", err)
	}
	defer root.Close()
	info, err := root.Lstat(file)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the programme: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("reading the programme: %s is no file", file)
	case info.Size() > MostText:
		return nil, fmt.Errorf("%s is longer than any programme: at most %d kB", file, MostText>>10)
	}
	src, err := root.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the programme: %w", err)
	}
	return src, nil
}

func compiled(name, file string, src []byte, own bool, set map[string]string) Item {
	it := Item{Name: name, File: file, Text: src, Own: own}
	it.Plan, it.List = programme.Compile(file, src, programme.Options{Set: set})
	if it.Plan != nil && it.Plan.Name != name && own {
		it.Plan.Name = name // the file's name is what it is found by
	}
	return it
}

// Plan is the plan of a name with some of its variables chosen, for the engine; the others have their defaults. The error
// is for people: what was wrong with the choice, if it was that.
func (l Library) Plan(name string, set map[string]string) (*programme.Plan, error) {
	it, err := l.findSet(name, set)
	if err != nil {
		return nil, err
	}
	if it.Plan != nil {
		return it.Plan, nil
	}
	if len(set) > 0 {
		if usual, err := l.Find(name); err == nil && usual.Plan != nil {
			return nil, choiceError(it.List)
		}
	}
	return nil, fmt.Errorf("the programme %q has errors: open it under Programmes", name)
}

// choiceError is the first error among findings, in a sentence: of what was chosen, not of the text.
func choiceError(found diag.List) error {
	for i := range found {
		if found[i].Severity == diag.Error {
			return fmt.Errorf("%s. %s", found[i].Summary, found[i].Detail)
		}
	}
	return nil
}

// Check compiles a text without keeping it, and tells what some chairs would leave out.
func Check(text []byte, chairs ...chair.Profile) (*programme.Plan, diag.List) {
	return programme.Compile("programme"+programmes.Extension, text, programme.Options{Chairs: chairs})
}

// Save keeps a text by the name that it gives itself, and returns that name. What has errors is not kept, what ships is
// never replaced, and a saved one of the same name is, at once and whole.
func (l Library) Save(text []byte) (name string, err error) {
	if len(text) > MostText {
		return "", fmt.Errorf("a programme has at most %d kB", MostText>>10)
	}
	plan, list := Check(text)
	switch {
	case plan == nil:
		return "", errors.Join(ErrWrong, list.Err())
	case !valid(plan.Name):
		return "", fmt.Errorf("%q is no name for a programme", plan.Name)
	case slices.Contains(programmes.All(), plan.Name):
		return plan.Name, ErrShipped
	case l.Dir == "":
		return plan.Name, ErrNowhere
	}
	if _, ok := ParsePlace(plan.Name); ok || plan.Name == "new" { // which is the page's own word
		return plan.Name, ErrShipped
	}
	if names := l.saved(); len(names) >= mostSaved && !slices.Contains(names, plan.Name) {
		return plan.Name, ErrFull
	}
	if err := l.write(plan.Name+programmes.Extension, text); err != nil {
		return plan.Name, fmt.Errorf("the programme could not be saved: %w", err)
	}
	return plan.Name, nil
}

// write puts a file in its place whole, or not at all.
func (l Library) write(file string, text []byte) error {
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		return err
	}
	if info, err := os.Lstat(filepath.Join(l.Dir, file)); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is there and no file", file)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	draft, err := os.CreateTemp(l.Dir, ".draft-*")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name()) // not there any more once it is in its place
	_, err = draft.Write(text)
	err = errors.Join(err, draft.Sync(), draft.Close())
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), filepath.Join(l.Dir, file))
}
