// Package wire is the messages between the engine and everybody else: requests, snapshots and events, plain
// versioned values that could cross a socket. Nothing of a person's answers is in them.
package wire

import "github.com/openlumbar/lumbar/chair"

// Version is that of every message; a reader refuses what it does not know.
const Version = 1

// Verb is what a request asks for.
type Verb string

// The verbs.
const (
	Start    Verb = "start"    // a session of Programme; simulated chair: with Body and Seed
	Pause    Verb = "pause"    // rollers ease off and wait
	Resume   Verb = "resume"   //
	Softer   Verb = "softer"   // one step
	Stronger Verb = "stronger" // one step, within every limit
	Skip     Verb = "skip"     // to the next stroke
	Finish   Verb = "finish"   // slow finish now
	Enough   Verb = "enough"   // it presses as hard as it should: while the force rises, and in a massage
	Nudge    Verb = "nudge"    // Level lies MM further up the back than it was found
	Mine     Verb = "mine"     // it is me who sits there, whose back is known; for the one who started the session
	Other    Verb = "other"    // it is somebody else: slow finish, and nothing is kept of it for whose back is known; the same
	Stop     Verb = "stop"     // the guard's retreat, at once
	Wrong    Verb = "wrong"    // something felt wrong: stops, and latches a fault; also up to 10 minutes after a session
	Up       Verb = "up"       // let me up: to be repeated at least every 300 ms while it is held
	Move     Verb = "move"     // Axis by hand, between sessions: to be repeated every 100 ms while it is held, with what was Seen last
	Test     Verb = "test"     // the chair is tried step by step, with nobody in it: Test says what
	Clear    Verb = "clear"    // a latched fault, on purpose
	Pace     Verb = "pace"     // simulated chair only: how many times real time
	Look     Verb = "look"     // nothing but a snapshot
	Beat     Verb = "beat"     // I am still here
	Break    Verb = "break"    // simulated chair only, in a session: Failure happens, and what follows is measured
	Mend     Verb = "mend"     // simulated chair only: whatever was broken is whole again
	Tried    Verb = "tried"    // simulated chair only: the last trial, as far as it is
	Count    Verb = "count"    // what the engine has counted since it began. From the server alone; it is no sign that the host lives
	Forget   Verb = "forget"   // what Person has had: they are forgotten. From the server alone; not while they sit there
)

// Inner says whether a verb is the server's own: no page and no other program may ask for it.
func (v Verb) Inner() bool { return v == Forget || v == Count }

// Urgent says whether a request must never wait for others.
func (v Verb) Urgent() bool { return v == Stop || v == Wrong }

// Request asks the engine for something.
type Request struct {
	V         int      `json:"v"`
	Verb      Verb     `json:"verb"`
	Programme string   `json:"programme,omitempty"`
	Body      string   `json:"body,omitempty"`
	Seed      uint64   `json:"seed,omitempty"`
	Pace      float64  `json:"pace,omitempty"`
	Level     string   `json:"level,omitempty"`     // of a nudge
	MM        float64  `json:"mm,omitempty"`        // of a nudge, up the back; at most 30 either way, in all
	Calibrate bool     `json:"calibrate,omitempty"` // a start: ask after the scan how firm is enough
	Measure   bool     `json:"measure,omitempty"`   // a start: measure stiffness before and after the massage
	Failure   string   `json:"failure,omitempty"`   // of a break
	Axis      string   `json:"axis,omitempty"`      // of a move, by its name
	Out       bool     `json:"out,omitempty"`       // of a move: to the axis's greater places
	SeenMS    int64    `json:"seen_ms,omitempty"`   // of a move: AtMS of the newest snapshot that whoever asks has seen
	Test      *TestAsk `json:"test,omitempty"`      // of a test
	// Told is, of a start, that whoever sits in the chair knows what Snapshot.Homing says.
	Told bool `json:"told,omitempty"`
	// By is who asks: a page's own id, "terminal", "form". The one of a start owns that session: nobody else is
	// told which of its limits are personal. It is in no snapshot, event or log.
	By string `json:"by,omitempty"`
	// Person is an opaque id of whose budget a session counts towards; empty is nobody's.
	Person string `json:"person,omitempty"`
	// Set is, of a start, what is chosen of the programme's variables, by their names, as a programme writes it: "24 N", "3",
	// "firm", "L5 L4". The others have their defaults.
	Set map[string]string `json:"set,omitempty"`
	// Massager is, of a start, the name of one without a link, which a person works. No engine ever gets such a start.
	Massager string `json:"massager,omitempty"`
	// Limits is what a session is held to besides what holds for everyone and this chair; nil is nothing besides. They
	// only tighten. Requests alone hold them: no snapshot, event or log does.
	Limits *chair.Limits `json:"limits,omitempty"`
	// Known is what is known of the back of whoever is expected to sit; nil is nothing. It needs a By that owns the
	// session. No page may say it.
	Known *Known `json:"known,omitempty"`
}

