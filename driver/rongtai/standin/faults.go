package standin

import (
	"math/rand/v2"
	"time"
)

// Faults is what is wrong with the radio, or with who else uses it. The zero Faults is none.
type Faults struct {
	Slow       time.Duration // a key acts only after this long
	LoseFrames int           // every so many notifications one is lost; 1 loses all
	LoseKeys   int           // every so many keys one is lost; 1 loses all
	TwiceKeys  int           // every so many keys one is heard twice, at once; 1 doubles all
	Twice      bool          // every notification comes again after the next one
	BadSums    int           // every so many notifications one has a wrong checksum; 1 spoils all
	Noise      bool          // between notifications come others that are not of the protocol
	OtherHolds bool          // another central has the one link: connecting fails
}

// noise is what does not belong to the protocol.
var noise = [...][]byte{
	{}, {0xF0}, {0xF0, 0xF1}, {0xF1, 5, 3, 0, 9, 0x30, 0, 0, 0x2B, 0, 0, 0, 3, 0, 5, 0x0B, 0xF0},
	{0xF0, 0x83, 0x01, 0x7B, 0xF1}, []byte("a text of 17 byte"),
	{0xF0, 0x85, 0x83, 0x80, 0x89, 0xB0, 0x80, 0x83, 0x80, 0x80, 0x80, 0x80, 0x83, 0x80, 0x80, 0x00, 0xF1},
}

// radio turns frames into what arrives of them.
type radio struct {
	faults Faults
	frames int
	keys   int
	was    []byte
	rand   *rand.Rand
}

// arrives is what is notified in place of a frame.
func (r *radio) arrives(frame []byte) (out [][]byte) {
	r.frames++
	if every(r.frames, r.faults.LoseFrames) {
		return nil
	}
	if every(r.frames, r.faults.BadSums) {
		frame = append([]byte(nil), frame...)
		frame[1+r.rand.IntN(14)] ^= 1 << r.rand.IntN(6)
	}
	if r.faults.Noise {
		out = append(out, noise[r.rand.IntN(len(noise))])
	}
	out = append(out, frame)
	if r.faults.Twice && r.was != nil {
		out = append(out, r.was)
	}
	r.was = frame
	return out
}

// takes says how often a key arrives: once, twice, or not.
func (r *radio) takes() int {
	r.keys++
	switch {
	case every(r.keys, r.faults.LoseKeys):
		return 0
	case every(r.keys, r.faults.TwiceKeys):
		return 2
	}
	return 1
}

func every(n, of int) bool { return of > 0 && n%of == 0 }
