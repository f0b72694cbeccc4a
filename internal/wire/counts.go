package wire

// Counts is what an engine has counted since it began: of the machine and its sessions, and of no person.
type Counts struct {
	BeganMS    int64             `json:"began_ms"` // since 1970
	Ticks      uint64            `json:"ticks"`
	Late       [LateEnd]uint64   `json:"late"`   // ticks by how late they began, as LateBounds has it
	LateS      float64           `json:"late_s"` // all lateness together
	ReadFails  uint64            `json:"read_fails"`
	ApplyFails uint64            `json:"apply_fails"`
	ContactS   float64           `json:"contact_s"` // of sessions that are over, by whomever
	Faults     map[string]uint64 `json:"faults"`    // by code; those that were
	Sessions   map[string]uint64 `json:"sessions"`  // that are over, by outcome
}

// LateEnd is how many counts of lateness there are: one for each bound, and one for what is later than all.
const LateEnd = 14

// LateBounds is what counts in each of them at most, in seconds.
func LateBounds() [LateEnd - 1]float64 {
	return [...]float64{50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 200e-3, 500e-3}
}

// Late99 is a lateness, in seconds, that 99 of 100 ticks since earlier did not exceed, to the next of the bounds; 0 without
// ticks. Of an engine that began meanwhile, earlier is nothing.
func (c *Counts) Late99(earlier *Counts) float64 {
	late := c.Late
	if earlier != nil && earlier.BeganMS == c.BeganMS {
		for i := range late {
			late[i] -= min(late[i], earlier.Late[i])
		}
	}
	var all, sum uint64
	for _, n := range late {
		all += n
	}
	bounds := LateBounds()
	for i, n := range late {
		if sum += n; all > 0 && sum*100 >= all*99 {
			return bounds[min(i, len(bounds)-1)]
		}
	}
	return 0
}
