package keep

import (
	"slices"
	"time"
)

// What a wall clock that was set does to doses. Within a boot they are aged by the boot's own clock, which nobody sets. What
// is written for later boots follows the wall: when it was set, what this boot has seen is written anew as the wall has it
// now. A clock that was ahead by years and is right again would leave doses of the far future: those count as of now.
const (
	setBy   = time.Minute   // by how much the wall must differ from the boot's clock to have been set; less is drift
	looks   = time.Minute   // how often that is looked for
	tooFar  = day           // ahead of the clock: one of the two is wrong. Less is a machine that was started without the network
	madeMS  = 1767225600000 // 1 January 2026, before the first Lumbar: a clock that says less is wrong for certain
	longAgo = 50            // doses of one person kept that no budget looks back to now: the clock may be ahead. Our own choice
)

// wasSet says whether the wall was set between two moments of one boot.
func (m moment) wasSet(since moment) bool {
	by := (m.WallMS - since.WallMS) - (m.BootMS - since.BootMS)
	return m.Boot != "" && m.Boot == since.Boot && max(by, -by) > setBy.Milliseconds()
}

// settle writes the doses' moments for later boots, as seen from now, and says whether any is another.
func (all doses) settle(now moment) (changed bool) {
	for k, d := range all {
		was := d.moment
		switch ahead := d.WallMS - now.WallMS; {
		case d.Boot != "" && d.Boot == now.Boot:
			if wall := now.WallMS - (now.BootMS - d.BootMS); max(wall-d.WallMS, d.WallMS-wall) > setBy.Milliseconds() {
				d.WallMS = wall
			}
		case ahead > tooFar.Milliseconds() && (now.WallMS >= madeMS || d.WallMS < madeMS):
			d.moment = now
		case d.WallMS < madeMS && now.WallMS >= madeMS: // given before the network had told the time
			d.moment = now
		}
		if d.moment != was {
			all[k], changed = d, true
		}
	}
	return changed
}

// old is the doses of each person that are older than any budget looks back, the youngest first: what is to be let go of is
// what comes after longAgo of them.
func (all doses) old(at moment) map[string][]of {
	old := map[string][]of{}
	for k, d := range all {
		if !guest(k.person) && at.since(d.moment) > week {
			old[k.person] = append(old[k.person], k)
		}
	}
	for _, keys := range old {
		slices.SortFunc(keys, func(a, b of) int {
			if x, y := at.since(all[a].moment), at.since(all[b].moment); x != y {
				return int(min(max(x-y, -1), 1))
			}
			return int(min(max(int64(b.session-a.session), -1), 1))
		})
	}
	return old
}

// heedClock notices that the wall was set, and has the doses written anew.
func (k *Keeper) heedClock() {
	at := k.now()
	k.mu.Lock()
	set := at.wasSet(k.told)
	if set {
		k.told = at
		k.anew = k.doses.settle(at) || k.anew
	}
	k.mu.Unlock()
	if set {
		k.logger.Info("the clock was set: what each person has had counts as before", "to", time.UnixMilli(at.WallMS).UTC().Format(time.DateTime))
		k.rouse()
	}
}
