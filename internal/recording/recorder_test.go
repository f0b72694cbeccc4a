package recording

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
)

// at is a tick of a session at work.
func at(i int) *Tick {
	return &Tick{At: time.Duration(i) * 4 * time.Millisecond, Dt: 4 * time.Millisecond, Stage: session.Massage, State: guard.Armed, Sequence: uint64(i + 1)}
}

// atRest is one after it.
func atRest(i int) *Tick {
	t := at(i)
	t.Stage, t.State, t.Sequence = session.Done, guard.Off, 0
	return t
}

// contents are the kinds of what is in a recording, a letter each, and its ticks.
func contents(t testing.TB, f *file) (kinds string, ticks []Tick, missing []Missing) {
	t.Helper()
	r, err := Open(bytes.NewReader(f.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for {
		next, err := r.Next()
		if errors.Is(err, io.EOF) {
			return kinds, ticks, missing
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := next.(type) {
		case *Start:
			kinds += "s"
		case *Tick:
			kinds, ticks = kinds+"t", append(ticks, *v)
		case *Clear:
			kinds += "c"
		case *Zones:
			kinds += "z"
		case *Event:
			kinds += "e"
		case *Request:
			kinds += "r"
		case *Missing:
			kinds, missing = kinds+"m", append(missing, *v)
		}
	}
}

// TestOrder: everything is written in the order in which it was handed over.
func TestOrder(t *testing.T) {
	shelf := &memory{}
	r := New(Options{Shelf: shelf})
	r.Tick(at(0)) // of no session
	r.Say(Clear{})
	r.Start(begun(t))
	r.Say(Event{Event: "start"})
	r.Tick(at(1))
	r.Say(Zones{})
	r.Tick(at(2))
	r.Say(Request{Verb: "softer"})
	r.Tick(at(3))
	r.Say(Clear{})
	r.End()
	r.Tick(at(4))
	if err := finish(t, r); err != nil {
		t.Fatal(err)
	}
	if kinds, _, _ := contents(t, shelf.files[0]); kinds != "setztrtc" || len(shelf.files) != 1 || shelf.over != 1 {
		t.Errorf("%s in %d files, %d over", kinds, len(shelf.files), shelf.over)
	}
}

// TestNoRoom: when nobody writes, ticks get lost without anybody waiting, and how many is said in their place.
func TestNoRoom(t *testing.T) {
	shelf := &memory{}
	r := New(Options{Shelf: shelf})
	r.Start(begun(t))
	for i := range room + 7 {
		r.Tick(at(i))
	}
	ctx, cancel := context.WithCancel(t.Context())
	wrote := make(chan error, 1)
	go func() { wrote <- r.Run(ctx) }()
	for !r.empty() {
		time.Sleep(time.Millisecond)
	}
	r.Tick(at(room + 7))
	cancel()
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	_, ticks, missing := contents(t, shelf.files[0])
	if len(missing) != 1 || missing[0].Ticks != 7 || missing[0].At != at(room).At || len(ticks) != room+1 {
		t.Errorf("%d ticks, missing %+v", len(ticks), missing)
	}
}

// empty says whether the writer has taken everything.
func (r *Recorder) empty() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ticks) == 0
}

// TestPatient: a simulation waits for the writer instead, and nothing gets lost.
func TestPatient(t *testing.T) {
	shelf := &memory{}
	r := New(Options{Shelf: shelf, Patient: true})
	ctx, cancel := context.WithCancel(t.Context())
	wrote := make(chan error, 1)
	go func() { wrote <- r.Run(ctx) }()
	r.Start(begun(t))
	for i := range 3 * room {
		r.Tick(at(i))
	}
	cancel()
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	if _, ticks, missing := contents(t, shelf.files[0]); len(ticks) != 3*room || len(missing) != 0 {
		t.Errorf("%d ticks, missing %v", len(ticks), missing)
	}
	for i := range 2 * room { // nobody writes any more: nobody waits
		r.Tick(at(i))
	}
}

// TestAfter: after a session the ticks in which nothing happens are left out, save the first and the last before something
// does; ten minutes later the recording is over.
func TestAfter(t *testing.T) {
	shelf := &memory{}
	r := New(Options{Shelf: shelf})
	r.Start(begun(t))
	i := 0
	next := func(n int, make func(int) *Tick) {
		for range n {
			i++
			r.Tick(make(i))
		}
	}
	up := func(i int) *Tick { t := atRest(i); t.Up = true; return t }
	next(3, at)
	next(200, atRest)
	next(2, up)
	next(100, atRest)
	again := begun(t)
	again.Again = true
	r.Start(again)
	next(2, at)
	next(1, atRest)
	next(int(SameSession/(4*time.Millisecond))+10, atRest)
	r.Start(again) // nothing to go on with any more
	next(5, at)
	if err := finish(t, r); err != nil {
		t.Fatal(err)
	}
	kinds, ticks, _ := contents(t, shelf.files[0])
	if kinds != "s"+"ttt"+"tt"+"tt"+"t"+"s"+"tt"+"t" || shelf.over != 1 || len(shelf.files) != 1 {
		t.Fatalf("%s, %d over", kinds, shelf.over)
	}
	if ticks[4].At != at(203).At || ticks[5].At != at(204).At {
		t.Errorf("before getting up: ticks at %v and %v", ticks[4].At, ticks[5].At)
	}
}

// TestDiskFull: what cannot be written is said, and the next session has its recording.
func TestDiskFull(t *testing.T) {
	shelf := &memory{}
	r := New(Options{Shelf: shelf})
	r.Start(begun(t))
	r.Tick(at(1))
	w := writer{shelf: shelf}
	if err := w.writeAll(r.ticks[:0], r.said); err != nil {
		t.Fatal(err)
	}
	shelf.files[0].fail = errDisk
	for i := range 2 * chunkTicks {
		r.Tick(at(2 + i))
	}
	if err := w.writeAll(r.ticks, nil); !errors.Is(err, errDisk) || w.file != nil {
		t.Errorf("got %v", err)
	}
	if err := w.writeAll(nil, []said{{1, *begun(t)}}); err != nil || len(shelf.files) != 2 {
		t.Errorf("the next one: %v", err)
	}
}

// TestForget: all recordings go, and the one under way too, unless its session is somebody else's.
func TestForget(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recordings")
	count := func() int {
		all, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return len(all)
	}
	r := New(Options{Shelf: &Folder{Dir: dir}})
	w := writer{shelf: r.o.Shelf}
	write := func() {
		t.Helper()
		if err := w.writeAll(r.ticks, r.said); err != nil {
			t.Fatal(err)
		}
		r.ticks, r.said = r.ticks[:0], r.said[:0]
	}
	for range 3 {
		r.Start(begun(t))
		r.Tick(at(1))
	}
	write()
	if n := count(); n != 3 {
		t.Fatalf("%d files, want 3", n)
	}
	r.Forget(true)
	write()
	if n := count(); n != 1 {
		t.Fatalf("%d files, want the one under way", n)
	}
	r.Tick(at(2))
	r.Forget(false)
	r.Tick(at(3))
	write()
	if n := count(); n != 0 {
		t.Fatalf("%d files, want none", n)
	}
}

// TestFolder: faults alone are kept where that is asked for, and no more than so many.
func TestFolder(t *testing.T) {
	f := &Folder{Dir: t.TempDir(), Faults: true}
	for i := range mostFiles + 5 {
		w, err := f.Create("after desk/../x")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := f.Over(i != 3); err != nil {
			t.Fatal(err)
		}
	}
	all, err := f.all()
	if err != nil || len(all) != mostFiles {
		t.Fatalf("%d files, %v", len(all), err)
	}
	if info, err := os.Stat(all[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestTickMakesNoGarbage: handing a tick over, with room and without.
func TestTickMakesNoGarbage(t *testing.T) {
	r := New(Options{Shelf: &memory{}})
	r.Start(begun(t))
	tick, i := at(0), 0
	if n := testing.AllocsPerRun(2*room, func() { tick.At += tick.Dt; r.Tick(tick); i++ }); n != 0 {
		t.Errorf("%.2f allocations a tick, want none", n)
	}
}

// BenchmarkTick is what a tick costs the engine's goroutine: a copy. The writer takes it beside.
func BenchmarkTick(b *testing.B) {
	r := New(Options{Shelf: &memory{}})
	r.Start(begun(b))
	tick := at(0)
	b.ReportAllocs()
	for b.Loop() {
		tick.At += tick.Dt
		r.Tick(tick)
		if len(r.ticks) == room {
			r.ticks = r.ticks[:0]
		}
	}
}

// BenchmarkEncode is what laying a tick out costs the writer's.
func BenchmarkEncode(b *testing.B) {
	tick, buf := at(0), make([]byte, 0, 1<<10)
	b.ReportAllocs()
	for b.Loop() {
		buf = tick.encode(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}
