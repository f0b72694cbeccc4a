package mcap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Writer writes one file, front to back. It is used by one goroutine. The first error stays: what comes after it is not
// written.
type Writer struct {
	w        io.Writer
	zip      *zstd.Encoder
	err      error
	schemas  []Schema
	channels []Channel
	counts   []uint64 // messages, by channel
	chunks   uint32
	meta     uint32
	first    uint64 // ns, of all messages; last is the same
	last     uint64
	written  int64

	chunk      []byte // uncompressed records of the chunk under way
	begin, end uint64 // ns, of its messages
	buf        []byte
	packed     []byte
}

// NewWriter begins a file. library names the program that writes it.
func NewWriter(w io.Writer, library string) (*Writer, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("making a compressor: %w", err)
	}
	m := &Writer{w: w, zip: zip}
	m.put([]byte(magic))
	m.record(opHeader, text(text(nil, ""), library))
	return m, m.err
}

// put writes bytes.
func (m *Writer) put(p []byte) {
	if m.err != nil {
		return
	}
	n, err := m.w.Write(p)
	m.written += int64(n)
	m.err = err
}

// record writes one record.
func (m *Writer) record(kind op, content []byte) {
	m.buf = append(frame(m.buf[:0], kind, len(content)), content...)
	m.put(m.buf)
}

// frame appends the head of a record.
func frame(p []byte, kind op, length int) []byte {
	return binary.LittleEndian.AppendUint64(append(p, byte(kind)), uint64(length))
}

// text appends a string with its length.
func text(p []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(p, uint32(len(s))), s...)
}

// Metadata writes a named list for whoever looks at the file.
func (m *Writer) Metadata(name string, list []Pair) error {
	var pairs []byte
	for _, p := range list {
		pairs = text(text(pairs, p.Key), p.Value)
	}
	m.record(opMetadata, append(binary.LittleEndian.AppendUint32(text(nil, name), uint32(len(pairs))), pairs...))
	m.meta++
	return m.err
}

// Channel adds a channel, and its schema if that has a name, before any message of it. It sets both ids.
func (m *Writer) Channel(c Channel) (id uint16, err error) {
	if c.Schema.Name != "" {
		c.Schema.ID = uint16(len(m.schemas) + 1) // 0 is none
		m.schemas = append(m.schemas, c.Schema)
		m.record(opSchema, c.Schema.encode())
	}
	c.ID = uint16(len(m.channels))
	m.channels, m.counts = append(m.channels, c), append(m.counts, 0)
	m.record(opChannel, c.encode())
	return c.ID, m.err
}

func (s *Schema) encode() []byte {
	p := binary.LittleEndian.AppendUint16(nil, s.ID)
	return text(text(text(p, s.Name), s.Encoding), s.Text)
}

func (c *Channel) encode() []byte {
	p := binary.LittleEndian.AppendUint16(nil, c.ID)
	p = binary.LittleEndian.AppendUint16(p, c.Schema.ID)
	p = text(text(p, c.Topic), c.Encoding)
	return binary.LittleEndian.AppendUint32(p, 0) // no metadata
}

// Message adds a message to the chunk under way. The data is copied.
func (m *Writer) Message(channel uint16, at uint64, data []byte) error {
	if int(channel) >= len(m.channels) {
		return fmt.Errorf("writing a message: there is no channel %d", channel)
	}
	if len(m.chunk) == 0 {
		m.begin, m.end = at, at
	}
	m.begin, m.end = min(m.begin, at), max(m.end, at)
	m.counts[channel]++
	p := frame(m.chunk, opMessage, 2+4+8+8+len(data))
	p = binary.LittleEndian.AppendUint16(p, channel)
	p = binary.LittleEndian.AppendUint32(p, uint32(m.counts[channel]))
	p = binary.LittleEndian.AppendUint64(p, at)
	p = binary.LittleEndian.AppendUint64(p, at)
	m.chunk = append(p, data...)
	return m.err
}

// Flush writes the chunk under way, if anything is in it.
func (m *Writer) Flush() error {
	if len(m.chunk) == 0 {
		return m.err
	}
	m.packed = m.zip.EncodeAll(m.chunk, m.packed[:0])
	p := binary.LittleEndian.AppendUint64(nil, m.begin)
	p = binary.LittleEndian.AppendUint64(p, m.end)
	p = binary.LittleEndian.AppendUint64(p, uint64(len(m.chunk)))
	p = binary.LittleEndian.AppendUint32(p, crc32.ChecksumIEEE(m.chunk))
	p = text(p, compression)
	p = binary.LittleEndian.AppendUint64(p, uint64(len(m.packed)))
	m.record(opChunk, append(p, m.packed...))
	if m.chunks == 0 || m.begin < m.first {
		m.first = m.begin
	}
	m.last = max(m.last, m.end)
	m.chunks++
	m.chunk = m.chunk[:0]
	return m.err
}

// Close writes what is left, and the summary. It does not close what it writes to.
func (m *Writer) Close() error {
	err := m.Flush()
	m.record(opDataEnd, make([]byte, 4)) // no check sum of the whole
	start := uint64(m.written)
	for i := range m.schemas {
		m.record(opSchema, m.schemas[i].encode())
	}
	for i := range m.channels {
		m.record(opChannel, m.channels[i].encode())
	}
	m.record(opStatistics, m.statistics())
	p := binary.LittleEndian.AppendUint64(nil, start)
	m.record(opFooter, append(p, make([]byte, 8+4)...)) // no offsets, no check sum of the summary
	m.put([]byte(magic))
	return errors.Join(err, m.err, m.zip.Close())
}

func (m *Writer) statistics() []byte {
	var all uint64
	var counts []byte
	for id, n := range m.counts {
		all += n
		counts = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint16(counts, uint16(id)), n)
	}
	p := binary.LittleEndian.AppendUint64(nil, all)
	p = binary.LittleEndian.AppendUint16(p, uint16(len(m.schemas)))
	p = binary.LittleEndian.AppendUint32(p, uint32(len(m.channels)))
	p = binary.LittleEndian.AppendUint32(p, 0) // attachments
	p = binary.LittleEndian.AppendUint32(p, m.meta)
	p = binary.LittleEndian.AppendUint32(p, m.chunks)
	p = binary.LittleEndian.AppendUint64(p, m.first)
	p = binary.LittleEndian.AppendUint64(p, m.last)
	return append(binary.LittleEndian.AppendUint32(p, uint32(len(counts))), counts...)
}
