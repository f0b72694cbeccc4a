package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
)

// TestLatency measures for a second: every moment of it is counted once, and the figures agree with each other.
func TestLatency(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--rate", "500"}, {"--ordinary"}, {"--load", "--viewers", "2"}} {
		p := start(t, append([]string{"latency", "--for", "1s", "--json"}, args...)...)
		code, lines := p.ends()
		var r latencyRecord
		if err := json.Unmarshal([]byte(strings.Join(lines, "\n")), &r); err != nil || code != exitDone {
			t.Fatalf("%v: exit status %d, %v: %s", args, code, err, p.errs.String())
		}
		if r.Ticks == 0 || float64(r.Ticks+r.Missed) < r.RateHz {
			t.Errorf("%v: %d ticks and %d missed in a second at %g Hz", args, r.Ticks, r.Missed, r.RateHz)
		}
		for name, s := range map[string]spreadRecord{"late": r.Late, "tick": r.Tick, "chair": r.Chair, "all": r.All} {
			var sum uint64
			for _, span := range s.Spans {
				sum += span.Count
			}
			if sum != r.Ticks || s.P50 > s.P90 || s.P90 > s.P99 || s.P99 > s.P999 || s.P999 > s.Max || s.Max <= 0 {
				t.Errorf("%v: %s counts %d of %d: %+v", args, name, sum, r.Ticks, s)
			}
		}
		if r.All.Max < r.Late.Max || r.All.Max < r.Tick.Max {
			t.Errorf("%v: from due until done at most %g µs, woken %g late, tick %g", args, r.All.Max, r.Late.Max, r.Tick.Max)
		}
		if args[0] == "--ordinary" && r.Granted.Full() {
			t.Error("asked for nothing, and was granted it")
		}
		if r.Load != (args[0] == "--load") || r.Load && r.Viewers != 2 {
			t.Errorf("%v: load %v, %d viewers", args, r.Load, r.Viewers)
		}
	}
}

// TestLatencyEndsEarly: what was measured until Ctrl-C is told.
func TestLatencyEndsEarly(t *testing.T) {
	t.Parallel()
	p := start(t, "latency", "--for", "10m", "--load")
	p.line("measuring for 10m0s")
	p.signal(os.Interrupt)
	code, lines := p.ends()
	text := strings.Join(lines, "\n")
	for _, want := range []string{"Control loop at 250 Hz", "cores kept busy", "p99.9", "woken late", "garbage collections", "real-time scheduling"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
	for _, line := range lines {
		if cells(line) > usualCols {
			t.Errorf("%d cells wide: %s", cells(line), line)
		}
	}
	if code != exitDone || t.Failed() {
		t.Errorf("exit status %d, want %d: %s\n%s", code, exitDone, text, p.errs.String())
	}
}

// TestLoadEndsWithItsInput: whatever started a load, and however that ended, the load ends.
func TestLoadEndsWithItsInput(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"load"}, {"load", "--viewers", "3"}} {
		cmd := exec.Command("lumbar", args...)
		tmp := t.TempDir()
		cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var errs strings.Builder
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		hurry := time.AfterFunc(soon, func() { _ = cmd.Process.Kill() })
		scan := bufio.NewScanner(out)
		if !scan.Scan() || scan.Text() != ready {
			t.Errorf("%v says %q", args, scan.Text())
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v: %s", args, err, errs.String())
		}
		hurry.Stop()
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("%v leaves %v, %v", args, left, err)
		}
	}
}

// sample is a measurement as no machine gives it twice.
func sample() *measured {
	m := &measured{
		Hz: 1000, Period: time.Millisecond, Chair: "Bench 4D", Cores: 4, Load: true, Viewers: 20,
		Granted: realtime.Report{
			Scheduling: realtime.Grant{What: "real-time scheduling", Detail: "this user may not", Allow: "LimitRTPRIO=40 in the systemd unit, or a line in a file; a long way to say it, which is folded where the terminal ends"},
			Memory:     realtime.Grant{What: "memory kept in RAM", Granted: true, Detail: "pages stay once they are touched"},
			Timer:      realtime.Grant{What: "exact timer", Granted: true, Detail: "wake-ups are not put off to save power"},
		},
	}
	for i := range 60_000 {
		late := time.Duration(30+i%40) * time.Microsecond
		switch {
		case i%20_000 == 0:
			late = 3 * time.Millisecond
		case i%1_000 == 0:
			late = 400 * time.Microsecond
		}
		m.reading.late.Add(late)
		m.reading.work.Add(8 * time.Microsecond)
		m.reading.chair.Add(3 * time.Microsecond)
		m.reading.all.Add(late + 11*time.Microsecond)
	}
	m.reading.missed = 6
	return m
}

// TestLatencyPicture compares with testdata/latency.txt.
func TestLatencyPicture(t *testing.T) {
	const file = "testdata/latency.txt"
	m := sample()
	got := strings.Join(append(m.lines(false), m.footing()...), "\n") + "\n"
	if coloured := strings.Join(append(m.lines(true), m.footing()...), "\n") + "\n"; bare(coloured) != got || coloured == got {
		t.Error("colours change the text")
	}
	for line := range strings.Lines(got) {
		if cells(line) > usualCols+1 {
			t.Errorf("%d cells wide: %s", cells(line), line)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("got\n%s\nwant %v\n%s", got, err, want)
	}
}

func TestBrief(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ns", 999: "999 ns", 1000: "1.00 µs", 9994: "9.99 µs", 9996: "10.0 µs", 174_200: "174 µs", 999_400: "999 µs", 999_600: "1.00 ms",
		1_786_000: "1.79 ms", time.Second: "1.00 s", 96 * time.Second: "96.0 s",
	} {
		if got := brief(d); got != want {
			t.Errorf("%d ns is written %q, want %q", d, got, want)
		}
	}
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

// TestStepsLoseNothing: each tick is in one row, whatever it took.
func TestStepsLoseNothing(t *testing.T) {
	var r reading
	for d := time.Duration(1); d > 0 && d < 1<<61; d = d*3/2 + 1 {
		r.late.Add(d)
	}
	var sum uint64
	for i, n := range steps(&r.late) {
		if sum += n; n == 0 && i > 0 && i < len(edges)-1 {
			t.Errorf("nothing in the row %s", label(i))
		}
	}
	if sum != r.late.Count() {
		t.Errorf("%d of %d are in a row", sum, r.late.Count())
	}
}

// TestBars: more is never shorter, one shows, all is full.
func TestBars(t *testing.T) {
	const most = 100_000
	last := ""
	for n := uint64(1); n <= most; n = n*2 + 1 {
		b := bar(n, most)
		if b == "" || cells(b) < cells(last) || cells(b) > barCells {
			t.Errorf("%d of %d is %q, after %q", n, most, b, last)
		}
		last = b
	}
	if bar(0, most) != "" || bar(most, most) != strings.Repeat("█", barCells) || bar(1, 1) != bar(most, most) {
		t.Errorf("none is %q, all %q, one of one %q", bar(0, most), bar(most, most), bar(1, 1))
	}
}
