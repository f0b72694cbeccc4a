package metrics_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/metrics"
)

func TestWrite(t *testing.T) {
	var b strings.Builder
	err := metrics.Write(&b, []metrics.Family{
		{Name: "a_total", Help: "All of \\ them.\nTwo lines.", Kind: metrics.Counter, Samples: []metrics.Sample{
			{Value: 3}, {Labels: []metrics.Label{{"code", `x"y\`}, {"of", "z\n"}}, Value: 0.25}}},
		{Name: "empty", Help: "None.", Kind: metrics.Gauge},
		{Name: "h_seconds", Help: "How long.", Kind: metrics.Histogram, Bounds: []float64{50e-6, 1}, Counts: []uint64{2, 0, 3}, Sum: 7.5},
	})
	const want = `# HELP a_total All of \\ them.\nTwo lines.
# TYPE a_total counter
a_total 3
a_total{code="x\"y\\",of="z\n"} 0.25
# HELP empty None.
# TYPE empty gauge
# HELP h_seconds How long.
# TYPE h_seconds histogram
h_seconds_bucket{le="5e-05"} 2
h_seconds_bucket{le="1"} 2
h_seconds_bucket{le="+Inf"} 5
h_seconds_sum 7.5
h_seconds_count 5
`
	if err != nil || b.String() != want {
		t.Errorf("%v, wrote\n%s\nwant\n%s", err, b.String(), want)
	}
	if err := metrics.Write(broken{}, nil); err == nil {
		t.Error("a writer that fails is no error")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken") }
