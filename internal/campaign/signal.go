package campaign

import (
	"github.com/openlumbar/lumbar/chair"
)

// signal is one quantity that a chair reports.
type signal struct {
	name  string
	class Class
	scale float64 // a change that matters, in its unit: what jumps, drifts a second times ten, and what noise is made of
	at    func(r *chair.Report, visit func(*float64))
}

// signals is every reported quantity. A cell is one sensor that reports force and peak; a peak can go wrong alone, for
// it is made by the chair's own firmware.
func signals() []signal {
	var out []signal
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		class := AxisSensor
		if a == chair.Depth {
			class = DepthSensor
		}
		out = append(out,
			signal{a.String() + ".place", class, 5, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Axes[a].Pos)) }},
			signal{a.String() + ".speed", class, 20, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Axes[a].Vel)) }})
	}
	cell := func(sides ...chair.Side) func(*chair.Report, func(*float64)) {
		return func(r *chair.Report, v func(*float64)) {
			for _, s := range sides {
				v((*float64)(&r.Force[s]))
				v((*float64)(&r.Peak[s]))
			}
		}
	}
	out = append(out,
		signal{"cell_left", Cell, 15, cell(chair.Left)},
		signal{"cell_right", Cell, 15, cell(chair.Right)},
		signal{"cells", Cells, 15, cell(chair.Left, chair.Right)},
		signal{"peak_left", Peak, 15, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Peak[chair.Left])) }},
		signal{"peak_right", Peak, 15, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Peak[chair.Right])) }},
		signal{"pad", Heat, 4, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Pad)) }})
	for b := range chair.BagEnd {
		out = append(out, signal{"bag_" + b.String(), Air, 5, func(r *chair.Report, v func(*float64)) { v((*float64)(&r.Air[b])) }})
	}
	return out
}

// flag is one yes or no that a chair reports, and what it wrongly says.
type flag struct {
	name  string
	class Class
	set   func(r *chair.Report)
}

func flags() []flag {
	var out []flag
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		class := AxisSensor
		if a == chair.Depth {
			class = DepthLost
		}
		out = append(out,
			flag{a.String() + ".homed_lost", class, func(r *chair.Report) { r.Axes[a].Homed = false }},
			flag{a.String() + ".drive_lost", class, func(r *chair.Report) { r.Axes[a].Fault = true }})
	}
	return append(out,
		flag{"seat.empty", Seat, func(r *chair.Report) { r.Seated = false }},
		flag{"seat.taken", Quiet, func(r *chair.Report) { r.Seated = true }},
		flag{"button.pressed", Stop, func(r *chair.Report) { r.Stop = true }},
		flag{"link.lost", Link, func(r *chair.Report) { r.Lost = true }})
}
