package doctor

import "time"

// clock looks whether the wall's clock can be believed: what somebody has had in a day, and a budget's next session, are
// counted by it.
func clock(m *Machine) Finding {
	f := Finding{What: "clock", Found: m.Now.Format("2 January 2006, 15:04 MST")}
	const way = "turn time synchronisation on: timedatectl set-ntp true"
	if !m.Made.IsZero() && m.Now.Before(m.Made.Add(-24*time.Hour)) {
		f.State, f.Found, f.Mend = Bad, f.Found+", which is before this Lumbar was made", way
		return f
	}
	switch good, known := synchronised(); {
	case !known:
		f.Found += "; whether it is kept right is not known here"
	case !good:
		f.State, f.Found, f.Mend = Note, f.Found+", kept right by nobody", way
	default:
		f.Found += ", kept right by the network"
	}
	return f
}
