// Package body is a person's back: spine levels, curve, paraspinal lanes and tissue, from measurements.
//
// Heights are along the back, above the uncompressed seat, in millimetres, for a person sitting upright. How
// somebody really sits (sink into the seat, slump) and how they differ from what their measures say is the
// twin's to draw and the scan's to find.
package body
