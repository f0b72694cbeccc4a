package closedengine

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/replay"
	"github.com/openlumbar/lumbar/internal/wire"
)

// paper is a recording in memory.
type paper struct{ bytes.Buffer }

func (*paper) Close() error { return nil }

// taped runs sessions with a recorder, and gives what it wrote.
func taped(t *testing.T, do func(r *rig)) []byte {
	t.Helper()
	file := &paper{}
	rec := recording.New(recording.Options{Shelf: recording.Into(file), Version: "test", Patient: true})
	ctx, end := context.WithCancel(context.Background())
	wrote := make(chan error, 1)
	go func() { wrote <- rec.Run(ctx) }()
	t.Run("session", func(t *testing.T) { do(newRig(t, func(o *Options) { o.Record = rec })) }) // its engine has ended after it
	end()
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestTape: whatever comes of a session on a closed chair, the recording of it comes out the same.
func TestTape(t *testing.T) {
	for _, tt := range []struct {
		name     string
		do       func(r *rig)
		sessions int
		ending   closed.Ending
		fault    chair.Code
	}{
		{"whole", func(r *rig) {
			r.run().do(begin("robin"))
			r.until("done", done)
		}, 1, closed.Finished, ""},
		{"softer, skipped, stopped", func(r *rig) {
			n := 0
			r.every = func(ev *wire.Event) {
				if ev.Event != "stroke" {
					return
				}
				n++
				switch n {
				case 2:
					_ = r.engine.ask(closed.Softer)
				case 3:
					_ = r.engine.ask(closed.Skip)
				case 5:
					_ = r.engine.stop()
				}
			}
			r.run().do(begin(""))
			r.until("done", done)
		}, 1, closed.Stopped, ""},
		{"gone on with, and wrong", func(r *rig) {
			r.at("stroke", 3, func() { _ = r.engine.stop() })
			r.run().do(begin("robin"))
			r.until("done", done)
			r.until("the link is free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
			r.at("none", 1, func() {})
			r.do(begin("robin"))
			r.until("done again", done)
			r.do(wire.Request{Verb: wire.Wrong})
			r.do(wire.Request{Verb: wire.Clear})
		}, 2, closed.Finished, ""},
		{"the link is lost", func(r *rig) {
			r.at("stroke", 3, func() { r.air.Lose(true) })
			r.run().do(begin(""))
			r.until("done", done)
			r.mu.Lock()
			r.air.Lose(false)
			r.mu.Unlock()
			r.until("the chair says so", func(s *wire.Snapshot) bool { return s.Closed.Stopped })
			r.do(wire.Request{Verb: wire.Clear})
			r.until("free", func(s *wire.Snapshot) bool { return s.Closed.Link == wire.LinkFree })
		}, 1, closed.NotConfirmed, chair.FaultUnconfirmed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := taped(t, tt.do)
			res, err := replay.Play(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if !res.Same() || res.Torn || res.Sessions != tt.sessions || res.Ending != tt.ending || res.Fault != tt.fault || res.Ticks < 100 {
				t.Errorf("%+v", res)
			}
			if len(text) > 400<<10 {
				t.Errorf("%d bytes", len(text))
			}
			t.Logf("%d ticks, %d bytes", res.Ticks, len(text))
		})
	}
}

// TestTapeTells: what is in the recording is what crossed, and what comes out otherwise is told: by tick, field and value.
func TestTapeTells(t *testing.T) {
	text := taped(t, func(r *rig) {
		r.run().do(begin(""))
		r.until("done", done)
	})
	r, err := recording.Open(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	again := &paper{}
	rec := recording.New(recording.Options{Shelf: recording.Into(again), Version: "test"})
	kinds, verified, asked, n := map[string]int{}, 0, 0, 0
	for {
		next, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := next.(type) {
		case *recording.ClosedStart:
			kinds["start"]++
			rec.StartClosed(v)
		case *recording.ClosedTick:
			kinds["tick"]++
			if v.Report.Status.Action.Progress == chair.Verified {
				verified++
			}
			if v.Asked != (chair.Setting{}) {
				asked++
			}
			if n++; n == 200 { // as if the guard had let it run faster then
				v.Sent.Speed++
			}
			rec.TickClosed(v)
		case *recording.Event:
			kinds[v.Event]++
		}
	}
	for _, k := range []string{"start", "tick", "key", "stroke", "summary"} {
		if kinds[k] == 0 {
			t.Errorf("no %s in %v", k, kinds)
		}
	}
	if verified == 0 || asked == 0 {
		t.Errorf("%d ticks with a key that is verified, %d with something asked for", verified, asked)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if err := rec.Run(ctx); err != nil {
		t.Fatal(err)
	}
	res, err := replay.Play(bytes.NewReader(again.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if res.Same() || res.Different != 1 || res.FirstTick != 200 || len(res.First) != 1 || res.First[0].Field != "sent" || res.First[0].Recorded == res.First[0].Now {
		t.Errorf("%+v", res)
	}
	if _, err := replay.CSV(io.Discard, bytes.NewReader(text), replay.Span{}); !errors.Is(err, replay.ErrClosed) {
		t.Errorf("as a table: %v", err)
	}
}

// TestTapeOfAGuest: nothing of a guest is recorded.
func TestTapeOfAGuest(t *testing.T) {
	text := taped(t, func(r *rig) {
		r.run().do(begin(wire.GuestPrefix + "1"))
		r.until("done", done)
	})
	if len(text) != 0 {
		t.Errorf("%d bytes", len(text))
	}
}
