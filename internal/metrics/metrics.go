// Package metrics writes what a program counts in the text format of Prometheus: a family of samples for each name, with what
// it is. It keeps nothing; a scrape writes what holds at that moment.
package metrics

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// ContentType is that of the text.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Kind is the sort of a family.
type Kind string

// The kinds.
const (
	Counter   Kind = "counter" // only rises, but for a new start; its name ends in _total
	Gauge     Kind = "gauge"
	Histogram Kind = "histogram"
)

// Label is one name and value.
type Label struct{ Name, Value string }

// Sample is one value of a counter or gauge.
type Sample struct {
	Labels []Label
	Value  float64
}

// Family is everything of one name.
type Family struct {
	Name, Help string
	Kind       Kind
	Samples    []Sample // of a counter or gauge

	// Of a histogram: the most that counts in each bucket, in ascending order; how many did, with one count more for what is
	// above all; and the sum of everything.
	Bounds []float64
	Counts []uint64
	Sum    float64
}

// Write writes families in their order.
func Write(w io.Writer, families []Family) error {
	var b strings.Builder
	for i := range families {
		f := &families[i]
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", f.Name, helpEscaper.Replace(f.Help), f.Name, f.Kind)
		if f.Kind == Histogram {
			f.histogram(&b)
			continue
		}
		for _, s := range f.Samples {
			sample(&b, f.Name, s.Labels, s.Value)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing metrics: %w", err)
	}
	return nil
}

func (f *Family) histogram(b *strings.Builder) {
	var sum uint64
	for i, n := range f.Counts {
		sum += n
		bound := math.Inf(1)
		if i < len(f.Bounds) {
			bound = f.Bounds[i]
		}
		sample(b, f.Name+"_bucket", []Label{{"le", number(bound)}}, float64(sum))
	}
	sample(b, f.Name+"_sum", nil, f.Sum)
	sample(b, f.Name+"_count", nil, float64(sum))
}

func sample(b *strings.Builder, name string, labels []Label, v float64) {
	b.WriteString(name)
	for i, l := range labels {
		open := ","
		if i == 0 {
			open = "{"
		}
		fmt.Fprintf(b, `%s%s="%s"`, open, l.Name, labelEscaper.Replace(l.Value))
	}
	if len(labels) > 0 {
		b.WriteString("}")
	}
	b.WriteString(" " + number(v) + "\n")
}

func number(v float64) string {
	if math.IsInf(v, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

var (
	helpEscaper  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	labelEscaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)
