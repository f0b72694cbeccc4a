package motion

// Plan is the fastest motion of the axis by itself: the offline way for one axis, without memory of a Trajectory's.
// Its errors are those of Input.Validate, for axis 0.
func (ax *Axis) Plan() (Path, error) {
	if !ax.valid() {
		return Path{}, (&Input{Axes: []Axis{*ax}}).explain()
	}
	var x axisPlan
	x.start(ax)
	var p plan
	x.fastestWay(&p)
	var t Path
	err := t.build(&p, ax, ax.Limits.Jerk)
	return t, err
}

// Stop turns the input into the fastest stop: every axis comes to rest as early as it can, wherever that is.
func (in *Input) Stop() {
	in.Sync, in.MinDuration = SyncNone, 0
	for i := range in.Axes {
		ax := &in.Axes[i]
		ax.Interface, ax.To = Velocity, State{}
	}
}
