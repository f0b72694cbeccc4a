package campaign

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
)

const ms = time.Millisecond

// failureClass is the class of each of the twin's failures. A test fails when one is missing.
var failureClass = map[string]Class{
	"depth_jam": DepthLost, "pad_stuck": Heat, "cable_pulled": Link, "sitter_leaves": Seat, "cell_frozen": Cell,
	"stop_pressed": Stop, "encoder_frozen": DepthSensor, "thermistor_open": Heat, "power_lost": Power, "recline_jam": AxisLost,
	"carriage_jam": AxisLost, "bag_stuck": Valve, "pad_off": Heat, "thermistor_frozen": Heat, "load_cell_drift": Cell,
	"seat_sensor_stuck": Quiet, "encoder_jump": DepthSensor, "depth_brownout": DepthSlow,
	"load_cell_coarse": Cell, "encoder_coarse": DepthSensor,
}

// Catalogue is every fault that is known, each at its usual size, the healthy chair first.
func Catalogue() []Fault {
	out := []Fault{{name: "healthy", class: Benign}, {kind: stopPressed, name: "stop", class: Stop}}
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		out = append(out, Fault{kind: failing, failure: f, name: "twin." + f.String(), class: failureClass[f.String()]})
		switch f {
		case twin.CablePulled, twin.PowerLost: // and back, while the chair is on its way home and after
			for _, d := range []time.Duration{200 * ms, 2 * time.Second} {
				out = append(out, Fault{kind: failing, failure: f, name: "twin." + f.String() + "." + d.String(), class: failureClass[f.String()], lasts: d})
			}
		}
	}
	for i, s := range signals() {
		for w := way(0); w < wayEnd; w++ {
			out = append(out, Fault{kind: sensing, signal: i, way: w, size: 1, name: s.name + "." + w.String(), class: sensorClass(s.class, w)})
		}
	}
	for i, s := range flags() {
		out = append(out, Fault{kind: flagging, signal: i, name: s.name, class: s.class})
		if s.name == "seat.empty" {
			out = append(out, Fault{kind: blinking, signal: i, time: 400 * ms, name: "seat.flicker.400ms", class: Benign})
		}
	}
	return append(out, linkFaults()...)
}

// sensorClass is the class of a signal that goes wrong in some way: whatever cannot be is the same for all, and
// cells that both say too little leave nothing to hold them against.
func sensorClass(c Class, w way) Class {
	switch {
	case w.gross():
		return Impossible
	case c == Cells && w.soft():
		return Alike
	}
	return c
}

// linkFaults is what happens to messages and to the host.
func linkFaults() []Fault {
	var out []Fault
	add := func(k kind, c Class, size float64, name string, times ...time.Duration) {
		if len(times) == 0 {
			out = append(out, Fault{kind: k, name: name, class: c, size: size})
		}
		for _, t := range times {
			out = append(out, Fault{kind: k, name: name + "." + t.Abs().String(), class: c, size: size, time: t})
		}
	}
	add(reportDelayed, Benign, 0, "report.delayed", 10*ms)
	add(reportDelayed, Reports, 0, "report.delayed", 20*ms, 50*ms, 100*ms, 200*ms, 500*ms)
	add(reportLate, Late, 0, "report.late", 10*ms, 20*ms, 50*ms, 100*ms, 200*ms, 500*ms)
	add(reportRepeated, Reports, 0, "report.repeated")
	add(reportReplayed, Reports, 0, "report.replayed")
	add(reportSwapped, Reports, 0, "report.swapped")
	add(reportDropped, Benign, 0.5, "report.dropped.half")
	add(reportDropped, Reports, 1, "report.dropped.all")
	add(reportReset, Reports, 0, "report.reset")
	add(reportFuture, Reports, 0, "report.future", 10*ms, time.Second)
	add(commandDelayed, Commands, 0, "command.delayed", 10*ms, 20*ms, 50*ms, 100*ms, 200*ms, 500*ms)
	add(commandDropped, Commands, 0.5, "command.dropped.half")
	add(commandDropped, Link, 1, "command.dropped.all")
	add(commandDoubled, Commands, 0, "command.doubled")
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		class := AxisLost
		if a == chair.Depth {
			class = DepthLost
		}
		out = append(out, Fault{kind: commandStuck, axis: a, name: "command.stuck." + a.String(), class: class})
	}
	add(hostPaused, Benign, 0, "host.paused", 80*ms)
	add(hostPaused, Host, 0, "host.paused", 100*ms, 300*ms, time.Second, 3*time.Second, 10*time.Second)
	add(hostKilled, Host, 0, "host.killed")
	add(hostDead, Gone, 0, "host.dead")
	add(clockJumped, Gone, 0, "clock.forward", 200*ms, time.Second, 10*time.Second)
	add(clockJumped, Gone, 0, "clock.back", -10*ms, -time.Second, -10*time.Second)
	return out
}
