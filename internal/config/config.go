// Package config reads lumbar.hcl and the environment. Every key is optional, an unknown one is an error, and
// each has a variable LUMBAR_KEY that says the same: both are read by the one row of the table in keys.go.
package config

import (
	"github.com/openlumbar/lumbar/internal/diag"
)

// Config is what whoever runs Lumbar may choose.
type Config struct {
	Addr   string  // where the page and its interfaces listen, host:port
	Data   string  // directory of what is kept; empty is the platform's own place
	Chair  string  // name of a profile that ships, or a path to one
	Link   string  // address of the link over which the chair is reached; package links knows them
	Body   string  // of a simulated person: ansur:ROW, or a path to a body file
	Seed   uint64  // of a simulated chair and person; 0 to 2^53
	Pace   float64 // of a simulated chair, times real time; 1 to 60
	Place  string  // where the chair stands: Home or Shared
	Record string  // which sessions are recorded: RecordNever, RecordFaults or RecordAlways
	Open   bool    // open the browser at start
	MQTT   MQTT    // the user's broker; without one nothing leaves
}

// Defaults is the configuration of somebody who wrote none.
func Defaults() Config {
	return Config{Addr: "127.0.0.1:8420", Chair: "bench-4d", Link: "simulated", Body: "ansur:1", Seed: 1, Pace: 1, Place: Home, Record: RecordNever, MQTT: mqttDefaults()}
}

// Read reads a configuration file over the defaults. What is wrong leaves its default.
func Read(filename string, src []byte) (Config, diag.List) {
	c := Defaults()
	r := diag.Open(filename, src)
	for _, k := range keys {
		if k.Block == "" && r.Has(k.Name) {
			k.read(r, k.Name, &c)
		}
	}
	readMQTT(r, &c)
	return c, r.Finish()
}

// FromEnv reads the environment over c. The file of a diagnostic is the variable. What is wrong leaves c's value.
func FromEnv(lookup func(name string) (value string, found bool), c Config) (Config, diag.List) {
	var all diag.List
	for _, k := range keys {
		text, found := lookup(k.Variable())
		if !found {
			continue
		}
		r := diag.OpenText(k.Variable(), k.Variable(), text)
		k.read(r, k.Variable(), &c)
		all = append(all, r.Finish()...)
	}
	return c, all
}
