package main

import (
	"time"

	"github.com/openlumbar/lumbar/internal/latency"
	"github.com/openlumbar/lumbar/internal/realtime"
)

// latencyVersion is that of the JSON that lumbar latency prints.
const latencyVersion = 1

// latencyRecord is the result for other programs.
type latencyRecord struct {
	V           int             `json:"v"`
	Version     string          `json:"version"`
	RateHz      float64         `json:"rate_hz"`
	Cores       int             `json:"cores"`
	Load        bool            `json:"load"`
	Viewers     int             `json:"viewers"`
	Ticks       uint64          `json:"ticks"`
	Missed      uint64          `json:"missed"`
	Collections uint32          `json:"collections"`
	Late        spreadRecord    `json:"late"`
	Tick        spreadRecord    `json:"tick"`
	Chair       spreadRecord    `json:"chair"`
	All         spreadRecord    `json:"due_until_done"`
	Granted     realtime.Report `json:"granted"`
}

// spreadRecord is one histogram.
type spreadRecord struct {
	P50   float64  `json:"p50_us"`
	P90   float64  `json:"p90_us"`
	P99   float64  `json:"p99_us"`
	P999  float64  `json:"p999_us"`
	Max   float64  `json:"max_us"`
	Spans []spanUS `json:"histogram"`
}

// spanUS is the count of one span; spans in which nothing was counted are left out.
type spanUS struct {
	Least float64 `json:"from_us"`
	Most  float64 `json:"to_us"`
	Count uint64  `json:"count"`
}

func (m *measured) record() latencyRecord {
	r := &m.reading
	return latencyRecord{
		V: latencyVersion, Version: version, RateHz: m.Hz, Cores: m.Cores, Load: m.Load, Viewers: m.Viewers,
		Ticks: r.all.Count(), Missed: r.missed, Collections: m.Collections,
		Late: spread(&r.late), Tick: spread(&r.work), Chair: spread(&r.chair), All: spread(&r.all), Granted: m.Granted,
	}
}

func spread(h *latency.Histogram) spreadRecord {
	us := func(d time.Duration) float64 { return float64(d) / 1e3 }
	q := func(i int) float64 { return us(h.Quantile(quantiles[i])) }
	s := spreadRecord{P50: q(0), P90: q(1), P99: q(2), P999: q(3), Max: us(h.Max()), Spans: []spanUS{}}
	for span, n := range h.All() {
		s.Spans = append(s.Spans, spanUS{us(span.Least), us(min(span.Most, h.Max())), n})
	}
	return s
}
