package screening

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Rules is the whole rule set as read from its file, in the order of the file.
type Rules struct {
	Version  string
	Reviewed string // who has reviewed it, or that nobody has
	Levels   []unit.Newton
	Say      [outcomeEnd]string // by outcome: the fixed sentence
	Doses    []Step             // by number of quiet sessions
	Gentle   Record             // for every M
	Standing []Standing         // limits that no question asks for
	Cards    []Card
	Briefs   []Brief
	Spread   string // the rule that counts when pain spread into a leg after a session
}

// Card is the rules that are asked for on one screen.
type Card struct {
	Title string
	Rules []Rule
}

// Rule is one question and what follows from it.
type Rule struct {
	ID      string
	Line    string // the few words on the card; empty if only figures decide
	Ask     string // the whole question: yes speaks against a session
	Figures bool   // decided by the person's figures: it may be answered, and need not be
	SkipNo  bool   // "I would rather not say" is not counted
	OKDays  int    // how long a professional's word holds
	Source  string
	Effect
	Cases []Case
}

// Case is what a rule says of some people besides. It only adds.
type Case struct {
	Name  string
	Line  string // on the card, if the case stands alone and is asked for
	Ask   string // a further question; empty if If decides
	Alone bool   // counts even where the rule itself does not
	If    Condition
	Effect
}

// ID is how answers name the case's question.
func (c *Case) ID(rule *Rule) string { return rule.ID + "/" + c.Name }

// Effect is what follows where a rule or case counts.
type Effect struct {
	Outcome Outcome
	OK      Opens         // what a professional's word does to a D
	Wait    time.Duration // until it is worth asking again
	After   string        // the same in words, behind "Try again after"
	Limits  Record
	Advice  string // one fixed sentence, or nothing
}

// Opens is what a professional's word does. The zero value opens nothing.
type Opens uint8

// The ways.
const (
	Never   Opens = iota // no session, whatever anybody says
	Written              // the gentle version, if the word is in writing
	Spoken               // the gentle version
)

// Condition is when a case counts, beside answers. What is zero asks for nothing; all of the rest must hold.
type Condition struct {
	AgeFrom, AgeOver, AgeUnder float64  // years: at least, more than, less than
	Rules                      []string // one of these counts
	Shared                     bool     // the chair stands in a shared place
	Outside                    bool     // the person is outside of what the chair is built for
	PainFrom                   float64  // pain now, 0 to 10, is at least this
	PainAbove                  float64  // and above the usual by at least this
}

// Record is the limits that a rule sets. What is zero says nothing.
type Record struct {
	Level      int // of force, from 1
	Lower      int // levels below what the person would otherwise be allowed
	Force      unit.Newton
	Trip       unit.Newton // where the guard ends the session
	NoHeat     bool
	HeatTarget unit.Celsius
	HeatMax    time.Duration
	NoTapping  bool
	TappingMax time.Duration
	NoStretch  bool
	StretchMax time.Duration
	NoAir      bool
	NoLegAir   bool
	Session    time.Duration
	Spot       time.Duration // without a pause, at one spot
	Zone       time.Duration // in a band of about two vertebrae
	Still      time.Duration // pressing without moving on
	Gap        time.Duration // to the next session
	PerDay     int
	PerWeek    int
	Recline    unit.Degree
	Exclude    []chair.Zone
}

// Step is the limits from so many quiet sessions on.
type Step struct {
	Name      string
	QuietFrom int
	Limits    Record
}

// Standing is limits that hold by the person's figures, whatever the answers.
type Standing struct {
	Name   string
	If     Condition
	Limits Record
}

// Brief is one of the short checks: a single card.
type Brief struct {
	Name, Title string
	Signs       []Sign
}

// Sign is one line of a short check, and what choosing it brings.
type Sign struct {
	Name, Line string
	Rules      []string // whose whole questions are then asked
	Full       bool     // the full check is asked
	Mark       string   // what it means for the dose: one of Marks
}

// The marks that a short check may set on a session.
const (
	MarkTooHard = "too hard"
	MarkLong    = "long"   // sore for more than 36 hours
	MarkBruise  = "bruise" // or a mark on the skin
	MarkSpread  = "spread" // pain went into a leg
)

// MarkWorse is set on a session by its person, who said afterwards that they felt worse.
const MarkWorse = "worse"

// Marks is all that a short check may set.
func Marks() []string { return []string{MarkTooHard, MarkLong, MarkBruise, MarkSpread} }
