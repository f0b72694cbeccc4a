package engine

import "errors"

// forget takes away what a person has had: they are forgotten, and whoever comes back counts as somebody new. While a
// session of theirs runs its minutes go on counting, so it is refused then.
func (e *Engine) forget(person string) error {
	switch {
	case person == "":
		return errors.New("nobody was named to be forgotten")
	case person == e.person && e.loop.Active():
		return errors.New("a session of theirs is under way: forget them once it has ended")
	case person == e.person:
		e.person = ""
	}
	if e.o.Keep != nil {
		e.o.Keep.Forget(person)
	}
	if e.o.Record != nil {
		e.o.Record.Forget(e.loop.Active())
	}
	return nil
}
