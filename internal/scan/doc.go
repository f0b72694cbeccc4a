// Package scan finds a person's spine levels from what the rollers feel.
//
// Two passes of the carriage at light force, the depth shaken by a millimetre four times a second. Three
// things are felt along the way: how the force answers the shake (stiffness: bone at the sacrum, muscle
// between, bone again at the ribs), and where the rollers meet the back (contour: the hollow of the lumbar
// spine). From them come three landmarks, the upper edge of the sacrum, the lower edge of the ribs and the
// apex of the hollow. Landmarks on the skin side scatter about the bones, so levels are not read off but
// estimated: a Gaussian prior of vertebral spacings (CT, 982 people) is updated by the landmarks, and every
// level gets a 95 % interval that says how far to believe it.
//
// The estimate is pure arithmetic on what was fed to it and uses nothing of who the person is.
package scan
