package mqtt

import "slices"

// component is one entity as Home Assistant reads it, in the keys that are used here.
type component struct {
	Platform        string         `json:"platform"`
	UniqueID        string         `json:"unique_id,omitempty"`
	DefaultEntityID string         `json:"default_entity_id,omitempty"`
	Name            string         `json:"name,omitempty"`
	Icon            string         `json:"icon,omitempty"`
	DeviceClass     string         `json:"device_class,omitempty"`
	StateClass      string         `json:"state_class,omitempty"`
	Unit            string         `json:"unit_of_measurement,omitempty"`
	Category        string         `json:"entity_category,omitempty"`
	Options         []string       `json:"options,omitempty"`
	StateTopic      string         `json:"state_topic,omitempty"`
	ValueTemplate   string         `json:"value_template,omitempty"`
	PayloadOn       string         `json:"payload_on,omitempty"`
	PayloadOff      string         `json:"payload_off,omitempty"`
	ExpireAfter     int            `json:"expire_after,omitempty"`
	CommandTopic    string         `json:"command_topic,omitempty"`
	CommandTemplate string         `json:"command_template,omitempty"`
	PayloadPress    string         `json:"payload_press,omitempty"`
	Title           string         `json:"title,omitempty"`
	QoS             int            `json:"qos,omitempty"`
	MessageExpiry   int            `json:"message_expiry_interval,omitempty"`
	Availability    []availability `json:"availability,omitempty"`
}

type availability struct {
	Topic string `json:"topic"`
}

// from is where an entity's value comes from.
type from int

const (
	nowhere from = iota // a button
	fromState
	fromDiagnostics
	fromUpdate
	fromAvailability // of the chair
)

// entity is a row of the one table: what is announced, what the documents list and which orders are heard are made from it.
type entity struct {
	id     string // stable for ever: unique ids, entity ids and topics have it
	about  string // for the documents
	from   from
	reads  string // the key of State, Diagnostics or Update
	yes    bool   // of a key that is true or false
	order  order  // what it asks for; none: nothing
	alone  bool   // it needs the bridge and not the chair
	seat   bool   // it needs a chair with a seat sensor
	lack   Lack   // it needs a chair without this lack
	optIn  bool   // only where it was asked for
	choose func(*scene) []string
	component
}

// Figures of what is announced, in seconds.
const (
	expires = 60 // what is told is old after so long without a word; it is told again three times in that
	orders  = 10 // an order that the broker could not hand on by then is none
)

// Entities is every entity by its id and platform, with what it is: for documents.
type Entity struct {
	ID, Platform, Name, About string
	Diagnostic, OptIn         bool
}

// Entities lists them in the order of the documents.
func Entities() []Entity {
	var all []Entity
	for _, e := range table {
		about := e.about
		if w := e.lack.words(); w != "" {
			about += "; " + w
		}
		all = append(all, Entity{e.id, e.Platform, e.Name, about, e.Category == "diagnostic", e.optIn})
	}
	return all
}

