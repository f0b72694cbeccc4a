// Package stiffness measures how stiff a back feels at one level: the secant from 20 to 40 N of a roller, once the tissue
// has been pressed before, at 20 N/s.
//
// Course is the force over time: five rises and falls, the first of which only prepares the tissue. Gauge takes what the
// chair reports meanwhile and fits, for each roller,
//
//	place of the tip = a + b t + c F + d sqrt(F), other a, c and d while the force falls, + breathing of one frequency
//
// by least squares; the frequency is the one that leaves the least. The tip is the depth less what the spring behind it
// gives. From the compliance so found it takes what the trunk gives way on its upholstery, by a plain spring: nobody
// measures that, and it is most of the doubt. None of it is the simulation's model of tissue, trunk or breath.
//
// Two measurements are compared by what repeats of the same thing differ by. A change that is less than that is none.
package stiffness
