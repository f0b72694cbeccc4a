// Package adding is the words in which a chair with a link is found, asked about and listed: plain values, between whoever
// does it (package chairs) and whoever shows it, the page and the terminal. Nothing here knows a driver.
package adding

// Way is how something was found.
type Way string

// The ways.
const (
	Bluetooth Way = "bluetooth"
	Serial    Way = "serial"
	Network   Way = "network"
)

// Found is something that may be a chair, or lead to one. Nothing was sent to it.
type Found struct {
	Way   Way
	Name  string   // as it calls itself, or its device or host
	Link  string   // its address, as chairs are opened by it
	RSSI  int      // dBm, over Bluetooth; 0 is not known
	Maybe []string // the profiles that it may be of, the likeliest first; none: not known
	About string   // what it might be, in a sentence
	Taken string   // why it cannot be used as it stands, and what to do; empty: it can
}

// Note is something about looking itself: what was looked for, what is there of it, and what to do where something is missing.
type Note struct {
	What, Found, Mend string
	Looked            bool // it was looked, and nothing is there
}

// String is the note in sentences. What is to be done may be a command, and stays as it is.
func (n Note) String() string {
	switch {
	case n.Mend == "":
		return n.Found + "."
	case n.Looked:
		return n.Found + ". " + n.Mend
	}
	return n.Found + ". What to do: " + n.Mend + "."
}

// Look is what one look around has brought.
type Look struct {
	Found []Found
	Notes []Note
}

// Answers are what is said of a chair that is added: five things, the link among them. A Real of "" is yes.
type Answers struct {
	Link, Like, Title, Weight, Real string
}

// Question is one of those that are asked. Its Name is that of its answer, in small letters.
type Question struct {
	Name, Text, Usual string
	Choices           []string // none: any text
}

// Chair is one that was added.
type Chair struct {
	Name, Title string
	Link, File  string // its link's address, and where its profile is
	Closed      bool   // it takes keys
	Simulated   bool   // by its profile or its link: no record is needed
	Why         string // why nobody may sit there yet; empty: somebody may
	Wrong       string // why it cannot be opened at all; empty: it can
}

// Removed is a chair that was taken away.
type Removed struct {
	Name, Title string
	Records     int // of its tests, which went with it
}
