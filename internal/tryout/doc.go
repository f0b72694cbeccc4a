// Package tryout is a chair's test as those meet it who ask for it, a page or a terminal: who began it, what they hold and
// answer, and how the test stands. What is tried, and how it is judged, is package commission's. The engine of a chair with
// axes and that of a closed chair run the same: they own the chair, and hand over their time with every call.
package tryout
