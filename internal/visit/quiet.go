package visit

import "time"

// Quiet is how many quiet sessions the person has had, with what was said in this visit of the last one; of a guest it is
// none.
func (v *Visit) Quiet(at time.Time) int { return v.history(at).Quiet }
