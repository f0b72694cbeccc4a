package rongtai

import (
	"fmt"
	"time"
)

// Status is one status frame, whole: what is known by name, and all other bits as they came, so that encoding gives the
// same bytes. What a field means while the chair is not running is old or a default; the methods know.
type Status struct {
	Powered        bool
	Technique      Technique
	Has3D          bool
	NoLegExtension bool

	Heat       bool
	FootRoller bool
	Speed      uint8 // 0 to 6
	Width      Width

	AirStrength uint8 // 0 off, 1 to 5
	Ionizer     bool

	Area    Area
	Counter uint16 // seconds left while running; in a fault the low 7 bits are its code: see Left and ErrorCode

	FootLevel uint8 // 0 to 3
	BagsLow   uint8 // bits 0 to 4: foot, calf, thigh, seat, arm is moving; names may differ by model
	Run       RunState
	BagsHigh  uint8 // bits 0 to 2: shoulder, waist, neck is moving

	Carriage uint8 // 0 at the waist to 12 at the neck

	Scanning       bool
	ShoulderAsks   bool // the shoulder's place may be corrected now
	ShoulderFound  bool
	ShoulderOffset Offset
	ZeroGravity    bool // reached
	BackMoves      uint8
	LegMoves       uint8
	SlideMoves     uint8
	Home           bool  // home or commercial use; which is which is not known
	Preset         uint8 // session length chosen, times ten minutes
	Air            Air
	Programme      Programme
	FootDirection  uint8
	Depth          uint8 // 0 to 5
	DepthTechnique uint8
	Unknown        [14]byte // bits of bytes 1 to 14 that nothing is known of
}

// unknown masks the bits of bytes 1 to 14 that no field holds.
var unknown = [14]byte{0: 0x04, 2: 0x38, 7: 0x60, 10: 0x7E, 12: 0x40, 13: 0x40}

// DecodeStatus reads a status frame. One of wrong length, marker or checksum, or with a byte of 0x80 or more within, is
// refused: what is not of the protocol is not believed.
func DecodeStatus(frame []byte) (Status, error) {
	if err := check(frame, StatusSize); err != nil {
		return Status{}, fmt.Errorf("status frame: %w", err)
	}
	var b [14]byte
	copy(b[:], frame[1:])
	s := Status{
		Powered:        b[0]&0x40 != 0,
		Technique:      Technique(b[0] >> 3 & 7),
		NoLegExtension: b[0]&0x02 != 0,
		Has3D:          b[0]&0x01 != 0,

		Heat:       b[1]&0x40 != 0,
		FootRoller: b[1]&0x20 != 0,
		Speed:      b[1] >> 2 & 7,
		Width:      Width(b[1] & 3),

		AirStrength: b[2] & 7,
		Ionizer:     b[2]&0x40 != 0,

		Area:    Area(b[3] >> 5),
		Counter: uint16(b[3]&0x1F)<<7 | uint16(b[4]),

		FootLevel: b[5] >> 5,
		BagsLow:   b[5] & 0x1F,
		Run:       RunState(b[6] & 0x0F),
		BagsHigh:  b[6] >> 4,
		Carriage:  b[7] & 0x1F,

		Scanning:       b[8]&0x40 != 0,
		ShoulderAsks:   b[8]&0x20 != 0,
		ShoulderFound:  b[8]&0x10 != 0,
		ShoulderOffset: Offset(b[8] & 0x0F),

		ZeroGravity: b[9]&0x40 != 0,
		BackMoves:   b[9] & 3,
		LegMoves:    b[9] >> 2 & 3,
		SlideMoves:  b[9] >> 4 & 3,

		Home:   b[10]&0x01 != 0,
		Preset: b[11] & 3,
		Air:    Air(b[11] & 0x7C),

		Programme:      Programme(b[12] >> 2 & 0x0F),
		FootDirection:  b[12] & 3,
		Depth:          b[13] & 7,
		DepthTechnique: b[13] >> 3 & 7,
	}
	for i, x := range b {
		if x >= below {
			return Status{}, fmt.Errorf("status frame: %w: byte %d is %02X", ErrPayload, i+1, x)
		}
		s.Unknown[i] = x & unknown[i]
	}
	return s, nil
}

// Encode is the status as a frame. What does not fit a field's bits is cut off.
func (s *Status) Encode() (frame [StatusSize]byte) {
	b := [14]byte{
		bit(s.Powered, 0x40) | byte(s.Technique)&7<<3 | bit(s.NoLegExtension, 0x02) | bit(s.Has3D, 0x01),
		bit(s.Heat, 0x40) | bit(s.FootRoller, 0x20) | s.Speed&7<<2 | byte(s.Width)&3,
		s.AirStrength&7 | bit(s.Ionizer, 0x40),
		byte(s.Area)&3<<5 | byte(s.Counter>>7)&0x1F,
		byte(s.Counter) & 0x7F,
		s.FootLevel&3<<5 | s.BagsLow&0x1F,
		byte(s.Run)&0x0F | s.BagsHigh&7<<4,
		s.Carriage & 0x1F,
		bit(s.Scanning, 0x40) | bit(s.ShoulderAsks, 0x20) | bit(s.ShoulderFound, 0x10) | byte(s.ShoulderOffset)&0x0F,
		bit(s.ZeroGravity, 0x40) | s.BackMoves&3 | s.LegMoves&3<<2 | s.SlideMoves&3<<4,
		bit(s.Home, 0x01),
		s.Preset&3 | byte(s.Air)&0x7C,
		byte(s.Programme)&0x0F<<2 | s.FootDirection&3,
		s.Depth&7 | s.DepthTechnique&7<<3,
	}
	frame[0], frame[StatusSize-1] = begins, ends
	for i, x := range b {
		frame[i+1] = x | s.Unknown[i]&unknown[i]
	}
	frame[StatusSize-2] = checksum(frame[1 : StatusSize-2])
	return frame
}

func bit(on bool, mask byte) byte {
	if on {
		return mask
	}
	return 0
}

// Left is the time left by the chair's own counter, which it has only while running.
func (s *Status) Left() (left time.Duration, ok bool) {
	if s.Run != Running {
		return 0, false
	}
	return time.Duration(s.Counter) * time.Second, true
}

// ErrorCode is the chair's own code of what is wrong, which it has only in a fault. What codes mean is not published.
func (s *Status) ErrorCode() (code uint8, ok bool) {
	return uint8(s.Counter & 0x7F), s.Run == Faulty
}

// Still says whether the chair has stopped: on its way upright, or in standby. Ready is not: it waits for a key with its
// power on.
func (s *Status) Still() bool { return s.Run == Standby || s.Run == Resetting }
