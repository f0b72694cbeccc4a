package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// The files that the demo leaves behind.
const (
	recordFile = "session.mcap"
	eventFile  = "session.jsonl"
	scoreFile  = "session.svg"
)

func (d *demo) path(name string) string { return filepath.ToSlash(filepath.Join(d.dir, name)) }

// session shows a whole session as fast as it goes, keeps its recording and draws its score.
func (d *demo) session(ctx context.Context) error {
	d.say(`A session. The chair feels its way along a back that it does not know, finds the levels of the spine and massages there,
about a quarter of an hour in a second or so. Only the simulation knows how far off the scan was: the last column.`)
	args := []string{"run", d.programme, "--body", d.body, "--pace", "max"}
	if err := d.run(ctx, 0, append(args, "--record", d.path(recordFile))...); err != nil {
		return err
	}
	d.say("It was taken down, tick by tick. Now the recorded reports go through the same control and guard once more.")
	if err := d.run(ctx, 0, "replay", d.path(recordFile)); err != nil {
		return err
	}
	record, err := d.quietly(ctx, 0, append(args, "--json")...)
	if err != nil {
		return err
	}
	again, err := d.quietly(ctx, 0, append(args, "--json")...)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, record) {
		return errors.New("the same session once more came out differently: the same seed must give the same bytes")
	}
	if err := os.WriteFile(d.path(eventFile), record, 0o644); err != nil {
		return fmt.Errorf("writing the events: %w", err)
	}
	events, err := read(record)
	if err != nil {
		return err
	}
	summary := events[len(events)-1].Summary
	if err := good(summary); err != nil {
		return err
	}
	picture, err := played(d.programme, events)
	if err != nil {
		return err
	}
	if err := os.WriteFile(d.path(scoreFile), picture, 0o644); err != nil {
		return fmt.Errorf("writing the score: %w", err)
	}
	d.say("Finished: %s. Played once more it was\nthe same to the byte, all %d events.", verdict(summary), len(events))
	return nil
}

// read reads the events of a session. The last one is the summary.
func read(record []byte) ([]wire.Event, error) {
	var events []wire.Event
	for dec := json.NewDecoder(bytes.NewReader(record)); ; {
		var ev wire.Event
		err := dec.Decode(&ev)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("event %d of the session: %w", len(events)+1, err)
		}
		events = append(events, ev)
	}
	if len(events) == 0 || events[len(events)-1].Summary == nil {
		return nil, fmt.Errorf("the session of %d events does not end with a summary", len(events))
	}
	return events, nil
}

// good says what is wrong with a session that ought to have gone well.
func good(s *wire.Summary) error {
	most := float64(chair.Everyone().Force[chair.ZoneMuscle].Max)
	switch {
	case s.Outcome != "finished" || s.PhasesDone != s.Phases || len(s.Faults) > 0:
		return fmt.Errorf("the session %s with %d of %d phases and the faults %v", s.Outcome, s.PhasesDone, s.Phases, s.Faults)
	case len(s.Contact) != int(body.LevelEnd-body.S1):
		return fmt.Errorf("the rollers were at %d levels, want all from S1 to T12", len(s.Contact))
	case s.Scan == nil || s.Scan.Within < s.Scan.Levels-1:
		return fmt.Errorf("the scan missed its own 95 %% interval at more than one level: %+v", s.Scan)
	}
	for _, l := range s.Contact {
		if l.ContactS <= 0 || l.MeanN <= 0 || l.PeakN > most {
			return fmt.Errorf("%s had %.0f s, %.1f N, at most %.1f: want something, and no more than %.0f N", l.Level, l.ContactS, l.MeanN, l.PeakN, most)
		}
	}
	return nil
}

// verdict is a good session in words.
func verdict(s *wire.Summary) string {
	peak := 0.0
	for _, l := range s.Contact {
		peak = max(peak, l.PeakN)
	}
	return fmt.Sprintf("no fault, never more than %.0f N of the %.0f that anybody's programme may use",
		peak, float64(chair.Everyone().Force[chair.ZoneMuscle].Max))
}
