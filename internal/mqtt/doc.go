// Package mqtt lets a house know of its chair: a bridge to the user's own broker, over MQTT 5, in the words of Home Assistant's
// device discovery.
//
// What crosses is State, Diagnostics and Update, and nothing else: words of fixed lists, whole numbers, yes and no. No answer,
// limit, refusal, reason or outcome is in them, and what is told of a session does not depend on whose limits hold: time left,
// phase and heat are those of the programme as it is written, the back is up or down. A test walks the types; another plays sessions of
// people with different limits and compares every byte.
//
// From afar one may stop, pause and soften, and never start. Prepare chooses a programme on the page, where somebody who sits at
// the chair starts it. Resume takes back a pause that came the same way, and nobody else's.
//
// The bridge decides nothing about the chair, keeps no engine alive and holds up no session: it hears the snapshots that the
// page's server takes anyway, one at a time, the newest only.
package mqtt
