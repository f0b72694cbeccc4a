package simlink

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/twin"
)

// Entry is a line of a station's log: what really is, as no chair can know it. Times are the twin's own, which runs at
// the pace of the machine's clock; numbers are rounded for nobody.
type Entry struct {
	TimeMS float64 `json:"t_ms"`
	Event  string  `json:"event,omitempty"` // empty: a sample
	Note   string  `json:"note,omitempty"`

	DepthMM   float64                `json:"depth_mm"`
	ForceN    [chair.SideEnd]float64 `json:"force_n"`
	PeakN     float64                `json:"peak_n"` // of either roller, since the line before
	AirKPa    [chair.BagEnd]float64  `json:"air_kpa"`
	HeatC     float64                `json:"pad_c"`
	Seated    bool                   `json:"seated"`
	Lost      bool                   `json:"lost"`            // the chair counts itself as left alone
	CommandMS float64                `json:"last_command_ms"` // when the last one was taken; 0 is never
}

// The events of a log.
const (
	EventHost     = "host"         // a host has connected
	EventRefused  = "host_refused" // one was turned away
	EventGone     = "host_gone"    // the one that drove has gone
	EventTooOld   = "refused"      // a command came too late, or out of order
	EventBegins   = "begins"       // the failure that Note names
	EventEnds     = "ends"
	EventLinkLost = "link_lost" // a heartbeat was missed: the chair acts by itself
	EventBack     = "link_back" // a command has taken it back
	EventHome     = "home"      // the depth has come home
	EventSlipped  = "slipped"   // this process was stopped; the twin's time stood still meanwhile
)

// Samples: one each sampleEvery, and each tick while the chair brings its rollers home by itself.
const sampleEvery = 10 * twin.Tick

// log is what a log needs to know of before.
type log struct {
	home    chair.Coord
	command time.Duration // twin's time of the last one
	peak    float64
	lost    bool
	out     bool // the depth is away from home
}

// watch logs the tick that has just passed.
func (s *Station) watch() {
	if s.observe == nil {
		return
	}
	l, truth, now := &s.log, s.twin.Truth(), s.twin.Now()
	l.peak = max(l.peak, float64(truth.Force[chair.Left]), float64(truth.Force[chair.Right]))
	out := truth.Axes[chair.Depth]-l.home > driver.HomeBand
	lost, home := truth.Lost != l.lost, l.out && !out
	l.lost, l.out = truth.Lost, out
	switch {
	case lost && l.lost:
		s.tell(EventLinkLost, "")
	case lost:
		s.tell(EventBack, "")
	case now%sampleEvery == 0 || out && (truth.Lost || s.twin.Failing(twin.PowerLost)):
		s.tell("", "")
	}
	if home {
		s.tell(EventHome, "")
	}
}

// tell logs an event, or a sample, with what is.
func (s *Station) tell(event, note string) {
	if s.observe == nil {
		return
	}
	truth := s.twin.Truth()
	e := Entry{
		TimeMS: ms(s.twin.Now()), Event: event, Note: note, CommandMS: ms(s.log.command),
		DepthMM: float64(truth.Axes[chair.Depth]), PeakN: s.log.peak, HeatC: float64(truth.Pad),
		Seated: truth.Seated, Lost: truth.Lost,
	}
	for side, f := range truth.Force {
		e.ForceN[side] = float64(f)
	}
	for b, p := range truth.Air {
		e.AirKPa[b] = float64(p)
	}
	s.log.peak = 0
	s.observe(&e)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