// GuestPrefix begins the Person of a guest, who is made up for one visit: nothing of them is to outlive it.
const GuestPrefix = "guest-"

// Reply answers a request. Error is empty when it was taken; it says cause and way out otherwise.
type Reply struct {
	V        int      `json:"v"`
	Error    string   `json:"error,omitempty"`
	Snapshot Snapshot `json:"snapshot"`
	Trial    *Trial   `json:"trial,omitempty"`  // answers break, mend and tried
	Counts   *Counts  `json:"counts,omitempty"` // answers count
	Test     *Testing `json:"test,omitempty"`   // answers test
}

// Stage is where a session stands.
type Stage string

// The stages, in their order.
const (
	Idle        Stage = "idle"
	Reaching    Stage = "reaching" // a closed chair alone: its link is made
	Homing      Stage = "homing"
	Taring      Stage = "taring"
	Settle      Stage = "settling"
	AsideLeft   Stage = "aside_left"  // settling once more: who sits left of the chair's middle is asked to sit in it
	AsideRight  Stage = "aside_right" // the same, right of it
	Scan        Stage = "scanning"
	Firmness    Stage = "comfort"   // only where it was asked for
	Measuring   Stage = "measuring" // the same
	Massage     Stage = "massage"
	Remeasuring Stage = "remeasuring" // only where it was measured before
	Ending      Stage = "finishing"
	Retreat     Stage = "retreating"
	Done        Stage = "done"
)

// PageState is whether the page that started a session is heard. A chair with a stop button of its own needs no page: there,
// and between sessions, it is empty.
type PageState string

// The states of a page.
const (
	PageHeard   PageState = "heard"
	PageUnheard PageState = "unheard" // for 10 s: the session is gentle
	PageGone    PageState = "gone"    // for 30 s: the session pauses, then the rollers leave the back
)

// StopState is what is known of a stop.
type StopState string

// The states of a stop.
const (
	StopNone        StopState = ""
	StopSent        StopState = "sent"        // the engine has it; rollers are leaving
	StopConfirmed   StopState = "confirmed"   // the chair reports force gone and depth home
	StopUnconfirmed StopState = "unconfirmed" // press the red button on the chair
)

