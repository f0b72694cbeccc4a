package verify

import (
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/session"
)

// Outcome is what came of one body, by the twin's truth where nothing else is said. Figures are rounded to thousandths.
type Outcome struct {
	ID     string `json:"body"`
	Row    int    `json:"row"`
	Seed   uint64 `json:"seed"`
	Traits Traits `json:"traits"`
	Quick  bool   `json:"quick,omitempty"` // at a slower rate than the chair's

	Ended    string  `json:"outcome"` // finished, fault, ended, stopped; "" if it was still going on after mostTime
	Reason   string  `json:"reason,omitempty"`
	Fault    string  `json:"fault,omitempty"` // code of the guard's
	Refused  int     `json:"refused,omitempty"`
	Aside    string  `json:"felt_aside,omitempty"` // left or right: the session felt that they sit there, and was gentle
	GotUp    bool    `json:"got_up,omitempty"`     // the person did, which a sweep lets happen
	LastS    float64 `json:"duration_s"`
	MassageS float64 `json:"massage_s"`
	HeldOffS float64 `json:"heat_held_off_s,omitempty"` // the guard kept the pad off while the session wanted it on

	Truth

	Coverage float64  `json:"coverage"`         // share of the planned contact that happened where it was meant
	Missed   []string `json:"missed,omitempty"` // levels that the plan names and no roller touched

	Scanned    bool    `json:"scanned"`
	ScanMeanMM float64 `json:"scan_mean_mm"` // mean over the levels of how far off they were found
	ScanMostMM float64 `json:"scan_most_mm"`
	ScanHeld   int     `json:"scan_within"` // levels whose 95 % interval held the truth, of 7

	Peak Moment `json:"peak_when"`
}

// Moment is when and where something was at its greatest.
type Moment struct {
	AtS       float64 `json:"at_s"`
	Level     string  `json:"level,omitempty"` // nearest
	Side      string  `json:"side,omitempty"`
	Zone      string  `json:"zone,omitempty"`
	Phase     string  `json:"phase,omitempty"`
	Technique string  `json:"technique,omitempty"`
}

// Traits is what a body is like: measured, or drawn from its seed.
type Traits struct {
	Sex       string  `json:"sex"`
	Age       float64 `json:"age_y"`
	StatureCM float64 `json:"stature_cm"`
	MassKG    float64 `json:"mass_kg"`
	BMI       float64 `json:"bmi"`
	HipCM     float64 `json:"hip_breadth_cm"`
	SittingCM float64 `json:"sitting_height_cm"`
	StiffNPMM float64 `json:"stiffness_n_per_mm"`
	SidePct   float64 `json:"side_pct"`
	ComfortN  float64 `json:"comfort_n"`
	HollowMM  float64 `json:"hollow_mm"`
	MidlineMM float64 `json:"midline_mm"`
	SunkMM    float64 `json:"sunk_mm"`
	SacrumMM  float64 `json:"sacrum_feels_mm"`
	RibsMM    float64 `json:"ribs_feel_mm"`
	BendsNPMM float64 `json:"spine_n_per_mm"`
	Exponent  float64 `json:"exponent"`
	RelaxPct  float64 `json:"relax_pct"`
	FatMM     float64 `json:"fat_mm"`
	SkinFlow  float64 `json:"skin_flow_l_per_h_m2"`
	Dilation  float64 `json:"dilation"`
	ClosingK  float64 `json:"closing_kpa"`
	CellsPct  float64 `json:"cells_pct"` // what the better of the two load cells reads too little; negative: too much
}

// Broken says whether any limit was.
func (o *Outcome) Broken() bool {
	for i := range Limits {
		if Limits[i].broken(o) {
			return true
		}
	}
	return false
}

// Whole says whether the session came to its end.
func (o *Outcome) Whole() bool { return o.Ended == session.Finished.String() }

// reached is how many of the levels were touched.
func (o *Outcome) reached() (n int) {
	for i := range o.Levels {
		if o.Levels[i].ContactS >= leastTouch {
			n++
		}
	}
	return n
}

// leastTouch is how long a level must have been touched, s, to count as reached.
const leastTouch = 1.0

// levels is how many levels there are.
const levels = int(body.LevelEnd - body.S1)

// Level is the level of an entry of an array of levels.
func Level(i int) body.Level { return body.S1 + body.Level(i) }

// round is to thousandths, so that equal results are equal texts.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
