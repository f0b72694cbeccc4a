// Package driver is the port between Lumbar and a chair. A driver turns a guard.Cleared into frames on a link
// and frames into a chair.Report; it decides nothing. What is written here is what package drivertest asks of
// every driver.
package driver

import (
	"context"
	"errors"
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
)

// Chair is one chair on its link. One goroutine uses it; a driver's own goroutines end with Close.
//
// There is no other way in: a new ability is a field of chair.Profile and a field of chair.Command.
type Chair interface {
	// Profile is what the chair is. It does not change between opening and Close, and needs no link.
	Profile() chair.Profile

	// Apply sends one command and returns when the chair has it, or when ctx is done.
	//
	//   - The zero Cleared is accepted always, even after errors and after Close has begun: it de-energises.
	//   - One that has expired (Cleared.Expired), or whose sequence is not above the last one taken since the
	//     zero Cleared, is refused with ErrExpired and nothing is sent.
	//   - An axis whose setpoint is not On is not driven, whatever was sent before.
	//   - A Cleared counts as a heartbeat; nothing else does. A driver never repeats one by itself: when the
	//     caller falls silent the chair, or its adapter, acts as Profile().OnSilence says.
	//   - nil means that the chair has confirmed it, as far as its protocol can confirm. If the frame left
	//     and no answer came, the error is an *Unverified. If nothing left, it is any other error.
	//   - After Close, ErrClosed for all but the zero Cleared, which is then a no-op.
	Apply(ctx context.Context, c guard.Cleared) error

	// Read returns the newest report. It does not wait for one longer than ctx allows.
	//
	//   - Report.At is on the clock that the driver was opened with: the engine's, that of Cleared.Expires.
	//   - Report.Seq is at least 1 and rises with each reading; a reading handed out twice keeps its Seq
	//     and At.
	//   - If the newest reading is older than Profile().Stale, the error is ErrStale; the old report comes
	//     with it, to be shown but not acted on.
	//   - A frame that does not belong to the protocol is dropped; it never becomes a report.
	//   - After Close, ErrClosed.
	Read(ctx context.Context) (chair.Report, error)

	// Close leaves the chair behind without power on its axes, checks that it is so, and lets go of the link.
	// If the depth is not at home, the driver first has the chair retract by its own means; without such means
	// it says so in the error. Close takes no context because it must not be cut short: it ends within the
	// driver's own documented time. If the outcome could not be seen, the error is an *Unverified. A second
	// Close does nothing and returns nil.
	Close() error
}

// The errors of a driver. Compare with errors.Is: drivers wrap them with what they were doing.
var (
	// ErrStale: the newest reading is older than the profile allows.
	ErrStale = errors.New("reading too old")
	// ErrExpired: the Cleared is too old, or comes after a newer one.
	ErrExpired = errors.New("command too old")
	// ErrClosed: the driver has been closed.
	ErrClosed = errors.New("driver closed")
)

// Unverified says that something was sent and may or may not have happened. It is never retried blindly and
// never shown as done.
type Unverified struct {
	Doing string // what was being done, such as "apply" or "close"
	Err   error  // why the outcome is not known; may be nil
}

// Error tells what is not known and why, in one line.
func (u *Unverified) Error() string {
	if u.Err == nil {
		return u.Doing + ": not confirmed by the chair"
	}
	return fmt.Sprintf("%s: not confirmed by the chair: %v", u.Doing, u.Err)
}

// Unwrap is the reason.
func (u *Unverified) Unwrap() error { return u.Err }
