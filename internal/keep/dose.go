package keep

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// dose is what one session has given one person, as last heard.
type dose struct {
	Person  string `json:"person"` // opaque
	Session uint64 `json:"session"`
	TimeMS  int64  `json:"time_ms"` // since first contact
	moment
}

// The times that budgets look back.
const (
	day  = 24 * time.Hour
	week = 7 * day
)

// of is one session of one person.
type of struct {
	person  string
	session uint64
}

// doses is the newest of each session.
type doses map[of]dose

// readDose reads one line.
func readDose(line []byte) (d dose, ok bool) {
	err := json.Unmarshal(line, &d)
	return d, err == nil && d.Person != "" && d.TimeMS > 0
}

// readDoses reads lines of doses; broken is how many were none.
func readDoses(text [][]byte) (all doses, broken int) {
	all = doses{}
	for _, line := range text {
		d, ok := readDose(line)
		if !ok {
			broken++
			continue
		}
		all[of{d.Person, d.Session}] = d
	}
	return all, broken
}

// guests is how long a guest's dose is known: a session, and the time in which a fresh start is the same one, are well
// within. Our own choice.
const guests = time.Hour

// guest says whether an id was made up for one visit.
func guest(person string) bool { return strings.HasPrefix(person, wire.GuestPrefix) }

// prune lets go of what no budget looks back to any more, nor would if the clock were less far ahead.
func (all doses) prune(at moment) {
	for _, keys := range all.old(at) {
		for _, k := range keys[min(longAgo, len(keys)):] {
			delete(all, k)
		}
	}
	maps.DeleteFunc(all, func(k of, d dose) bool { return guest(k.person) && at.Since(d.moment) > guests })
}

// lasting is what belongs on the disk: no guest's, and nothing that no budget looks back to.
func (all doses) lasting(at moment) doses {
	kept := maps.Clone(all)
	kept.prune(at)
	maps.DeleteFunc(kept, func(k of, _ dose) bool { return guest(k.person) })
	return kept
}

// encode writes the doses, the older sessions first.
func (all doses) encode() ([]byte, error) {
	keys := slices.SortedFunc(maps.Keys(all), func(a, b of) int {
		switch {
		case a.session < b.session:
			return -1
		case a.session > b.session:
			return 1
		}
		return 0
	})
	var text []byte
	for _, k := range keys {
		line, err := json.Marshal(all[k])
		if err != nil {
			return nil, err
		}
		text = append(append(text, line...), '\n')
	}
	return text, nil
}

// spent is what a person has had by a moment.
func (all doses) spent(person string, at moment) (s chair.Spent) {
	for k, d := range all {
		if k.person != person {
			continue
		}
		ago := at.Since(d.moment)
		if ago > week {
			continue
		}
		if s.WeekSessions == 0 || ago < s.Since {
			s.Since = ago
		}
		s.WeekSessions++
		if ago <= day {
			s.Day += time.Duration(d.TimeMS) * time.Millisecond
			s.DaySessions++
		}
	}
	return s
}

// last is the dose that was counted last, if it is of the session that is open: counted since that began.
func (k *Keeper) last() (l Last) {
	began, err := time.Parse(time.RFC3339Nano, k.spool.begun)
	if err != nil {
		return l
	}
	at := k.now()
	for o, d := range k.doses {
		if ago := at.Since(d.moment); d.WallMS >= began.UnixMilli() && (l.Session == 0 || ago < l.Ago) {
			l = Last{o.person, o.session, time.Duration(d.TimeMS) * time.Millisecond, ago}
		}
	}
	return l
}
