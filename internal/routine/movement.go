package routine

import (
	"slices"

	"github.com/openlumbar/lumbar/internal/figure"
)

// A Flag is a condition that speaks against a movement. Those with the ids of the safety check's rows are handed over
// from there; the others are asked here alone. Flags that no movement knows have no effect.
type Flag string

// The flags that movements know.
const (
	ThinBones  Flag = "C-OSTP"
	Fracture   Flag = "C-FRAC"
	Disc       Flag = "C-DISC"
	LegPain    Flag = "RF-SCI-1"
	Slipped    Flag = "C-LIST"
	Stenosis   Flag = "C-STEN"
	SpineOp    Flag = "C-SURG-SP"
	RecentOp   Flag = "C-SURG"
	Pregnant   Flag = "C-PREG" // counts as late: how far it is, is not asked
	HighBP     Flag = "C-BP-UNC"
	LowBP      Flag = "C-BP-LO" // faint or dizzy on standing
	JustHurt   Flag = "T-INJ"
	Dizzy      Flag = "dizzy"
	Unsteady   Flag = "unsteady"
	KneePain   Flag = "knee"
	WristPain  Flag = "wrist"
	HipReplace Flag = "hip-replacement"
)

// A Movement is one exercise for lay people. The selection and the doses are compiled from leaflets of NHS inform, the
// Chartered Society of Physiotherapy and the NHS, and have not been reviewed by a clinician.
type Movement struct {
	ID, Name string
	Dose     string
	// Instead names the movement that takes this one's place under a flag; "" leaves it out.
	Instead map[Flag]string
	// Change is what to do differently under a flag.
	Change map[Flag]string
	Note   string
	Figure func() figure.Motion // nil: a walk needs no picture
}

// Stop goes above every list of movements.
const Stop = "Everything here is optional. Up to 3 of 10 of discomfort that settles at once is all right. Stop if it hurts more or something new appears."

// under is a map that names one thing for several flags.
func under(value string, flags ...Flag) map[Flag]string {
	m := map[Flag]string{}
	for _, f := range flags {
		m[f] = value
	}
	return m
}

func also(a, b map[Flag]string) map[Flag]string {
	for f, v := range b {
		a[f] = v
	}
	return a
}

// Movements are all movements, in the order of the clinical reference (section 4.1).
func Movements() []Movement {
	return []Movement{
		{ID: "march", Name: "Marching on the spot", Dose: "2 to 5 minutes, easy", Figure: marching,
			Instead: under("seated-march", Dizzy, LowBP, Unsteady)},
		{ID: "seated-march", Name: "Marching on a stool", Dose: "2 to 3 minutes, easy", Figure: seatedMarching},
		{ID: "breathing", Name: "Belly breathing", Dose: "5 or 6 slow breaths", Figure: breathing,
			Instead: under("quiet", Pregnant)},
		{ID: "pelvic-tilt", Name: "Pelvic tilt, lying", Dose: "5 to 10 times, 2 to 5 seconds each", Figure: pelvicTilt,
			Instead: under("seated-tilt", Pregnant)},
		{ID: "seated-tilt", Name: "Pelvic tilt, seated", Dose: "5 to 10 times, 2 to 5 seconds each", Figure: seatedTilt,
			Instead: under("arch-up", ThinBones, Fracture)},
		{ID: "knee-rolls", Name: "Knee rolls", Dose: "5 to each side, 2 seconds, small", Figure: kneeRolls,
			Instead: under("", ThinBones, Fracture, SpineOp, RecentOp, HipReplace, Pregnant)},
		{ID: "knee-to-chest", Name: "One knee to the chest", Dose: "5 on each side, 5 seconds each", Figure: kneeToChest,
			Instead: under("", ThinBones, Fracture, Disc, LegPain, HipReplace, Pregnant)},
		{ID: "cat-cow", Name: "Cat and cow on all fours", Dose: "5 to 8, slowly", Figure: catCow,
			Instead: also(under("seated-cat-cow", WristPain, KneePain, Dizzy, LowBP, Pregnant), under("arch-up", ThinBones, Fracture))},
		{ID: "seated-cat-cow", Name: "Cat and cow, seated", Dose: "5 to 8, slowly", Figure: seatedCatCow,
			Instead: under("arch-up", ThinBones, Fracture)},
		{ID: "arch-up", Name: "Lifting the breastbone", Dose: "5 to 8, 2 seconds each", Figure: archUp},
		{ID: "rotation", Name: "Turning, hands on the shoulders", Dose: "5 to each side, without pulling", Figure: seatedRotation,
			Instead: under("", Disc, LegPain, SpineOp),
			Change:  under("Small, upright and unforced.", ThinBones, Fracture)},
		{ID: "hip-hinge", Name: "Hip hinge with a straight back", Dose: "8 to 10, hands on the thighs", Figure: hipHinge,
			Instead: under("", JustHurt, Dizzy, LowBP),
			Change:  under("This is the way of bending to keep for every day.", ThinBones, Fracture)},
		{ID: "back-bend", Name: "Leaning back, hands on the hips", Dose: "5 times, 2 seconds each", Figure: backBend,
			Instead: under("", Stenosis, Slipped, Pregnant, Dizzy, LowBP), Note: "Leave it out if a pain spreads further into a leg."},
		{ID: "bottom-to-heels", Name: "Bottom to heels", Dose: "5 to 8, one breath each", Figure: childsPose,
			Instead: under("", KneePain, ThinBones, Fracture, Pregnant)},
		{ID: "sit-to-stand", Name: "Sitting down and standing up", Dose: "5 to 8, slowly", Figure: sitToStand,
			Instead: under("", KneePain, Unsteady)},
		{ID: "bridge", Name: "Bridge", Dose: "5 to 8, 3 to 5 seconds each", Figure: bridge,
			Instead: under("", Pregnant, HighBP)},
		{ID: "hip-flexor", Name: "Stretch for the front of the hip", Dose: "15 to 30 seconds, twice on each side", Figure: hipFlexor,
			Instead: under("", KneePain, Unsteady, HipReplace)},
		{ID: "hamstring", Name: "Stretch for the back of the thigh", Dose: "15 to 30 seconds, twice on each side", Figure: hamstring,
			Instead: under("", LegPain, Disc)},
		{ID: "calf", Name: "Stretch for the calf", Dose: "15 to 30 seconds, twice on each side", Figure: calfStretch},
		{ID: "side-bend", Name: "Side bend", Dose: "5 to each side", Figure: sideBend,
			Change: under("Small.", ThinBones, Fracture)},
		{ID: "quiet", Name: "Sitting quietly", Dose: "2 minutes", Figure: sittingQuietly},
		{ID: "walk", Name: "A walk", Dose: "2 to 5 minutes, easy"},
	}
}

// Find is the movement of an id.
func Find(id string) (Movement, bool) {
	all := Movements()
	i := slices.IndexFunc(all, func(m Movement) bool { return m.ID == id })
	if i < 0 {
		return Movement{}, false
	}
	return all[i], true
}
