package httpapi

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/metrics"
	"github.com/openlumbar/lumbar/internal/wire"
)

// errSilent is that the engine does not answer.
var errSilent = errors.New("the control does not answer")

// outcomes of a session, each of which is told from the start on: a rate needs its zero.
var outcomes = []string{"finished", "stopped", "fault", "ended"}

// metrics answers what Lumbar counts, for Prometheus. No person, programme or body is in it.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	counts, snapshot, answers := s.counted(r.Context())
	w.Header().Set("Content-Type", metrics.ContentType)
	w.Header().Set("Cache-Control", "no-store")
	if err := metrics.Write(w, s.families(counts, snapshot, answers)); err != nil {
		s.o.Logger.Warn("metrics", "err", err)
	}
}

// counted asks the engine what it has counted.
func (s *Server) counted(ctx context.Context) (*wire.Counts, wire.Snapshot, bool) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Answer)
	defer cancel()
	reply, err := s.o.Engine.Do(ctx, wire.Request{V: wire.Version, Verb: wire.Count, By: "page"})
	if err != nil || reply.Counts == nil {
		return &wire.Counts{}, reply.Snapshot, false
	}
	return reply.Counts, reply.Snapshot, true
}

// Lateness is a lateness that 99 of 100 of the control's ticks did not exceed since it was last asked, for a house to show. One
// goroutine asks.
func (s *Server) Lateness(ctx context.Context) (time.Duration, error) {
	c, _, answers := s.counted(ctx)
	if !answers {
		return 0, errSilent
	}
	late := c.Late99(s.earlier)
	s.earlier = c
	return time.Duration(late * float64(time.Second)), nil
}

// families is everything that is counted. Without an engine only what the server knows by itself.
func (s *Server) families(c *wire.Counts, now wire.Snapshot, answers bool) []metrics.Family {
	one := func(name, help string, kind metrics.Kind, v float64, labels ...metrics.Label) metrics.Family {
		return metrics.Family{Name: name, Help: help, Kind: kind, Samples: []metrics.Sample{{Labels: labels, Value: v}}}
	}
	all := []metrics.Family{
		one("lumbar_build_info", "Which Lumbar runs.", metrics.Gauge, 1, metrics.Label{Name: "version", Value: s.o.Version}),
		one("lumbar_engine_up", "Whether the process that owns the chair answers.", metrics.Gauge, yes(answers)),
		one("lumbar_page_viewers", "How many pages watch.", metrics.Gauge, float64(s.viewers())),
	}
	if s.o.House != nil {
		if text, well := s.o.House(); text != "" {
			all = append(all, one("lumbar_mqtt_connected", "Whether the broker of the house is connected.", metrics.Gauge, yes(well)))
		}
	}
	if !answers {
		return all
	}
	bounds := wire.LateBounds()
	return append(all,
		one("lumbar_engine_start_time_seconds", "When the process that owns the chair began, since 1970.", metrics.Gauge, float64(c.BeganMS)/1000),
		one("lumbar_engine_ticks_total", "Ticks of the control.", metrics.Counter, float64(c.Ticks)),
		metrics.Family{Name: "lumbar_engine_tick_lateness_seconds", Help: "How late ticks began.", Kind: metrics.Histogram,
			Bounds: bounds[:], Counts: c.Late[:], Sum: c.LateS},
		metrics.Family{Name: "lumbar_chair_link_errors_total", Help: "Reports that did not come in time, and commands that were not taken.", Kind: metrics.Counter,
			Samples: []metrics.Sample{labelled("direction", "read", c.ReadFails), labelled("direction", "apply", c.ApplyFails)}},
		one("lumbar_session_active", "Whether a session is under way.", metrics.Gauge, yes(active(now.Stage))),
		metrics.Family{Name: "lumbar_sessions_total", Help: "Sessions that are over, by how they ended, whoever it was.", Kind: metrics.Counter, Samples: byName("outcome", outcomes, c.Sessions)},
		one("lumbar_session_contact_seconds_total", "Time from first contact to the end, of sessions that are over, whoever it was.", metrics.Counter, c.ContactS),
		metrics.Family{Name: "lumbar_faults_total", Help: "Faults, by code.", Kind: metrics.Counter, Samples: byName("code", codes(), c.Faults)},
		one("lumbar_fault_latched", "Whether a fault keeps the chair from going on.", metrics.Gauge, yes(now.Fault != nil)),
	)
}

func codes() (all []string) {
	for _, f := range chair.Catalogue {
		all = append(all, string(f.Code))
	}
	return all
}

// byName is a sample for each that is known, and for each that was counted besides.
func byName(label string, known []string, counted map[string]uint64) (all []metrics.Sample) {
	names := slices.Concat(known, slices.Collect(maps.Keys(counted)))
	slices.SortFunc(names, cmp.Compare[string])
	for _, name := range slices.Compact(names) {
		all = append(all, labelled(label, name, counted[name]))
	}
	return all
}

func labelled(label, value string, n uint64) metrics.Sample {
	return metrics.Sample{Labels: []metrics.Label{{Name: label, Value: value}}, Value: float64(n)}
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (s *Server) viewers() int {
	last, _ := s.hub.last()
	return last.viewers
}
