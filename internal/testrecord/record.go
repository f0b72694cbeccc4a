package testrecord

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/commission"
)

// Version is that of the record's form.
const Version = 1

// Driver is what drove the chair. Its version rises when what it does on the wire changes.
type Driver struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// Record is one test of one chair.
type Record struct {
	V         int                 `json:"v"`
	Chair     string              `json:"chair"` // its profile's name
	Title     string              `json:"title"`
	Profile   string              `json:"profile_sha256"`
	Link      string              `json:"link"`
	Driver    Driver              `json:"driver"`
	Procedure int                 `json:"procedure"` // version of the test
	Lumbar    string              `json:"lumbar"`
	Who       string              `json:"who"`
	Began     time.Time           `json:"began"`
	Ended     time.Time           `json:"ended"`
	Outcome   string              `json:"outcome"`
	Why       string              `json:"why,omitempty"`
	Steps     []commission.Result `json:"steps"`

	Key       string `json:"key"`       // ed25519, public, in hex
	Signature string `json:"signature"` // of all that stands before it, in hex
}

// Chair is what a record must be of.
type Chair struct {
	Profile *chair.Profile
	Link    string
	Driver  Driver

	Simulated bool // the link is to a simulated chair, whatever the profile is of
}

// signed is what the signature is of: the record's own JSON without it.
func (r *Record) signed() ([]byte, error) {
	bare := *r
	bare.Signature = ""
	return json.Marshal(&bare)
}

// Fingerprint tells profiles apart by everything that they say, their figures' origins included. It does not change with the
// layout of the file, nor when a later Lumbar knows something of chairs that this profile leaves unsaid.
func Fingerprint(p *chair.Profile) (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("the fingerprint of %s: %w", p.Name, err)
	}
	var said any
	if err := json.Unmarshal(text, &said); err != nil {
		return "", fmt.Errorf("the fingerprint of %s: %w", p.Name, err)
	}
	if text, err = json.Marshal(pruned(said)); err != nil {
		return "", fmt.Errorf("the fingerprint of %s: %w", p.Name, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// pruned is a value without the fields that say nothing. Lists keep their places.
func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if x = pruned(x); !silent(x) {
				out[k] = x
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = pruned(x)
		}
		return out
	}
	return v
}

func silent(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case float64:
		return v == 0
	case string:
		return v == ""
	case map[string]any:
		return len(v) == 0
	case []any:
		for _, x := range v {
			if !silent(x) {
				return false
			}
		}
		return true
	}
	return false
}

// wants says what of a record does not fit a chair as it is now, or nil. Its signature is another matter.
func (r *Record) wants(c Chair) error {
	print, err := Fingerprint(c.Profile)
	switch {
	case err != nil:
		return err
	case r.Chair != c.Profile.Name:
		return fmt.Errorf("it is of another chair, %q", r.Chair)
	case r.Profile != print:
		return errors.New("its profile has been changed since")
	case r.Link != c.Link:
		return fmt.Errorf("it is of the chair at %q, and this one is at %q", r.Link, c.Link)
	case r.Driver != c.Driver:
		return fmt.Errorf("it was tried with driver %s %d, and is driven by %s %d now", r.Driver.Name, r.Driver.Version, c.Driver.Name, c.Driver.Version)
	case r.Procedure != commission.Version:
		return fmt.Errorf("it was tried by version %d of the test, which is %d now", r.Procedure, commission.Version)
	case r.Outcome != commission.Passed.String():
		return fmt.Errorf("the test did not end well: %s. %s", r.Outcome, r.Why)
	}
	return nil
}