// Snapshot is everything a page shows at one moment. Copies share nothing with the engine.
type Snapshot struct {
	V         int     `json:"v"`
	Seq       uint64  `json:"seq"`
	AtMS      int64   `json:"at_ms"` // the engine's clock
	Chair     string  `json:"chair"`
	Simulated bool    `json:"simulated"`
	Pace      float64 `json:"pace"` // times real time; 1 on a real chair

	Stage     Stage     `json:"stage"`
	Paused    bool      `json:"paused"`
	Outcome   string    `json:"outcome,omitempty"` // of the last session: finished, stopped, fault, ended
	Reason    string    `json:"reason,omitempty"`  // of an outcome other than finished
	Stop      StopState `json:"stop"`
	Fault     *Fault    `json:"fault,omitempty"`
	Programme string    `json:"programme,omitempty"`
	Title     string    `json:"title,omitempty"`
	Body      string    `json:"body,omitempty"`
	Chosen    []Choice  `json:"chosen,omitempty"` // the programme's variables, as this session has them

	Phase       string  `json:"phase,omitempty"`
	PhaseIndex  int     `json:"phase_index"`
	Phases      int     `json:"phases"`
	StrokeIndex int     `json:"stroke_index"` // over all phases
	Technique   string  `json:"technique,omitempty"`
	ElapsedS    float64 `json:"elapsed_s"` // of the massage
	LeftS       float64 `json:"left_s"`
	Intensity   int     `json:"intensity"` // steps from the plan, -3 to 3
	Progress    float64 `json:"progress"`  // of the current stage, 0 to 1

	Rollers    [2]Roller `json:"rollers"` // left, right as the person feels them
	Level      string    `json:"level,omitempty"`
	Levels     []Level   `json:"levels,omitempty"`    // once scanned, S1 first
	Calibrate  bool      `json:"calibrate,omitempty"` // the session asks how firm is enough
	Measure    bool      `json:"measure,omitempty"`   // and measures stiffness before and after
	Comfort    []Comfort `json:"comfort,omitempty"`   // once known, S1 first; for the one who started the session
	Contour    []Point   `json:"contour,omitempty"`   // once scanned: the skin along the track
	TargetN    float64   `json:"target_n"`
	LimitN     float64   `json:"limit_n"` // at this place, for this person
	LimitBy    string    `json:"limit_by,omitempty"`
	TripN      float64   `json:"trip_n"`
	DepthMM    float64   `json:"depth_mm"`
	DepthMaxMM float64   `json:"depth_max_mm"`

	PadC       float64    `json:"pad_c"`
	HeatOn     bool       `json:"heat_on"`
	HeatDose   float64    `json:"heat_dose_cem43_min"`
	ReclineDeg float64    `json:"recline_deg"`
	LegRestDeg float64    `json:"leg_rest_deg"`
	AirKPa     [2]float64 `json:"air_kpa"` // seat, legs
	Seated     bool       `json:"seated"`
	Changed    []string   `json:"changed,omitempty"`   // what fit changed, in sentences
	CanUp      bool       `json:"can_up"`              // "let me up" does something now
	Rising     bool       `json:"rising"`              // and is at it
	Moving     string     `json:"moving,omitempty"`    // the axis that somebody moves by hand
	Homing     string     `json:"homing,omitempty"`    // what a start moves before anything else, and when, for whoever sits; empty: nothing, or a session is under way
	MustTell   bool       `json:"must_tell,omitempty"` // and they have to be told first: the seat is not known to be empty
	Realtime   string     `json:"realtime,omitempty"`  // what of real time this machine refuses the control, and the way out

	// Yours, Who and Found are for the one who started the session, in answers to their own requests: no stream, event or
	// log has them. Yours is that it was whoever asks.
	Yours bool   `json:"yours,omitempty"`
	Who   Who    `json:"who,omitempty"`
	Found *Known `json:"found,omitempty"` // by this session so far; nil while, and where, it is not the person's own

	Page PageState `json:"page,omitempty"` // of the page that started the session

	Axes     [MostAxes]AxisState `json:"axes"`             // in their order, carriage first
	StopHeld bool                `json:"stop_held"`        // the chair's own stop button is pressed
	Alone    bool                `json:"alone"`            // the chair has missed its heartbeat and goes home by itself
	Broken   string              `json:"broken,omitempty"` // what was broken in a trial and is not mended yet

	Closed *Closed `json:"closed,omitempty"` // of a closed chair; nil: it has axes
}

// Roller is one roller as the chair reports it.
type Roller struct {
	AlongMM   float64 `json:"along_mm"`
	LateralMM float64 `json:"lateral_mm"` // from the midline, positive right
	OutMM     float64 `json:"out_mm"`
	ForceN    float64 `json:"force_n"`
}

// Level is a place on the spine as the scan believes it.
type Level struct {
	Name    string  `json:"name"`
	AlongMM float64 `json:"along_mm"`
	DoubtMM float64 `json:"doubt_mm"` // half-width of the 95 % interval
}

// Comfort is what the person finds comfortable at one level.
type Comfort struct {
	Name   string  `json:"name"`
	ForceN float64 `json:"force_n"`           // comfortable here, of the harder-pressed roller
	FoundN float64 `json:"found_n,omitempty"` // by the rise at this level itself; a cap that ended it is no limit
	End    string  `json:"end,omitempty"`     // enough, or cap: not too much yet; empty: from the levels beside it
	Side   string  `json:"side,omitempty"`    // the harder-pressed roller: one depth drive carries both
	TookS  float64 `json:"took_s,omitempty"`
}

// Stiffness is how stiff one roller found one level: the secant from 20 to 40 N. After a massage, what it was before, and
// what may be said of that.
type Stiffness struct {
	Name      string  `json:"name"`
	Side      string  `json:"side"`
	NPerMM    float64 `json:"n_per_mm"`
	SD        float64 `json:"sd_n_per_mm"`
	Was       float64 `json:"was_n_per_mm,omitempty"`
	ChangePct float64 `json:"change_percent,omitempty"`
	LeastPct  float64 `json:"least_percent,omitempty"` // what repeats differ by: less is no change
	Verdict   string  `json:"verdict,omitempty"`       // no change, softer, stiffer
}

// Point is one point of the contour.
type Point struct {
	AlongMM float64 `json:"along_mm"`
	OutMM   float64 `json:"out_mm"`
}

// Fault is a latched fault for people.
type Fault struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Does  string `json:"does"`
	Do    string `json:"do"`
	AtMS  int64  `json:"at_ms"`
	Line  string `json:"line"` // with figures, for a maker

	Severity string `json:"severity,omitempty"`
	Clears   string `json:"clears,omitempty"` // who may clear it
}

