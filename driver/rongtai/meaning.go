package rongtai

import (
	"fmt"
	"strings"
)

// Meaning is what a frame says, in words that TestPeerFrames reads: a key, or of a status what it says while it counts. The error
// says why the bytes are no frame.
func Meaning(frame []byte) (string, error) {
	if len(frame) == CommandSize {
		c, err := DecodeCommand(frame)
		if err != nil {
			return "", err
		}
		return c.Key.String() + map[CommandType]string{FromRemote: ", remote type byte", FromApp: ", app type byte"}[c.Type], nil
	}
	s, err := DecodeStatus(frame)
	if err != nil {
		return "", err
	}
	return s.words(), nil
}

// words is a status in words, as testdata/frames.txt has them.
func (s *Status) words() string {
	all := []string{s.Run.String(), map[bool]string{true: "on", false: "off"}[s.Powered]}
	add := func(is bool, format string, a ...any) {
		if is {
			all = append(all, fmt.Sprintf(format, a...))
		}
	}
	if left, runs := s.Left(); runs {
		add(true, "%v, speed %d, width %v, area %v", s.Technique, s.Speed, s.Width, s.Area)
		add(true, "%.0f s left", left.Seconds())
		add(true, "carriage %d", s.Carriage)
	}
	add(true, "prog %v", s.Programme)
	add(true, "depth %d", s.Depth)
	add(s.AirStrength > 0, "air %d", s.AirStrength)
	add(s.Heat, "heat")
	add(s.Ionizer, "ionizer")
	add(s.FootLevel > 0, "foot roller %d", s.FootLevel)
	add(s.Air != 0, "zones %s", s.Air.words())
	add(s.BagsLow|s.BagsHigh != 0, "bag moving: %s", s.bags())
	add(s.Scanning, "body scan running")
	add(s.ZeroGravity, "zero-g")
	moves := s.BackMoves&3 | s.LegMoves&3<<2 | s.SlideMoves&3<<4
	add(moves != 0, "b10=%02X", moves|bit(s.ZeroGravity, 0x40))
	add(true, "preset %d min", int(s.Preset)*10)
	code, faulty := s.ErrorCode()
	add(faulty, "error code %d", code)
	return strings.Join(all, "; ")
}

// words is the zones that are on.
func (a Air) words() string {
	var all []string
	for _, z := range []struct {
		bit  Air
		name string
	}{{AirLegs, "leg/foot"}, {AirWaist, "waist"}, {AirArms, "arm/shoulder"}, {AirSeat, "seat"}, {AirFull, "0x40"}} {
		if a&z.bit != 0 {
			all = append(all, z.name)
		}
	}
	return strings.Join(all, " and ")
}

// bags is the airbags that move, by names that may differ by model.
func (s *Status) bags() string {
	var all []string
	of := func(bits uint8, names ...string) {
		for i, name := range names {
			if bits>>i&1 != 0 {
				all = append(all, name)
			}
		}
	}
	of(s.BagsLow, "foot", "calf", "thigh", "seat", "arm")
	of(s.BagsHigh, "shoulder", "waist", "neck")
	return strings.Join(all, " and ")
}
