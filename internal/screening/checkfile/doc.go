// Package checkfile reads what the safety check needs from text: its rules, which are safety-check.hcl beside this
// file, and the answers of one person, which are JSON:
//
//	{"RF-CES-1": "no", "T-MEAL": "yes", "age": 40, "height_cm": 170, "weight_kg": 70, "quiet_sessions": 10}
//
// Both are strict: a key that is not known is an error with a did-you-mean, and all errors come at once.
package checkfile
