// Package testrecord keeps the signed record of a chair's test: what was tried, what came of it, by whom, and of exactly
// which profile, link, driver and procedure. Nobody may sit in a real chair without a record that still holds.
//
// The signature is made with a key of this machine's own, in the data directory, so that a record that was edited, copied
// from elsewhere or left behind by another key does not count; nor does one whose profile or driver has changed since. It
// keeps out mistakes and old papers. It does not keep out whoever owns the machine and means to deceive themselves.
package testrecord
