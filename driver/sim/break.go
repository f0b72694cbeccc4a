package sim

import (
	"fmt"

	"github.com/openlumbar/lumbar/internal/twin"
)

// Knows says whether the twin has a failure of this name.
func (c *Chair) Knows(failure string) error {
	if _, ok := twin.ParseFailure(failure); !ok {
		return fmt.Errorf("no failure of a simulated chair is called %q: choose one of the page Chair", failure)
	}
	return nil
}

// Break begins a failure by its name.
func (c *Chair) Break(failure string) error {
	f, ok := twin.ParseFailure(failure)
	if !ok {
		return c.Knows(failure)
	}
	c.Inject(f, true)
	return nil
}

// Mend ends every failure.
func (c *Chair) Mend() {
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		c.Inject(f, false)
	}
}
