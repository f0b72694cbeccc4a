package figure

import "math"

// A section is one cross-section of the trunk: which joint of the spine (-1: from between the hips), how
// far behind and before it the skin lies, and half its width.
type section struct {
	joint              int
	down               float64 // how far below the hips, or below the skull's base
	behind, ahead, hip float64
}

// skullJoint stands for the head instead of a joint of the spine.
const skullJoint = spineJoints + 1

// Depths and widths of a middling adult, from ANSUR II means (waist, chest and buttock depth and breadth), the
// figure's own simplification.
var trunkSections = []section{
	{-1, 3.7, 4.4, 2.4, 5.2},
	{-1, 1.2, 6.9, 4.4, 8.9},
	{-1, -2.6, 6.6, 5.0, 9.0},
	{0, 0, 3.0, 7.6, 8.3},
	{2, 0, 2.1, 7.9, 7.5},
	{4, 0, 2.2, 7.7, 7.3},
	{6, 0, 2.4, 8.6, 7.9},
	{8, 0, 2.5, 9.0, 8.7},
	{9, 0, 2.4, 8.0, 9.2},
	{10, 0, 2.3, 5.8, 6.7},
	{11, 0, 2.2, 3.8, 4.0},
	{12, 0, 2.4, 3.3, 3.3},
	{13, 0, 2.6, 3.3, 3.2},
	{skullJoint, -3, 2.2, 3.2, 2.6},
}

// trunk adds pelvis, back, chest, neck and head as one surface.
func (s *sheet) trunk(b body) {
	var left, right [][2]float64
	type slice struct{ x, y, half float64 }
	var slices []slice
	vx, vy, _ := s.axes()
	for _, c := range trunkSections {
		f := b.pelvis
		switch {
		case c.joint == skullJoint:
			f = b.head
		case c.joint >= 0:
			f = b.spine[c.joint]
		}
		f.at = f.point(Point{Y: -c.down})
		ahead := c.ahead
		if c.joint >= 0 && c.joint <= 5 {
			ahead += b.pose.Belly * (1 - math.Abs(float64(c.joint-2))/5)
		}
		middle := f.point(Point{X: (ahead - c.behind) / 2})
		x, y, _ := s.view.see(middle)
		// Across the trunk on paper: at right angles to its length and to the line of sight.
		ux, uy := f.up.dot(vx), f.up.dot(vy)
		l := math.Hypot(ux, uy)
		if l < 1e-6 {
			ux, uy, l = 0, 1, 1
		}
		nx, ny := uy/l, -ux/l
		across := vx.times(nx).plus(vy.times(ny))
		half := math.Hypot((ahead+c.behind)/2*f.fwd.dot(across), c.hip*f.right.dot(across))
		left = append(left, [2]float64{x - nx*half, y - ny*half})
		right = append(right, [2]float64{x + nx*half, y + ny*half})
		slices = append(slices, slice{x, y, half})
	}
	for i := range right {
		left = append(left, right[len(right)-1-i])
	}
	s.closed(left, true)
	for _, c := range slices[1:] {
		s.disc(disc{c.x, c.y, c.half * 0.92})
	}
	for i := range sides {
		// The slope from the neck to the shoulder, and its cap.
		s.taper(s.ball(b.spine[10].point(Point{X: 1.2}), 3), s.ball(b.shoulder[i], 2.75))
	}
	s.headOf(b)
}

// axes are the directions of the paper in the world: right, up and towards the eye.
func (s *sheet) axes() (x, y, near Point) {
	axis := func(p Point) (float64, float64, float64) { return s.view.see(p) }
	ax, ay, an := axis(Point{X: 1})
	bx, by, bn := axis(Point{Y: 1})
	cx, cy, cn := axis(Point{Z: 1})
	return Point{ax, bx, cx}, Point{ay, by, cy}, Point{an, bn, cn}
}

// headOf adds skull, jaw and nose.
func (s *sheet) headOf(b body) {
	h := b.head
	skull := func(x, y, r float64) disc { return s.ball(h.point(Point{X: x, Y: y}), r) }
	back, front := skull(-0.4, 5.4, 4.9), skull(1.8, 5.7, 4.5)
	s.taper(back, front)
	jaw := skull(3.1, 1.5, 2.6)
	s.taper(front, jaw)
	s.taper(back, jaw)
	chin := skull(4.4, 0.5, 1.5)
	s.taper(jaw, chin)
	nose := skull(6.6, 3.6, 0.55)
	brow := skull(5.4, 5.2, 0.9)
	s.taper(brow, nose)
	s.taper(nose, skull(5.2, 3, 0.9))
}

// face adds the line of the nose, where the face is seen; from behind it shrinks to nothing.
func (s *sheet) face(b body) {
	h := b.head
	_, _, near := s.axes()
	line := []Point{{5.9, 4.5, 0}, {6.9, 3.3, 0}, {6.1, 2.9, 0}}
	seen := h.fwd.dot(near) > 0.25
	d := "M"
	for i, p := range line {
		if !seen {
			p = Point{1, 4, 0}
		}
		x, y, _ := s.view.see(h.point(p))
		if i > 0 {
			d += "L"
		}
		d += num(x) + " " + num(-y)
	}
	s.marks = append(s.marks, mark{"face", d})
}

