// Package figure draws a person who moves: a quiet contour with the line of the spine, for showing a movement.
//
// A [Pose] says how the trunk bends, by joint angles, and where feet and hands are; the limbs follow from the
// lengths of their bones, so that what stands on the floor stays there. A [Motion] is a loop of key poses. At gives
// the pose of any moment, [Motion.SVG] its picture, [Motion.Strip] the key poses side by side for those who
// want no motion, and [Motion.Loop] a picture that moves by itself.
//
// Lengths are in hundredths of the body's height, angles in degrees. X is where the person faces, Y is up, Z is the
// person's right. The package is pure.
package figure
