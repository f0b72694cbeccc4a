package rongtai

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestStatusRoundTrip: any payload below 0x80 with its checksum decodes and encodes to the same bytes.
func TestStatusRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame := framed(rapid.SliceOfN(rapid.ByteMax(below-1), 14, 14).Draw(t, "payload"))
		s, err := DecodeStatus(frame)
		if err != nil {
			t.Fatal(err)
		}
		if again := s.Encode(); !bytes.Equal(again[:], frame) {
			t.Fatalf("% X encodes to % X", frame, again)
		}
	})
}

// TestOneBit: each bit of the payload changes exactly one field, or one bit that nothing is known of.
func TestOneBit(t *testing.T) {
	zero := Status{}
	for i := range 14 {
		for b := range 7 {
			payload := make([]byte, 14)
			payload[i] = 1 << b
			s, err := DecodeStatus(framed(payload))
			if err != nil {
				t.Fatal(err)
			}
			if s == zero {
				t.Errorf("byte %d bit %d: no field holds it", i+1, b)
			}
			held := unknown[i]>>b&1 == 1
			if rest := s; held {
				rest.Unknown = zero.Unknown
				if rest != zero {
					t.Errorf("byte %d bit %d: counts as unknown, and changes a field: %+v", i+1, b, s)
				}
			} else if s.Unknown != zero.Unknown {
				t.Errorf("byte %d bit %d: known, and kept as unknown too", i+1, b)
			}
		}
	}
}

// TestRefusals: what is no status frame is refused for its reason.
func TestRefusals(t *testing.T) {
	good := []byte{0xF0, 5, 3, 0, 9, 0x30, 0, 0, 0x2B, 0, 0, 0, 3, 0, 5, 0x0B, 0xF1}
	with := func(i int, b byte) []byte {
		f := bytes.Clone(good)
		f[i] = b
		return f
	}
	high := with(3, 0x80)
	high[15] = checksum(high[1:15])
	tests := []struct {
		name  string
		frame []byte
		want  error
	}{
		{"nothing", nil, ErrLength},
		{"short", good[:16], ErrLength},
		{"long", append(bytes.Clone(good), 0xF1), ErrLength},
		{"two frames at once", append(bytes.Clone(good), good...), ErrLength},
		{"first byte", with(0, 0xF1), ErrMarker},
		{"last byte", with(16, 0xF0), ErrMarker},
		{"checksum", with(15, 0x0C), ErrChecksum},
		{"a bit", with(7, 3), ErrChecksum},
		{"a byte above", high, ErrPayload},
	}
	for _, tt := range tests {
		if _, err := DecodeStatus(tt.frame); !errors.Is(err, tt.want) {
			t.Errorf("%s: got error %v, want %v", tt.name, err, tt.want)
		}
	}
	if _, err := DecodeStatus(good); err != nil {
		t.Errorf("the frame they are made of: %v", err)
	}
}

// TestMeaning: what a field means depends on the state; run state and waist bag share a byte.
func TestMeaning(t *testing.T) {
	s := Status{Run: Faulty, Counter: 1<<7 | 0x18}
	if _, ok := s.Left(); ok {
		t.Error("time left in a fault")
	}
	if code, ok := s.ErrorCode(); !ok || code != 0x18 {
		t.Errorf("error code %02X %v, want 18", code, ok)
	}
	s = Status{Run: Running, Counter: 4095, BagsHigh: 2}
	frame := s.Encode()
	if frame[7] != 0x23 {
		t.Errorf("running with the waist bag moving is %02X, want 23", frame[7])
	}
	if left, ok := s.Left(); !ok || left != 4095*time.Second {
		t.Errorf("left %v %v, want 4095 s", left, ok)
	}
	if _, ok := s.ErrorCode(); ok {
		t.Error("an error code while running")
	}
	for run, still := range map[RunState]bool{Standby: true, Resetting: true, Ready: false, Running: false, Storing: false, Faulty: false, 9: false} {
		s.Run = run
		if s.Still() != still {
			t.Errorf("%v: still is %v", run, !still)
		}
	}
	for o, want := range map[Offset]int{0: 0, 7: 7, 8: 0, 9: -1, 15: -7} {
		if o.Steps() != want {
			t.Errorf("offset %X: %d steps, want %d", uint8(o), o.Steps(), want)
		}
	}
}

// TestKeys: ids fall into one row each; those whose place in their group is not known cannot be used.
func TestKeys(t *testing.T) {
	seen := map[Key]string{}
	for _, row := range Keys() {
		for k := row.From; k <= row.To; k++ {
			if was, ok := seen[k]; ok {
				t.Errorf("%02X is both %q and %q", byte(k), was, row.Name)
			}
			seen[k] = row.Name
			if k.Usable() == (row.Use == FindOut) {
				t.Errorf("%02X (%s): usable is %v", byte(k), k, k.Usable())
			}
			frame := Command{FromLink, k}.Encode()
			if c, err := DecodeCommand(frame[:]); err != nil || c != (Command{FromLink, k}) {
				t.Errorf("% X: got %v, error %v", frame, c, err)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d keys, want the 60 or so that are known", len(seen))
	}
	for _, k := range []Key{0x00, 0x02, 0x26, 0x2B, 0x2D, 0x34, 0x58, 0x60, 0x64, 0x68, 0x6F, 0x7F} {
		if k.Usable() {
			t.Errorf("%02X (%s) may be used", byte(k), k)
		}
	}
	for level, want := range map[int]Key{-1: 0x2E, 1: 0x2E, 6: 0x33, 9: 0x33} {
		if got := SpeedKey(level); got != want {
			t.Errorf("speed %d: %02X, want %02X", level, byte(got), byte(want))
		}
	}
	for level, want := range map[int]Key{0: 0x45, 5: 0x49, 6: 0x49} {
		if got := AirKey(level); got != want {
			t.Errorf("air %d: %02X, want %02X", level, byte(got), byte(want))
		}
	}
	for k, want := range map[Key]string{KeyPower: "power", 0x30: "speed 3", 0x02: "key 02", KeyLower: "auto lower body"} {
		if k.String() != want {
			t.Errorf("%02X is %q, want %q", byte(k), k, want)
		}
	}
}

// TestWords: what is unknown says so and never panics.
func TestWords(t *testing.T) {
	for n := range 256 {
		for _, w := range []string{RunState(n).String(), Technique(n).String(), Width(n).String(), Area(n).String(), Programme(n).String()} {
			if w == "" || n > 12 && !strings.HasPrefix(w, "unknown ") {
				t.Errorf("%d is %q", n, w)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{0xF0, 5, 3, 0, 9, 0x30, 0, 0, 0x2B, 0, 0, 0, 3, 0, 5, 0x0B, 0xF1})
	f.Add([]byte{0xF0, 0x83, 0x01, 0x7B, 0xF1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := DecodeStatus(b); err == nil {
			if again := s.Encode(); !bytes.Equal(again[:], b) {
				t.Errorf("% X encodes to % X", b, again)
			}
		}
		if c, err := DecodeCommand(b); err == nil {
			if again := c.Encode(); !bytes.Equal(again[:], b) {
				t.Errorf("% X encodes to % X", b, again)
			}
		}
	})
}

// framed puts markers and checksum round a payload.
func framed(payload []byte) []byte {
	b := append([]byte{begins}, payload...)
	return append(b, checksum(payload), ends)
}
