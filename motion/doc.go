// Package motion plans jerk-limited motions of one axis: input a state, a target and limits; output a Trajectory to
// sample. Follow and FollowTo are the same plans made anew on every tick, for targets that change all the time. It
// knows no chairs: an axis has a unit (mm or degrees), time is in seconds.
//
// The package is pure: no clock, no goroutine, no I/O, and no allocation but for errors. Input that is not finite is
// an error, never a NaN in the output and never a panic.
//
// # The frame
//
// Dividing position, speed and acceleration by the jerk limit makes the jerk +1, 0 or -1. Times stay as they are;
// acceleration is then in s, speed in s2 and position in s3. All formulas are in this unit-jerk frame. A is the
// acceleration limit there, V the speed limit.
//
// # Change of speed
//
// From (v, a) to (w, 0) the fastest way pushes with full jerk, holds A if it comes to that, and takes the
// acceleration away with full jerk. Taking it away at once would end at speed v + a|a|/2; what lacks from there to w,
// the gap, gives the side to push to. If the acceleration peak is p, the gap is p2 - max(0, a)2, a counted towards
// that side. If p2 is over A2, the peak is A and is held for (p2 - A2)/A. An acceleration over A is first brought
// down to A. Stop is the change to w = 0.
//
// # Motion to a position
//
// Let U be the fastest way up, the change of speed to V followed by cruise, for as long as one likes. The plan to a
// target above the end of Stop is: follow U for some time, then Stop. For a target below, the mirror image.
//
// Why this is the fastest. Take all motions that keep the limits and are at rest after T seconds or before. No speed
// curve is above that of U, which is the steepest; and none is above the curve D from which one can just be at rest
// at T, the mirror image of U seen from the end. Let v be the curve that follows U, leaves it with full negative
// jerk, touches D and follows it. Another curve w cannot pass above v: along U and D it may not; in between v has the
// least second derivative there is, so that v - w is concave, and it is not negative at both ends. So v goes farthest
// within T. The farthest distance grows with T without a gap, and begins with that of Stop at the least T there is.
// The least T that reaches the target is thus the one whose farthest distance is the target, and v is the plan. This
// holds for every start from which the limits can be kept; the family is complete for symmetric limits and rest
// targets. (A family that passes the top speed with no acceleration is not: from a start that is braking, a little
// farther than Stop is reached by easing the brake, without ever pushing.)
//
// How it is solved. U starts as if from speed c = v - a2/2 without acceleration, a moment earlier or, for a < 0,
// later. With h(y) half the time of a speed change by y, that is sqrt(y) up to A2 and (y/A + A)/2 beyond, the
// distance from there up to speed w and down to rest is
//
//	w h(w) + (w+c) h(w-c)
//
// and has to be the target distance plus a c + a3/6. If w = V is not enough, the rest is cruise. If it is too much,
// there is one root: a quadratic where both speed changes hold A, else Newton's method, in the acceleration peak
// sqrt(w-c) where the way up does not hold A, and in w where it does. In these unknowns the distance is increasing
// and convex, so that the iteration, begun above the root, comes down to it. It takes 7 steps or so, 16 at most in
// a million random problems.
//
// # Starts over the limits
//
// An acceleration over its limit comes down with full jerk. A speed that is over its limit, or cannot be kept from
// passing it (v + a2/2 > V with a > 0), comes back within it by the hardest braking there is: the excess is exactly
// what cannot be avoided, for as short a time as can be, but braking eases before it would carry the speed over the
// opposite limit. From there the plan is the fastest one. ToVelocity, Stop and Follow go the fastest way to their
// target instead; their excess is as high, and may last longer.
//
// # Accuracy
//
// The end state that At gives is exact. The phases come to it, and continue into one another, within 1e-13 of the
// largest position, speed and acceleration on the way, and keep the limits as accurately at every moment, extrema
// within phases included, if the limits can be kept from the start (measured: 1e-14). From other starts it is 1e-10
// (measured: 6e-12, from starts that cannot but go to ten thousand times the speed limit). To that comes what one
// rounding of the time makes. Every plan is integrated before it is returned, and one that misses its end by more
// than 1e-9 is refused with ErrRange; that takes magnitudes which no axis has, or an acceleration limit that needs
// hours to come to at the jerk limit. Durations agree with Ruckig's for rest targets within 3e-14.
//
// The fastest way is sensitive: near the end of Stop, the time grows with the cube root of the distance, so that a
// rounding of 1e-15 may cost 1e-5 s. Follow and FollowTo therefore take as none what is less than 1e-9 of the most that
// can change in a tick, and make it good in the tick of the arrival. FollowTo may arrive one tick later than ToPosition
// says, though it did not in 57 000 random problems.
package motion
