package rongtai

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"pgregory.net/rapid"
)

func newDesk(t rapid.TB) *desk {
	t.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return &desk{profile: p.Closed, stale: p.Stale, keys: []Key{KeyKnead, KeyShiatsu, KeyTap}}
}

// hears is a desk that hears one status at every half second, and what it presses on the way.
type hears struct {
	*testing.T
	d       *desk
	at      time.Duration
	pressed []Key
}

func (h *hears) say(s Status, times int) {
	for range times {
		h.at += 500 * time.Millisecond
		h.d.hear(h.at, s)
		if w, ok := h.d.next(h.at); ok {
			h.d.sent(h.at, w)
			h.pressed = append(h.pressed, w.key())
		}
	}
}

var (
	asleep  = Status{Run: Standby, Preset: 1}
	awake   = Status{Run: Ready, Powered: true, Preset: 1}
	kneads  = Status{Run: Running, Powered: true, Technique: Knead, Programme: Manual, Speed: 2, Area: Partial, Carriage: 1, Preset: 1}
	resets  = Status{Run: Resetting, Powered: true, Preset: 1}
	kneadIt = chair.Setting{Mode: 1, Speed: 2, Area: chair.Part, From: 0, To: 3}
)

// TestToggleNeedsEvidence: power is pressed again only when its time is up and three reports since say that it did nothing.
func TestToggleNeedsEvidence(t *testing.T) {
	h := &hears{T: t, d: newDesk(t)}
	h.d.ask(kneadIt)
	h.say(asleep, 1)
	if len(h.pressed) != 0 {
		t.Fatal("pressed on one report")
	}
	h.say(asleep, 1)
	if len(h.pressed) != 1 || h.pressed[0] != KeyPower {
		t.Fatalf("pressed % X, want power", h.pressed)
	}
	h.say(asleep, 8) // 4 s
	if len(h.pressed) != 1 {
		t.Fatalf("pressed % X within its time", h.pressed)
	}
	h.say(asleep, 1)
	if len(h.pressed) != 2 || h.d.action.Number != 1 || h.d.action.Presses != 2 {
		t.Fatalf("pressed % X, %+v: want the same again, once", h.pressed, h.d.action)
	}
	h.at += 10 * time.Second // nothing was heard meanwhile
	h.say(asleep, 2)
	if len(h.pressed) != 2 {
		t.Fatalf("pressed % X on two reports", h.pressed)
	}
	h.say(asleep, 1)
	if len(h.pressed) != 3 {
		t.Fatalf("pressed % X, want a third", h.pressed)
	}
	h.say(asleep, 40)
	if len(h.pressed) != 3 || h.d.action.Progress != chair.Failed {
		t.Errorf("pressed % X, %v: want three and failed", h.pressed, h.d.action.Progress)
	}
}

// TestBlind: without fresh reports nothing is pressed, and what is under way becomes not confirmed; when reports come again it
// is verified after all.
func TestBlind(t *testing.T) {
	h := &hears{T: t, d: newDesk(t)}
	if _, ok := h.d.next(0); ok {
		t.Error("pressed before anything was heard")
	}
	h.d.ask(kneadIt)
	h.say(asleep, 2)
	h.at += 5 * time.Second
	if _, ok := h.d.next(h.at); ok || h.d.action.Progress != chair.Unverified {
		t.Errorf("blind: pressed %v, %v", ok, h.d.action.Progress)
	}
	h.say(awake, 1)
	if h.d.action.Progress != chair.Verified {
		t.Errorf("seen later: %v", h.d.action.Progress)
	}
}

