package web

// Line is a short title and a sentence.
type Line struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Words is every text of the page that changes while it is open: the template writes it into the page, where
// the scripts read it. The texts that stand still are in page.html. Both are English for now.
type Words struct {
	Stages     map[string]Line   `json:"stages"`     // by wire.Stage
	Techniques map[string]Line   `json:"techniques"` // by technique
	Outcomes   map[string]Line   `json:"outcomes"`   // by Snapshot.Outcome
	Stop       map[string]string `json:"stop"`       // by what is known of a stop
	Link       map[string]Line   `json:"link"`       // by what is wrong with the stream
	Viewers    map[string]string `json:"viewers"`    // by how many others watch; {n} is the number
	Notes      map[string]string `json:"notes"`
	Labels     map[string]string `json:"labels"`
}

// English is the page's words.
func English() Words {
	return Words{
		Stages: map[string]Line{
			"idle":       {"Ready", "Nothing moves."},
			"homing":     {"Finding its ends", "Each axis looks for its end, so that the chair knows where it is."},
			"taring":     {"Zeroing the force cells", "The rollers wait behind the cover while the cells are set to zero."},
			"settling":   {"Leaning back", "The back reclines and the body settles into the cushion."},
			"scanning":   {"Feeling the way", "The rollers go along the back, lightly, and find each level of the spine."},
			"massage":    {"Massage", ""},
			"finishing":  {"Finishing gently", "The last slow stroke, then the rollers leave the back."},
			"retreating": {"Leaving the back", "The rollers go behind the cover, the airbags empty, heat goes off."},
			"done":       {"Done", "The rollers are behind the cover."},
		},
		Techniques: map[string]Line{
			"glide":   {"Gliding", "A slow even stroke along the levels of the spine."},
			"knead":   {"Kneading", "The rollers circle on the muscles beside the spine."},
			"tap":     {"Tapping", "Light rhythmic strokes on both sides."},
			"press":   {"Pressing", "Firm pressure, eased in, held, and eased out."},
			"stretch": {"Stretching", "The chair leans far back, slowly, and lengthens the lower back."},
			"rest":    {"Resting", "A pause: the rollers wait and hardly touch."},
		},
		Outcomes: map[string]Line{
			"finished":    {"Finished", "The programme ran to its end and the rollers left the back slowly."},
			"stopped":     {"Stopped", "The session was stopped. You can start again whenever you like."},
			"fault":       {"Ended by a fault", "The chair ended the session by itself and went back."},
			"ended":       {"Ended early", "The chair could not go on and went back. You can start again."},
			"interrupted": {"Interrupted", "The session ended before its time. You can start again whenever you like."},
		},
		Stop: map[string]string{
			"ready":       "Esc, Space or Enter",
			"sending":     "sending",
			"sent":        "sent",
			"confirmed":   "the chair confirmed",
			"unconfirmed": "not confirmed: press the red button on the chair",
			"idle":        "nothing is moving",
		},
		Link: map[string]Line{
			"lost":    {"The picture has stopped", "This page has lost its connection and is trying again. A session that runs goes on. STOP still sends."},
			"silent":  {"The control does not answer", "The page is here, the part that moves the chair is not heard. If a roller presses, press the red button on the chair."},
			"old":     {"This page is out of date", "The server has been renewed. Reload the page."},
			"offline": {"No connection yet", "The page is trying again by itself."},
		},
		Viewers: map[string]string{
			"one": "Another screen is watching too.", "more": "{n} other screens are watching too.",
		},
		Notes: map[string]string{
			"joined":  "You joined a session that is already running.",
			"started": "A session was started on another screen.",
			"sleeps":  "This screen may fall asleep by itself, and STOP with it: keep it awake.",
			"failed":  "That did not arrive. Check that this device is still on the same network, then try again.",
		},
		Labels: map[string]string{
			"paused": "Paused", "pausedText": "The rollers have eased off and wait.",
			"pause": "Pause", "resume": "Go on",
			"of": "{f} N of {limit}", "newton": "{f} N", "at": "{technique} at {level}", "atPace": "{time} at {pace}×",
			"planned": "as planned", "softer": "{n} softer", "stronger": "{n} stronger",
			"because": "at most {n} N, because of {by}",
			"off":     "off", "left": "left", "limit": "limit", "target": "target", "trip": "guard stops",
			"seconds": "last {n} s", "minutes": "last {n} min", "phase": "{n} of {all}",
			"changed1": "Fitted to this chair and person", "changed": "Fitted to this chair and person in {n} ways",
		},
	}
}
