package motion

// mean appends the weighted mean of two motions of the same time, share of the first. Limits on speed, acceleration and
// jerk that both keep, the mean keeps too; and what each of them goes or gains, it goes or gains in that share. Two
// motions of n and m phases make n+m-1 phases at most.
func (p *plan) mean(a, b *plan, a0, share float64) {
	rest := 1 - share
	var i, j int
	var left, right float64 // what is left of the phases i and j
	accA, accB := a0, a0
	next := func(x *plan, i int, left float64) (int, float64) {
		for left <= 0 && i < x.n {
			i++
			left = x.phases[i].t
		}
		return i, left
	}
	for {
		i, left = next(a, i, left)
		j, right = next(b, j, right)
		if left <= 0 || right <= 0 { // with what rounding leaves of the other
			break
		}
		ja, jb := &a.phases[i], &b.phases[j]
		t := min(left, right)
		if i == a.n && j == b.n {
			t = max(left, right) // both end now
			left, right = t, t
		}
		accA, accB = accA+ja.jerk*t, accB+jb.jerk*t
		if left -= t; left <= 0 {
			accA = ja.acc
		}
		if right -= t; right <= 0 {
			accB = jb.acc
		}
		p.add(share*ja.jerk+rest*jb.jerk, t, share*accA+rest*accB)
	}
}
