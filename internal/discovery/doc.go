// Package discovery knows what Home Assistant accepts of a device that is announced over MQTT, and says what is wrong with an
// announcement before it is sent: Home Assistant drops a mistyped key without a word, and a whole device for an unknown key
// in the wrong place.
//
// The tables are those of Home Assistant 2026.9: keys by platform, device classes, their units and state classes, as facts
// extracted by SukramJ/go-ha-catalog (commit 3f4718a). Where the rules are this project's own, stricter than Home
// Assistant's, the finding's cost is Own.
package discovery

// Cost is what a mistake costs whoever makes it.
type Cost string

// The costs.
const (
	Document Cost = "document" // Home Assistant refuses the device with every entity
	Entity   Cost = "entity"   // that entity is refused, or breaks when a value comes
	Silent   Cost = "silent"   // the key is dropped, and nobody is told
	Own      Cost = "own"      // Home Assistant takes it, and this project does not
)

// Rule names a kind of mistake.
type Rule string

// The rules.
const (
	BadTopic       Rule = "topic"            // an announcement on a topic that nobody listens to
	BadJSON        Rule = "json"             // no JSON object
	DuplicateKey   Rule = "duplicate-key"    // twice in one object: the later one counts
	MissingKey     Rule = "missing"          // a key that is wanted
	UnknownKey     Rule = "unknown-key"      // a key that the place does not know
	WrongType      Rule = "type"             // a text for a number, and the like
	BadWord        Rule = "word"             // none of the words that are known there
	BadPlatform    Rule = "platform"         // no platform, or one that is not known here
	NoIdentity     Rule = "identity"         // a device without identifier and connection, a component without unique_id
	SameIdentity   Rule = "same-identity"    // a unique_id twice
	BadID          Rule = "id"               // letters that an id must not have
	BadClass       Rule = "device-class"     // a device class that the platform does not have
	BadUnit        Rule = "unit"             // a unit that the class does not have
	BadStateClass  Rule = "state-class"      // a state class that the class does not have
	BadCategory    Rule = "category"         // a sensor among what is configured
	BadMQTTTopic   Rule = "mqtt-topic"       // a wildcard, an empty level at an end, a character that no topic has
	BadTemplate    Rule = "template"         // braces or quotes that do not close, or a template that reads nothing
	BadRange       Rule = "range"            // a least that is not below the most, a step of nothing
	BadOptions     Rule = "options"          // options without the class that has them, none, or one twice
	Unpaired       Rule = "pair"             // of two keys that go together one
	RetainedOrder  Rule = "retained-command" // a command that the broker keeps and gives again
	TooLong        Rule = "length"           // longer than is shown, or than a state may be
	NoAvailability Rule = "availability"     // nothing says when the device is away
	WrongDomain    Rule = "domain"           // a default_entity_id of another platform
)

// Finding is one mistake.
type Finding struct {
	Rule  Rule
	Cost  Cost
	Where string // such as components.stop.command_topic
	Text  string // what is wrong, and the way out
}

// String is the finding on one line.
func (f Finding) String() string {
	return f.Where + ": " + f.Text + " [" + string(f.Rule) + ", costs " + string(f.Cost) + "]"
}