// TestStopDoesNotWait: a stop is pressed at once, whatever else is under way, unless that may be the same key.
func TestStopDoesNotWait(t *testing.T) {
	h := &hears{T: t, d: newDesk(t)}
	h.d.ask(kneadIt)
	slow := kneads
	slow.Speed = 1
	h.say(slow, 2)
	if len(h.pressed) != 1 || h.pressed[0] != SpeedKey(2) {
		t.Fatalf("pressed % X, want speed 2", h.pressed)
	}
	h.d.ask(chair.Setting{})
	h.say(slow, 1)
	if len(h.pressed) != 2 || h.pressed[1] != KeyPower {
		t.Fatalf("pressed % X, want power at once", h.pressed)
	}
	h.say(kneads, 4) // not yet
	h.say(resets, 20)
	h.say(asleep, 20)
	if len(h.pressed) != 2 || h.d.action.Progress != chair.Verified {
		t.Errorf("pressed % X, %v", h.pressed, h.d.action.Progress)
	}
	// Power on is under way when the stop comes: it may still act, so that a second press would be of nobody knows what.
	h = &hears{T: t, d: newDesk(t)}
	h.d.ask(kneadIt)
	h.say(asleep, 2)
	h.d.ask(chair.Setting{})
	h.say(asleep, 3)
	if len(h.pressed) != 1 || !underWay(h.d.action.Progress) {
		t.Fatalf("pressed % X, %v", h.pressed, h.d.action.Progress)
	}
	h.say(awake, 3)
	if len(h.pressed) != 2 || h.pressed[1] != KeyPower {
		t.Errorf("pressed % X, want power when it woke after all", h.pressed)
	}
}

// TestRemoteHasTheLastWord: what was there, and is not any more, is not pressed back.
func TestRemoteHasTheLastWord(t *testing.T) {
	for name, change := range map[string]func(*Status){
		"mode": func(s *Status) { s.Technique = Knock }, "speed": func(s *Status) { s.Speed = 6 }, "heat": func(s *Status) { s.Heat = true },
		"stopped": func(s *Status) { *s = resets },
	} {
		h := &hears{T: t, d: newDesk(t)}
		h.d.ask(kneadIt)
		h.say(kneads, 4)
		other := kneads
		change(&other)
		h.say(other, 1)
		if h.d.taken {
			t.Errorf("%s: one report is enough", name)
		}
		h.say(other, 5)
		if len(h.pressed) != 0 || !h.d.taken || !h.d.report().Taken {
			t.Errorf("%s: pressed % X, taken %v", name, h.pressed, h.d.taken)
		}
		if h.d.state() == "" && name != "stopped" {
			t.Errorf("%s: nothing is said", name)
		}
		h.d.ask(chair.Setting{})
		h.d.ask(kneadIt)
		if h.d.taken {
			t.Errorf("%s: still taken when it is asked for anew", name)
		}
	}
}

// TestPlace: the carriage is let travel until it is in the middle of its place, and let travel again when it has left it.
func TestPlace(t *testing.T) {
	at := func(carriage uint8, a Area) Status {
		s := kneads
		s.Carriage, s.Area = carriage, a
		return s
	}
	for _, tt := range []struct {
		s    Status
		area chair.Area
		want want
	}{
		{at(9, Full), chair.Part, want{kind: wantWait}},
		{at(3, Full), chair.Part, want{kind: wantWait}},
		{at(2, Full), chair.Part, want{wantArea, int(KeyPartial)}},
		{at(1, Full), chair.Part, want{wantArea, int(KeyPartial)}},
		{at(1, Full), chair.Spot, want{wantArea, int(KeyPoint)}},
		{at(1, Partial), chair.Part, want{}},
		{at(0, Partial), chair.Part, want{}},
		{at(3, Partial), chair.Part, want{}},
		{at(4, Partial), chair.Part, want{wantArea, int(KeyFull)}},
		{at(9, Point), chair.Part, want{wantArea, int(KeyFull)}},
		{at(2, Point), chair.Part, want{wantArea, int(KeyPartial)}},
		{at(9, Full), chair.Whole, want{}},
		{at(2, Partial), chair.Whole, want{wantArea, int(KeyFull)}},
	} {
		d := newDesk(t)
		s := kneadIt
		s.Area = tt.area
		d.ask(s)
		d.hear(time.Second, tt.s)
		if got := d.lacks(); got != tt.want {
			t.Errorf("%v at %d for %v: %+v, want %+v", tt.s.Area, tt.s.Carriage, tt.area, got, tt.want)
		}
	}
}

