package simlink

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the difference of the clocks, however long things are under way or wait in buffers, and however the clocks
// drift within what is allowed for: a report never looks younger than it is, a command never ends later than it should.
func TestOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Duration(rapid.Int64Range(-int64(time.Hour), int64(time.Hour)).Draw(t, "difference"))
		ppm := rapid.Int64Range(-190, 190).Draw(t, "drift")
		engine := func(chair time.Duration) time.Duration { return chair + start + chair*time.Duration(ppm)/1_000_000 }
		wait := func(what string) time.Duration {
			return time.Duration(rapid.OneOf(rapid.Int64Range(0, int64(time.Millisecond)), rapid.Int64Range(0, int64(3*time.Second))).Draw(t, what))
		}
		var o offset
		o.widen(engine(0))
		for chair := time.Duration(0); chair < time.Minute; {
			chair += wait("pause") + time.Microsecond
			sent := chair
			chair += wait("under way")
			if rapid.Bool().Draw(t, "command") {
				if err := o.went(engine(sent), chair); err != nil {
					t.Fatal(err)
				}
			} else if err := o.came(sent, engine(chair)); err != nil {
				t.Fatal(err)
			}
			o.widen(engine(chair))
			if at := o.notYounger(sent); at > engine(sent) {
				t.Fatalf("a report of %v looks %v younger than it is", sent, at-engine(sent))
			}
			if ends := o.notLater(engine(chair + time.Second)); ends > chair+time.Second {
				t.Fatalf("a command ends %v later than it should", ends-chair-time.Second)
			}
		}
	})
}

// Exchanges without delay leave nothing unsure but drift; a clock that leaps is noticed.
func TestOffsetIsTight(t *testing.T) {
	var o offset
	const ahead = time.Minute
	for c := time.Duration(0); c < time.Second; c += 4 * time.Millisecond {
		if o.went(c+ahead, c) != nil || o.came(c, c+ahead) != nil {
			t.Fatal("refused")
		}
	}
	if unsure := o.high - o.low; unsure > 10*time.Microsecond {
		t.Errorf("unsure by %v", unsure)
	}
	if o.came(900*time.Millisecond, ahead+800*time.Millisecond) == nil {
		t.Error("a report that came 100 ms before it left was believed")
	}
	var fresh offset
	fresh.widen(time.Hour)
	if ends := fresh.notLater(time.Hour); ends != 0 {
		t.Errorf("before anything was heard a command ends at %v, want at once", ends)
	}
}
