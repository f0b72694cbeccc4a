package keep

import (
	"slices"
	"time"
)

// What a wall clock that was set does to doses is ago's to say; here it is noticed.
const (
	looks   = time.Minute // how often that is looked for
	longAgo = 50          // doses of one person kept that no budget looks back to now: the clock may be ahead. Our own choice
)

// settle writes the doses' moments for later boots, as seen from now, and says whether any is another.
func (all doses) settle(now moment) (changed bool) {
	for k, d := range all {
		if as := d.Settled(now); as != d.moment {
			d.moment, changed = as, true
			all[k] = d
		}
	}
	return changed
}

// old is the doses of each person that are older than any budget looks back, the youngest first: what is to be let go of is
// what comes after longAgo of them.
func (all doses) old(at moment) map[string][]of {
	old := map[string][]of{}
	for k, d := range all {
		if !guest(k.person) && at.Since(d.moment) > week {
			old[k.person] = append(old[k.person], k)
		}
	}
	for _, keys := range old {
		slices.SortFunc(keys, func(a, b of) int {
			if x, y := at.Since(all[a].moment), at.Since(all[b].moment); x != y {
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
	set := at.WasSet(k.told)
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
