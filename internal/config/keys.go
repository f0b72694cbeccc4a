package config

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// Key is one thing that can be configured.
type Key struct {
	Name  string // in the file
	About string // for people, one line
	Block string // in which it stands; empty: in none

	read func(r *diag.Reader, name string, c *Config)
}

// Variable is the key's name in the environment.
func (k Key) Variable() string {
	return "LUMBAR_" + strings.ToUpper(strings.TrimPrefix(k.Block+"_"+k.Name, "_"))
}

// Path is the key with the block that it stands in, such as mqtt.broker.
func (k Key) Path() string { return strings.TrimPrefix(k.Block+"."+k.Name, ".") }

// Keys is every key, for help and documents.
func Keys() []Key { return slices.Clone(keys) }

// key is one that stands in no block.
func key(name, about string, read func(r *diag.Reader, name string, c *Config)) Key {
	return Key{Name: name, About: about, read: read}
}

// What numbers may be. Whole numbers up to 2^53 are the same in every JSON reader. At more than 60 times real
// time nobody can follow the picture.
const (
	mostSeed  = 1 << 53
	leastPace = 1
	mostPace  = 60
)

// keys is the one table: the file, the environment and the documents are made from it.
var keys = append([]Key{
	key("addr", `where the page listens, host:port; "127.0.0.1:8420" unless said`, readAddr),
	key("data", "the directory of what is kept; the platform's own place unless said", func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.Data) }),
	key("chair", `the chair's profile: a name that ships, or a path; "bench-4d" unless said`, func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.Chair) }),
	key("link", `how the chair is reached: "simulated", "ble:AA:BB:CC:DD:EE:FF", "modbus-tcp://host:502", "modbus-rtu:///dev/ttyUSB0?baud=115200" or "unix:/path/to/socket"; "simulated" unless said`, func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.Link) }),
	key("body", `the simulated person: ansur:ROW, or a path to a body file; "ansur:1" unless said`, readBody),
	key("seed", "the seed of a simulated chair and person; 1 unless said", readSeed),
	key("pace", "how many times faster than real a simulated chair runs, 1 to 60; 1 unless said", func(r *diag.Reader, name string, c *Config) { r.Number(name, leastPace, mostPace, &c.Pace) }),
	key("place", `where the chair stands: "home", or "shared" for adults and guests alone, of whom nothing is kept; "home" unless said`, func(r *diag.Reader, name string, c *Config) { r.Word(name, []string{Home, Shared}, &c.Place) }),
	key("record", `whether sessions are taken down tick by tick, for lumbar replay: "never", "faults" (those that a fault ended) or "always"; a guest's never; "never" unless said`, func(r *diag.Reader, name string, c *Config) {
		r.Word(name, []string{RecordNever, RecordFaults, RecordAlways}, &c.Record)
	}),
	key("open", "whether the browser opens at start; false unless said", func(r *diag.Reader, name string, c *Config) { r.Bool(name, &c.Open) }),
}, mqttKeys...)

// readAddr wants a host, which may be empty for all interfaces, and a port in digits; 0 takes any that is free.
func readAddr(r *diag.Reader, name string, c *Config) {
	var addr string
	if !r.Text(name, &addr) {
		return
	}
	const way = `Write it like "127.0.0.1:8420"; ":8420" listens on every network.`
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		r.Error(r.At(name), diag.WrongType, strconv.Quote(addr)+" is not host:port", way)
		return
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		r.Error(r.At(name), diag.OutOfRange, strconv.Quote(port)+" is not a port from 0 to 65535", way)
		return
	}
	c.Addr = addr
}

// ansur begins the name of a person of the population.
const ansur = "ansur:"

func readBody(r *diag.Reader, name string, c *Config) {
	var body string
	if !r.Text(name, &body) {
		return
	}
	if row, ok := strings.CutPrefix(body, ansur); ok {
		if n, err := strconv.ParseUint(row, 10, 32); err != nil || n == 0 {
			r.Error(r.At(name), diag.OutOfRange, strconv.Quote(row)+" is not a row of the population", `Rows count from 1: write it like "ansur:1".`)
			return
		}
	}
	c.Body = body
}

// The places. In a shared one there are adults and guests only.
const (
	Home   = "home"
	Shared = "shared"
)

func readSeed(r *diag.Reader, name string, c *Config) {
	var seed int64
	if r.Whole(name, 0, mostSeed, &seed) {
		c.Seed = uint64(seed)
	}
}

// Which sessions are recorded.
const (
	RecordNever  = "never"
	RecordFaults = "faults"
	RecordAlways = "always"
)
