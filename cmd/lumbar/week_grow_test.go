package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
)

// stock is what a process needs once a day.
type stock struct {
	heap, resident       float64 // MB
	program, own         float64 // MB of what is resident: of the program's file, and memory of its own
	held                 float64 // MB of its own that Go's runtime holds; the rest is SQLite's
	goroutines, files    float64
	spool, doses, record float64 // kB
}

// takeStock takes stock, after everything that was let go of is gone.
func takeStock(dir string) (m stock) {
	m.goroutines = 1e9
	for range 50 { // what has just ended may not have gone yet: the least of a while counts
		m.goroutines = min(m.goroutines, float64(runtime.NumGoroutine()))
		time.Sleep(5 * time.Millisecond)
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory() // what finalisers let go of with the first
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	m.heap = float64(s.HeapAlloc) / 1e6
	if text, err := os.ReadFile("/proc/self/statm"); err == nil {
		pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
		m.resident = float64(pages*os.Getpagesize()) / 1e6
	}
	m.held = float64(s.Sys-s.HeapReleased) / 1e6
	m.own = residentOf("RssAnon:")
	m.program = residentOf("RssFile:")
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		m.files = float64(len(open))
	}
	size := func(names ...string) (kb float64) {
		for _, n := range names {
			if info, err := os.Stat(dir + "/" + n); err == nil {
				kb += float64(info.Size()) / 1e3
			}
		}
		return kb
	}
	m.spool, m.doses, m.record = size("spool.jsonl"), size("doses.jsonl"), size("lumbar.db", "lumbar.db-wal")
	return m
}

// residentOf is one line of what the kernel says of this process, in MB.
func residentOf(field string) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) * 1024 / 1e6
		}
	}
	return 0
}

func (m stock) String() string {
	return fmt.Sprintf("heap %.1f MB, resident %.0f MB (%.1f of the program, %.1f its own, for %.1f that Go holds), %.0f goroutines, %.0f files, spool %.0f kB, doses %.0f kB, record %.0f kB",
		m.heap, m.resident, m.program, m.own, m.held, m.goroutines, m.files, m.spool, m.doses, m.record)
}

// growth is by how much daily values grow from the first to the last, by the line that fits them best.
func growth(days []float64) float64 {
	n := float64(len(days))
	var x, y, xy, xx float64
	for i, v := range days {
		x, y, xy, xx = x+float64(i), y+v, xy+float64(i)*v, xx+float64(i)*float64(i)
	}
	return (n - 1) * (n*xy - x*y) / (n*xx - x*x)
}

// grown says what has grown by more than it may in so many days.
func grown(days []stock, sessions int) (wrong []string) {
	for _, w := range []struct {
		what string
		of   func(stock) float64
		most float64
	}{
		{"the heap, in MB", func(m stock) float64 { return m.heap }, 1},
		{"what is resident, in MB", func(m stock) float64 { return m.resident }, 12},
		{"goroutines", func(m stock) float64 { return m.goroutines }, 0.9},
		{"open files", func(m stock) float64 { return m.files }, 0.9},
		{"the spool, in kB", func(m stock) float64 { return m.spool }, 80}, // is written anew when 64 kB of it are needed no more
		{"the doses, in kB", func(m stock) float64 { return m.doses }, 80},
		{"the record, in kB", func(m stock) float64 { return m.record }, 60 * float64(sessions)},
	} {
		var all []float64
		for _, m := range days {
			all = append(all, w.of(m))
		}
		if g := growth(all); !(g <= w.most) {
			wrong = append(wrong, fmt.Sprintf("%s: grew by %.1f, at most %.1f is right", w.what, g, w.most))
		}
	}
	return wrong
}

// TestGrown is the test of the test: what leaks is seen, and what goes up and down is not.
func TestGrown(t *testing.T) {
	days := make([]stock, 8)
	for i := range days {
		days[i] = stock{heap: 8 + 0.4*float64(i%2), resident: 60 + 4*float64(i%3), goroutines: 40, files: 20, spool: float64(10 + 50*(i%2)), record: float64(600 * i)}
	}
	if wrong := grown(days, 80); len(wrong) > 0 {
		t.Error("steady:", wrong)
	}
	for what, leak := range map[string]func(m *stock, day float64){
		"the heap":         func(m *stock, d float64) { m.heap += 0.2 * d },
		"what is resident": func(m *stock, d float64) { m.resident += 3 * d },
		"goroutines":       func(m *stock, d float64) { m.goroutines += d / 4 },
		"open files":       func(m *stock, d float64) { m.files += d },
		"the spool":        func(m *stock, d float64) { m.spool += 20 * d },
		"the doses":        func(m *stock, d float64) { m.doses += 20 * d },
		"the record":       func(m *stock, d float64) { m.record += 600 * d },
	} {
		leaking := append([]stock{}, days...)
		for i := range leaking {
			leak(&leaking[i], float64(i))
		}
		if wrong := grown(leaking, 80); len(wrong) != 1 || !strings.HasPrefix(wrong[0], what) {
			t.Errorf("%s leaks: %v", what, wrong)
		}
	}
}
