package main

import (
	"fmt"

	"github.com/openlumbar/lumbar/internal/chairs"
)

type chairUseCmd struct {
	Name string `arg:"" help:"A chair that was added, or simulated."`
	dataFlag
}

// Help teaches more than the flags.
func (chairUseCmd) Help() string {
	return `Chooses the chair that lumbar serves from its next start on, as the page does under Chair. A chair or link that lumbar.hcl, a
LUMBAR_ variable or a flag names goes before it.

Exit status: 0 chosen, 1 an error on this machine, 2 refused: no such chair.

  lumbar chair use my-chair
  lumbar chair use simulated`
}

// Run chooses.
func (c *chairUseCmd) Run(a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	if err := chairs.In(dir).Use(c.Name); err != nil {
		return &status{exitRefused, told(err)}
	}
	_, err = fmt.Fprintf(a.out, "%s is used from the next start of lumbar on.\n", c.Name)
	return err
}
