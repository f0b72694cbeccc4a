package rongtai

// RunState is what the chair is at. Values from 6 are unknown.
type RunState uint8

// The states.
const (
	Standby RunState = iota
	Resetting
	Ready
	Running
	Storing
	Faulty // "serious fault, e.g. 24 V too low"
)

// String is the state's one name.
func (s RunState) String() string {
	return word(uint8(s), "standby", "resetting", "ready", "running", "storing", "fault")
}

// Technique is what the back rollers do.
type Technique uint8

// The techniques.
const (
	NoTechnique Technique = iota
	Knead
	Knock
	Sync // knead and knock
	Tap  // the app's "soft knock"
	Shiatsu
	Rhythm
	Rub
)

// String is the technique's one name.
func (t Technique) String() string {
	return word(uint8(t), "none", "knead", "knock", "sync", "tap", "shiatsu", "rhythm", "rub")
}

// Width is how far apart the rollers are. While kneading it follows the stroke.
type Width uint8

// The widths.
const (
	WidthUnknown Width = iota
	Narrow
	Medium
	Wide
)

// String is the width's one name.
func (w Width) String() string { return word(uint8(w), "?", "narrow", "medium", "wide") }

// Area is how much of the back the carriage goes over. 0 is none.
type Area uint8

// The areas.
const (
	NoArea Area = iota
	Full
	Partial
	Point
)

// String is the area's one name.
func (a Area) String() string { return word(uint8(a), "none", "full", "partial", "point") }

// Programme is what the chair's own computer runs.
type Programme uint8

// The programmes. Values from 13 are unknown.
const (
	NoProgramme Programme = iota
	Recover
	Stretch
	Relax
	Pain // its remote says "pain recovery"
	Upper
	Lower
	Manual
	Cloud1
	Cloud2
	Cloud3
	Cloud4 // on the Infinity chair: any 3D preset
	ThreeD
)

// String is the programme's one name.
func (p Programme) String() string {
	return word(uint8(p), "none", "recover", "stretch", "relax", "pain", "upper", "lower", "manual",
		"cloud 1", "cloud 2", "cloud 3", "cloud 4", "3D")
}

// Air is a set of airbag zones that are on.
type Air uint8

// The zones, as bits of byte 12.
const (
	AirLegs  Air = 0x04
	AirWaist Air = 0x08
	AirArms  Air = 0x10
	AirSeat  Air = 0x20
	AirFull  Air = 0x40 // sources differ; by the captures, all zones of a programme
)

// Offset is the shoulder's offset as the scan left it: a magnitude of three bits and a sign.
type Offset uint8

// Steps is the offset from -7 to 7.
func (o Offset) Steps() int {
	if o&8 != 0 {
		return -int(o & 7)
	}
	return int(o & 7)
}

func word(n uint8, words ...string) string {
	if int(n) < len(words) {
		return words[n]
	}
	return "unknown " + string("0123456789ABCDEF"[n&15])
}
