package mcap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
)

// sample is a file of two channels in three chunks, and where each chunk begins.
func sample(t testing.TB) (file []byte, chunks []int) {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Metadata("about", []Pair{{"format", "1"}, {"by", "test"}}); err != nil {
		t.Fatal(err)
	}
	ticks, err := w.Channel(Channel{Topic: "/tick", Encoding: "cdr", Schema: Schema{Name: "x/msg/Tick", Encoding: "ros2msg", Text: "float64 x\n"}})
	if err != nil {
		t.Fatal(err)
	}
	notes, err := w.Channel(Channel{Topic: "/note", Encoding: "json"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		if i%10 == 0 {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			chunks = append(chunks, b.Len())
		}
		id := ticks
		if i%7 == 3 {
			id = notes
		}
		if err := w.Message(id, uint64(1000*i), fmt.Appendf(nil, "message %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	chunks = append(chunks, b.Len())
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), chunks
}

// readAll reads until an error, and says how many messages there were, each as it must be.
func readAll(t testing.TB, file []byte) (n int, r *Reader, err error) {
	t.Helper()
	if r, err = NewReader(bytes.NewReader(file)); err != nil {
		return 0, nil, err
	}
	for {
		m, err := r.Next()
		if err != nil {
			return n, r, err
		}
		if want := fmt.Sprintf("message %d", n); string(m.Data) != want || m.At != uint64(1000*n) || (m.Channel.Topic == "/note") != (n%7 == 3) {
			t.Fatalf("message %d of %s at %d is %q", n, m.Channel.Topic, m.At, m.Data)
		}
		n++
	}
}

func TestRoundTrip(t *testing.T) {
	file, _ := sample(t)
	n, r, err := readAll(t, file)
	if n != 30 || !errors.Is(err, io.EOF) {
		t.Fatalf("%d messages, then %v; want 30, then the end", n, err)
	}
	if got := r.Metadata("about"); len(got) != 2 || got[0] != (Pair{"format", "1"}) {
		t.Errorf("metadata %v", got)
	}
	if c := r.channels[0]; c.Schema.Text != "float64 x\n" || c.Encoding != "cdr" {
		t.Errorf("channel %+v", c)
	}
}

// TestTorn cuts the file at every byte: all whole chunks are read, and that it ends early is said.
func TestTorn(t *testing.T) {
	file, chunks := sample(t)
	for cut := range file {
		whole := 0
		for _, end := range chunks[1:] {
			if cut >= end {
				whole += 10
			}
		}
		n, _, err := readAll(t, file[:cut])
		if n != whole || !errors.Is(err, ErrTorn) {
			t.Fatalf("cut at %d of %d: %d messages, then %v; want %d, then torn", cut, len(file), n, err, whole)
		}
	}
}

// TestDamaged turns every byte: nothing that is read is wrong, unless it is the frame of what has no check sum.
func TestDamaged(t *testing.T) {
	file, chunks := sample(t)
	for at := chunks[0]; at < chunks[3]; at++ {
		bad := bytes.Clone(file)
		bad[at] ^= 0x55
		r, err := NewReader(bytes.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for {
			m, err := r.Next()
			if err != nil {
				break
			}
			if n++; !bytes.HasPrefix(m.Data, []byte("message ")) {
				t.Fatalf("byte %d turned: message %q", at, m.Data)
			}
		}
	}
}

func TestNotMCAP(t *testing.T) {
	for _, c := range []struct {
		text string
		want error
	}{
		{"PK\x03\x04 something else", ErrNotMCAP}, {"", ErrTorn}, {magic[:3], ErrTorn}, {magic, ErrTorn},
	} {
		if _, _, err := readAll(t, []byte(c.text)); !errors.Is(err, c.want) {
			t.Errorf("%q: got %v, want %v", c.text, err, c.want)
		}
	}
}

// full takes so many bytes, and then says no.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errors.New("no room")
	}
	return len(p), nil
}

// TestNoRoom: the first error stays, and Close says it.
func TestNoRoom(t *testing.T) {
	w, err := NewWriter(&full{room: 100}, "test")
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.Channel(Channel{Topic: "/tick", Encoding: "json"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Message(id, 0, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err == nil {
		t.Error("flushing said nothing")
	}
	if err := w.Close(); err == nil {
		t.Error("closing said nothing")
	}
	if err := w.Message(7, 0, nil); err == nil {
		t.Error("a message of no channel was taken")
	}
}

// FuzzReader: whatever the bytes are, reading ends, and in order.
func FuzzReader(f *testing.F) {
	file, chunks := sample(f)
	f.Add(file)
	f.Add(file[:chunks[2]])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, p []byte) {
		r, err := NewReader(bytes.NewReader(p))
		for err == nil {
			_, err = r.Next()
		}
	})
}