var table = []entity{
	{id: "session", from: fromState, reads: "session", about: "idle, preparing, massage, paused or ending; not how one ended",
		choose: func(*scene) []string { return sessions() }, component: component{Platform: "sensor", Name: "Session", Icon: "mdi:seat-recline-extra", DeviceClass: "enum"}},
	{id: "running", from: fromState, reads: "running", about: "the programme of the session; own for somebody's own, whose name stays theirs",
		choose: (*scene).running, component: component{Platform: "sensor", Name: "Running programme", Icon: "mdi:playlist-play", DeviceClass: "enum"}},
	{id: "phase", from: fromState, reads: "phase", about: "the phase of a programme that ships, as it is written, whoever sits there",
		choose: (*scene).phases, component: component{Platform: "sensor", Name: "Phase", Icon: "mdi:format-list-numbered", DeviceClass: "enum"}},
	{id: "time_left", from: fromState, reads: "left_min", about: "of the programme as it is written, whoever sits there; a session may end before",
		component: component{Platform: "sensor", Name: "Time left", DeviceClass: "duration", Unit: "min", StateClass: "measurement", ExpireAfter: expires}},
	{id: "intensity", lack: NoIntensity, from: fromState, reads: "intensity", about: "steps softer or stronger than the programme, -3 to 3",
		component: component{Platform: "sensor", Name: "Intensity", Icon: "mdi:gauge", Unit: "steps", StateClass: "measurement", ExpireAfter: expires}},
	{id: "heat", lack: NoHeat, from: fromState, reads: "heat", yes: true, about: "whether the programme has heat now; not whether somebody has it off",
		component: component{Platform: "binary_sensor", Name: "Heat in the programme", Icon: "mdi:radiator"}},
	{id: "back", lack: NoBack, from: fromState, reads: "back", about: "whether the backrest is up or down",
		choose: func(*scene) []string { return backs() }, component: component{Platform: "sensor", Name: "Backrest", Icon: "mdi:seat-recline-normal", DeviceClass: "enum"}},
	{id: "today", from: fromState, reads: "today_min", about: "how long the chair was in use today, by whomever",
		component: component{Platform: "sensor", Name: "In use today", DeviceClass: "duration", Unit: "min", StateClass: "total_increasing"}},
	{id: "presence", from: fromState, reads: "seated", yes: true, seat: true, about: "whether somebody sits there, by the seat's own sensor",
		component: component{Platform: "binary_sensor", Name: "Presence", DeviceClass: "occupancy", ExpireAfter: expires}},
	{id: "fault", from: fromState, reads: "fault", about: "what of the chair has to be looked at, by its code in docs/faults.md; nothing that tells of a person",
		choose: func(*scene) []string { return faults() }, component: component{Platform: "sensor", Name: "Fault", Icon: "mdi:alert-circle-outline", DeviceClass: "enum"}},
	{id: "problem", from: fromState, reads: "problem", yes: true, about: "whether there is such a fault",
		component: component{Platform: "binary_sensor", Name: "Problem", DeviceClass: "problem", Category: "diagnostic"}},
	{id: "stop", order: stop, alone: true, about: "stops at once: rollers off the back, airbags empty, heat off",
		component: component{Platform: "button", Name: "STOP", Icon: "mdi:stop-circle", QoS: 1}},
	{id: "stopped", from: fromState, reads: "stop", about: "what became of a STOP that came this way: sent, confirmed by the chair, or unconfirmed: then press the red button on the chair",
		choose: func(*scene) []string { return stops() }, component: component{Platform: "sensor", Name: "Last STOP", Icon: "mdi:stop-circle-outline", DeviceClass: "enum"}},
	{id: "pause", lack: NoPause, order: pause, about: "rollers ease off and wait",
		component: component{Platform: "button", Name: "Pause", Icon: "mdi:pause", QoS: 1, MessageExpiry: orders}},
	{id: "resume", lack: NoPause, order: resume, seat: true, about: "takes back a pause of the last five minutes that came this way, and nobody else's; only where the seat tells that somebody sits there",
		component: component{Platform: "button", Name: "Resume", Icon: "mdi:play-pause", QoS: 1, MessageExpiry: orders}},
	{id: "softer", order: softer, about: "one step softer; stronger is for whoever sits there",
		component: component{Platform: "button", Name: "Softer", Icon: "mdi:feather", QoS: 1, MessageExpiry: orders}},
	{id: "programme", from: fromState, reads: "programme", order: choose, about: "what Prepare takes: one of those that ship",
		choose: (*scene).names, component: component{Platform: "select", Name: "Programme", Icon: "mdi:playlist-edit", QoS: 1, MessageExpiry: orders}},
	{id: "prepare", order: prepare, about: "chooses that programme on the page for half an hour; it starts nothing",
		component: component{Platform: "button", Name: "Prepare", Icon: "mdi:playlist-check", QoS: 1, MessageExpiry: orders}},
	{id: "prepared", from: fromState, reads: "prepared", yes: true, about: "whether it waits on the page",
		component: component{Platform: "binary_sensor", Name: "Prepared", Icon: "mdi:playlist-check"}},
	{id: "force", lack: NoForce, from: fromState, reads: "force_n", optIn: true, about: "the harder-pressed roller's, to 5 N; only with force = true in lumbar.hcl, as it tells how hard somebody has it",
		component: component{Platform: "sensor", Name: "Force", Icon: "mdi:arrow-collapse-right", Unit: "N", StateClass: "measurement", ExpireAfter: expires}},
	{id: "software", from: fromUpdate, alone: true, about: "which Lumbar runs, and which lies on its machine and runs from the next start; nothing is installed from here",
		component: component{Platform: "update", Name: "Software", DeviceClass: "firmware", Category: "diagnostic", Title: "Lumbar"}},
	{id: "link", from: fromAvailability, alone: true, about: "whether the chair's control answers",
		component: component{Platform: "binary_sensor", Name: "Link", DeviceClass: "connectivity", Category: "diagnostic", PayloadOn: online, PayloadOff: offline}},
	{id: "lateness", lack: NoTicks, from: fromDiagnostics, reads: "lateness_ms", about: "how late the control's ticks are at most, of 99 in 100",
		component: component{Platform: "sensor", Name: "Lateness", DeviceClass: "duration", Unit: "ms", StateClass: "measurement", Category: "diagnostic", ExpireAfter: expires}},
	{id: "version", from: fromDiagnostics, reads: "version", alone: true, about: "of Lumbar",
		component: component{Platform: "sensor", Name: "Version", Icon: "mdi:tag-outline", Category: "diagnostic"}},
	{id: "since", from: fromDiagnostics, reads: "since", alone: true, about: "since when Lumbar runs",
		component: component{Platform: "sensor", Name: "Running since", DeviceClass: "timestamp", Category: "diagnostic"}},
	{id: "guided", from: fromState, reads: "guided", about: "of a session on a massager without a link: idle, massage, paused or ending. Lumbar moves nothing there, and no button here reaches it",
		choose: func(*scene) []string { return words(Idle, Massage, Paused, Ending) }, component: component{Platform: "sensor", Name: "Guided session", Icon: "mdi:hand-pointing-right", DeviceClass: "enum"}},
	{id: "guided_running", from: fromState, reads: "guided_running", about: "its programme; own for somebody's own",
		choose: (*scene).running, component: component{Platform: "sensor", Name: "Guided programme", Icon: "mdi:playlist-play", DeviceClass: "enum"}},
	{id: "guided_phase", from: fromState, reads: "guided_phase", about: "its phase, of the programme as it is written, whoever sits there",
		choose: (*scene).phases, component: component{Platform: "sensor", Name: "Guided phase", Icon: "mdi:format-list-numbered", DeviceClass: "enum"}},
	{id: "guided_left", from: fromState, reads: "guided_min", about: "its time left, of the programme as it is written; a session may end before",
		component: component{Platform: "sensor", Name: "Guided time left", DeviceClass: "duration", Unit: "min", StateClass: "measurement", ExpireAfter: expires}},
}

// names is the programmes that ship.
func (c *scene) names() []string {
	var all []string
	for _, k := range c.courses {
		all = append(all, k.Name)
	}
	return all
}

func (c *scene) running() []string {
	return append([]string{string(NoProgramme), string(OwnProgramme)}, c.names()...)
}

// phases is every phase of every programme that ships, so that the list does not depend on what runs.
func (c *scene) phases() []string {
	var all []string
	for _, k := range c.courses {
		for _, p := range k.Phases {
			all = append(all, p.Name)
		}
	}
	slices.Sort(all)
	return append([]string{string(NoPhase), string(OtherPhase)}, slices.Compact(all)...)
}
