package commission

// seatStep has somebody look: nobody sits there, and nothing lies in the way.
type seatStep struct{ again bool }

func (*seatStep) name() string  { return "seat empty" }
func (*seatStep) title() string { return "The empty seat" }
func (s *seatStep) prompt() Prompt {
	text := "Look: nobody sits in the chair, nothing lies on seat and backrest, and no child, animal or cable is behind or under it. Stay beside the chair. Is it so?"
	if s.again {
		text = "The seat sensor says that somebody sits there. " + text
	}
	return Prompt{How: Confirm, Text: text}
}

func (s *seatStep) tick(b *Bench, in *In) act {
	quiet := act{silent: b.profile.Closed != nil}
	taken := b.profile.SeatSensor && in.Report.Seated
	switch {
	case in.No:
		b.fail("the seat was not said to be empty; begin the test again when it is")
	case in.Yes && taken && s.again:
		b.fail("the seat sensor says that somebody sits there, and you say that nobody does: have the sensor looked at")
	case in.Yes && taken:
		s.again = true
	case in.Yes:
		b.pass()
	}
	return quiet
}
