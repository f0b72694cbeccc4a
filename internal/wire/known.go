package wire

// KnownVersion is that of Known. Whoever reads one of another version treats it as nothing known.
const KnownVersion = 1

// Known is what is known of one person's back, to be kept and brought along to a later session: what one session found,
// or several together. Each part may be missing. It is about a person's body: it belongs sealed where it is kept, and in
// requests and in answers to the one who started the session; in no stream, event or log.
type Known struct {
	V         int         `json:"v"`               // KnownVersion
	Chair     string      `json:"chair,omitempty"` // the name of the profile that felt it, not its title: places are that chair's own millimetres
	Back      *Back       `json:"back,omitempty"`
	Comfort   []Comfort   `json:"comfort,omitempty"`   // S1 first
	Stiffness []Stiffness `json:"stiffness,omitempty"` // of the levels that were measured, S1 first, left before right
}

// Back is what a scan felt: where the levels are, and what two scans are compared by.
type Back struct {
	Levels []Place   `json:"levels"` // S1 first
	Sacrum *Edge     `json:"sacrum,omitempty"`
	Ribs   *Edge     `json:"ribs,omitempty"`
	Apex   *Edge     `json:"apex,omitempty"`           // of the hollow
	Muscle float64   `json:"muscle_n_per_mm"`          // stiffness felt between the edges, the spring behind the rollers included
	Six    float64   `json:"six,omitempty"`            // how likely there are six lumbar vertebrae, 0 to 1
	From   int       `json:"contour_from,omitempty"`   // the first bin of Out: the place from * 5 mm
	Out    []float64 `json:"contour_out_mm,omitempty"` // where the rollers met the back, every 5 mm up from there
}

// Place is a level as the scan felt it, and what the person said of it.
type Place struct {
	Name     string  `json:"name"`
	AlongMM  float64 `json:"along_mm"`
	SDMM     float64 `json:"sd_mm"`
	NudgedMM float64 `json:"nudged_mm,omitempty"` // so much further up the back, by the person's word
}

// Edge is a landmark as it was felt.
type Edge struct {
	AlongMM float64 `json:"along_mm"`
	SDMM    float64 `json:"sd_mm"` // of feeling it
}

// Empty says whether nothing is known. A nil Known is empty.
func (k *Known) Empty() bool {
	return k == nil || k.V != KnownVersion || k.Back == nil && len(k.Comfort) == 0 && len(k.Stiffness) == 0
}

// With is k with what a later session found: of each part the later one. Places are one chair's millimetres, so that the
// back felt by another chair takes the place of the one before. Either may be nil; both stay as they are.
func (k *Known) With(later *Known) *Known {
	out := Known{V: KnownVersion}
	for _, from := range []*Known{k, later} {
		if from.Empty() {
			continue
		}
		if from.Back != nil {
			out.Back, out.Chair = from.Back, from.Chair
		}
		if len(from.Comfort) > 0 {
			out.Comfort = from.Comfort
		}
		if len(from.Stiffness) > 0 {
			out.Stiffness = from.Stiffness
		}
	}
	if out.Empty() {
		return nil
	}
	return &out
}

// Who is what is known of who sits there. Empty: nothing was brought along to compare with, or nothing is felt yet.
type Who string

// What may be known of it.
const (
	WhoAlike     Who = "alike"     // the back feels as it was known
	WhoUnsure    Who = "unsure"    // too little was felt to compare
	WhoDifferent Who = "different" // it feels different, and nobody has said yet who it is: the session stays gentle
	WhoMine      Who = "mine"      // the person said that it is them
	WhoOther     Who = "other"     // or that it is somebody else
)
