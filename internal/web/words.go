package web

// Line is a short title and a sentence.
type Line struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Words is every text of the page that changes while it is open: the template writes it into the page, where
// the scripts read it. The texts that stand still are in page.html. Both are English for now.
type Words struct {
	Stages     map[string]Line   `json:"stages"`           // by wire.Stage
	Techniques map[string]Line   `json:"techniques"`       // by technique
	Outcomes   map[string]Line   `json:"outcomes"`         // by Snapshot.Outcome
	Stop       map[string]string `json:"stop"`             // by what is known of a stop
	Link       map[string]Line   `json:"link"`             // by what is wrong with the stream
	Viewers    map[string]string `json:"viewers"`          // by how many others watch; {n} is the number
	Up         map[string]string `json:"up"`               // by how far "let me up" is
	Tryout     map[string]string `json:"tryout"`           // of a chair that is tried
	Hand       map[string]string `json:"hand"`             // by why an axis is not moved by hand, and how far it is
	Why        map[string]string `json:"why"`              // by why a session was stopped, and what asks for it
	Severities map[string]string `json:"severities"`       // by wire.Fault.Severity
	FaultRows  map[string]string `json:"faultRows"`        // the names of what a fault's card says
	Clear      map[string]string `json:"clear"`            // by wire.Fault.Severity; "" is any other
	Limits     map[string]string `json:"limits"`           // by chair.Author; "" is any other, {by}
	Page       map[string]string `json:"page"`             // by wire.PageState: what this chair does when the page falls silent
	LookBack   map[string]string `json:"lookback"`         // by what is known of a moment of the score, "at" with {time}
	Tell       map[string]string `json:"tell"`             // the live picture in words
	Cues       map[string]string `json:"cues"`             // what a voice says in a session: nothing of anybody's health
	Button     map[string]string `json:"button"`           // of the button that is learned as one more STOP, {name}
	Known      map[string]string `json:"known"`            // of what is known of the person's back
	Places     map[string]string `json:"places"`           // by level: where that is, in plain words
	Closed     map[string]string `json:"closed,omitempty"` // of a closed chair; nil: it has axes
	Notes      map[string]string `json:"notes"`
	Labels     map[string]string `json:"labels"`
}

