package commission

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// What sensors are held to. Assumptions; the zero error is the one that the guard's own tare allows.
const (
	usualPush  = 20 // N
	samples    = time.Second
	zeroError  = 20  // N from what the head weighs
	feels      = 0.2 // of the push: less is nothing
	trueLeast  = 0.6 // of the push: hands are no scales
	trueMost   = 1.4
	padColdest = 5  // °C that a pad at rest can have
	padWarmest = 45 // the same
	roomError  = 6  // °C from what the room is said to have
	seatWithin = 3 * time.Second
)

// mean gathers readings.
type mean struct {
	n    int
	sum  float64
	seq  uint64
	last float64
	same int // readings in a row that are the very same
}

func (m *mean) add(seq uint64, x float64) {
	if m.n > 0 && seq == m.seq {
		return
	}
	if m.n > 0 && x == m.last {
		m.same++
	} else {
		m.same = 0
	}
	m.n, m.sum, m.seq, m.last = m.n+1, m.sum+x, seq, x
}

func (m *mean) of() float64 { return m.sum / float64(max(1, m.n)) }

// cellsStep reads the load cells with nothing before them.
type cellsStep struct{ cell [chair.SideEnd]mean }

func (*cellsStep) name() string  { return "load cells" }
func (*cellsStep) title() string { return "The load cells, unloaded" }
func (*cellsStep) prompt() Prompt {
	return Prompt{How: Wait, Text: "Nothing touches the rollers. Lumbar reads what their load cells say."}
}

func (s *cellsStep) tick(b *Bench, in *In) act {
	for i := range s.cell {
		s.cell[i].add(in.Report.Seq, float64(in.Report.Force[i]))
	}
	if b.took() < samples {
		return act{}
	}
	weight := float64(chair.HeadWeight(b.profile.Rollers.Head, b.profile.Back(in.Report)))
	var figures []Figure
	wrong := ""
	for i := range s.cell {
		side, is := chair.Side(i).String(), s.cell[i].of()
		b.zero[i] = is
		figures = append(figures, Figure{Name: side + " cell", Value: round(is), Unit: "N", Least: round(weight - zeroError), Most: round(weight + zeroError)})
		switch {
		case wrong != "":
		case s.cell[i].n < 3:
			wrong = "the chair reports too seldom to say"
		case b.profile.Rollers.CellNoise > 0 && s.cell[i].same >= s.cell[i].n-1:
			wrong = fmt.Sprintf("the %s load cell says the very same %d times: a cell that lives is never so still. Is it connected?", side, s.cell[i].n)
		case math.Abs(is) > float64(b.profile.Rollers.CellRange):
			wrong = fmt.Sprintf("the %s load cell reads %.0f N, more than it can", side, is)
		case !(math.Abs(is-weight) <= zeroError):
			wrong = fmt.Sprintf("the %s load cell reads %.1f N unloaded, where a sound one reads %.1f N: has it been bent, or is something leaning on it?", side, is, weight)
		}
	}
	if wrong != "" {
		b.fail(wrong, figures...)
	} else {
		b.pass(figures...)
	}
	return act{}
}

// pushStep has somebody press one roller as hard as is known.
type pushStep struct {
	side  chair.Side
	began bool
	since time.Duration
	cell  [chair.SideEnd]mean
}

func (s *pushStep) name() string  { return "push " + s.side.String() }
func (s *pushStep) title() string { return "A known push on the " + s.side.String() + " roller" }
func (s *pushStep) prompt() Prompt {
	if s.began {
		return Prompt{How: Wait, Text: "Keep pressing."}
	}
	return Prompt{How: Confirm, Text: fmt.Sprintf("Press on the %s roller by hand, away from where a back would be, as hard as was agreed: a kitchen scale between hand and roller shows it. Keep pressing, and say yes while you do.", s.side)}
}

func (s *pushStep) tick(b *Bench, in *In) act {
	switch {
	case in.No:
		b.fail("the roller was not pressed; begin the test again with a kitchen scale at hand")
	case !s.began && in.Yes:
		s.began, s.since = true, in.At
	case s.began:
		for i := range s.cell {
			s.cell[i].add(in.Report.Seq, float64(in.Report.Force[i])-b.zero[i])
		}
		if in.At-s.since >= samples {
			s.judge(b)
		}
	}
	return act{}
}

