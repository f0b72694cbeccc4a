package motion

import "errors"

// Trajectory is the motion that an Input asks for: a Path for each axis. It keeps its memory, so that planning again
// for the same number of axes allocates nothing. The zero value has no axes; Plan makes it a motion.
type Trajectory struct {
	paths    []Path
	scratch  []axisPlan
	ratio    []float64 // of the axes on a line
	work     work
	duration float64

	// What Step has planned from, with the states that it has led to.
	was   []Axis
	sync  Sync
	least float64
	now   float64 // s since the start
}

// NewTrajectory is a trajectory with memory for a number of axes, at rest at 0.
func NewTrajectory(axes int) *Trajectory {
	t := &Trajectory{was: make([]Axis, 0, axes), ratio: make([]float64, axes)}
	t.grow(axes)
	return t
}

func (t *Trajectory) grow(axes int) {
	if cap(t.paths) < axes || cap(t.scratch) < axes {
		t.paths, t.scratch = make([]Path, axes), make([]axisPlan, axes)
	}
	t.paths, t.scratch = t.paths[:axes], t.scratch[:axes]
}

// Duration is the time until the last axis arrives, in seconds.
func (t *Trajectory) Duration() float64 { return t.duration }

// Axes is the number of axes.
func (t *Trajectory) Axes() int { return len(t.paths) }

// Path is the motion of one axis. It changes when the trajectory is planned again.
func (t *Trajectory) Path(axis int) *Path { return &t.paths[axis] }

// Plan makes t the fastest motion that the input asks for. On an error, which joins one for each thing that is wrong,
// t stays where the input starts.
func (t *Trajectory) Plan(in *Input) error {
	if len(in.Axes) == 1 && in.Sync < SyncPhase && in.MinDuration == 0 && in.Axes[0].valid() {
		return t.alone(in)
	}
	if err := in.Validate(); err != nil {
		t.paths, t.duration = t.paths[:0], 0
		return err
	}
	t.grow(len(in.Axes))
	if in.Sync == SyncPhase && t.line(in) {
		return nil
	}
	for i := range in.Axes {
		t.scratch[i].start(&in.Axes[i])
	}
	return t.join(in)
}

// alone plans one axis that waits for nothing: the commonest input, with nothing else to ask.
func (t *Trajectory) alone(in *Input) error {
	t.grow(1)
	ax, x, p := &in.Axes[0], &t.scratch[0], &t.work.plan
	x.start(ax)
	x.fastestWay(p)
	path := &t.paths[0]
	if err := path.build(p, ax, ax.Limits.Jerk); err != nil {
		t.duration = 0
		return err
	}
	if in.Sync != SyncNone {
		path.end(x.brake + x.least)
	}
	t.duration = path.duration
	return nil
}

// join plans each axis to its own moment of arrival.
func (t *Trajectory) join(in *Input) error {
	var errs error
	p := &t.work.plan
	together := in.Sync != SyncNone
	arrival := 0.0
	t.duration = 0
	if together {
		arrival = t.arrival(in.MinDuration)
	}
	for i := range in.Axes {
		x := &t.scratch[i]
		end := arrival
		if !together {
			end = x.brake + x.from(in.MinDuration-x.brake)
		}
		if end <= x.brake+x.least {
			x.fastestWay(p)
		} else {
			x.wayIn(&t.work, end-x.brake)
		}
		if err := t.paths[i].build(p, &in.Axes[i], in.Axes[i].Limits.Jerk); err != nil {
			errs = errors.Join(errs, err)
		} else if together {
			t.paths[i].end(arrival) // to the bit
		}
		if d := t.paths[i].duration; d > t.duration {
			t.duration = d
		}
	}
	return errs
}

// arrival is the earliest moment, not before least, at which every axis can arrive.
func (t *Trajectory) arrival(least float64) float64 {
	time := least
	for i := range t.scratch {
		if one := t.scratch[i].brake + t.scratch[i].least; one > time {
			time = one
		}
	}
	if len(t.scratch) == 1 && time == t.scratch[0].brake+t.scratch[0].least {
		return time
	}
	for again := true; again; {
		again = false
		for i := range t.scratch {
			x := &t.scratch[i]
			if time <= x.brake+x.least {
				continue
			}
			if later := x.brake + x.from(time-x.brake); later > time*(1+equal) {
				time, again = later, true
			}
		}
	}
	return time
}
