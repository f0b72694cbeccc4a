package driver_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/openlumbar/lumbar/driver"
)

func TestUnverified(t *testing.T) {
	for _, c := range []struct {
		err  *driver.Unverified
		want string
	}{
		{&driver.Unverified{Doing: "apply"}, "apply: not confirmed by the chair"},
		{&driver.Unverified{Doing: "close", Err: io.ErrUnexpectedEOF}, "close: not confirmed by the chair: unexpected EOF"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if got := errors.Unwrap(c.err); got != c.err.Err {
			t.Errorf("%s: got reason %v, want %v", c.want, got, c.err.Err)
		}
	}
	err := fmt.Errorf("tick 7: %w", &driver.Unverified{Doing: "apply", Err: io.EOF})
	var u *driver.Unverified
	if !errors.As(err, &u) || !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want an *Unverified that keeps its reason", err)
	}
}

func TestErrorsDiffer(t *testing.T) {
	all := []error{driver.ErrStale, driver.ErrExpired, driver.ErrClosed}
	for i, a := range all {
		for j, b := range all {
			if got := errors.Is(a, b); got != (i == j) {
				t.Errorf("errors.Is(%v, %v): got %v, want %v", a, b, got, i == j)
			}
		}
	}
}
