package profile

import (
	"regexp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// What control and link may be. The heartbeat's end is a rule of the house: a chair on its own for longer than
// a second is not controlled. The rest are assumptions: below 50 Hz the guard reacts too late, above 1 kHz no
// chair's bus follows.
var (
	controlSpan   = diag.Span{Min: 50, Max: 1000} // Hz
	heartbeatSpan = diag.Span{Min: 0.02, Max: 1}  // s
	staleSpan     = diag.Span{Min: 0.001, Max: 1} // s
	massageSpan   = diag.Span{Min: 90, Max: 180}  // °
)

var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Read reads a chair profile. The profile is whole only if the list has no errors; the list tells everything
// that is wrong at once.
func Read(filename string, src []byte) (chair.Profile, diag.List) {
	var p chair.Profile
	top := diag.Open(filename, src)
	chairs := top.Blocks(diag.Kind{Name: "chair", Labels: []string{"name"}, Many: true})
	if len(chairs) == 0 {
		top.Need(`chair "name"`, "A file holds one chair.")
	}
	for i, r := range chairs {
		one := &p
		if i > 0 {
			r.Error(r.Header(), diag.Duplicate, "a second chair in one file", "A file holds one chair: give this one a file of its own.")
			one = new(chair.Profile) // its own mistakes are told all the same
		}
		readChair(r, one, src)
	}
	return p, top.Finish()
}

func readChair(r *diag.Reader, p *chair.Profile, src []byte) {
	if p.Name = r.Label(0); !nameForm.MatchString(p.Name) {
		r.Error(r.Header(), diag.BadLabel, "this name cannot be used",
			`A chair's name is small letters, digits and single dashes, like "bench-4d". The title is for people.`)
	}
	r.Text("title", &p.Title)
	origin(r, p)
	if r.Has("simulated") {
		r.Bool("simulated", &p.Simulated)
	}
	closed := r.Block("closed")
	every, beat, fresh := controlSpan, heartbeatSpan, staleSpan
	ways := []chair.Loss{chair.Retracts, chair.Releases, chair.Holds}
	if closed != nil {
		every, beat, fresh = closedControlSpan, closedHeartbeatSpan, closedStaleSpan
		ways = append(ways, chair.RunsOn)
	}
	control := diag.Quantity(r, "control", unit.Frequency, every, &p.Control)
	heartbeat := r.Duration("heartbeat", beat, &p.Heartbeat)
	stale := r.Duration("stale", fresh, &p.Stale)
	diag.OneOf(r, "on_silence", ways, &p.OnSilence)
	diag.OneOf(r, "on_power_loss", ways, &p.OnPowerLoss)
	r.Bool("seat_sensor", &p.SeatSensor)
	r.Bool("stop_button", &p.StopButton)
	massage := diag.Quantity(r, "massage", unit.Angle, massageSpan, &p.Massage)

	fitted := readAxes(r, p)
	rollers := readRollers(r, p)
	readHeat(r, p)
	readAir(r, p)
	readPerson(r, p)
	readClosed(r, closed, fitted, p)
	if registers := r.Block("modbus"); registers != nil {
		registers.Apart() // how it is reached: driver/modbus reads that out of the same text
		p.Wiring = string(src)
	}

	checkLink(r, p, control, heartbeat, stale)
	checkLoss(r, p)
	checkMassage(r, fitted[chair.Recline], p, massage)
	checkTapping(r, fitted)
	checkRollers(rollers, fitted[chair.Depth], p)
}

// origin reads where a block's figures come from.
func origin(r *diag.Reader, p *chair.Profile) {
	said := false
	for _, from := range []struct {
		name   string
		assume bool
	}{{"source", false}, {"assumption", true}} {
		if !r.Has(from.name) {
			continue
		}
		said = true
		f := chair.Figure{Block: r.Title(), Assume: from.assume}
		if r.Text(from.name, &f.Origin) {
			p.Figures = append(p.Figures, f)
		}
	}
	if !said {
		r.Missing("source", `Say where the figures come from: source = "...", or assumption = "..." with the reason if nobody published them.`)
	}
}
