package body

// Trait is what differs between people and no tape or scale says. The twin draws a person from this table, and docs/twin.md
// prints it. The zero value is invalid.
type Trait uint8

// The traits.
const (
	_ Trait = iota

	// How somebody sits.
	SeatSink
	Slump
	SlideSlack
	MidlineOff
	HollowShare
	SacrumOff
	LandmarkOff

	// How somebody moves.
	BreathRate
	BreathTravel
	FidgetSD
	FidgetTime
	GetsUpAfter
	StaysAway

	// Tissue.
	StiffnessShare
	RightStiffer
	ForceExponent
	RelaxShare
	QuickTau
	SlowTau
	Damping
	ToneChange
	ToneReturn

	// The spine.
	JointStiffness
	BendTau
	HollowRecline
	Lengthening
	LengthenTau

	// What is comfortable.
	PainMale
	PainFemale
	PainShare
	PainOld
	ComfortShare
	ComfortSpread
	LevelComfort
	Reaction

	// Warmth.
	FatShare
	SkinFlow
	SkinFlowShare
	DeepFlowShare
	DilationOld
	DilationShare
	DilationLag
	ClosingPressure

	TraitEnd // how many entries an array by Trait has
)

var traits = [TraitEnd]Row{
	SeatSink: {"seat sink", "mm", Uniform, 35, 0, 20, 50, Assumed, ""},
	Slump:    {"slump", "mm", Uniform, 30, 0, 20, 40, Assumed, ""},
	SlideSlack: {"play of sliding behind the recline, either way", "mm", Uniform, 2.5, 0, 1, 4, Assumed,
		""},
	MidlineOff: {"midline to the right of the chair's", "mm", Normal, 0, 5, 0, 0, Assumed, ""},
	HollowShare: {"hollow, times the standing skin's mean of that sex", "", Normal, 0.83, 0.3, 0.25, 1.5, Recalled,
		"spread: Lang-Tapia 2011, SpinalMouse, 659 adults standing, SD about half the mean; that sitting flattens it: assumed"},
	SacrumOff: {"S1 above where measures put it", "mm", Normal, 0, 10, 0, 0, Assumed,
		""},
	LandmarkOff: {"where an edge feels, above its bone", "mm", Normal, 0, 9, 0, 0, Assumed, ""},

	BreathRate:   {"breaths", "Hz", Uniform, 0.25, 0, 0.2, 0.3, Recalled, "12 to 18 a minute at rest: textbooks"},
	BreathTravel: {"travel of the skin a breath", "mm", Uniform, 2.5, 0, 2, 3, Assumed, ""},
	FidgetSD:     {"shifting along the back, SD", "mm", LogNormal, 1.5, 0.4, 0, 0, Assumed, ""},
	FidgetTime:   {"how long a shift lasts", "s", LogNormal, 60, 0.4, 0, 0, Assumed, ""},
	GetsUpAfter:  {"gets up after", "min", Exponential, 240, 0, 0, 0, Assumed, ""},
	StaysAway:    {"stays up for", "s", Uniform, 30, 0, 5, 60, Assumed, ""},

	StiffnessShare: {"stiffness, times that of measures", "", LogNormal, 1, 0.15, 0, 0, Assumed, ""},
	RightStiffer: {"right side stiffer than left, share", "", Normal, 0.065, 0.03, 0, 0, Recalled,
		"mean: 237.7 and 218.5 N/m right and left at L3-L4, 20 people (PubMed 27210858); spread assumed"},
	ForceExponent: {"exponent of force over indentation", "", Uniform, Exponent, 0, 1.3, 1.6, Recalled,
		"1.44 from Lee 1997: 25 % stiffer from 30-275 N than from 30-100 N, two men; its range assumed"},
	RelaxShare: {"share of the force lost in the long run, muscle", "", Uniform, muscleRelax, 0, 0.23, 0.44, Assumed,
		"bracketed by Palevski 2006 (pig muscle) and Tonuk & Silver-Thorn (residual limbs)"},
	QuickTau: {"time constant of 30 % of it", "s", Uniform, 0.6, 0, 0.3, 1, Assumed, "as above"},
	SlowTau:  {"time constant of the other 70 %", "s", Uniform, 15, 0, 8, 25, Assumed, "as above; plateau about 20 s (Palevski 2006)"},
	Damping:  {"Hunt-Crossley damping over stiffness", "s/m", Uniform, 0.3, 0, 0.1, 0.6, Assumed, ""},
	ToneChange: {"change of stiffness where it was worked, share", "", Normal, -0.052, 0.088, -0.2, 0.1, Recalled,
		"-5.2 % (SD 8.8), calf, 7 min, 18 people: Eriksson Crommert 2015; none against rest in the back (Jelen 2024)"},
	ToneReturn: {"time constant of its return", "s", LogNormal, 90, 0.3, 0, 0, Recalled, "gone after 3 min: Eriksson Crommert 2015"},

	JointStiffness: {"bending stiffness of a joint of the lower spine", "N m a degree", Uniform, 4.75, 0, 4, 5.5, Recalled,
		"five joints of the dead under 181 to 488 N, flexion: 4.0 to 5.5 (PMC3778666, abstract); that people differ as loads do: assumed"},
	BendTau: {"how long the spine takes to bend, time constant", "s", Uniform, 0.1, 0, 0.05, 0.2, Assumed, ""},
	HollowRecline: {"hollow gained a degree of recline, share of the standing skin's", "1/°", Uniform, 0.0013, 0, 0.0006, 0.002, Assumed,
		"least at 90°, more at 120° and 150° (josr 2014 9:11); 0.74 of standing when lying (PMC6680033), 0.55 to 0.7 upright: assumed"},
	Lengthening: {"lower spine longer without load on it", "mm", Uniform, 2.4, 0, 1.5, 3.5, Recalled,
		"6.1 mm of stature, 15 men lying; two fifths of it in the lower spine: assumed"},
	LengthenTau: {"how long that takes, time constant", "min", Uniform, 15, 0, 5, 25, Assumed, ""},

	PainMale:      {"pressure pain threshold of men, median", "kPa on 1 cm²", Fixed, 650, 0, 0, 0, Recalled, "Fischer 1987; Farasyn & Meeusen 2005"},
	PainFemale:    {"pressure pain threshold of women, median", "kPa on 1 cm²", Fixed, 500, 0, 0, 0, Recalled, "as above"},
	PainShare:     {"the person's own threshold, times that", "", LogNormal, 1, 0.40, 0, 0, Recalled, "SD between people of 160 to 350 kPa, from SEM and ICC of 29 people (Balaguier 2016)"},
	PainOld:       {"over 65 years, times that", "", Fixed, 0.85, 0, 0, 0, Recalled, "El Tumi 2017, a meta-analysis; the literature is mixed"},
	ComfortShare:  {"comfortable up to, share of the threshold", "", Fixed, 0.25, 0, 0, 0, Assumed, ""},
	ComfortSpread: {"the person's own share, times that", "", LogNormal, 1, 0.30, 0, 0, Assumed, ""},
	LevelComfort:  {"what is comfortable at each level, times the person's", "", LogNormal, 1, 0.10, 0, 0, Assumed, ""},
	Reaction:      {"says so after", "s", Uniform, 0.65, 0, 0.3, 1, Assumed, ""},

	FatShare:      {"fat under the skin, times what the BMI makes likely", "", LogNormal, 1, 0.25, 0, 0, Assumed, "L3 to L5 by BMI: 5-8 mm at 20, 10-15 at 25-27, 20-40 from 32 on, recalled and weak"},
	SkinFlow:      {"blood flow of the skin at rest", "L/h m²", Fixed, 9.2, 0, 0, 0, Read, "JOS-3, back"},
	SkinFlowShare: {"the person's own flow, times that", "", LogNormal, 1, 0.3, 0, 0, Assumed, ""},
	DeepFlowShare: {"blood flow of fat and muscle at rest, times IT'IS's", "", LogNormal, 0.6, 0.4, 0, 0, Recalled,
		"IT'IS: 33 and 37 mL/min kg; resting muscle 20 to 40; the low end, as Draper 1998 and JOS-3's conductance ask for less"},
	DilationOld:   {"what 60 years and over leave of the skin's answer to warmth", "", Fixed, 0.47, 0, 0, 0, Read, "JOS-3, back"},
	DilationShare: {"the person's own answer to warmth, times that", "", LogNormal, 1, 0.25, 0, 0, Assumed, ""},
	DilationLag:   {"how long the answer takes, time constant", "s", LogNormal, 240, 0.4, 0, 0, Recalled, "two phases, a plateau after 20 to 30 min: Johnson & Kellogg 2010"},
	ClosingPressure: {"pressure that closes the skin's vessels", "kPa", LogNormal, 4.3, 0.25, 0, 0, Recalled,
		"32 mmHg: Landis 1930; spread assumed"},
}
