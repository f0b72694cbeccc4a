package httpapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
)

func shippedChair(t *testing.T, name string) *chair.Profile {
	t.Helper()
	p, list := profile.Load(name)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

// named is chairs of which one is used.
type named struct {
	Chairs
	Used
}

func (n named) State() Used { return n.Used }

// TestServedBy: the same chair is the same for another server; another profile, name or figure is another chair.
func TestServedBy(t *testing.T) {
	t.Parallel()
	bench := shippedChair(t, "bench-4d")
	heavier := *bench
	heavier.Person.MaxWeight++
	of := func(o Options) string { return servedBy(&o).ID }
	first := of(Options{Chair: bench, Chairs: named{Used: Used{Name: "den", Since: 1}}})
	if again := of(Options{Chair: shippedChair(t, "bench-4d"), Chairs: named{Used: Used{Name: "den", Since: 2}}}); first == "" || again != first {
		t.Errorf("the same chair is %q and %q", first, again)
	}
	for what, other := range map[string]Options{
		"another name":    {Chair: bench, Chairs: named{Used: Used{Name: "attic"}}},
		"another figure":  {Chair: &heavier, Chairs: named{Used: Used{Name: "den"}}},
		"another profile": {Chair: shippedChair(t, "infinity"), Chairs: named{Used: Used{Name: "den"}}},
		"simulated":       {Chair: bench, Simulated: true, Chairs: named{Used: Used{Name: "den"}}},
	} {
		if got := of(other); got == first || got == "" {
			t.Errorf("%s: %q, as before", what, got)
		}
	}
	if got := of(Options{}); got != "" {
		t.Errorf("a chair that is not known is %q", got)
	}
}

// TestStreamSaysWhich: each stream begins with which chair the server has, and a silence says which one is not reached.
func TestStreamSaysWhich(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bench := shippedChair(t, "bench-4d")
		o := Options{Engine: &counter{err: errors.New("away")}, Chair: bench, Chairs: named{Used: Used{Name: "den", Off: "opening den: refused"}}}
		want := servedBy(&o)
		watch, end := bubble(t, o)
		defer end()
		r, leave, _ := watch()
		defer leave()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		text := r.take()
		_, after, found := strings.Cut(text, "event: chair\ndata: ")
		line, _, _ := strings.Cut(after, "\n")
		var got servedChair
		if err := json.Unmarshal([]byte(line), &got); !found || err != nil || got != want || strings.Index(text, "event: ") != strings.Index(text, "event: chair") {
			t.Errorf("%+v, %v of %q", got, err, text)
		}
		if !strings.Contains(text, `event: silent`+"\n"+`data: {"unreached":"`+bench.Title+`"}`) || strings.Contains(text, "refused") {
			t.Errorf("%q", text)
		}
	})
}
