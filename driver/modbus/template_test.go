package modbus_test

import (
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/internal/diag"
)

// TestShipped proves of every worked template: it is whole, is named as its file, is laid out, and can be read without its
// registers.
func TestShipped(t *testing.T) {
	if len(modbus.Shipped()) < 2 {
		t.Fatalf("only %v ship", modbus.Shipped())
	}
	for _, name := range modbus.Shipped() {
		src, err := modbus.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		p, _, list := modbus.Read(name, src)
		if len(list) > 0 {
			t.Errorf("%s: %v", name, list)
		}
		if p.Name != name || p.Simulated || p.Closed != nil {
			t.Errorf("models/%s holds %q, simulated %v", name, p.Name, p.Simulated)
		}
		if _, list := profile.Read(name, src); len(list) > 0 {
			t.Errorf("%s without its registers: %v", name, list)
		}
		if laid, _ := diag.Format(name, src); string(laid) != string(src) {
			t.Errorf("%s is not laid out: lumbar fmt", name)
		}
	}
	if _, err := modbus.Source("open-bored"); err == nil {
		t.Error("a template that does not ship was given")
	}
}

// TestChecks changes one place of a worked template each and wants exactly one error.
func TestChecks(t *testing.T) {
	const reset = "      reset {\n        register = 0\n        bit      = 7\n      }\n"
	tests := []struct {
		name, from, to string
		code           diag.Code
		says           string
	}{
		{"no reaction to silence", "      on_silence = \"retracts\"\n", "", diag.Missing, "on_silence"},
		{"no time of silence", "      silence    = \"120 ms\"\n", "", diag.Missing, "silence"},
		{"another reaction than the chair's", `      on_silence = "retracts"`, `      on_silence = "releases"`, diag.Contradiction, "on silence"},
		{"a reaction of closed chairs", `      on_silence = "retracts"`, `      on_silence = "runs_on"`, diag.UnknownWord, ""},
		{"later than the heartbeat", `silence    = "120 ms"`, `silence    = "300 ms"`, diag.Contradiction, ""},
		{"sooner than commands come at rest", `silence    = "120 ms"`, `silence    = "90 ms"`, diag.Contradiction, "at rest"},
		{"stale before it has acted", `silence    = "120 ms"`, `silence    = "190 ms"`, diag.Contradiction, "stale"},
		{"no source", "      source     = \"driver/modbus/standin/board.go: the registers are this project's own.\"\n", "", diag.Missing, "source"},
		{"no such address", "address    = 1", "address    = 248", diag.OutOfRange, ""},
		{"an unknown axis", `      axis "recline" {`, `      axis "reclyne" {`, diag.UnknownWord, ""},
		{"a register beyond", "register = 46", "register = 65536", diag.OutOfRange, "register"},
		{"a register that is none", "register = 46", `register = "x"`, diag.OutOfRange, "register"},
		{"an unknown type", "      pad {\n        register = 46\n        type     = \"s16\"", "      pad {\n        register = 46\n        type     = \"s24\"", diag.UnknownWord, ""},
		{"an unknown attribute", "        bit      = 7\n", "        bit      = 7\n        nit      = 7\n", diag.UnknownAttribute, "nit"},
		{"a scale of the wrong kind", `scale    = "0.1 °C"`, `scale    = "0.1 mm"`, diag.BadUnit, ""},
		{"a flag without its bit", "        register = 32\n        bit      = 2\n", "        register = 32\n", diag.Missing, "bit"},
		{"a flag in a table that is not written", "        register = 0\n        bit      = 7\n", "        table    = \"input\"\n        register = 0\n        bit      = 7\n", diag.Contradiction, "written"},
		{"a number in a bit", "      pad {\n", "      pad {\n        table    = \"coil\"\n", diag.Contradiction, "bit"},
		{"limits the wrong way round", "        min      = \"-20 °C\"\n        max      = \"120 °C\"\n", "        min      = \"120 °C\"\n        max      = \"-20 °C\"\n", diag.Contradiction, "max"},
		{"two in one register", "        register = 7\n", "        register = 6\n", diag.Duplicate, ""},
		{"one bit twice", reset, strings.Replace(reset, "= 7", "= 1", 1), diag.Duplicate, ""},
		{"two registers at once", "      combined   = true\n", "      combined   = true\n      single     = true\n", diag.Contradiction, ""},
		{"no force", "      force_left {", "      peak_left_ {", diag.UnknownBlock, ""},
		{"a seat sensor that the chair has not", "seat_sensor   = true", "seat_sensor   = false", diag.Contradiction, "seat"},
		{"an order of words", "          register = 35\n", "          register = 35\n          order    = \"mixed\"\n", diag.UnknownWord, ""},
		{"a setting that its type does not hold", "        value    = 120\n", "        value    = -1\n", diag.OutOfRange, ""},
		{"no such axis speed", `      axis "depth" {`, "      axis \"depth\" {\n        follow = \"60 /s\"", diag.OutOfRange, ""},
	}
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ahead, behind, ok := strings.Cut(string(src), tt.from)
			if !ok {
				t.Fatalf("no %q", tt.from)
			}
			_, _, list := modbus.Read("t.hcl", []byte(ahead+tt.to+behind))
			found := 0
			for _, d := range list {
				if d.Code == tt.code && strings.Contains(d.Summary+d.Detail, tt.says) && d.Severity == diag.Error {
					found++
				}
			}
			if found == 0 || len(list) > 3 {
				t.Errorf("want %s with %q, got %d: %v", tt.code, tt.says, len(list), list)
			}
		})
	}
}

