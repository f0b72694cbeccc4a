package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// checked is what of a verdict the demo holds the safety check to.
type checked struct {
	Outcome string   `json:"outcome"`
	Rules   []string `json:"rules"`
	Say     string   `json:"say"`
	Limits  struct {
		Minutes int     `json:"max_minutes"`
		Force   float64 `json:"max_force_n"`
	} `json:"limits"`
}

// refusal shows a safety check that says no, and that it is the answers that make it say so.
func (d *demo) refusal(ctx context.Context) error {
	d.say(`A refusal. Somebody who takes blood thinners answers the safety check: %s.
A word from a doctor first; until then there is no session, however gentle.`, d.answers)
	args := []string{"safety-check", "--answers", d.answers, "--others-no"}
	if err := d.run(ctx, 2, args...); err != nil {
		return err
	}
	text, err := d.quietly(ctx, 2, append(args, "--json")...)
	if err != nil {
		return err
	}
	var v checked
	if err := json.Unmarshal(text, &v); err != nil {
		return fmt.Errorf("the verdict of the safety check: %w", err)
	}
	said, err := d.quietly(ctx, 2, args...)
	if err != nil {
		return err
	}
	if v.Outcome != "D" || len(v.Rules) != 1 || v.Say == "" || !bytes.Contains(said, []byte(v.Say)) || v.Limits.Minutes != 0 || v.Limits.Force != 0 {
		return fmt.Errorf("the safety check refuses otherwise than by one rule, with its sentence and nothing allowed: %+v", v)
	}
	d.say("Refused by the rule %s, with exit status 2. The rules and their sources: docs/safety-check.md", v.Rules[0])
	return nil
}
