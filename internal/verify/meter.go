package verify

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
)

// Truth is what a session really did to a back. Forces are of one roller, in N, as they pressed; shares are of 1.
type Truth struct {
	PeakN     float64 `json:"peak_n"`
	TripShare float64 `json:"trip_share"`   // greatest force over the trip of the tissue that the roller was really over
	BothN     float64 `json:"both_n"`       // both rollers together
	SteadyN   float64 `json:"steady_n"`     // greatest mean over about a second, by which programmes are bounded
	SteadyOf  float64 `json:"steady_share"` // the same over the most that a programme may ask for there

	ComfortShare float64 `json:"comfort_share"` // greatest force as felt over what this person finds comfortable there
	OverComfortS float64 `json:"over_comfort_s"`
	SpineS       float64 `json:"spine_s"` // pressed on the spinous processes, where no roller belongs

	ContactS float64         `json:"contact_s"`
	SessionS float64         `json:"session_s"` // first contact to last
	SpotS    float64         `json:"spot_s"`    // longest on one spot without a pause
	PartS    float64         `json:"part_s"`    // longest on one part of about two vertebrae
	TapS     float64         `json:"tap_s"`
	Levels   [levels]OnLevel `json:"levels"` // S1 first

	SkinC float64 `json:"skin_c"`
	PadC  float64 `json:"pad_c"`
	Dose  float64 `json:"dose_cem43_min"`
}

// OnLevel is what one level really got.
type OnLevel struct {
	ContactS float64 `json:"contact_s"`
	MeanN    float64 `json:"mean_n"` // of the harder-pressed roller, in contact
	PeakN    float64 `json:"peak_n"`
}

// dose is force times time, N min.
func (l *OnLevel) dose() float64 { return l.MeanN * l.ContactS / 60 }

// What counts, by arithmetic of our own that follows the same definitions as the guard's.
const (
	contactN   = 5.0   // N: under it a roller is gone
	spotBand   = 15.0  // mm along the back that still are the same spot: half a vertebra
	spotPause  = 5.0   // s without contact that are a pause
	cellMM     = 10.0  // mm of a cell of contact time
	cells      = 64    // from 100 mm under the person's S1
	cellsBelow = 100.0 // mm
	partCells  = 7     // cells that are one part of the back: about two vertebrae
	feltS      = 0.25  // s: a moment's peak is not yet felt as pressure, as in the twin
	steadyS    = 1.0   // s
	tapMM      = 0.05  // mm a tick from which a tapper strokes
	tapS       = 1.0   // s without a stroke that end tapping
)

// Meter adds up what a session really does, reading by reading.
type Meter struct {
	limits chair.Limits
	dt     float64 // s between two readings

	now    float64
	first  float64 // contact, s; negative: none yet
	last   float64
	felt   float64
	steady [chair.SideEnd]float64
	spot   struct{ at, time, pause float64 }
	cells  [cells]float64
	tapped [chair.SideEnd]chair.Coord
	stroke float64 // s since a tapper last moved
	sum    [levels]float64
	out    Truth
	peak   Moment
}

// NewMeter is a meter for readings that come a period apart.
func NewMeter(l chair.Limits, period time.Duration) *Meter {
	return &Meter{limits: l, dt: period.Seconds(), first: -1, stroke: math.Inf(1)}
}

// Add takes a reading and says whether the force has never been so near its trip.
func (m *Meter) Add(t *twin.Truth) (worse bool) {
	m.now += m.dt
	o := &m.out
	o.SkinC, o.PadC, o.Dose = max(o.SkinC, float64(t.Skin)), max(o.PadC, float64(t.Pad)), float64(t.Dose)
	m.taps(t)
	hard := float64(max(t.Force[0], t.Force[1]))
	peak := float64(max(t.Peak[0], t.Peak[1], t.Force[0], t.Force[1]))
	m.felt += (hard - m.felt) * m.dt / feltS
	if peak <= 0 {
		m.steady = [chair.SideEnd]float64{}
		m.pause()
		return false
	}
	level := nearest(t)
	for s := range t.Force {
		worse = m.roller(t, chair.Side(s), level) || worse
	}
	o.PeakN, o.BothN = max(o.PeakN, peak), max(o.BothN, float64(t.Force[0]+t.Force[1]))
	on := &o.Levels[level]
	on.PeakN = max(on.PeakN, peak)
	share := m.felt / comfortable(t)
	o.ComfortShare = max(o.ComfortShare, share)
	if share > 1 {
		o.OverComfortS += m.dt
	}
	if hard < contactN {
		m.pause()
		return worse
	}
	if m.first < 0 {
		m.first = m.now
	}
	m.last = m.now
	o.ContactS += m.dt
	on.ContactS += m.dt
	m.sum[level] += hard * m.dt
	m.stay(t)
	return worse
}

