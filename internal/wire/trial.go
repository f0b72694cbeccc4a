package wire

// The failures that an engine makes itself, besides those that the simulated chair knows by name.
const (
	FailHost = "host_silent" // nobody who asks is heard any more, save STOP
	FailStop = "stop"        // nothing breaks: STOP, for comparison
)

// TrialState is how far a trial is.
type TrialState string

// The states of a trial, in their order.
const (
	TrialWaits   TrialState = "waits"   // the chair is still whole: half a second is taken down first
	TrialBroken  TrialState = "broken"  // and nobody has noticed yet
	TrialRetreat TrialState = "retreat" // somebody has
	TrialDone    TrialState = "done"
)

// Trial is a fault tried on a simulated chair in a session, and what really happened, by what only the simulation
// knows. Times are milliseconds of the chair's time; -1 is not, or not yet.
type Trial struct {
	Failure string     `json:"failure"`
	State   TrialState `json:"state"`
	// From the fault to the retreat, and who began it: guard, chair (by itself), session, stop (somebody pressed it, or
	// nobody had noticed for so long that the trial did).
	NoticedMS int64  `json:"noticed_ms"`
	By        string `json:"by,omitempty"`
	Unseen    bool   `json:"unseen,omitempty"` // nobody noticed: the trial pressed STOP
	Code      string `json:"code,omitempty"`   // the guard's fault
	Line      string `json:"line,omitempty"`   // the same with its figures

	BeforeN float64 `json:"before_n"` // greatest true force of a roller in the half second before the retreat
	PeakN   float64 `json:"peak_n"`   // and from its first tick on
	// From the retreat's first tick until it held for good: true force of either roller under 5 N, the rollers behind
	// the cover, the airbags empty.
	ForceMS int64 `json:"force_ms"`
	HomeMS  int64 `json:"home_ms"`
	BagsMS  int64 `json:"bags_ms"`

	Points []TrialPoint `json:"points"`
}

// TrialPoint is one moment of a trial.
type TrialPoint struct {
	MS      int64   `json:"ms"` // from the retreat's first tick
	ForceN  float64 `json:"force_n"`
	DepthMM float64 `json:"depth_mm"`
	AirKPa  float64 `json:"air_kpa"` // of the fuller bag
}

// AxisState is what an axis says of itself. The zero value is of an axis that the chair does not have.
type AxisState struct {
	Name  string  `json:"name"`
	Pos   float64 `json:"pos"` // mm or degrees
	Homed bool    `json:"homed"`
	Fault bool    `json:"fault"` // its drive reports itself lost
}

// MostAxes is how many axes a chair may have.
const MostAxes = 8