// TestPosture: upright is known once it has reset, and not any more when something of it moves.
func TestPosture(t *testing.T) {
	h := &hears{T: t, d: newDesk(t)}
	upright := func(want bool, when string) {
		t.Helper()
		if got := h.d.report().Upright; got != want {
			t.Errorf("%s: upright %v", when, got)
		}
	}
	h.say(asleep, 1)
	upright(false, "at first")
	h.say(resets, 2)
	upright(false, "resetting")
	h.say(asleep, 1)
	upright(true, "after resetting")
	leans := asleep
	leans.BackMoves = 1
	h.say(leans, 4)
	upright(false, "leaning back")
	if h.d.stands.moved != 2*time.Second {
		t.Errorf("moved for %v, want 2 s", h.d.stands.moved)
	}
	h.say(resets, 1)
	h.say(asleep, 1)
	upright(true, "after resetting again")
	auto := kneads
	auto.Programme = Stretch
	h.say(auto, 1)
	upright(false, "in a programme of its own")
}

// TestDeskProperty: over a link that loses and delays keys and reports, no key is pressed that may not be, no toggle a second
// time without evidence, and when the link is sound again a stop is reached and stays.
func TestDeskProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, c := newDesk(t), standin.NewChair()
		type late struct {
			at    time.Duration
			frame [CommandSize]byte
		}
		var way []late
		at := time.Duration(0)
		lose := rapid.IntRange(0, 4).Draw(t, "loses of ten")
		delay := time.Duration(rapid.IntRange(0, 60).Draw(t, "delay")) * 100 * time.Millisecond
		heard, power := 0, -1 // reports since power was pressed
		tick := func(sound bool) {
			at += 500 * time.Millisecond
			c.Pass(500 * time.Millisecond)
			for len(way) > 0 && way[0].at <= at {
				c.Press(way[0].frame[:])
				way = way[1:]
			}
			if sound || rapid.IntRange(0, 9).Draw(t, "report") >= lose {
				s, err := DecodeStatus(c.Frame())
				if err != nil {
					t.Fatal(err)
				}
				d.hear(at, s)
				heard++
			}
			w, ok := d.next(at)
			if !ok {
				return
			}
			if !w.key().Usable() {
				t.Fatalf("pressed %s", w.key())
			}
			if again := d.action.want == w && d.action.unsure(); w.key() == KeyPower && again && heard-power < evidence {
				t.Fatalf("power again after %d reports", heard-power)
			}
			if w.key() == KeyPower {
				power = heard
			}
			d.sent(at, w)
			if sound || rapid.IntRange(0, 9).Draw(t, "key") >= lose {
				way = append(way, late{at + delay, Command{FromLink, w.key()}.Encode()})
			}
		}
		for range 3 {
			d.ask(chair.Setting{Mode: rapid.IntRange(0, 3).Draw(t, "mode"), Speed: rapid.IntRange(1, 4).Draw(t, "speed"), Area: chair.Part, To: 3, Heat: rapid.Bool().Draw(t, "heat")})
			for range rapid.IntRange(1, 80).Draw(t, "ticks") {
				tick(false)
			}
		}
		d.ask(chair.Setting{})
		for range 240 { // two minutes
			tick(true)
		}
		for range 60 {
			if tick(true); !c.Stopped() || !d.status.Still() {
				t.Fatalf("two minutes after the stop, over a sound link with %v of delay, it is at %v; %+v, keys % X", delay, d.status.Run, d.action, c.Pressed())
			}
		}
	})
}
