// Package mcap writes and reads the container that robotics tools share for recordings of timed messages: MCAP, as
// specified at https://mcap.dev/spec. It knows nothing of what the messages say.
//
// A file is a row of records, each with its kind and length. Messages stand in chunks, each compressed by itself and
// with a check sum, so that whatever cuts a file short leaves the chunks before it whole. Files are written without an
// index of messages: it would make a recording of small messages longer by a seventh, and a reader that wants one can
// make it. Readers that know no index read from the front.
package mcap

import "errors"

// magic begins and ends a file.
const magic = "\x89MCAP0\r\n"

// op is a record's kind. The values are the specification's.
type op byte

const (
	opHeader     op = 0x01
	opFooter     op = 0x02
	opSchema     op = 0x03
	opChannel    op = 0x04
	opMessage    op = 0x05
	opChunk      op = 0x06
	opStatistics op = 0x0B
	opMetadata   op = 0x0C
	opDataEnd    op = 0x0F
)

// compression is how chunks are written.
const compression = "zstd"

// The most that a reader believes of a length, so that a damaged one asks for no memory.
const (
	mostRecord = 64 << 20
	mostChunk  = 64 << 20 // uncompressed
)

// The errors of a reader. Compare with errors.Is.
var (
	// ErrNotMCAP: the file does not begin as one.
	ErrNotMCAP = errors.New("not an MCAP file")
	// ErrTorn: the file ends before its end; all messages before that have been read.
	ErrTorn = errors.New("the file ends before its end")
	// ErrDamaged: what is there cannot be read; all messages before it have been.
	ErrDamaged = errors.New("the file is damaged")
)

// Channel is a row of messages of one kind.
type Channel struct {
	ID       uint16
	Topic    string
	Encoding string // of messages: "cdr", "json"
	Schema   Schema // the zero Schema is none
}

// Schema says how a channel's messages are laid out.
type Schema struct {
	ID       uint16
	Name     string
	Encoding string // of Text: "ros2msg"
	Text     string
}

// Message is one message. Its data is the reader's, good until the next one is asked for.
type Message struct {
	Channel  *Channel
	Sequence uint32
	At       uint64 // ns
	Data     []byte
}

// Pair is one entry of a file's metadata.
type Pair struct{ Key, Value string }
