package closed

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
)

var steps = []fit.ClosedStep{
	{Phase: "arrive", Setting: chair.Setting{Mode: 1, Speed: 1, Area: chair.Part, To: 3}, For: time.Minute},
	{Phase: "work", Setting: chair.Setting{Mode: 2, Speed: 1, Area: chair.Part, To: 3}, For: 2 * time.Minute},
}

// TestSessionCounts: time counts from the first setting reached, while the chair runs, on the way to the next one too.
func TestSessionCounts(t *testing.T) {
	s := New(steps)
	running := &chair.ClosedReport{Run: chair.Running}
	for range 30 {
		if set, over := s.Step(time.Second, running, false); over || set != steps[0].Setting {
			t.Fatalf("on the way: %+v, over %v", set, over)
		}
	}
	if name, left := s.Phase(); name != "arrive" || left != 3*time.Minute {
		t.Errorf("%s, %v left, want arrive with all of it", name, left)
	}
	for range 59 {
		s.Step(time.Second, running, true)
	}
	if set, over := s.Step(time.Second, &chair.ClosedReport{Run: chair.Waiting}, true); over || set != steps[0].Setting {
		t.Errorf("a chair that waits uses up time: %+v", set)
	}
	if set, _ := s.Step(time.Second, running, true); set != steps[1].Setting {
		t.Errorf("after its minute: %+v, want the second", set)
	}
	for n := range 119 {
		if set, over := s.Step(time.Second, running, n > 40); over || set != steps[1].Setting {
			t.Fatalf("second %d: %+v, over %v", n, set, over)
		}
	}
	if name, left := s.Phase(); name != "work" || left != time.Second {
		t.Errorf("%s, %v left", name, left)
	}
	if set, over := s.Step(time.Second, running, true); !over || set != (chair.Setting{}) || !s.Done() || s.Gave().Number != 0 {
		t.Errorf("at the end: %+v, over %v, done %v", set, over, s.Done())
	}
	if _, over := s.Step(time.Second, running, true); !over {
		t.Error("goes on after its end")
	}
	if name, left := s.Phase(); name != "" || left != 0 {
		t.Errorf("after its end: %q, %v", name, left)
	}
}

// TestSessionGivesUp: a key that failed, and a setting that is never reached, end it.
func TestSessionGivesUp(t *testing.T) {
	failed := &chair.ClosedReport{Run: chair.Running, Action: chair.Action{Number: 7, What: "speed 2", Progress: chair.Failed}}
	s := New(steps)
	if set, over := s.Step(time.Second, failed, false); !over || set != (chair.Setting{}) || s.Done() || s.Gave().What != "speed 2" {
		t.Errorf("%+v, over %v, gave %+v", set, over, s.Gave())
	}
	s = New(steps)
	for range 60 {
		if _, over := s.Step(time.Second, nil, false); over {
			t.Fatal("gave up too early")
		}
	}
	if _, over := s.Step(time.Second, nil, false); !over || s.Gave().Progress != chair.Failed {
		t.Errorf("over %v, gave %+v", over, s.Gave())
	}
	s = New(steps)
	for n := range 200 { // the wait begins anew whenever it is reached
		if _, over := s.Step(time.Second, nil, n%50 == 49); over {
			t.Fatalf("gave up at %d", n)
		}
	}
	if _, over := New(nil).Step(time.Second, nil, false); !over {
		t.Error("a session without steps goes on")
	}
}

func TestEndingNames(t *testing.T) {
	for e, want := range map[Ending]string{0: "ending?", Finished: "finished", NotConfirmed: "not confirmed: press the chair's own power key", 9: "ending?"} {
		if e.String() != want {
			t.Errorf("%d is %q, want %q", e, e, want)
		}
	}
}
