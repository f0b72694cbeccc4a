package motion

// Output is where the axes are at one moment of a Trajectory. Its memory is kept from one use to the next.
type Output struct {
	Time    float64 // s since the trajectory's start
	States  []State // of each axis
	Arrived bool    // every axis has come to its target
	Planned bool    // Step planned anew

	legs []uint8 // of each axis, where it was last: mostly it still is
}

// Pass makes the states of the output the start of an input for the same axes.
func (o *Output) Pass(in *Input) {
	for i := range min(len(o.States), len(in.Axes)) {
		in.Axes[i].From = o.States[i]
	}
}

// At fills the output with the states a number of seconds after the start; see Path.At.
func (t *Trajectory) At(seconds float64, out *Output) {
	paths, states, legs := t.paths, out.States, out.legs
	if len(states) != len(paths) || len(legs) != len(paths) || !(seconds > 0) {
		t.begin(seconds, out)
		return
	}
	out.Time, out.Arrived, out.Planned = seconds, seconds >= t.duration, false
	for i := range paths {
		p := &paths[i]
		k := uint(legs[i]) % uint(len(p.legs))
		now := seconds
		if !(now >= p.at[k] && now < p.at[k+1]) {
			now = later(now)
			k = p.leg(now)
			legs[i] = uint8(k)
		}
		l := &p.legs[k]
		states[i] = l.from.step(l.jerk, now-p.at[k])
	}
}

// begin is At for the first time, or up to the start.
func (t *Trajectory) begin(seconds float64, out *Output) {
	out.grow(len(t.paths))
	if seconds > 0 {
		t.At(seconds, out)
		return
	}
	out.Time, out.Arrived, out.Planned = seconds, seconds >= t.duration, false
	for i := range t.paths {
		out.States[i] = t.paths[i].start
	}
}

func (o *Output) grow(axes int) {
	if cap(o.States) < axes {
		o.States = make([]State, axes)
	}
	if cap(o.legs) < axes {
		o.legs = make([]uint8, axes)
	}
	o.States, o.legs = o.States[:axes], o.legs[:axes]
}

// Step is for the control loop: the states dt seconds on. It plans anew if the input is another than at the step
// before: a new target or limit, or a start that is not where the step before has led (see Output.Pass). Otherwise it
// goes on along the trajectory. On an error the output stays as it was.
func (t *Trajectory) Step(in *Input, dt float64, out *Output) error {
	same := len(t.was) == len(in.Axes) && t.sync == in.Sync && t.least == in.MinDuration
	for i := 0; same && i < len(t.was); i++ {
		same = t.was[i] == in.Axes[i]
	}
	if !same {
		t.was = t.was[:0]
		if err := t.Plan(in); err != nil {
			return err
		}
		t.was = append(t.was, in.Axes...)
		t.sync, t.least, t.now = in.Sync, in.MinDuration, 0
	}
	t.now += dt
	t.At(t.now, out)
	out.Planned = !same
	for i := range t.was {
		t.was[i].From = out.States[i]
	}
	return nil
}
