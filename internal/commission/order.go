package commission

import "github.com/openlumbar/lumbar/chair"

// axes is the order in which axes are tried: what presses first, for until its place is known nothing else may move.
func axes() []chair.Axis {
	return []chair.Axis{chair.Depth, chair.TapLeft, chair.TapRight, chair.Carriage, chair.Width, chair.Kneading, chair.Recline, chair.LegRest}
}

// order is the steps of a chair.
func order(p *chair.Profile) (all []step) {
	all = append(all, &linkStep{}, &seatStep{})
	if p.Closed != nil {
		return append(all, keys(p)...)
	}
	for _, a := range axes() {
		if p.Axes[a].Fitted {
			all = append(all, &axisStep{axis: a})
		}
	}
	if p.Rollers.CellRange > 0 {
		all = append(all, &cellsStep{}, &pushStep{side: chair.Left}, &pushStep{side: chair.Right})
	}
	if p.Heat.Max > 0 {
		all = append(all, &padStep{})
	}
	if p.SeatSensor {
		all = append(all, &weightStep{on: true})
	}
	for b := range p.Air {
		if p.Air[b].Max > 0 {
			all = append(all, &airStep{bag: chair.Bag(b)})
		}
	}
	if p.Heat.Max > 0 {
		all = append(all, &heatStep{})
	}
	if p.SeatSensor {
		all = append(all, &weightStep{})
	}
	if a := mover(p); a != 0 {
		all = append(all, &haltStep{axis: a, by: byStop})
		if p.StopButton {
			all = append(all, &haltStep{axis: a, by: byButton})
		}
		all = append(all, &haltStep{axis: a, by: bySilence})
	}
	return all
}

// mover is the axis that stop and silence are tried on: one that goes far and presses nobody; 0 if there is none.
func mover(p *chair.Profile) chair.Axis {
	for _, a := range []chair.Axis{chair.Carriage, chair.LegRest, chair.Recline, chair.Width, chair.Depth} {
		if p.Axes[a].Fitted {
			return a
		}
	}
	return 0
}
