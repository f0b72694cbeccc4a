package commission

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
)

// mostLate is how often in a whole test reports may come too late, the chair may count itself as left alone, or this computer may
// miss its own ticks, before that is something wrong: a computer that is busy for a moment is not the chair's fault, and nobody
// sits there. Assumption.
const mostLate = 5

// again says whether a step that the guard has ended is begun again from its start, once everything rests: nothing but time was
// wrong, and that not too often. The guard has ended it all the same, as it would a session.
func (b *Bench) again(f *chair.Fault) bool {
	if !timely(f) {
		return false
	}
	if b.gate.open == nil || b.lates >= mostLate {
		return false
	}
	b.late, b.lates = b.late+1, b.lates+1
	b.steps[b.at] = order(&b.profile)[b.at]
	b.since, b.resting = b.now, max(b.now, 1)
	return true
}

// timely says whether a fault is of time alone. That the host is silent is then of this computer's own ticks: whoever asks for the
// test is watched before.
func timely(f *chair.Fault) bool {
	return f.Code == chair.FaultStale || f.Code == chair.FaultLink || f.Code == chair.FaultHost
}

// tooLate says what it means when something came too late once more.
func tooLate(before int, f *chair.Fault) string {
	is := map[chair.Code]string{
		chair.FaultStale: "the chair's reports came too late", chair.FaultLink: "the chair did not hear from Lumbar in time and retreated by itself",
		chair.FaultHost: "this computer did not come to its own ticks",
	}[f.Code]
	again := ""
	if before > 0 {
		again = fmt.Sprintf(", after %d times before", before)
	}
	return fmt.Sprintf("%s%s (%v). A computer that is busy with other things can be the reason: lumbar latency shows how late it is. If it is not, look at the chair's cable and its power", is, again, f)
}
