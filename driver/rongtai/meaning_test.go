package rongtai

import (
	"bufio"
	"errors"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// TestMeaningOfFrames: what a frame is said to mean is what it means to whoever reads it back, and no less than what people wrote.
func TestMeaningOfFrames(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/frames.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read := 0
	for scan := bufio.NewScanner(file); scan.Scan(); {
		frame, written, err := frameLine(scan.Text())
		if err != nil || frame == nil {
			continue
		}
		meaning, err := Meaning(frame)
		if wrongSum.MatchString(written) {
			if !errors.Is(err, ErrChecksum) {
				t.Errorf("% X: %q, %v", frame, meaning, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("% X: %v", frame, err)
			continue
		}
		want, _ := agree(frame, written)
		got, err := agree(frame, meaning)
		if err != nil || got < want {
			t.Errorf("% X: %q has %d facts, and %q has %d: %v", frame, meaning, got, written, want, err)
		}
		read++
	}
	if read < 30 {
		t.Errorf("only %d frames", read)
	}
	if _, err := Meaning([]byte{begins, ends}); !errors.Is(err, ErrLength) {
		t.Error(err)
	}
}

// TestMeaningHolds: of any frame, what is said is true.
func TestMeaningHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		frame := []byte{begins}
		for range StatusSize - 3 {
			frame = append(frame, rapid.ByteMax(below-1).Draw(t, "byte"))
		}
		frame = append(frame, checksum(frame[1:]), ends)
		meaning, err := Meaning(frame)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := agree(frame, meaning); err != nil || n < 3 {
			t.Fatalf("% X: %q: %d facts, %v", frame, meaning, n, err)
		}
	})
}
