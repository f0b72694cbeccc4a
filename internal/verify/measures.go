package verify

// Measure is one figure of a body's session of which percentiles are told.
type Measure struct {
	Key    string
	Title  string
	Unit   string
	Digits int
	Low    bool // the lesser, the worse
	Value  func(*Outcome) float64
}

// Measures is what is told of a run, in the order of reading: how hard, how that felt, how long, how warm, how much of
// the plan, and how well the back was found.
var Measures = [...]Measure{
	{"peak_n", "greatest force of one roller", "N", 0, false, func(o *Outcome) float64 { return o.PeakN }},
	{"trip_pct", "greatest share of what the place under a roller may bear", "% of the trip", 0, false, func(o *Outcome) float64 { return o.TripShare * 100 }},
	{"steady_n", "greatest steady force (mean over a second)", "N", 0, false, func(o *Outcome) float64 { return o.SteadyN }},
	{"asked_pct", "greatest steady share of what a programme may ask there", "%", 0, false, func(o *Outcome) float64 { return o.SteadyOf * 100 }},
	{"comfort_pct", "greatest share of what this person finds comfortable", "%", 0, false, func(o *Outcome) float64 { return o.ComfortShare * 100 }},
	{"over_comfort_s", "time above what this person finds comfortable", "s", 0, false, func(o *Outcome) float64 { return o.OverComfortS }},
	{"spine_s", "time pressed on the spinous processes", "s", 1, false, func(o *Outcome) float64 { return o.SpineS }},
	{"contact_s", "contact in all", "s", 0, false, func(o *Outcome) float64 { return o.ContactS }},
	{"spot_s", "longest on one spot without a pause", "s", 0, false, func(o *Outcome) float64 { return o.SpotS }},
	{"part_s", "longest on one part of the back", "s", 0, false, func(o *Outcome) float64 { return o.PartS }},
	{"skin_c", "warmest skin", "°C", 1, false, func(o *Outcome) float64 { return o.SkinC }},
	{"dose", "heat dose of the skin", "min CEM43", 3, false, func(o *Outcome) float64 { return o.Dose }},
	{"coverage_pct", "planned contact that happened where it was meant", "%", 0, true, func(o *Outcome) float64 { return o.Coverage * 100 }},
	{"reached", "levels reached, of 7", "", 0, true, func(o *Outcome) float64 { return float64(o.reached()) }},
	{"refused", "times that the guard refused a tare or a map of the back", "", 0, false, func(o *Outcome) float64 { return float64(o.Refused) }},
	{"held_off_s", "time that the guard kept the heat off", "s", 0, false, func(o *Outcome) float64 { return o.HeldOffS }},
	{"scan_mm", "scan off by, mean of the levels", "mm", 1, false, func(o *Outcome) float64 { return o.ScanMeanMM }},
	{"scan_most_mm", "scan off by, at the worst level", "mm", 1, false, func(o *Outcome) float64 { return o.ScanMostMM }},
}

// Trait is one thing in which bodies differ.
type Trait struct {
	Key    string
	Title  string
	Unit   string
	Digits int
	More   string // how people with more of it are called: "taller"; empty for what nobody can see of anybody
	Less   string
	Value  func(*Traits) float64
}

// TraitTable is what bodies are compared by.
var TraitTable = [...]Trait{
	{"female", "sex", "", 0, "women", "men", func(t *Traits) float64 {
		if t.Sex == "female" {
			return 1
		}
		return 0
	}},
	{"age_y", "age", "years", 0, "older", "younger", func(t *Traits) float64 { return t.Age }},
	{"stature_cm", "stature", "cm", 0, "taller", "shorter", func(t *Traits) float64 { return t.StatureCM }},
	{"mass_kg", "mass", "kg", 0, "heavier", "lighter", func(t *Traits) float64 { return t.MassKG }},
	{"bmi", "body mass index", "kg/m²", 1, "heavier for their height", "lighter for their height", func(t *Traits) float64 { return t.BMI }},
	{"hip_breadth_cm", "hip breadth", "cm", 1, "broader at the hip", "narrower at the hip", func(t *Traits) float64 { return t.HipCM }},
	{"sitting_height_cm", "sitting height", "cm", 1, "longer in the trunk", "shorter in the trunk", func(t *Traits) float64 { return t.SittingCM }},
	{"stiffness_n_per_mm", "stiffness of the muscle", "N/mm", 1, "stiffer", "softer", func(t *Traits) float64 { return t.StiffNPMM }},
	{"side_pct", "right side stiffer", "%", 1, "stiffer on the right", "stiffer on the left", func(t *Traits) float64 { return t.SidePct }},
	{"comfort_n", "force found comfortable", "N", 0, "bearing more", "bearing less", func(t *Traits) float64 { return t.ComfortN }},
	{"hollow_mm", "hollow of the back", "mm", 0, "more hollow in the back", "flatter in the back", func(t *Traits) float64 { return t.HollowMM }},
	{"midline_off_mm", "distance from the chair's midline", "mm", 1, "seated further off the middle", "seated nearer the middle",
		func(t *Traits) float64 { return max(t.MidlineMM, -t.MidlineMM) }},
	{"sunk_mm", "sunk into the seat", "mm", 0, "sunk deeper", "sunk less", func(t *Traits) float64 { return t.SunkMM }},
	{"sacrum_feels_mm", "sacrum feels above its bone", "mm", 1, "with a sacrum that feels higher", "with a sacrum that feels lower",
		func(t *Traits) float64 { return t.SacrumMM }},
	{"ribs_feel_mm", "ribs feel above their bone", "mm", 1, "with ribs that feel higher", "with ribs that feel lower",
		func(t *Traits) float64 { return t.RibsMM }},
	{"spine_n_per_mm", "stiffness of the spine that bends", "N/mm", 1, "", "",
		func(t *Traits) float64 { return t.BendsNPMM }},
	{"exponent", "exponent of force over indentation", "of depth", 2, "", "", func(t *Traits) float64 { return t.Exponent }},
	{"relax_pct", "share of the force that goes away in time", "%", 0, "", "",
		func(t *Traits) float64 { return t.RelaxPct }},
	{"fat_mm", "fat under the skin", "mm", 1, "", "", func(t *Traits) float64 { return t.FatMM }},
	{"skin_flow_l_per_h_m2", "blood flow of the skin at rest", "L/h m²", 1, "", "",
		func(t *Traits) float64 { return t.SkinFlow }},
	{"dilation", "answer of the skin's vessels to warmth", "times", 2, "", "",
		func(t *Traits) float64 { return t.Dilation }},
	{"closing_kpa", "pressure that closes the skin's vessels", "kPa", 1, "", "",
		func(t *Traits) float64 { return t.ClosingK }},
	{"cells_pct", "load cells read too little (the chair's)", "%", 1, "on chairs whose load cells read too little",
		"on chairs whose load cells read too much", func(t *Traits) float64 { return t.CellsPct }},
}
