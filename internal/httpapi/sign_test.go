package httpapi

import (
	"net"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
)

func TestSignHosts(t *testing.T) {
	addr := func(texts ...string) (list []net.Addr) {
		for _, text := range texts {
			ip, n, err := net.ParseCIDR(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, &net.IPNet{IP: ip, Mask: n.Mask})
		}
		return list
	}
	machine := addr("127.0.0.1/8", "192.168.1.20/24", "10.0.0.5/8", "fe80::1/64", "fd00::7/64", "::1/128")
	for _, tt := range []struct {
		name, used string
		names      []string
		addrs      []net.Addr
		want       []string
	}{
		{"by localhost", "localhost:8420", nil, machine, []string{"192.168.1.20:8420", "10.0.0.5:8420", "[fd00::7]:8420"}},
		{"by a loopback address", "127.0.0.1:8420", []string{"chair.lan", "localhost"}, machine[:2], []string{"chair.lan:8420", "192.168.1.20:8420"}},
		{"by its address", "10.0.0.5:8420", nil, machine, []string{"10.0.0.5:8420", "192.168.1.20:8420", "[fd00::7]:8420"}},
		{"by a name without a port", "chair.lan", []string{"chair.lan"}, addr("192.168.1.20/24", "fd00::7/64"), []string{"chair.lan", "192.168.1.20", "[fd00::7]"}},
		{"on no network", "[::1]:8420", nil, machine[:1], nil},
	} {
		if got := signHosts(tt.used, tt.names, tt.addrs); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestWeekNeverExceedsTheDose: whatever is wished, and whatever a check has kept, neither the page's week nor the
// calendar's has more sessions than the limits allow, nor sessions closer together.
func TestWeekNeverExceedsTheDose(t *testing.T) {
	at := time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		days := func(name string) (d [7]bool) {
			for i := range d {
				d[i] = rapid.Bool().Draw(t, name)
			}
			return d
		}
		w := routine.Wish{Sessions: rapid.IntRange(0, 7).Draw(t, "wish"), At: routine.Clock(rapid.IntRange(0, 1439).Draw(t, "at")), Free: days("free"), Hard: days("hard")}
		l := store.Limits{Limits: chair.Everyone(), Until: at.Add(time.Duration(rapid.IntRange(-48, 48).Draw(t, "until")) * time.Hour)}
		l.WeekSessions.Max = chair.Count(rapid.IntRange(0, 7).Draw(t, "week"))
		l.DaySessions.Max = chair.Count(rapid.IntRange(0, 2).Draw(t, "day"))
		l.Gap.Min = time.Duration(rapid.IntRange(4, 96).Draw(t, "gap")) * time.Hour
		known := rapid.Bool().Draw(t, "known")
		a := allowedOf(nil, nil, l, known, at)
		page := routine.PlanWeek(w, a.dose())
		// What the calendar reads was laid out under other limits.
		feed := plannedWeek(&store.Routine{Wish: w, Planned: days("planned")}, l, known, at)
		for name, week := range map[string]routine.Week{"page": page, "calendar": feed} {
			n := week.Sessions()
			if n > 7-daysOff {
				t.Fatalf("%s: %d sessions leave fewer than %d days off", name, n, daysOff)
			}
			if !known || l.Session.Max == 0 {
				continue
			}
			none := l.WeekSessions.Max == 0 || l.DaySessions.Max == 0
			if none && at.Before(l.Until) && n > 0 || !none && n > int(l.WeekSessions.Max) {
				t.Fatalf("%s: %d sessions, allowed are %d", name, n, l.WeekSessions.Max)
			}
			last := time.Time{}
			for _, o := range routine.Occurrences(week, at, 21, routine.Quiet{}) {
				if o.What != routine.Session {
					continue
				}
				if !none && !last.IsZero() && o.Start.Sub(last) < l.Gap.Min {
					t.Fatalf("%s: %v between two sessions, least is %v", name, o.Start.Sub(last), l.Gap.Min)
				}
				last = o.Start
			}
		}
	})
}
