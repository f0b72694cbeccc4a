// Package realtime gives one goroutine the punctuality of a control loop: a clock, sleeping to an absolute moment, and
// what the operating system grants a thread that must not be kept waiting.
//
// Time is CLOCK_BOOTTIME on Linux: monotonic, and going on while the machine is suspended. After a night's sleep of the
// laptop the loop must see that hours have passed since the last report, not that it is as fresh as ever; the monotonic
// clock stands still meanwhile. Elsewhere it is Go's monotonic clock, which may stand still in suspend.
//
// A loop sleeps to absolute moments, one period after the other (Schedule), so that what a tick takes never adds up.
// time.Ticker drops ticks, and a relative sleep starts late by however late it was called.
//
// A loop that is punctual alone is not enough: the Go runtime hands its processor from thread to thread, so that all
// threads of the process go before what is ordinary. The process should be a small one that runs the loop and little else.
//
// Nothing here is needed to run: what is refused is said in the Report, and the loop goes on with less punctuality.
package realtime