func (s *pushStep) judge(b *Bench) {
	other := chair.SideEnd - 1 - s.side
	is, there := s.cell[s.side].of(), s.cell[other].of()
	figures := []Figure{
		{Name: "felt", Value: round(is), Unit: "N", Least: round(trueLeast * b.push), Most: round(trueMost * b.push)},
		{Name: other.String() + " cell meanwhile", Value: round(there), Unit: "N"},
	}
	switch {
	case is < -feels*b.push:
		b.fail(fmt.Sprintf("the %s load cell reads %.1f N less when it is pressed: it is wired backwards", s.side, -is), figures...)
	case is < feels*b.push && there > 2*feels*b.push:
		b.fail(fmt.Sprintf("the %s roller is pressed, and the %s cell feels it: they are swapped", s.side, other), figures...)
	case is < feels*b.push:
		b.fail(fmt.Sprintf("the %s load cell feels nothing of a push of %.0f N: it is dead, or something else bears the roller", s.side, b.push), figures...)
	case is < trueLeast*b.push || is > trueMost*b.push:
		b.fail(fmt.Sprintf("the %s load cell feels %.1f N of a push of %.0f N: is its gain that of the profile?", s.side, is, b.push), figures...)
	default:
		b.pass(figures...)
	}
}

// padStep reads the pad's thermometer at rest.
type padStep struct{ pad mean }

func (*padStep) name() string  { return "thermometer" }
func (*padStep) title() string { return "The heat pad's thermometer" }
func (*padStep) prompt() Prompt {
	return Prompt{How: Wait, Text: "Lumbar reads the heat pad's thermometer. The pad is off."}
}

func (s *padStep) tick(b *Bench, in *In) act {
	s.pad.add(in.Report.Seq, float64(in.Report.Pad))
	if b.took() < samples {
		return act{}
	}
	is, least, most := s.pad.of(), float64(padColdest), float64(padWarmest)
	if b.room != 0 {
		least, most = b.room-roomError, b.room+roomError
	}
	figure := Figure{Name: "pad", Value: round(is), Unit: "°C", Least: least, Most: most}
	switch {
	case !(is >= least && is <= most) && b.room != 0:
		b.fail(fmt.Sprintf("it says %.1f °C in a room of %.0f: is it the sensor of the profile, and has the pad been off for an hour?", is, b.room), figure)
	case !(is >= least && is <= most):
		b.fail(fmt.Sprintf("it says %.1f °C, which a pad at rest cannot have: is it connected?", is), figure)
	default:
		b.pass(figure)
	}
	return act{}
}

// weightStep has a bag put onto the seat, or taken away, and watches the seat sensor.
type weightStep struct {
	on    bool
	said  bool
	since time.Duration
}

func (s *weightStep) name() string {
	if s.on {
		return "seat taken"
	}
	return "seat left"
}

func (s *weightStep) title() string {
	if s.on {
		return "The seat sensor, with a weight"
	}
	return "The seat sensor, without it"
}

func (s *weightStep) prompt() Prompt {
	switch {
	case s.said:
		return Prompt{How: Wait, Text: "Lumbar looks what the seat sensor says."}
	case s.on:
		return Prompt{How: Confirm, Text: "Put something heavy onto the middle of the seat, such as a bag of 10 kg or more. Nobody sits down. Is it there?"}
	}
	return Prompt{How: Confirm, Text: "Take it away again. Is the seat empty?"}
}

func (s *weightStep) tick(b *Bench, in *In) act {
	switch {
	case in.No && !s.said:
		b.fail("the seat sensor was not tried; begin the test again")
	case !s.said && in.Yes:
		s.said, s.since = true, in.At
	case s.said && in.Report.Seated == s.on:
		b.pass(Figure{Name: "seen after", Value: float64((in.At - s.since).Milliseconds()), Unit: "ms", Most: float64(seatWithin.Milliseconds())})
	case s.said && in.At-s.since > seatWithin && s.on:
		b.fail("the seat sensor does not notice the weight: is it connected, and does it need a heavier one?")
	case s.said && in.At-s.since > seatWithin:
		b.fail("the seat sensor still says that somebody sits there: nothing would notice somebody getting up")
	}
	return act{}
}
