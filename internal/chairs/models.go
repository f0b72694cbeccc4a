package chairs

import (
	"fmt"
	"slices"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/links"
)

// Model is a profile with its text.
type Model struct {
	Name    string // or its file's path
	Text    []byte
	Profile chair.Profile
}

// Wrong is a profile's text that cannot be read.
type Wrong struct {
	List    diag.List
	Sources map[string][]byte // the texts that the list speaks of
}

func (w *Wrong) Error() string { return w.List.Err().Error() }

// Models is the names of the profiles that ship: simulated chairs, closed chairs, chairs on Modbus.
func Models() []string {
	return append(append(profile.Shipped(), profile.ShippedClosed()...), modbus.Shipped()...)
}

// Shipped is a profile that ships.
func Shipped(name string) (Model, error) {
	var text []byte
	var err error
	switch {
	case slices.Contains(modbus.Shipped(), name):
		text, err = modbus.Source(name)
	case slices.Contains(Models(), name):
		text, err = profile.Source(name)
	default:
		err = fmt.Errorf("no chair is called %q. %s Or give a profile's path", name, diag.WayOut(name, Models()))
	}
	if err != nil {
		return Model{}, err
	}
	return Read(name, text)
}

// Read reads a profile's text, with its registers if it has any. A text that is wrong is a *Wrong.
func Read(name string, text []byte) (Model, error) {
	p, list := profile.Read(name, text)
	if p.Wiring != "" {
		p, _, list = modbus.Read(name, text)
	}
	m := Model{Name: name, Text: text, Profile: p}
	if list.HasErrors() {
		return m, &Wrong{list, map[string][]byte{name: text}}
	}
	return m, nil
}

// fitting is the models that a link could lead to.
func fitting(link string) (names []string) {
	for _, name := range Models() {
		if m, err := Shipped(name); err == nil && links.Check(link, &m.Profile) == nil {
			names = append(names, name)
		}
	}
	return names
}
