package realtime

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// childMode makes the test binary a child that only enters, and tells what it was granted and what the kernel says.
const childMode = "LUMBAR_REALTIME_CHILD"

// seen is the kernel's own word.
type seen struct {
	Policy, Priority uint32
	Reset            bool
	LockedKB         int
	SlackNS          int
	Others           []uint32 // priorities of the other threads, 0 ordinary
}

// told is what a child tells.
type told struct {
	Report      Report
	Before, In  seen
	Child, Left seen // a child of the thread; after Leave
}

func look() (s seen) {
	if a, err := unix.SchedGetAttr(0, 0); err == nil {
		s.Policy, s.Priority, s.Reset = a.Policy, a.Priority, a.Flags&unix.SCHED_FLAG_RESET_ON_FORK != 0
	}
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmLck:"); ok {
			s.LockedKB, _ = strconv.Atoi(strings.Fields(text)[0])
		}
	}
	for _, thread := range threads() {
		if a, err := unix.SchedGetAttr(thread, 0); err == nil && thread != unix.Gettid() {
			s.Others = append(s.Others, a.Priority)
		}
	}
	s.SlackNS, _ = unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	return s
}

// asked does what a child is for.
func asked(mode string) bool {
	if mode == "" {
		return false
	}
	out := json.NewEncoder(os.Stdout)
	if mode == "look" {
		_ = out.Encode(look())
		return true
	}
	t := told{Before: look()}
	if mode == "ordinary" {
		t.Report = Ordinary()
	} else {
		t.Report = Enter()
	}
	t.In = look()
	heap := make([][]byte, 0, 200) // grows by more than one arena: future memory is locked and must still be had
	for range cap(heap) {
		heap = append(heap, make([]byte, 1<<20))
	}
	heap[0][0] = 1
	child := exec.Command("/proc/self/exe")
	child.Env = []string{childMode + "=look"}
	if text, err := child.Output(); err == nil {
		_ = json.Unmarshal(text, &t.Child)
	}
	Leave()
	t.Left = look()
	_ = out.Encode(t)
	return true
}

// enter runs a child as somebody, and gives what it tells.
func enter(t *testing.T, mode string, as *syscall.SysProcAttr) told {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Dir = "/"
	cmd.Env = []string{childMode + "=" + mode}
	cmd.SysProcAttr = as
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("the child: %v", err)
	}
	var all told
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return all
}

// agrees holds a report against the kernel's word.
func agrees(t *testing.T, c *told) {
	t.Helper()
	fifo := c.In.Policy == unix.SCHED_FIFO && c.In.Priority > 0
	if fifo != c.Report.Scheduling.Granted {
		t.Errorf("scheduling granted is %v, and the kernel says %+v", c.Report.Scheduling.Granted, c.In)
	}
	if fifo && (c.Child.Policy != unix.SCHED_NORMAL || !c.In.Reset) {
		t.Errorf("children of a real-time thread are %+v, want ordinary", c.Child)
	}
	for _, o := range c.In.Others {
		if (o == beside) != fifo || o != beside && o != 0 {
			t.Errorf("threads beside one with %+v have priorities %d, want %d if it is a real-time one, else 0", c.In, c.In.Others, beside)
			break
		}
	}
	if len(c.In.Others) == 0 || slices.Max(c.Left.Others) != 0 {
		t.Errorf("other threads: %d within, %d after leaving", c.In.Others, c.Left.Others)
	}
	if locked := c.In.LockedKB > 0; locked != c.Report.Memory.Granted {
		t.Errorf("memory granted is %v, and %d kB are locked", c.Report.Memory.Granted, c.In.LockedKB)
	}
	// The kernel keeps no slack for real-time threads and shows 0 for them.
	if exact := c.In.SlackNS <= slack; exact != c.Report.Timer.Granted {
		t.Errorf("timer granted is %v, and its slack is %d ns", c.Report.Timer.Granted, c.In.SlackNS)
	}
	if c.Left.Policy != c.Before.Policy || c.Left.LockedKB != 0 || c.Left.SlackNS != c.Before.SlackNS {
		t.Errorf("after leaving %+v, before it was %+v", c.Left, c.Before)
	}
	for _, g := range c.Report.Grants() {
		if g.What == "" || g.Detail == "" || g.Granted && g.Allow != "" {
			t.Errorf("grant %+v", g)
		}
	}
}

// TestEnter tries every mixture of what may be granted: as the user of the test, and, where that is root, as nobody with
// some of its rights.
func TestEnter(t *testing.T) {
	c := enter(t, "enter", nil)
	agrees(t, &c)
	t.Log("as it is:\n" + c.Report.String())
	if os.Geteuid() != 0 {
		t.Log("the other mixtures need root")
		return
	}
	const nobody = 65534
	for _, caps := range [][]uintptr{nil, {unix.CAP_SYS_NICE}, {unix.CAP_IPC_LOCK}, {unix.CAP_SYS_NICE, unix.CAP_IPC_LOCK}} {
		if !mayGive(caps) {
			t.Logf("this root has not all of %v", caps)
			continue
		}
		c := enter(t, "enter", &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}, AmbientCaps: caps})
		agrees(t, &c)
		if want := slices.Contains(caps, unix.CAP_SYS_NICE) || limit(unix.RLIMIT_RTPRIO) > 0; c.Report.Scheduling.Granted != want {
			t.Errorf("with %v: scheduling granted is %v: %s", caps, !want, c.Report.Scheduling.Detail)
		}
		if want := slices.Contains(caps, unix.CAP_IPC_LOCK) || limit(unix.RLIMIT_MEMLOCK) == unix.RLIM_INFINITY; c.Report.Memory.Granted != want {
			t.Errorf("with %v: memory granted is %v: %s", caps, !want, c.Report.Memory.Detail)
		}
		for _, g := range c.Report.Grants() {
			if !g.Granted && !strings.Contains(g.Allow, "systemd") {
				t.Errorf("refused, and how to allow it is %q", g.Allow)
			}
		}
		if got, want := c.Report.Full(), c.Report.Scheduling.Granted && c.Report.Memory.Granted && c.Report.Timer.Granted; got != want {
			t.Errorf("full is %v of %+v", got, c.Report)
		}
	}
}

func TestOrdinaryAsksForNothing(t *testing.T) {
	c := enter(t, "ordinary", nil)
	agrees(t, &c)
	if c.In.Policy != c.Before.Policy || c.In.LockedKB != 0 {
		t.Errorf("ordinary is %+v", c.In)
	}
	if text := c.Report.String(); !strings.Contains(text, "not asked for") || strings.Contains(text, "to allow it") {
		t.Errorf("says:\n%s", text)
	}
}

// mayGive says whether this process has rights to give.
func mayGive(caps []uintptr) bool {
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var has [2]unix.CapUserData
	if unix.Capget(&h, &has[0]) != nil {
		return false
	}
	for _, c := range caps {
		if has[c/32].Permitted&(1<<(c%32)) == 0 {
			return false
		}
	}
	return true
}

// limit is how far a process without rights may raise a limit.
func limit(resource int) uint64 {
	var l unix.Rlimit
	if unix.Getrlimit(resource, &l) != nil {
		return 0
	}
	return l.Max
}
