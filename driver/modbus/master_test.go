package modbus_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/realtime"
	"go.uber.org/goleak"
)

// masterLink, in the environment, makes the test's binary a master that drives the chair at that link until it is killed.
const masterLink = "LUMBAR_TEST_MODBUS_MASTER"

func TestMain(m *testing.M) {
	if link := os.Getenv(masterLink); link != "" {
		if err := master(link); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// master finds the axes' homes, brings the depth out behind the cover and keeps the carriage on its way, and says so on its
// standard output.
func master(address string) error {
	src, err := modbus.Source("open-board")
	if err != nil {
		return err
	}
	p, m, list := modbus.Read("open-board", src)
	if err := list.Err(); err != nil {
		return err
	}
	link, err := modbus.ParseLink(address)
	if err != nil {
		return err
	}
	c, err := modbus.Open(context.Background(), modbus.Options{Profile: &p, Template: m, Link: link, Clock: realtime.Now, Answer: p.Heartbeat / 2})
	if err != nil {
		return err
	}
	g := guard.New(&p, chair.Everyone())
	if err := g.Begin(realtime.Now(), chair.Spent{}); err != nil {
		return err
	}
	var way, speed float64 // of the depth, mm and mm/s
	var last time.Duration
	said := false
	for next := realtime.Now(); ; next += p.Period() {
		realtime.SleepUntil(next)
		r, err := c.Read(context.Background())
		if err != nil {
			return err
		}
		var cmd chair.Command
		homed := true
		for _, a := range []chair.Axis{chair.Depth, chair.Carriage, chair.Recline} {
			cmd.Axes[a] = chair.Setpoint{On: true, Pos: p.Axes[a].Home}
			if homed = homed && r.Axes[a].Homed; !homed {
				break
			}
		}
		at := realtime.Now()
		if homed {
			const rollers, most, gently = 12, 8, 100 // mm, mm/s, mm/s2
			dt := (at - last).Seconds()
			was := speed
			speed = min(speed+gently*dt, most, math.Sqrt(2*gently*max(rollers-way, 0)))
			if way += (was + speed) / 2 * dt; way > 0 {
				cmd.Axes[chair.Depth] = chair.Setpoint{On: true, Pos: chair.Coord(way), Vel: chair.CoordRate(speed)}
			}
			if r.Axes[chair.Depth].Pos > 9 && !said {
				said = true
				fmt.Println("out")
			}
		}
		last = at
		cleared, fault := g.Vet(at, &guard.Input{Command: cmd, Report: r, HostAlive: true})
		if fault != nil {
			return fault
		}
		if err := c.Apply(context.Background(), cleared); err != nil {
			return err
		}
	}
}

// The master is killed with the rollers out. Nobody says anything to the board any more; it brings them home by itself, as
// its profile says.
func TestMasterKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("not tried in short tests: it takes seconds of real time")
	}
	often := func(t *testing.T, serve func(*rig) modbus.Link) {
		for range 5 { // a machine may be too busy for a master to keep its chair for seconds: its guard ends it then
			if masterKilled(t, serve) {
				return
			}
		}
		t.Error("no master brought the depth out, five times")
	}
	t.Run("tcp", func(t *testing.T) { often(t, func(r *rig) modbus.Link { return r.tcp(nil) }) })
	t.Run("rtu", func(t *testing.T) { often(t, func(r *rig) modbus.Link { return r.rtu(standin.Line{}) }) })
}

// masterKilled says whether a master brought the depth out, to be killed then.
func masterKilled(t *testing.T, serve func(*rig) modbus.Link) bool {
	t.Helper()
	r := newRig(t)
	link := serve(r)
	ctx, stop := context.WithCancel(context.Background())
	lived := make(chan struct{})
	go func() {
		defer close(lived)
		standin.Live(ctx, r.board)
	}()
	defer func() { stop(); <-lived }()

	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), masterLink+"="+link.String())
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, _ := bufio.NewReader(out).ReadString('\n')
	was := r.board.Truth()
	killed := time.Now()
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // killed
	if said != "out\n" || was.Axes[chair.Depth] < 8 || was.Lost {
		t.Logf("the master said %q, the depth is at %.1f mm, lost %v", said, was.Axes[chair.Depth], was.Lost)
		return false
	}
	var noticed, home time.Duration
	for end := killed.Add(patience); home == 0; time.Sleep(time.Millisecond) {
		is := r.board.Truth()
		if is.Lost && noticed == 0 {
			noticed = time.Since(killed)
		}
		if is.Lost && is.Axes[chair.Depth] < 0.5 {
			home = time.Since(killed)
		}
		if time.Now().After(end) {
			t.Fatalf("the depth is at %.1f mm %v after its master was killed, lost %v", is.Axes[chair.Depth], patience, is.Lost)
		}
	}
	t.Logf("killed with the depth at %.1f mm: the board noticed %v later, and was home after %v", was.Axes[chair.Depth],
		noticed.Round(time.Millisecond), home.Round(time.Millisecond))
	return true
}