func (s *sheet) leg(b body, i int) {
	s.limb(b.hip[i], b.knee[i], [2]float64{0, 4.3}, [2]float64{0.2, 4.8}, [2]float64{0.6, 3.9}, [2]float64{1, 3.0})
	s.limb(b.knee[i], b.ankle[i], [2]float64{0, 3.0}, [2]float64{0.12, 2.75}, [2]float64{0.32, 3.0}, [2]float64{0.7, 2.0}, [2]float64{0.92, 1.55}, [2]float64{1, 1.7})
	foot := frame{b.ankle[i], b.toe[i], b.sole[i].times(-1), Point{}}
	place := func(x, y, r float64) disc { return s.ball(foot.point(Point{X: x, Y: y}), r) }
	ankle, heel := place(0, 0, 1.7), place(-2.2, -2.2, 1.65)
	middle, ball, toe := place(3.6, -1.6, 1.8), place(7.6, -2.7, 1.15), place(10.4, -3.05, 0.8)
	s.taper(ankle, heel)
	s.taper(ankle, middle)
	s.taper(heel, middle)
	s.taper(heel, ball)
	s.taper(middle, ball)
	s.taper(ball, toe)
}

func (s *sheet) arm(b body, i int) {
	s.limb(b.shoulder[i], b.elbow[i], [2]float64{0, 2.9}, [2]float64{0.3, 2.6}, [2]float64{0.65, 2.25}, [2]float64{1, 1.8})
	s.limb(b.elbow[i], b.wrist[i], [2]float64{0, 1.8}, [2]float64{0.25, 2.0}, [2]float64{0.7, 1.5}, [2]float64{1, 1.15})
	tip := b.wrist[i].plus(b.finger[i].times(handLength))
	s.limb(b.wrist[i], tip, [2]float64{0, 1.15}, [2]float64{0.4, 1.5}, [2]float64{0.75, 1.05}, [2]float64{0.95, 0.6})
}

// spineLine adds the line of the spine and the five lumbar levels on it.
func (s *sheet) spineLine(b body) {
	line, through := "", ""
	if _, _, near := s.axes(); b.pelvis.fwd.dot(near) > 0.5 {
		through = " through" // seen from the front, the spine lies behind
	}
	for i := range lumbarJoints + thoraxJoints + 1 {
		x, y, _ := s.view.see(b.spine[i].point(Point{X: 0.4}))
		if i == 0 {
			line = "M" + num(x) + " " + num(-y)
			continue
		}
		line += "L" + num(x) + " " + num(-y)
	}
	s.marks = append(s.marks, mark{"spine" + through, line})
	for i := range lumbarJoints {
		s.ball(b.spine[i].at.plus(b.spine[i+1].at).times(0.5), 0.62)
		s.marks = append(s.marks, mark{"level" + through, s.path.String()})
		s.path.Reset()
	}
}

// order says which limbs lie behind the trunk, and which side is drawn first of those before it. That of the first key
// pose holds for the whole motion, so that marks keep their order.
type order struct {
	leg, arm [2]bool
	sides    [2]int
}

// aside says whether a view is from the side, where the other half of the body lies behind.
func (v View) aside() bool { return v.Above == 0 && math.Abs(v.Around) < 30 }

func orderOf(b body, v View) order {
	near := func(p Point) float64 { _, _, n := v.see(p); return n }
	o := order{sides: [2]int{1, 0}}
	if near(b.hip[1]) > near(b.hip[0]) {
		o.sides = [2]int{0, 1}
	}
	if v.aside() {
		o.leg[o.sides[0]], o.arm[o.sides[0]] = true, true
		return o
	}
	const clearly = 2.5 // so that what is about as near as the trunk is drawn before it
	trunk := near(b.pelvis.at.plus(b.spine[topOfChest].at).times(0.5))
	for i := range sides {
		o.leg[i] = near(b.hip[i].plus(b.knee[i]).times(0.5)) < trunk-clearly
		o.arm[i] = near(b.elbow[i].plus(b.wrist[i]).times(0.5)) < trunk-clearly
	}
	return o
}

// draw is one pose on a sheet.
func (p Pose) draw(v View, o order) *sheet { return p.drawOn(newSheet(v), o) }

// measure is what a pose covers, without its paths.
func (p Pose) measure(v View, o order) *sheet {
	s := newSheet(v)
	s.dry = true
	return p.drawOn(s, o)
}

func (p Pose) drawOn(s *sheet, o order) *sheet {
	v, b := s.view, p.stand()
	// From the side the other half of the body is shaded, so that left and right cannot be mixed up.
	behind := "near"
	if v.aside() {
		behind = "far"
	}
	for _, i := range o.sides {
		if o.leg[i] {
			s.leg(b, i)
			s.finish(behind)
		}
		if o.arm[i] {
			s.arm(b, i)
			s.finish(behind)
		}
	}
	s.trunk(b)
	s.finish("near")
	s.face(b)
	for _, i := range o.sides {
		if !o.leg[i] {
			s.leg(b, i)
			s.finish("near")
			in := b.pelvis.at.minus(b.hip[i])
			s.ball(b.hip[i].plus(in.times(0.15)).plus(b.pelvis.up.times(1.9)), 4.4)
			s.blend(b.hip[i].plus(in.times(0.35)), 4.75)
		}
	}
	s.spineLine(b)
	for _, i := range o.sides {
		if !o.arm[i] {
			s.arm(b, i)
			s.finish("near")
			s.blend(b.shoulder[i].plus(b.spine[topOfChest].at.minus(b.shoulder[i]).times(0.26)), 3.05)
		}
	}
	return s
}
