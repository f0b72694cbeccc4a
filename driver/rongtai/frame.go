package rongtai

import (
	"errors"
	"fmt"
)

// Frames begin and end with these; what is between is below 0x80.
const (
	begins = 0xF0
	ends   = 0xF1
	below  = 0x80
)

// Lengths of whole frames, in bytes.
const (
	StatusSize  = 17
	CommandSize = 5
)

// Why bytes are no frame of this protocol. Such a frame is dropped and counted.
var (
	ErrLength   = errors.New("wrong length")
	ErrMarker   = errors.New("wrong first or last byte")
	ErrPayload  = errors.New("a byte of 0x80 or more within")
	ErrChecksum = errors.New("wrong checksum")
	ErrType     = errors.New("unknown type of command")
)

// checksum is that of both frames: the complement of the sum, 7 bits of it.
func checksum(payload []byte) byte {
	var sum byte
	for _, b := range payload {
		sum += b
	}
	return ^sum & 0x7F
}

// check says why b is no frame of that size, or nil. The payload is b[1 : size-2].
func check(b []byte, size int) error {
	if len(b) != size {
		return fmt.Errorf("%w: %d bytes, not %d", ErrLength, len(b), size)
	}
	if b[0] != begins || b[size-1] != ends {
		return fmt.Errorf("%w: %02X … %02X", ErrMarker, b[0], b[size-1])
	}
	payload, sum := b[1:size-2], b[size-2]
	if want := checksum(payload); sum != want {
		return fmt.Errorf("%w: %02X, not %02X", ErrChecksum, sum, want)
	}
	return nil
}

// CommandType is the second byte of a command: who seems to press the key. The zero value is invalid.
type CommandType byte

// The types. The driver uses FromLink, the one that was checked on hardware.
const (
	FromRemote CommandType = 0x82
	FromLink   CommandType = 0x83
	FromApp    CommandType = 0x84
)

// Command is one key pressed, as it goes to the chair.
type Command struct {
	Type CommandType
	Key  Key
}

// Encode is the command as a frame.
func (c Command) Encode() [CommandSize]byte {
	return [CommandSize]byte{begins, byte(c.Type), byte(c.Key), checksum([]byte{byte(c.Type), byte(c.Key)}), ends}
}

// DecodeCommand reads a command's frame. A key that is not known is no error: Key.Info says what is known of it.
func DecodeCommand(b []byte) (Command, error) {
	if err := check(b, CommandSize); err != nil {
		return Command{}, fmt.Errorf("command frame: %w", err)
	}
	c := Command{CommandType(b[1]), Key(b[2])}
	switch {
	case c.Type != FromRemote && c.Type != FromLink && c.Type != FromApp:
		return Command{}, fmt.Errorf("command frame: %w %02X", ErrType, b[1])
	case c.Key >= below:
		return Command{}, fmt.Errorf("command frame: %w: key %02X", ErrPayload, b[2])
	}
	return c, nil
}
