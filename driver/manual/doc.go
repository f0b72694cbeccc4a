// Package manual guides a person through a session on a massager that has no link: most chairs, cushions and hand-held
// devices on earth. The person works its remote; Lumbar says what to press and when, in that remote's own words, keeps
// time, counts the dose and asks.
//
// It is no driver: nothing moves by Lumbar, so there is no force, no place and no report, and the suite that every driver
// has to pass (drivertest) does not apply. In particular its stop cannot: no command of Lumbar's takes the rollers off
// the back, so STOP is an instruction ("press POWER on your remote") that stays until the person says that it has stopped,
// and until then the dose goes on. Nothing here is ever "confirmed"; what a session on such a device leaves on record is
// unverified.
//
// Pure: a Massager and a Plan are values, a Machine is a state machine that is handed the time.
package manual
