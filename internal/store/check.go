package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Check is what a safety check leaves behind: never the answers. It prints as "withheld".
type Check struct {
	At      time.Time // to the millisecond
	Outcome string    // OK, M, W, D, U, S
	Rules   []string  // ids of those that spoke
	RuleSet string    // its version
	Until   time.Time // when to ask again
	OKs     []Approval
}

// Approval is a professional's OK.
type Approval struct {
	Rule    string    `json:"rule"`
	On      time.Time `json:"on"`
	Written bool      `json:"written"`
}

// sealedCheck is a check as it is sealed and exported.
type sealedCheck struct {
	Outcome string          `json:"outcome"`
	Rules   []string        `json:"rules"`
	RuleSet string          `json:"rule_set"`
	Until   time.Time       `json:"until"`
	OKs     []plainApproval `json:"oks,omitempty"`
}

type plainApproval Approval

func (c *Check) sealed() sealedCheck {
	b := sealedCheck{c.Outcome, c.Rules, c.RuleSet, c.Until, nil}
	for _, ok := range c.OKs {
		b.OKs = append(b.OKs, plainApproval(ok))
	}
	return b
}

// check turns it back.
func (b *sealedCheck) check(at time.Time) Check {
	c := Check{at, b.Outcome, b.Rules, b.RuleSet, b.Until, nil}
	for _, ok := range b.OKs {
		c.OKs = append(c.OKs, Approval(ok))
	}
	return c
}

// Format writes "withheld" for every verb.
func (Check) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Check) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Check) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Format writes "withheld" for every verb.
func (Approval) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Approval) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Approval) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutCheck keeps a check and, in the same moment, the limits that follow from it until the check expires. They replace
// those of before: a refusal's limits allow nothing.
func (s *Store) PutCheck(ctx context.Context, k *Key, c Check, l chair.Limits) error {
	err := s.in(ctx, func(tx *sql.Tx) error {
		if err := put(ctx, tx, k, checks, "", c.At, c.sealed()); err != nil {
			return err
		}
		return putLimits(ctx, tx, k.person, Limits{l, c.Until})
	})
	if err != nil {
		return fmt.Errorf("keeping a check: %w", err)
	}
	return nil
}

// Checks is a person's checks, the oldest first.
func (s *Store) Checks(ctx context.Context, k *Key) ([]Check, error) {
	rows, err := open[sealedCheck](ctx, s.db, k, checks)
	if err != nil {
		return nil, fmt.Errorf("reading checks: %w", err)
	}
	var all []Check
	for _, r := range rows {
		all = append(all, r.Value.check(moment(r.AtMS)))
	}
	return all, nil
}
