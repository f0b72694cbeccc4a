package recording

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/mcap"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/technique"
)

// The ends of a recording. Compare with errors.Is.
var (
	// ErrTorn: the recording ends before its end. All whole chunks before have been read.
	ErrTorn = mcap.ErrTorn
	// ErrNotOne: the file is no recording of Lumbar.
	ErrNotOne = errors.New("this is no recording of Lumbar")
)

// About is what a recording says of itself.
type About struct {
	Format    int
	Version   string // of the binary that wrote it
	Machine   string // as Machine has it
	Chair     string
	Programme string
}

// Reader reads a recording from its front.
type Reader struct {
	mcap *mcap.Reader
	tick Tick
}

// Open begins to read.
func Open(r io.Reader) (*Reader, error) {
	m, err := mcap.NewReader(r)
	if errors.Is(err, mcap.ErrNotMCAP) {
		return nil, ErrNotOne
	}
	if err != nil {
		return nil, err
	}
	return &Reader{mcap: m}, nil
}

// About is what the recording says of itself, once Next has returned something.
func (r *Reader) About() (a About) {
	for _, p := range r.mcap.Metadata(metadata) {
		switch p.Key {
		case "format":
			a.Format, _ = strconv.Atoi(p.Value)
		case "version":
			a.Version = p.Value
		case "machine":
			a.Machine = p.Value
		case "chair":
			a.Chair = p.Value
		case "programme":
			a.Programme = p.Value
		}
	}
	return a
}

// Next is the next thing, in the order in which it happened: a *Tick, which is good until the next call, *Start, *Clear,
// *Zones, *Event, *Request or *Missing; of a closed chair a *ClosedTick, *ClosedStart or *Felt instead of the first and of zones. At the recording's end the error is io.EOF, at an early one ErrTorn.
func (r *Reader) Next() (any, error) {
	for {
		m, err := r.mcap.Next()
		if err != nil {
			return nil, err
		}
		if a := r.About(); a.Format == 0 {
			return nil, ErrNotOne
		} else if a.Format > Format {
			return nil, fmt.Errorf("this recording is of format %d, this lumbar reads up to %d: use lumbar %s", a.Format, Format, a.Version)
		}
		var what any
		switch m.Channel.Topic {
		case TopicTick:
			if err := r.tick.decode(m.Data); err != nil {
				return nil, fmt.Errorf("reading a tick: %w", err)
			}
			if err := r.tick.check(); err != nil {
				return nil, fmt.Errorf("reading a tick: %w", err)
			}
			return &r.tick, nil
		case TopicStart:
			what = new(Start)
		case TopicClosedStart:
			what = new(ClosedStart)
		case TopicClosedTick:
			what = new(ClosedTick)
		case TopicFelt:
			what = new(Felt)
		case TopicClear:
			what = new(Clear)
		case TopicZones:
			what = new(Zones)
		case TopicEvent:
			what = new(Event)
		case TopicRequest:
			what = new(Request)
		case TopicMissing:
			what = new(Missing)
		default:
			continue // of a later lumbar, which says so by its format if it matters
		}
		if err := json.Unmarshal(m.Data, what); err != nil {
			return nil, fmt.Errorf("reading %s: %w", m.Channel.Topic, err)
		}
		if s, ok := what.(interface{ check() error }); ok {
			if err := s.check(); err != nil {
				return nil, fmt.Errorf("reading %s: %w", m.Channel.Topic, err)
			}
		}
		return what, nil
	}
}

// check says whether a tick's small numbers are of what there is: a file may say anything.
func (t *Tick) check() error {
	switch {
	case t.Ask >= session.AskEnd, t.Nudge.Level >= body.LevelEnd, t.Move.Axis >= chair.AxisEnd, t.State > guard.Moving,
		t.Stage > session.Done, t.Zone >= chair.ZoneEnd, t.Fault.Axis >= chair.AxisEnd, t.Fault.Zone >= chair.ZoneEnd:
		return errors.New("a number that stands for nothing")
	}
	return nil
}

// check says whether a session can be of this.
func (s *Start) check() error {
	switch {
	case s.Plan == nil || len(s.Plan.Phases) == 0:
		return errors.New("a session without a plan")
	case !s.Again && !(s.Profile.Control > 0 && s.Profile.Period() > 0):
		return errors.New("a chair without a control rate")
	}
	for _, ph := range s.Plan.Phases {
		for i := range ph.Strokes {
			if st := &ph.Strokes[i]; !st.Kind.Valid() || !levels(st.From, st.To) || !levels(st.At...) || !even(st) || st.Duration() <= 0 {
				return fmt.Errorf("a stroke that is none in phase %q", ph.Name)
			}
		}
	}
	return nil
}

// even says whether a stroke's lists are as long as they must be.
func even(s *technique.Stroke) bool {
	forces, holds := len(s.Forces), len(s.Holds)
	return (forces == 0 || forces == 2 || forces == len(s.At)) && (holds == 0 || holds == len(s.At))
}

func levels(all ...body.Level) bool {
	for _, l := range all {
		if l >= body.LevelEnd {
			return false
		}
	}
	return true
}
