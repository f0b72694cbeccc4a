package mqtt

import (
	"encoding/json"
	"fmt"
)

// Names is by what a chair goes at a broker. Each must be of a-z, 0-9 and _; Prefix is Home Assistant's own.
type Names struct {
	Prefix string `json:"prefix"` // "homeassistant"
	Topic  string `json:"topic"`  // "lumbar"
	ID     string `json:"id"`     // tells the chairs of a broker apart
}

// Home is what a house is told of its chair, besides what happens.
type Home struct {
	Names
	Chair      string // its title
	Model      string // its profile's name
	Seat       bool   // it has a seat sensor
	Lacks      Lack   // what it does not do or say
	SittingDeg float64
	Courses    []Course // the programmes that ship, in the order in which they are offered
	Force      bool
	Version    string
	Page       string // address of the page; empty: it listens on its machine alone
}

// Message is one for the broker.
type Message struct {
	Topic   string
	Payload []byte
	Retain  bool
	QoS     byte
	Expiry  uint32 // seconds until the broker forgets it; 0: never
}

// What availability topics say.
const (
	online  = "online"
	offline = "offline"
)

func (n Names) base() string            { return n.Topic + "/" + n.ID }
func (n Names) bridgeThere() string     { return n.base() + "/bridge/availability" }
func (n Names) chairThere() string      { return n.base() + "/availability" }
func (n Names) state() string           { return n.base() + "/state" }
func (n Names) diagnostics() string     { return n.base() + "/diagnostics" }
func (n Names) update() string          { return n.base() + "/update" }
func (n Names) do(id string) string     { return n.base() + "/do/" + id }
func (n Names) announcement() string    { return n.Prefix + "/device/" + n.Topic + "_" + n.ID + "/config" }
func (n Names) houseThere() string      { return n.Prefix + "/status" }
func (n Names) unique(id string) string { return n.Topic + "_" + n.ID + "_" + id }

// retained is every topic on which a bridge of these names may leave something behind.
func (n Names) retained() []string {
	return []string{n.announcement(), n.bridgeThere(), n.chairThere(), n.state(), n.diagnostics(), n.update()}
}

// document is the announcement of a device.
type document struct {
	Device           device               `json:"device"`
	Origin           origin               `json:"origin"`
	Availability     []availability       `json:"availability"`
	AvailabilityMode string               `json:"availability_mode"`
	Components       map[string]component `json:"components"`
}

type device struct {
	Identifiers []string `json:"identifiers"`
	Name        string   `json:"name"`
	Maker       string   `json:"manufacturer"`
	Model       string   `json:"model"`
	Version     string   `json:"sw_version"`
	Page        string   `json:"configuration_url,omitempty"`
}

type origin struct {
	Name    string `json:"name"`
	Version string `json:"sw_version"`
}

// template is how a value is read out of JSON.
func (e *entity) template() string {
	switch {
	case e.from != fromState && e.from != fromDiagnostics:
		return ""
	case e.yes:
		return fmt.Sprintf("{{ 'ON' if value_json.%s else 'OFF' }}", e.reads)
	}
	return fmt.Sprintf("{{ value_json.%s }}", e.reads)
}

// pressed is how an order is written: with its time, so that an old one can be told.
const pressed = `{"do":"{{ value }}","at":{{ now().timestamp() }}}`

// announce is one entity as it is announced.
func (h *Home) announce(e *entity, c *scene) component {
	out := e.component
	if e.optIn && !h.Force || e.seat && !h.Seat || e.lack&h.Lacks != 0 {
		return component{Platform: e.Platform} // not here, or not any more
	}
	out.UniqueID, out.DefaultEntityID = h.unique(e.id), e.Platform+"."+h.unique(e.id)
	out.ValueTemplate = e.template()
	switch e.from {
	case fromState:
		out.StateTopic = h.state()
	case fromDiagnostics:
		out.StateTopic = h.diagnostics()
	case fromUpdate:
		out.StateTopic = h.update()
	case fromAvailability:
		out.StateTopic = h.chairThere()
	}
	if e.order != none {
		out.CommandTopic, out.CommandTemplate = h.do(e.id), pressed
		if e.Platform == "button" {
			out.PayloadPress = e.id
		}
	}
	if e.choose != nil {
		out.Options = e.choose(c)
	}
	if e.alone {
		out.Availability = []availability{{h.bridgeThere()}}
	}
	return out
}

func (h *Home) scene() scene { return scene{courses: h.Courses, sitting: h.SittingDeg, force: h.Force} }

// Announcement is the retained message by which Home Assistant finds the chair with all its entities. It depends on the chair
// and on what ships, and on no person.
func (h *Home) Announcement() (Message, error) {
	c := h.scene()
	d := document{
		Device:       device{Identifiers: []string{h.Topic + "_" + h.ID}, Name: h.Chair, Maker: "Lumbar", Model: h.Model, Version: h.Version, Page: h.Page},
		Origin:       origin{"Lumbar", h.Version},
		Availability: []availability{{h.bridgeThere()}, {h.chairThere()}}, AvailabilityMode: "all",
		Components: map[string]component{},
	}
	for i := range table {
		d.Components[table[i].id] = h.announce(&table[i], &c)
	}
	text, err := json.Marshal(d)
	if err != nil {
		return Message{}, fmt.Errorf("announcing the chair: %w", err)
	}
	return Message{Topic: h.announcement(), Payload: text, Retain: true, QoS: 1}, nil
}

// Removal is the messages after which nothing of a chair is left at a broker.
func (n Names) Removal() []Message {
	var all []Message
	for _, topic := range n.retained() {
		all = append(all, Message{Topic: topic, Retain: true, QoS: 1})
	}
	return all
}