// Event is one line of a session's record, in the order in which things happened.
type Event struct {
	// Event is start, stage, phase, stroke, scan, comfort, stiffness, aside (Text: left or right, and ", still" once it stays gentle), ask, fault, ended, refused, summary; host (silent, and back), page (heard, unheard, gone),
	// cleared, broken and mended (a trial on a simulated chair), interrupted (a session that an engine's end cut off), lost
	// (events that found no room); of a guided session on a massager without a link also heard (what the person said) and
	// mark (it may still be running); of a closed chair also key (how far one has come) and stopping.
	Event    string `json:"event"`
	*Summary `json:",omitempty"`

	V         int         `json:"v"`
	Seq       uint64      `json:"seq"`            // rises over restarts where events are kept
	AtMS      int64       `json:"at_ms"`          // the engine's clock, which begins anew with each engine
	Time      string      `json:"time,omitempty"` // of day, RFC 3339, where events are kept
	Stage     Stage       `json:"stage,omitempty"`
	Programme string      `json:"programme,omitempty"`
	Phase     string      `json:"phase,omitempty"`
	Stroke    int         `json:"stroke,omitempty"` // from 1
	Technique string      `json:"technique,omitempty"`
	Text      string      `json:"text,omitempty"`
	Levels    []Level     `json:"levels,omitempty"`
	Comfort   []Comfort   `json:"comfort,omitempty"`
	Stiffness []Stiffness `json:"stiffness,omitempty"`
	Fault     *Fault      `json:"fault,omitempty"`
	Lost      int         `json:"lost,omitempty"`     // how many events
	Asked     *Setting    `json:"asked,omitempty"`    // of a stroke on a closed chair
	Action    *Action     `json:"action,omitempty"`   // of a key
	Chosen    []Choice    `json:"chosen,omitempty"`   // of a start: the programme's variables, as this session has them
	Massager  string      `json:"massager,omitempty"` // a guided session's start: the name of the massager
	// Person is the opaque id of whose session starts, for the record alone: no log, and no page, is told.
	Person string `json:"person,omitempty"`
}

// Summary is what a session came to.
type Summary struct {
	Outcome    string         `json:"outcome"` // finished, stopped, fault, ended
	Reason     string         `json:"reason,omitempty"`
	Unverified bool           `json:"unverified,omitempty"` // on a massager without a link: by the person's word alone
	Body       string         `json:"body,omitempty"`
	Seed       uint64         `json:"seed"`
	DurationS  float64        `json:"duration_s"`
	MassageS   float64        `json:"massage_s"`
	PhasesDone int            `json:"phases_done"`
	Phases     int            `json:"phases"`
	Contact    []LevelSummary `json:"levels_done"`
	HeatDose   float64        `json:"heat_dose_cem43_min"`
	Faults     []string       `json:"faults"`
	Changed    []string       `json:"changed"`
	Scan       *ScanError     `json:"scan,omitempty"`  // simulated chair: against the twin's truth
	Truth      *Truth         `json:"truth,omitempty"` // lumbar run on a simulated chair
}

// Truth is what a session really did to a simulated back, as only the simulation knows; lumbar verify tells the same of a body.
type Truth struct {
	PeakN        float64        `json:"peak_n"`        // of one roller
	TripShare    float64        `json:"trip_share"`    // the greatest share of the guard's trip, for the tissue really under the roller
	BothN        float64        `json:"both_n"`        // of both rollers together
	ComfortShare float64        `json:"comfort_share"` // greatest force as felt, of what this person finds comfortable
	SpotS        float64        `json:"spot_s"`        // longest on one spot without a pause
	PartS        float64        `json:"part_s"`        // longest on one part of the back
	SkinC        float64        `json:"skin_c"`
	Dose         float64        `json:"dose_cem43_min"` // of the skin
	Levels       []LevelSummary `json:"levels"`
}

// LevelSummary is what one level got.
type LevelSummary struct {
	Level    string  `json:"level"`
	ContactS float64 `json:"contact_s"`
	MeanN    float64 `json:"mean_n"`
	PeakN    float64 `json:"peak_n"`
}

// ScanError is how far a scan was from where the levels really were.
type ScanError struct {
	MeanMM float64            `json:"error_mean_mm"`
	MaxMM  float64            `json:"error_max_mm"`
	ByMM   map[string]float64 `json:"error_mm"` // found minus true, by level
	Within int                `json:"within_interval"`
	Levels int                `json:"levels"`
}
