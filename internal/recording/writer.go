package recording

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/mcap"
	"github.com/openlumbar/lumbar/internal/session"
)

// chunkTicks is how many ticks a chunk holds: 2 s of a chair of 250 Hz, which is what a kill may cost.
const chunkTicks = 500

// closedChunk is the same of a closed chair of 4 Hz.
const closedChunk = 8

// writer writes one recording after the other. The recorder's goroutine has it.
type writer struct {
	shelf   Shelf
	version string
	file    io.WriteCloser
	mcap    *mcap.Writer
	topics  map[string]uint16
	ticks   int  // in the chunk under way
	faulted bool // the session had a fault
	stage   session.Stage
	state   guard.State // of a closed chair's guard
	buf     []byte
}

// writeAll writes ticks and words in the order in which they were handed over.
func (w *writer) writeAll(ticks []numbered, words []said) error {
	var errs []error
	for len(ticks)+len(words) > 0 {
		var err error
		if len(words) == 0 || len(ticks) > 0 && ticks[0].n < words[0].n {
			err = w.tick(&ticks[0].tick)
			ticks = ticks[1:]
		} else {
			err = w.say(words[0].what)
			words = words[1:]
		}
		if err != nil {
			errs = append(errs, err, w.abandon())
		}
	}
	return errors.Join(errs...)
}

// tick writes a tick.
func (w *writer) tick(t *Tick) error {
	if w.file == nil {
		return nil
	}
	w.buf = t.encode(w.buf[:0])
	w.faulted = w.faulted || t.Fault.Code != ""
	if err := w.mcap.Message(w.topics[TopicTick], uint64(max(0, t.At)), w.buf); err != nil {
		return err
	}
	over := t.Stage == session.Done && w.stage != session.Done
	w.stage = t.Stage
	if w.ticks++; w.ticks < chunkTicks && !over {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	w.ticks = 0
	return w.mcap.Flush()
}

// say writes what is not a tick.
func (w *writer) say(what any) error {
	switch v := what.(type) {
	case Start:
		if v.Again {
			return w.message(TopicStart, v.At, &v)
		}
		return w.begin(&v)
	case ClosedStart:
		if v.Again {
			return w.message(TopicClosedStart, v.At, &v)
		}
		return w.beginClosed(&v)
	case ClosedTick:
		return w.closedTick(&v)
	case Felt:
		return w.message(TopicFelt, v.At, &v)
	case Clear:
		return w.message(TopicClear, v.At, &v)
	case Zones:
		return w.message(TopicZones, v.At, &v)
	case Event:
		return w.message(TopicEvent, v.At, &v)
	case Request:
		return w.message(TopicRequest, v.At, &v)
	case Missing:
		return w.message(TopicMissing, v.At, &v)
	case over:
		return w.end()
	case forget:
		if !v.others {
			if err := w.end(); err != nil {
				return err
			}
		}
		return w.shelf.Forget(w.file != nil)
	}
	return fmt.Errorf("recording: a %T is nothing that can be taken down", what)
}

// message writes one as JSON.
func (w *writer) message(topic string, at time.Duration, v any) error {
	if w.file == nil {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing %s of a recording: %w", topic, err)
	}
	return w.mcap.Message(w.topics[topic], uint64(max(0, at)), text)
}

// begin begins a recording; the one before it is over. What a session is of is written at once.
func (w *writer) begin(s *Start) error {
	return w.beginOf(&s.Profile, s.Plan.Name, TopicStart, s.At, s)
}

// beginClosed is begin for a closed chair.
func (w *writer) beginClosed(s *ClosedStart) error {
	return w.beginOf(&s.Profile, s.Programme, TopicClosedStart, s.At, s)
}

// closedTick writes a closed chair's tick.
func (w *writer) closedTick(t *ClosedTick) error {
	w.faulted = w.faulted || t.Fault.Code != ""
	if err := w.message(TopicClosedTick, t.At, t); err != nil || w.file == nil {
		return err
	}
	over := t.State == guard.Off && w.state != guard.Off
	w.state = t.State
	if w.ticks++; w.ticks < closedChunk && !over {
		return nil
	}
	return w.flush()
}

func (w *writer) beginOf(p *chair.Profile, programme, topic string, at time.Duration, start any) error {
	if err := w.end(); err != nil {
		return err
	}
	file, err := w.shelf.Create(programme)
	if err != nil {
		return fmt.Errorf("beginning a recording: %w", err)
	}
	w.file, w.ticks, w.faulted, w.stage, w.state, w.topics = file, 0, false, 0, 0, map[string]uint16{}
	if w.mcap, err = mcap.NewWriter(file, "lumbar "+w.version); err != nil {
		return err
	}
	err = w.mcap.Metadata(metadata, []mcap.Pair{
		{Key: "format", Value: strconv.Itoa(Format)}, {Key: "version", Value: w.version}, {Key: "machine", Value: Machine()},
		{Key: "chair", Value: p.Name}, {Key: "programme", Value: programme},
		{Key: "control_hz", Value: strconv.FormatFloat(float64(p.Control), 'g', -1, 64)},
	})
	if err != nil {
		return err
	}
	topics := []string{TopicTick, TopicStart, TopicClear, TopicZones, TopicEvent, TopicRequest, TopicMissing}
	if topic == TopicClosedStart {
		topics = []string{TopicClosedTick, TopicClosedStart, TopicClear, TopicFelt, TopicEvent, TopicRequest, TopicMissing}
	}
	for _, topic := range topics {
		c := mcap.Channel{Topic: topic, Encoding: "json"}
		if topic == TopicTick {
			c.Encoding, c.Schema = "cdr", mcap.Schema{Name: "lumbar/msg/Tick", Encoding: "ros2msg", Text: tickSchema()}
		}
		if w.topics[topic], err = w.mcap.Channel(c); err != nil {
			return err
		}
	}
	if err := w.message(topic, at, start); err != nil {
		return err
	}
	return w.flush()
}

// end ends the recording under way.
func (w *writer) end() error {
	if w.file == nil {
		return nil
	}
	err := errors.Join(w.mcap.Close(), w.file.Close())
	w.file, w.mcap = nil, nil
	if err != nil {
		return fmt.Errorf("ending a recording: %w", err)
	}
	return w.shelf.Over(w.faulted)
}

// abandon leaves a recording that cannot be written as far as it is.
func (w *writer) abandon() error {
	if w.file == nil {
		return nil
	}
	err := w.file.Close()
	w.file, w.mcap = nil, nil
	return err
}

// metadata is the name of what a file says of itself.
const metadata = "lumbar"

// Machine is the architecture as floating point sees it: the same one computes the same figures to the last bit.
func Machine() string {
	m := runtime.GOARCH
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "GO"+strings.ToUpper(runtime.GOARCH) {
				return m + "/" + s.Value
			}
		}
	}
	return m
}
