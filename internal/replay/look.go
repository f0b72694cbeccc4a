package replay

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/session"
)

// Span is a part of a recording, counted from its first tick. To 0 is its end.
type Span struct{ From, To time.Duration }

// Check says why there is no such part, or nil.
func (s Span) Check() error {
	if s.From < 0 || s.To < 0 || s.To > 0 && s.To <= s.From {
		return fmt.Errorf("from %v to %v is no part of a recording: the end must come after the beginning", s.From, s.To)
	}
	return nil
}

// ErrClosed: a closed chair reports no force and no place in millimetres, which a picture or a table of ticks is made of.
var ErrClosed = errors.New("this recording is of a closed chair, of which there is no picture and no table: it can be played, and its ticks are JSON that other tools read")

// each goes through a recording's ticks within a span, and what else is said in it. torn says that it ends early.
func (s Span) each(in io.Reader, tick func(at time.Duration, t *recording.Tick) error, word func(at time.Duration, what any)) (torn bool, err error) {
	r, err := recording.Open(in)
	if err != nil {
		return false, err
	}
	first, at := time.Duration(-1), time.Duration(0)
	for {
		next, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.Is(err, recording.ErrTorn):
			return true, nil
		case err != nil:
			return false, err
		}
		if t, ok := next.(*recording.Tick); ok {
			if first < 0 {
				first = t.At
			}
			if at = t.At - first; s.To > 0 && at > s.To {
				return false, nil
			}
			if at >= s.From {
				if err := tick(at, t); err != nil {
					return false, err
				}
			}
			continue
		}
		if _, ok := next.(*recording.ClosedStart); ok {
			return false, ErrClosed
		}
		word(at, next) // also what was said before the span: where the zones lie, what stage it is
	}
}

// CSV writes a row for every tick of a span, with the names that the figures have in the recording. It says whether the
// recording ends before its end.
func CSV(out io.Writer, in io.Reader, span Span) (torn bool, err error) {
	w := bufio.NewWriter(out)
	var fields []recording.Field
	var row []byte
	head := true
	torn, err = span.each(in, func(at time.Duration, t *recording.Tick) error {
		fields = t.Fields(fields[:0])
		if head {
			head = false
			row = append(row[:0], "time_s"...)
			for i := range fields {
				row = append(append(row, ','), fields[i].Name...)
			}
			row = append(row, '\n')
			if _, err := w.Write(row); err != nil {
				return err
			}
		}
		row = strconv.AppendFloat(row[:0], at.Seconds(), 'f', 3, 64)
		for i := range fields {
			if row = append(row, ','); fields[i].Text != "" {
				row = append(row, fields[i].Text...)
			} else if fields[i].Name != "fault" {
				row = strconv.AppendFloat(row, fields[i].F, 'g', -1, 64)
			}
		}
		_, err := w.Write(append(row, '\n'))
		return err
	}, func(time.Duration, any) {})
	if err == nil && head {
		err = errors.New("there is no tick in that part of the recording")
	}
	return torn, errors.Join(err, w.Flush())
}

// columns is how many steps of time a picture has; each shows the least and the greatest of its ticks.
const columns = 1000

// column is one step of time.
type column struct {
	any           bool
	force         [chair.SideEnd][2]float64 // least, greatest
	target, limit float64                   // the last
	depth, along  [2]float64
	pad           float64
	stage         session.Stage
	drives        bool // the guard lets something move
}

// stretch is a part of a session, by time.
type stretch struct {
	from, to time.Duration
	name     string
}

// mark is something that happened at a moment.
type mark struct {
	at    time.Duration
	name  string
	fault bool
}

// seen is what a picture shows.
type seen struct {
	about    recording.About
	from, to time.Duration
	cols     [columns]column
	zones    chair.ZoneMap
	stages   []stretch
	phases   []stretch
	marks    []mark
	most     float64 // N, of force and of what is allowed
	depth    chair.AxisProfile
	place    chair.AxisProfile
	torn     bool
	missing  int
}

// look reads what a picture of a span shows. It reads the recording twice: first for how long it is.
func look(in io.ReadSeeker, span Span) (*seen, error) {
	s := &seen{from: -1, most: 10}
	if _, err := span.each(in, func(at time.Duration, _ *recording.Tick) error {
		if s.from < 0 {
			s.from = at
		}
		s.to = at
		return nil
	}, func(time.Duration, any) {}); err != nil {
		return nil, err
	}
	if s.from < 0 || s.to == s.from {
		return nil, errors.New("there is nothing to draw in that part of the recording")
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading the recording again: %w", err)
	}
	var err error
	fault := chair.Code("")
	s.torn, err = span.each(in, func(at time.Duration, t *recording.Tick) error {
		s.tick(at, t)
		if t.Fault.Code != fault {
			if fault = t.Fault.Code; fault != "" {
				s.marks = append(s.marks, mark{at, fault.Info().Title, true})
			}
		}
		return nil
	}, s.word)
	for _, all := range [][]stretch{s.stages, s.phases} {
		for i := range all {
			all[i].to = s.to
			if i+1 < len(all) {
				all[i].to = all[i+1].from
			}
		}
	}
	return s, err
}

// word takes up what was said.
func (s *seen) word(at time.Duration, what any) {
	switch v := what.(type) {
	case *recording.Start:
		if !v.Again {
			s.depth, s.place = v.Profile.Axes[chair.Depth], v.Profile.Axes[chair.Carriage]
			s.about = recording.About{Chair: v.Profile.Title, Programme: v.Plan.Title}
		}
	case *recording.Zones:
		s.zones = v.Map
	case *recording.Missing:
		s.missing += v.Ticks
	case *recording.Event:
		switch v.Event {
		case "phase":
			s.phases = append(s.phases, stretch{from: at, name: v.Phase})
		case "ask":
			s.marks = append(s.marks, mark{at, v.Text, false})
		case "ended":
			s.phases = append(s.phases, stretch{from: at})
		}
	}
}

// tick adds one to its column.
func (s *seen) tick(at time.Duration, t *recording.Tick) {
	c := &s.cols[min(columns-1, int(float64(columns)*float64(at-s.from)/float64(s.to-s.from)))]
	if n := len(s.stages); n == 0 || s.stages[n-1].name != stages[t.Stage] {
		s.stages = append(s.stages, stretch{from: at, name: stages[t.Stage]})
	}
	widen := func(b *[2]float64, v float64) {
		if !c.any {
			*b = [2]float64{v, v}
		}
		b[0], b[1] = min(b[0], v), max(b[1], v)
	}
	for side := range c.force {
		widen(&c.force[side], float64(t.Contact[side]))
		s.most = max(s.most, float64(t.Contact[side]))
	}
	widen(&c.depth, float64(t.Report.Axes[chair.Depth].Pos))
	widen(&c.along, float64(t.Along))
	c.target, c.limit, c.pad, c.stage = float64(t.Target), float64(t.Cap), float64(t.Report.Pad), t.Stage
	c.drives, c.any = t.Sequence != 0, true
	s.most = max(s.most, c.target)
}
