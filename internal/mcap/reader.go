package mcap

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Reader reads a file from its front: no more of it than one chunk is in memory. It is used by one goroutine.
type Reader struct {
	r        *bufio.Reader
	zip      *zstd.Decoder
	chunk    []byte // what is left of the chunk under way
	open     []byte // its room
	content  []byte
	schemas  map[uint16]Schema
	channels map[uint16]*Channel
	metadata map[string][]Pair
	ended    bool // the end of the messages was read
	message  Message
	err      error
}

// NewReader begins to read; the error is ErrNotMCAP if it is no such file, ErrTorn if it is too short to say.
func NewReader(r io.Reader) (*Reader, error) {
	zip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostChunk))
	if err != nil {
		return nil, fmt.Errorf("making a decompressor: %w", err)
	}
	m := &Reader{
		r: bufio.NewReaderSize(r, 1<<16), zip: zip,
		schemas: map[uint16]Schema{}, channels: map[uint16]*Channel{}, metadata: map[string][]Pair{},
	}
	head := make([]byte, len(magic))
	n, err := io.ReadFull(m.r, head)
	switch {
	case !bytes.HasPrefix([]byte(magic), head[:n]):
		return nil, ErrNotMCAP
	case err != nil:
		return nil, torn(err)
	}
	return m, nil
}

// torn makes the end of a file, where none was expected, an ErrTorn.
func torn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTorn
	}
	return err
}

// Metadata is the list of a name, as far as it was read.
func (m *Reader) Metadata(name string) []Pair { return m.metadata[name] }

// Next is the next message, in the order in which they were written. At the file's proper end the error is io.EOF, at an
// early one ErrTorn, at a record that cannot be ErrDamaged; it stays.
func (m *Reader) Next() (*Message, error) {
	for m.err == nil {
		var kind op
		var p []byte
		if kind, p, m.err = m.record(); m.err != nil {
			break
		}
		if m.err = m.take(kind, p); m.err == nil && kind == opMessage {
			return &m.message, nil
		}
	}
	return nil, m.err
}

// record is the next record, of the chunk under way or of the file.
func (m *Reader) record() (op, []byte, error) {
	const head = 1 + 8
	if len(m.chunk) > 0 {
		if len(m.chunk) < head {
			return 0, nil, fmt.Errorf("%w: a chunk ends within a record", ErrDamaged)
		}
		kind, n := op(m.chunk[0]), binary.LittleEndian.Uint64(m.chunk[1:head])
		if n > uint64(len(m.chunk)-head) {
			return 0, nil, fmt.Errorf("%w: a record reaches over its chunk's end", ErrDamaged)
		}
		p := m.chunk[head : head+int(n)]
		m.chunk = m.chunk[head+int(n):]
		return kind, p, nil
	}
	var h [head]byte
	if _, err := io.ReadFull(m.r, h[:]); err != nil {
		return 0, nil, torn(err)
	}
	n := binary.LittleEndian.Uint64(h[1:])
	if n > mostRecord {
		return 0, nil, fmt.Errorf("%w: a record of %d bytes", ErrDamaged, n)
	}
	// No more room than there are bytes: a length that lies asks for none.
	m.content = m.content[:0]
	for left := int(n); left > 0; {
		step := min(left, 1<<16)
		at := len(m.content)
		m.content = append(m.content, make([]byte, step)...)
		if _, err := io.ReadFull(m.r, m.content[at:]); err != nil {
			return 0, nil, torn(err)
		}
		left -= step
	}
	return op(h[0]), m.content, nil
}

// take takes a record up. Kinds that are not known here are passed over, as the specification wants.
func (m *Reader) take(kind op, content []byte) error {
	f := fields{p: content}
	switch kind {
	case opSchema:
		s := Schema{ID: f.u16(), Name: f.text(), Encoding: f.text(), Text: f.text()}
		m.schemas[s.ID] = s
	case opChannel:
		c := &Channel{ID: f.u16(), Schema: m.schemas[f.u16()], Topic: f.text(), Encoding: f.text()}
		if _, known := m.channels[c.ID]; !known {
			m.channels[c.ID] = c
		}
	case opMetadata:
		name := f.text()
		list := fields{p: f.take(int64(f.u32()))}
		for len(list.p) > 0 && !list.bad {
			m.metadata[name] = append(m.metadata[name], Pair{list.text(), list.text()})
		}
		f.bad = f.bad || list.bad
	case opMessage:
		c := m.channels[f.u16()]
		m.message = Message{Channel: c, Sequence: f.u32(), At: f.u64()}
		f.u64()
		if m.message.Data = f.p; c == nil {
			return fmt.Errorf("%w: a message of no channel", ErrDamaged)
		}
	case opChunk:
		return m.unpack(&f)
	case opDataEnd:
		m.ended = true
	case opFooter:
		return m.finish()
	}
	if f.bad {
		return fmt.Errorf("%w: a record of kind %#x is too short", ErrDamaged, byte(kind))
	}
	return nil
}

// unpack opens a chunk.
func (m *Reader) unpack(f *fields) error {
	f.u64()
	f.u64()
	size, sum, how := f.u64(), f.u32(), f.text()
	packed := f.take(int64(min(f.u64(), mostRecord)))
	switch {
	case f.bad || size > mostChunk:
		return fmt.Errorf("%w: a chunk's head", ErrDamaged)
	case how == "":
		m.open = append(m.open[:0], packed...)
	case how == compression:
		var err error
		if m.open, err = m.zip.DecodeAll(packed, m.open[:0]); err != nil {
			return fmt.Errorf("%w: a chunk cannot be unpacked: %w", ErrDamaged, err)
		}
	default:
		return fmt.Errorf("a chunk is packed by %q, which is not known here", how)
	}
	if uint64(len(m.open)) != size || sum != 0 && crc32.ChecksumIEEE(m.open) != sum {
		return fmt.Errorf("%w: a chunk is not what it says", ErrDamaged)
	}
	m.chunk = m.open
	return nil
}

// finish reads the file's last bytes.
func (m *Reader) finish() error {
	end := make([]byte, len(magic))
	if _, err := io.ReadFull(m.r, end); err != nil {
		return torn(err)
	}
	if string(end) != magic || !m.ended {
		return fmt.Errorf("%w: its end", ErrDamaged)
	}
	return io.EOF
}

// fields reads one record's content; what is not there is zero, and bad.
type fields struct {
	p   []byte
	bad bool
}

func (f *fields) take(n int64) []byte {
	if n < 0 || n > int64(len(f.p)) {
		f.bad, f.p = true, nil
		return nil
	}
	p := f.p[:n]
	f.p = f.p[n:]
	return p
}

func (f *fields) u16() uint16 {
	if p := f.take(2); p != nil {
		return binary.LittleEndian.Uint16(p)
	}
	return 0
}

func (f *fields) u32() uint32 {
	if p := f.take(4); p != nil {
		return binary.LittleEndian.Uint32(p)
	}
	return 0
}

func (f *fields) u64() uint64 {
	if p := f.take(8); p != nil {
		return binary.LittleEndian.Uint64(p)
	}
	return 0
}

func (f *fields) text() string { return string(f.take(int64(f.u32()))) }
