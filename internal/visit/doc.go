// Package visit is the person's part of a session: who is sitting, the safety check, movements to warm up, water,
// sitting down; and afterwards how it felt, why they stopped, and what to watch for. It is a state machine: a Visit
// stands at a Step, and each of its methods is for one step and moves it on. It has no clock and does no I/O; the
// moment comes in as an argument. It knows no chair: what it hands over is a Grant, which is limits and an opaque id.
//
// What it promises, whatever is asked in whatever order:
//
//   - No Grant without a check that was answered whole, that let the person go on, and that is not older than Holds.
//   - A Grant's limits are those of the safety check and the dose, or tighter; within a visit they only tighten.
//   - Answers stay inside; Visit, Facts and Record print as "withheld". Forget wipes them.
package visit