// English is the page's words.
func English() Words {
	return Words{
		Stages: map[string]Line{
			"idle":        {"Ready", "Nothing moves."},
			"reaching":    {"Reaching the chair", "Lumbar links with the chair over Bluetooth. Nothing is pressed yet."},
			"homing":      {"Finding its ends", "Each axis looks for its end, so that the chair knows where it is."},
			"taring":      {"Zeroing the force cells", "The rollers wait behind the cover while the cells are set to zero."},
			"settling":    {"Leaning back", "The back reclines and the body settles into the cushion."},
			"aside_left":  {"Please sit in the middle", "You seem to sit a little to the left. Move to the right and lean back: in a moment the rollers feel your back once more."},
			"aside_right": {"Please sit in the middle", "You seem to sit a little to the right. Move to the left and lean back: in a moment the rollers feel your back once more."},
			"scanning":    {"Feeling the way", "The rollers go along the back, lightly, and find each level of the spine."},
			"comfort":     {"How firm is enough", "The rollers press slowly harder at three levels. Say \"enough\" when it is as firm as you like it."},
			"measuring":   {"How stiff it feels", "The rollers press and let go at three levels, five times each."},
			"massage":     {"Massage", ""},
			"remeasuring": {"How stiff it feels now", "The same once more, to see whether anything changed."},
			"finishing":   {"Finishing gently", "The last slow stroke, then the rollers leave the back."},
			"retreating":  {"Leaving the back", "The rollers go behind the cover, the airbags empty, heat goes off."},
			"done":        {"Done", "The rollers are behind the cover."},
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
			"stopped":     {"Stopped", "The session was stopped."},
			"fault":       {"Ended by a fault", "The session is over and the chair has gone back."},
			"latched":     {"", "This is from before. It stays until somebody clears it."},
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
			"lost":      {"The picture has stopped", "This page has lost its connection and is trying again. A session goes on; if the server itself is gone, it pauses within a second and waits for you. STOP still sends."},
			"silent":    {"The control does not answer", "The part that moves the chair is not heard; without it the chair goes back by itself. If a roller still presses, press the red button on the chair."},
			"unreached": {"{chair} is not reached", "Lumbar goes on trying by itself, and moves nothing meanwhile. If a roller still presses, press the red button on the chair."},
			"old":       {"This page is out of date", "The server has been renewed. Reload the page."},
			"offline":   {"No connection yet", "The page is trying again by itself."},
		},
		Viewers: map[string]string{
			"one": "Another screen is watching too.", "more": "{n} other screens are watching too.",
		},
		Up: map[string]string{
			"ready": "Hold until you sit", "held": "Coming up. Let go to stop",
			"clicked": "Coming up for 8 s. Click to stop",
			"there":   "You sit upright", "stuck": "It comes no further. Take your time to get up",
			"lost": "Stopped: the connection is lost. Try again",
		},
		Tryout: tryoutWords(), Hand: handWords(),
		Why: map[string]string{
			"ask": "The rollers have left your back. Why did you stop?", "first": "Before the next session: why did you stop the last one?",
			"stop":  "You just wanted to stop. Start again whenever you like.",
			"wrong": "Thank you for saying so. Start again only while you feel well.",
			"hard":  "It was too hard. The next session starts one step softer.",
		},
		Severities: map[string]string{
			"enough": "Enough for now: nothing is broken", "once": "This can happen once",
			"repair": "The chair needs looking at", "unwell": "How you feel comes first",
		},
		FaultRows: map[string]string{
			"happened": "What", "chair": "The chair", "you": "You", "clears": "Who clears", "else": "If it stays",
		},
		Clear: map[string]string{"": "Clear the fault", "enough": "All right", "unwell": "I feel well now"},
		Limits: map[string]string{
			"": "set by {by}", "everyone": "the limit for everyone", "this chair": "the limit of this chair",
			"your answers": "because of your answers", "your budget": "because of your budget", "your choice": "because of your choice",
			"a back that feels different": "until you say who sits there", "a seat beside the middle": "because you sit beside the middle", "a page that is not heard": "until this page is heard again",
			"a limit of this session": "a limit of this session",
		},
		Page: map[string]string{
			"":        "this chair has a button of its own to stop it: the session goes on when this page sleeps",
			"heard":   "Keep this page awake: this chair has no button of its own. Not heard for 10 s it turns gentle, after 30 s the rollers leave your back.",
			"unheard": "The page that started this is not heard: nothing presses hard. In a moment the rollers leave your back.",
			"gone":    "The page that started this is not heard: the rollers leave your back.",
		},
		LookBack: map[string]string{
			"unseen": "this page did not see this part", "left out": "this part was left out", "not played": "not played", "at": "at {time}",
		},
		Tell: map[string]string{
			"phase": "Phase {phase}, {n} of {all}", "at": " at {level}, {place}", "force": "{f} newtons of {limit}",
			"seconds": "about {n} seconds left", "minute": "about a minute left", "minutes": "about {n} minutes left",
		},
		Cues: map[string]string{
			"on": "Sounds are on.", "phase": "{phase}. {technique}.", "firmer": "Firmer in three, two, one.",
			"stop": "Stopping.", "end": "It has finished. Take your time.",
		},
		Button: map[string]string{
			"none": "Nothing is learned on this device.", "has": "{name} is one more STOP on this device. Press it now to try it.",
			"learn": "Learn a button", "other": "Learn another", "cancel": "Leave it", "now": "Press your button now.",
			"learned": "{name} is learned. Press it once more to try it.", "works": "It works: this device has heard it.",
			"taken": "That key has a meaning already. Press another.", "pad": "button {n} of the controller",
			"try": "Your stop button ({name}): press it once now, or go on without.",
		},
		Known:  knownWords(),
		Places: placeWords(),
		Notes: map[string]string{
			"softer":   "One step softer, as the last one was too hard.",
			"paused":   "The session paused by itself while it was not heard from. Go on when you like.",
			"back":     "The control is back.",
			"timeUp":   "when you like",
			"joined":   "You joined a session that is already running.",
			"started":  "A session was started on another screen.",
			"sleeps":   "This screen may fall asleep by itself, and STOP with it: keep it awake.",
			"pageBack": "This page is heard again.",
			"failed":   "That did not arrive. Check that this device is still on the same network, then try again.",
		},
		Labels: map[string]string{
			"paused": "Paused", "pausedText": "The rollers have eased off and wait.",
			"pause": "Pause", "resume": "Go on",
			"unwellElse": "Leave the chair for today. With numbness, weakness or anything severe ask a doctor, in an emergency call your local number.",
			"realtime":   "real time", "of": "{f} N of {limit}", "newton": "{f} N", "at": "{technique} at {level}", "atPace": "{time} at {pace}×",
			"planned": "as planned", "softer": "{n} softer", "stronger": "{n} stronger",
			"off": "off", "left": "left", "limit": "limit", "reach": "reaches", "target": "target", "trip": "guard stops",
			"seconds": "last {n} s", "minutes": "last {n} min", "phase": "{n} of {all}",
			"changed1": "Fitted to this chair and person", "changed": "Fitted to this chair and person in {n} ways",
		},
	}
}
