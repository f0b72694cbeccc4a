package keep

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// open opens a keeper that writes when the test says so.
func open(t *testing.T, dir string) (*Keeper, Found) {
	t.Helper()
	k, found, err := Open(dir, quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	return k, found
}

// put hands events over and has them written.
func put(t *testing.T, k *Keeper, events ...string) {
	t.Helper()
	for _, e := range events {
		k.Event(&wire.Event{V: wire.Version, Event: e, Programme: "after-desk"})
	}
	flush(t, k)
}

func flush(t *testing.T, k *Keeper) {
	t.Helper()
	if _, err := k.write(make([]wire.Event, 0, room)); err != nil {
		t.Fatal(err)
	}
}

// since is the numbers and names of what is kept after n.
func since(k *Keeper, n uint64) (seqs []uint64, names []string) {
	events, _ := k.Since(n, 1000)
	for i := range events {
		seqs, names = append(seqs, events[i].Seq), append(names, events[i].Event)
	}
	return seqs, names
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestNumbersRise over restarts and acknowledgements, also when nothing is left in the file.
func TestNumbersRise(t *testing.T) {
	dir := t.TempDir()
	next := uint64(1)
	for run := range 5 {
		k, _ := open(t, dir)
		put(t, k, "start", "stage", "summary")
		seqs, _ := since(k, next-1)
		if len(seqs) != 3 || seqs[0] != next {
			t.Fatalf("run %d: numbers %v, want three from %d", run, seqs, next)
		}
		next += 3
		if run%2 == 0 {
			if err := k.Ack(next - 1); err != nil {
				t.Fatal(err)
			}
			if err := k.spool.rewrite(); err != nil { // as when enough has gathered
				t.Fatal(err)
			}
			if left, _ := since(k, 0); len(left) > 0 {
				t.Fatalf("run %d: acknowledged and still kept: %v", run, left)
			}
		}
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAcknowledgedIsDropped: and only that; the file shrinks when enough has gathered.
func TestAcknowledgedIsDropped(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	var names []string
	for range 400 {
		names = append(names, "stroke")
	}
	for range 4 {
		put(t, k, names...)
	}
	before := len(read(t, dir, SpoolName))
	if err := k.Ack(1500); err != nil {
		t.Fatal(err)
	}
	if left, _ := since(k, 0); len(left) != 100 || left[0] != 1501 {
		t.Fatalf("%d kept, the first is %d; want 100 from 1501", len(left), left[0])
	}
	if after := len(read(t, dir, SpoolName)); after > before/4 {
		t.Errorf("the file has %d bytes, had %d", after, before)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	k, _ = open(t, dir)
	if left, _ := since(k, 0); len(left) != 100 || left[0] != 1501 {
		t.Errorf("after a restart %d are kept, from %d", len(left), left[0])
	}
}

// TestKilledAnywhere cuts the spool at every byte, as a kill or a power cut may: what is whole before is there, in its
// order, and the next engine goes on behind it.
func TestKilledAnywhere(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	put(t, k, "start", "stage")
	put(t, k, "stroke", "fault")
	text := read(t, dir, SpoolName)
	step := 1
	if testing.Short() {
		step = 11
	}
	for cut := 0; cut <= len(text); cut += step {
		there := t.TempDir()
		if err := os.WriteFile(filepath.Join(there, SpoolName), text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		whole := max(0, bytes.Count(text[:cut], []byte("\n"))-1) // without the header
		k, found, err := Open(there, quiet)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if found.Cut != (whole >= 1) || found.Latched != nil {
			t.Fatalf("cut at %d: found %+v with %d events", cut, found, whole)
		}
		flush(t, k)
		seqs, names := since(k, 0)
		want := []string{"start", "stage", "stroke", "fault"}[:whole]
		if whole > 0 {
			want = append(want[:whole:whole], "interrupted")
		}
		if len(names) != len(want) {
			t.Fatalf("cut at %d: kept %v, want %v", cut, names, want)
		}
		for i := range want {
			if names[i] != want[i] || seqs[i] != uint64(i+1) {
				t.Fatalf("cut at %d: kept %v as %v, want %v", cut, names, seqs, want)
			}
		}
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBrokenLine: a line in the middle that cannot be read is said to be lost; the others stay.
func TestBrokenLine(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	put(t, k, "stage", "scan", "phase")
	text := bytes.Replace(read(t, dir, SpoolName), []byte(`"scan"`), []byte(`"sc`), 1)
	if err := os.WriteFile(filepath.Join(dir, SpoolName), text, 0o600); err != nil {
		t.Fatal(err)
	}
	k, _ = open(t, dir)
	flush(t, k)
	events, _ := k.Since(0, 10)
	if len(events) != 3 || events[0].Seq != 1 || events[1].Seq != 3 || events[2].Event != "lost" || events[2].Lost != 1 || events[2].Seq != 4 {
		t.Errorf("kept %+v", events)
	}
}

// TestInterrupted: a session that began and has no summary is said to be interrupted, once, also when its beginning was
// acknowledged and dropped long ago.
func TestInterrupted(t *testing.T) {
	for name, dropped := range map[string]uint64{"all kept": 0, "beginning dropped": 1, "everything dropped": 2} {
		dir := t.TempDir()
		k, _ := open(t, dir)
		put(t, k, "start", "stage")
		if err := errors.Join(k.Ack(dropped), k.spool.rewrite(), k.Close()); err != nil {
			t.Fatal(err)
		}
		k, found := open(t, dir)
		flush(t, k)
		events, _ := k.Since(2, 10)
		if !found.Cut || len(events) != 1 || events[0].Event != "interrupted" || events[0].Programme != "after-desk" || events[0].Time == "" {
			t.Errorf("%s: found %+v, then %+v", name, found, events)
		}
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
		if _, found = open(t, dir); found.Cut {
			t.Errorf("%s: interrupted twice", name)
		}
	}
}

// TestNoRoom: what finds no room is counted, and the count is an event; nothing waits.
func TestNoRoom(t *testing.T) {
	k, _ := open(t, t.TempDir())
	for range room + 7 {
		k.Event(&wire.Event{V: wire.Version, Event: "stroke"})
	}
	flush(t, k)
	events, _ := k.Since(0, 2*room)
	if len(events) != room+1 || events[room].Event != "lost" || events[room].Lost != 7 {
		t.Errorf("%d events, the last %+v; want %d and then 7 lost", len(events), events[len(events)-1], room)
	}
	if n := testing.AllocsPerRun(100, k.rouse); n != 0 {
		t.Errorf("waking the writer allocates %.0f times", n)
	}
}

// TestDiskRefuses: what could not be written waits, in its order, and what finds no room meanwhile is counted.
func TestDiskRefuses(t *testing.T) {
	k, _ := open(t, t.TempDir())
	put(t, k, "start")
	good := k.spool.tail.file
	if err := k.spool.tail.file.Close(); err != nil { // a disk that refuses
		t.Fatal(err)
	}
	k.Event(&wire.Event{V: wire.Version, Event: "stage"})
	if _, err := k.write(make([]wire.Event, 0, room)); err == nil {
		t.Fatal("a closed file took an event")
	}
	for range room {
		k.Event(&wire.Event{V: wire.Version, Event: "stroke"})
	}
	if _, err := k.write(make([]wire.Event, 0, room)); err == nil {
		t.Fatal("a closed file took an event")
	}
	f, err := os.OpenFile(good.Name(), os.O_RDWR, private)
	if err != nil {
		t.Fatal(err)
	}
	k.spool.tail.file = f
	flush(t, k)
	events, _ := k.Since(1, 2*room)
	if len(events) != room+1 || events[0].Event != "stage" || events[room].Lost != 1 {
		t.Errorf("%d events from %q, the last %+v; want the stage first and 1 lost", len(events), events[0].Event, events[len(events)-1])
	}
}

// TestRun: the writer's own goroutine writes what comes, and everything before it ends.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); k.Run(ctx) }()
	_, more := k.Since(0, 1)
	k.Event(&wire.Event{V: wire.Version, Event: "start"})
	<-more
	if events, _ := k.Since(0, 1); len(events) != 1 {
		t.Error("told of more, and there is none")
	}
	k.Latch(chair.Fault{Code: chair.FaultForce})
	k.Spend("7f3a", 1, time.Minute)
	k.Event(&wire.Event{V: wire.Version, Event: "summary"})
	cancel()
	<-ended
	if n := bytes.Count(read(t, dir, SpoolName), []byte("\n")); n != 3 || len(read(t, dir, LatchName)) == 0 || len(read(t, dir, dosesName)) == 0 {
		t.Errorf("the spool has %d lines, want 3; or the latch or the dose is not there", n)
	}
	for _, name := range []string{SpoolName, LatchName, dosesName} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != private {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

// TestMeet: a record of another spool, or of a later state of this one, is never told a number that it has.
func TestMeet(t *testing.T) {
	for name, c := range map[string]struct {
		own   bool
		last  uint64
		first uint64 // of the three events afterwards
		left  int
	}{
		"an empty record":          {false, 0, 1, 3},
		"has one":                  {true, 1, 2, 2},
		"has all":                  {true, 3, 0, 0},
		"of another spool":         {false, 500, 501, 3},
		"of another, fewer":        {false, 2, 3 + 1, 3},
		"of a later state of this": {true, 900, 901, 3},
	} {
		dir := t.TempDir()
		k, _ := open(t, dir)
		put(t, k, "start", "stage", "summary")
		id := "another"
		if c.own {
			id = k.Spool()
		}
		if err := k.Meet(id, c.last); err != nil {
			t.Fatal(err)
		}
		seqs, names := since(k, c.last)
		if len(seqs) != c.left || c.left > 0 && seqs[0] != c.first {
			t.Errorf("%s: then %v (%v), want %d from %d", name, seqs, names, c.left, c.first)
		}
	}
}

func TestLatch(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, LatchName)
	f := chair.Fault{Code: chair.FaultForce, At: time.Minute, Axis: chair.Depth, Zone: chair.ZoneRibs, Value: 41.5, Bound: 40}
	k, found := open(t, dir)
	if found.Latched != nil {
		t.Fatal("latched from the start")
	}
	k.Latch(f)
	flush(t, k)
	k, found = open(t, dir)
	f.At = 0 // of a clock that has ended
	if found.Latched == nil || *found.Latched != f {
		t.Fatalf("took up %+v, want %+v", found.Latched, f)
	}
	k.Clear()
	flush(t, k)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("cleared, and still on the disk")
	}
	k.Clear() // twice is no error
	flush(t, k)

	whole, err := encodeLatch(f)
	if err != nil {
		t.Fatal(err)
	}
	torn := [][]byte{
		{}, []byte("{"), []byte("null"), []byte(`{"v":1}`), []byte(`{"v":2,"code":"force"}`), []byte(`{"v":1,"code":"force","axis":200}`),
		[]byte(`{"v":1,"code":"force","zone":77}`), []byte(`{"v":1,"code":"force"}{}`), []byte(`{"v":1,"code":"force","why":1}`), whole[:len(whole)/2],
	}
	for _, text := range torn {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, found := open(t, dir); found.Latched == nil || found.Latched.Code != chair.FaultRecord {
			t.Errorf("%q counts as %+v, want %s", text, found.Latched, chair.FaultRecord)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, found := open(t, dir); found.Latched == nil {
		t.Error("a latch that cannot be opened counts as none")
	}
}

// TestLatchFigures: a figure that is no number is no reason to lose the fault.
func TestLatchFigures(t *testing.T) {
	zero := 0.0
	for _, v := range []float64{zero / zero, 1 / zero, -1 / zero} {
		text, err := encodeLatch(chair.Fault{Code: chair.FaultReport, Value: v})
		if err != nil {
			t.Fatal(err)
		}
		if f, err := decodeLatch(text); err != nil || f.Code != chair.FaultReport {
			t.Errorf("%v: %+v, %v", v, f, err)
		}
	}
}