// What is missing altogether is named with what it is for.
func TestMissing(t *testing.T) {
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	cut := func(from, to string) string {
		a, rest, ok := strings.Cut(text, from)
		_, b, ok2 := strings.Cut(rest, to)
		if !ok || !ok2 {
			t.Fatalf("no %q up to %q", from, to)
		}
		return a + to + b
	}
	depth := strings.Index(text, "      axis \"depth\"")
	for _, tt := range []struct{ text, says string }{
		{text[:strings.Index(text, "  modbus {")] + "}\n", "modbus"},
		{cut("      axis \"recline\" {", "      heat_to {"), `axis "recline"`},
		{cut("      heat_to {", "      force_left {"), "heat_to"},
		{cut("      force_left {", "      force_right {"), "force_left"},
		{cut("      stop {", "      axis \"carriage\" {"), "stop"},
		{text[:depth] + strings.Replace(text[depth:], "        enable {\n          register = 0\n          bit      = 2\n        }\n", "", 1), "enable"},
		{text[:depth] + strings.Replace(text[depth:], "        seek {\n          register = 0\n          bit      = 5\n        }\n", "", 1), "seek"},
		{text[:depth] + strings.Replace(text[depth:], "        place {\n          register = 35\n          type     = \"s32\"\n          scale    = \"0.01 mm\"\n        }\n", "", 1), "place"},
		{text[:depth] + strings.Replace(text[depth:], "        target {\n          register = 3\n          type     = \"s32\"\n          scale    = \"0.01 mm\"\n        }\n", "", 1), "target"},
	} {
		_, _, list := modbus.Read("t.hcl", []byte(tt.text))
		found := false
		for _, d := range list {
			found = found || d.Code == diag.Missing && strings.Contains(d.Summary, tt.says)
		}
		if !found || len(list) > 2 {
			t.Errorf("without %s: got %v", tt.says, list)
		}
	}
}

func TestParseLink(t *testing.T) {
	for text, want := range map[string]modbus.Link{
		"modbus-tcp://192.168.1.20:502":                              {TCP: "192.168.1.20:502"},
		"modbus-tcp://gateway":                                       {TCP: "gateway:502"},
		"modbus-tcp://[::1]:1502":                                    {TCP: "[::1]:1502"},
		"modbus-rtu:///dev/ttyUSB0":                                  {Path: "/dev/ttyUSB0", Baud: 19200, Parity: modbus.Even, Stops: 1},
		"modbus-rtu:///dev/ttyUSB0?baud=115200&parity=none":          {Path: "/dev/ttyUSB0", Baud: 115200, Parity: modbus.None, Stops: 2},
		"modbus-rtu:///dev/ttyS1?baud=115200&parity=none&stop=1":     {Path: "/dev/ttyS1", Baud: 115200, Parity: modbus.None, Stops: 1},
		"modbus-rtu:///dev/serial/by-id/usb-1?parity=odd&baud=38400": {Path: "/dev/serial/by-id/usb-1", Baud: 38400, Parity: modbus.Odd, Stops: 1},
	} {
		got, err := modbus.ParseLink(text)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
		if again, err := modbus.ParseLink(got.String()); err != nil || again != got {
			t.Errorf("%s comes back as %+v, %v", got, again, err)
		}
	}
	for _, text := range []string{
		"", "modbus", "tcp://x", "modbus-tcp://", "modbus-tcp://x/y", "modbus-tcp://x?baud=1", "modbus-rtu://ttyUSB0", "modbus-rtu://",
		"modbus-rtu:///dev/x?baud=12", "modbus-rtu:///dev/x?parity=mark", "modbus-rtu:///dev/x?stop=3", "modbus-rtu:///dev/x?bits=7", "://",
	} {
		if l, err := modbus.ParseLink(text); err == nil || !strings.Contains(err.Error(), "write it like") {
			t.Errorf("%q: got %+v, %v", text, l, err)
		}
	}
}
