package simlink

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// scanner finds frames in a stream. What is none is skipped, byte by byte, until the next that is whole and has the
// right sum.
type scanner struct {
	buf      [8 * largest]byte
	from, to int
	skipping bool
	dropped  uint64 // how often something had to be skipped
}

// fill reads more of the stream. It must be called only after next has found no frame.
func (s *scanner) fill(r io.Reader) error {
	s.to = copy(s.buf[:], s.buf[s.from:s.to])
	s.from = 0
	n, err := r.Read(s.buf[s.to:])
	s.to += n
	if n > 0 {
		return nil // an error that came with it comes again
	}
	return err
}

// next is the next whole frame's payload, valid until fill; ok is false if there is none yet.
func (s *scanner) next() (k kind, body []byte, ok bool) {
	for s.from < s.to {
		b := s.buf[s.from:s.to]
		if n := min(len(b), len(magic)); !bytes.Equal(b[:n], magic[:n]) {
			s.skip()
			continue
		}
		if len(b) < headSize {
			return 0, nil, false
		}
		k = kind(b[5])
		if b[4] != version || k == 0 || k >= kindEnd || int(binary.LittleEndian.Uint16(b[6:])) != sizes[k] {
			s.skip()
			continue
		}
		sum := headSize + sizes[k]
		if len(b) < sum+sumSize {
			return 0, nil, false
		}
		if crc32.Checksum(b[:sum], castagnoli) != binary.LittleEndian.Uint32(b[sum:]) {
			s.skip()
			continue
		}
		s.from += sum + sumSize
		s.skipping = false
		return k, b[headSize:sum], true
	}
	return 0, nil, false
}

// skip drops one byte.
func (s *scanner) skip() {
	s.from++
	if !s.skipping {
		s.skipping = true
		s.dropped++
	}
}
