package figure

import "math"

// A Point is a place or a direction.
type Point struct{ X, Y, Z float64 }

func (a Point) plus(b Point) Point { return Point{a.X + b.X, a.Y + b.Y, a.Z + b.Z} }

func (a Point) minus(b Point) Point { return Point{a.X - b.X, a.Y - b.Y, a.Z - b.Z} }

func (a Point) times(k float64) Point { return Point{k * a.X, k * a.Y, k * a.Z} }

func (a Point) dot(b Point) float64 { return float64(a.X*b.X) + float64(a.Y*b.Y) + float64(a.Z*b.Z) }

func (a Point) length() float64 { return math.Sqrt(a.dot(a)) }

// unit is the direction of a, or the direction or for a point without one.
func (a Point) unit(or Point) Point {
	if l := a.length(); l > 1e-9 {
		return a.times(1 / l)
	}
	return or
}

// A frame is a place and three directions: forward, up and right of a part of the body.
type frame struct {
	at             Point
	fwd, up, right Point
}

// upright is the frame of somebody who stands and faces X.
func upright(at Point) frame {
	return frame{at, Point{X: 1}, Point{Y: 1}, Point{Z: 1}}
}

// bend turns a frame about its own axes: flex leans forward, side leans to the right, twist turns to the right.
func (f frame) bend(flex, side, twist float64) frame {
	f.fwd, f.up = turn(f.fwd, f.up, -flex)
	f.up, f.right = turn(f.up, f.right, side)
	f.fwd, f.right = turn(f.fwd, f.right, twist)
	return f
}

// turn turns a towards b by an angle, and b with it.
func turn(a, b Point, degrees float64) (Point, Point) {
	s, c := math.Sincos(degrees * math.Pi / 180)
	return a.times(c).plus(b.times(s)), b.times(c).minus(a.times(s))
}

// point is a place given by the frame's own directions.
func (f frame) point(p Point) Point {
	return f.at.plus(f.fwd.times(p.X)).plus(f.up.times(p.Y)).plus(f.right.times(p.Z))
}

// reach is where the middle joint of two bones lies when they go from a to b, bent towards pole, and where they
// end: at b, or as near as they can.
func reach(a, b Point, upper, lower float64, pole Point) (middle, end Point) {
	way := b.minus(a)
	d := min(way.length(), (upper+lower)*0.9999)
	d = max(d, math.Abs(upper-lower)+0.01)
	along := way.unit(Point{Y: -1})
	end = a.plus(along.times(d))
	foot := (upper*upper - lower*lower + d*d) / (2 * d)
	height := math.Sqrt(max(0, upper*upper-foot*foot))
	out := pole.minus(along.times(pole.dot(along))).unit(Point{X: 1})
	return a.plus(along.times(foot)).plus(out.times(height)), end
}

// A View is from where the figure is looked at: Around 0 is from the person's right, 90 from the front; Above is how
// far one looks down.
type View struct{ Around, Above float64 }

// see is a point on paper, to the right and up, and how near it is.
func (v View) see(p Point) (x, y, near float64) {
	s, c := math.Sincos(v.Around * math.Pi / 180)
	x, near = p.X*c-p.Z*s, p.X*s+p.Z*c
	s, c = math.Sincos(v.Above * math.Pi / 180)
	return x, p.Y*c - near*s, near*c + p.Y*s
}
