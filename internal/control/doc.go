// Package control turns what the session wants into the next command: it samples a technique's shape, closes
// the force loop along the back's normal, strokes the tappers and keeps every axis jerk-limited.
//
// # Force
//
// The depth screw is driven by position, so force is controlled by admittance without stiffness: speed towards
// the person = Gain * (wanted - felt), plus feed-forward of what is known beforehand, the contour under a
// moving carriage and the kneading eccentric. The series spring bounds the stiffness that the loop can see to
// 6 N/mm whatever lies under the roller, so one gain is stable from fat to bone: with 30 ms of total lag, 60
// degrees of phase margin allow a crossover of 0.52 / 0.030 s = 17 rad/s, and Gain * 6 N/mm = 9.6 rad/s.
// A chair with fewer ticks or a slower drive is given a smaller gain by the same rule, and closes in on the back more slowly.
//
// # Tapping
//
// Tapping is above any force loop's bandwidth. Each stroke is a raised cosine whose reach is bounded beforehand
// by stroke speed, acceleration and jerk, and adapted from stroke to stroke by the peak force that was felt. The
// force loop holds what the rollers rest with between strokes: what a stroke adds is taken off by its stiffness.
//
// # Caps
//
// The wanted force is capped by what the limits allow wherever the kneading circle is, and will be before a force
// could have eased: it is down before a bony place is reached, and rollers do not set off across one with more.
//
// Control is pure: one Controller, one Step a tick, no clock. It knows nothing of the guard; the guard believes
// none of it.
package control
