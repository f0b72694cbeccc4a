package programme

import (
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// How a plan and its diagnostics write quantities. Three figures are more than anybody feels.

func newtons(f unit.Newton) string          { return fmt.Sprintf("%.3g N", float64(f)) }
func angle(a unit.Degree) string            { return fmt.Sprintf("%.3g°", float64(a)) }
func celsius(t unit.Celsius) string         { return fmt.Sprintf("%.3g °C", float64(t)) }
func millimetres(x unit.Millimetre) string  { return fmt.Sprintf("%.3g mm", float64(x)) }
func mmPerSecond(v unit.MMPerSecond) string { return fmt.Sprintf("%.3g mm/s", float64(v)) }
func perMinute(f unit.Hertz) string         { return fmt.Sprintf("%.3g /min", float64(f)*60) }
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Spoken writes a time as one says it: "2.5 s", "2 min 5 s".
func Spoken(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.2g s", d.Seconds())
	}
	s := d.Round(time.Second)
	var parts []string
	if m := s / time.Minute; m > 0 {
		parts = append(parts, fmt.Sprintf("%d min", m))
	}
	if rest := s % time.Minute; rest > 0 || len(parts) == 0 {
		parts = append(parts, fmt.Sprintf("%d s", rest/time.Second))
	}
	return strings.Join(parts, " ")
}