// roller takes one roller's force and says whether it has never been so near its trip.
func (m *Meter) roller(t *twin.Truth, s chair.Side, level int) bool {
	f := float64(t.Force[s])
	m.steady[s] += (f - m.steady[s]) * m.dt / steadyS
	zone := t.Zone(s)
	o := &m.out
	if zone == chair.ZoneSpine {
		if f > contactN {
			o.SpineS += m.dt
		}
	} else {
		o.SteadyOf = max(o.SteadyOf, m.steady[s]/float64(m.limits.Force[zone].Max))
	}
	o.SteadyN = max(o.SteadyN, m.steady[s])
	share := max(f, float64(t.Peak[s])) / float64(m.limits.Trip[zone].Max)
	if share <= o.TripShare {
		return false
	}
	o.TripShare = share
	m.peak = Moment{AtS: round(m.now), Level: Level(level).String(), Side: s.String(), Zone: zone.String()}
	return true
}

// stay counts contact by spot and by part, in the person's own millimetres: bone that slides along stays the same spot.
func (m *Meter) stay(t *twin.Truth) {
	place := float64(t.Along - t.Levels[body.S1])
	p := &m.spot
	if d := place - p.at; p.time == 0 || d > spotBand || d < -spotBand {
		p.at, p.time = place, 0
	}
	p.pause = 0
	p.time += m.dt
	m.out.SpotS = max(m.out.SpotS, p.time)
	m.cells[int(min(max((place+cellsBelow)/cellMM, 0), cells-1))] += m.dt
}

func (m *Meter) pause() {
	if m.spot.pause += m.dt; m.spot.pause > spotPause {
		m.spot.time = 0
	}
}

// taps counts the time in which a tapper strokes.
func (m *Meter) taps(t *twin.Truth) {
	m.stroke += m.dt
	for s := range m.tapped {
		pos := t.Axes[chair.TapLeft+chair.Axis(s)]
		if d := pos - m.tapped[s]; d > tapMM || d < -tapMM {
			m.stroke = 0
		}
		m.tapped[s] = pos
	}
	if m.stroke < tapS && max(t.Peak[0], t.Peak[1]) > 0 {
		m.out.TapS += m.dt
	}
}

// Truth is what the readings so far come to, rounded.
func (m *Meter) Truth() Truth {
	o := m.out
	if m.first >= 0 {
		o.SessionS = m.last - m.first
	}
	for i := range m.cells[:cells-partCells+1] {
		part := 0.0
		for _, s := range m.cells[i : i+partCells] {
			part += s
		}
		o.PartS = max(o.PartS, part)
	}
	for i := range o.Levels {
		l := &o.Levels[i]
		if l.ContactS > 0 {
			l.MeanN = round(m.sum[i] / l.ContactS)
		}
		l.ContactS, l.PeakN = round(l.ContactS), round(l.PeakN)
	}
	for _, x := range []*float64{&o.PeakN, &o.TripShare, &o.BothN, &o.SteadyN, &o.SteadyOf, &o.ComfortShare, &o.OverComfortS, &o.SpineS,
		&o.ContactS, &o.SessionS, &o.SpotS, &o.PartS, &o.TapS, &o.SkinC, &o.PadC} {
		*x = round(*x)
	}
	o.Dose = math.Round(o.Dose*1e6) / 1e6
	return o
}

// nearest is the entry of the level that the rollers are nearest to.
func nearest(t *twin.Truth) int {
	l := body.S1
	for l < body.T12 && t.Along > (t.Levels[l]+t.Levels[l+1])/2 {
		l++
	}
	return int(l - body.S1)
}

// comfortable is the force of one roller that this person finds too much where the rollers are, running straight from
// level to level.
func comfortable(t *twin.Truth) float64 {
	l := body.S1
	for l < body.L1 && t.Along > t.Levels[l+1] {
		l++
	}
	u := min(max(float64((t.Along-t.Levels[l])/(t.Levels[l+1]-t.Levels[l])), 0), 1)
	return float64(t.Comfort[l]) + float64(t.Comfort[l+1]-t.Comfort[l])*u
}
