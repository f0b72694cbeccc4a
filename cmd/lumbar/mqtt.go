package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/discovery"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/mqtt"
)

type mqttCmd struct {
	Discovery mqttDiscoveryCmd `cmd:"" help:"What Home Assistant is told of the chair, without a broker."`
	Check     mqttCheckCmd     `cmd:"" help:"Whether the broker lets Lumbar in, and if not, why."`
	Remove    mqttRemoveCmd    `cmd:"" help:"Takes the chair out of Home Assistant, and all that was left at the broker."`
}

// Help teaches more than the flags.
func (mqttCmd) Help() string {
	return `A chair at home belongs to the house: with a broker in lumbar.hcl, Home Assistant finds it by itself.

  mqtt {
    broker   = "mqtt://homeassistant.local:1883"
    username = "lumbar"
    password = "..."
  }

From afar one may stop, pause and soften, and never start. No answer, limit, reason or outcome of anybody leaves.
More in docs/home-assistant.md.

  lumbar mqtt check
  lumbar mqtt discovery
  lumbar mqtt remove`
}

// mqttFlags is by what the commands find what lumbar serve would use.
type mqttFlags struct {
	Config string `placeholder:"FILE" help:"Configuration; without it lumbar.hcl in the data directory, if there."`
	Data   string `placeholder:"DIR" help:"The data directory; as lumbar serve has it otherwise."`
}

func (f mqttFlags) configure(a *app) (config.Config, error) {
	conf, wrong := (&serveCmd{Config: f.Config, Data: f.Data}).configure(a.env)
	return conf, wrong.refuse(a)
}

// broker is that of the configuration, or the refusal of a command that needs one.
func (f mqttFlags) broker(a *app) (config.Config, mqtt.Broker, error) {
	conf, err := f.configure(a)
	if err != nil {
		return conf, mqtt.Broker{}, err
	}
	if conf.MQTT.Broker == "" {
		return conf, mqtt.Broker{}, &status{exitRefused, errors.New("no broker is configured: put an mqtt block into lumbar.hcl, see lumbar mqtt --help")}
	}
	b, err := brokerOf(conf.MQTT)
	if err != nil {
		return conf, b, &status{exitRefused, err}
	}
	return conf, b, nil
}

type mqttDiscoveryCmd struct{ mqttFlags }

// Help teaches more than the flags.
func (mqttDiscoveryCmd) Help() string {
	return `Prints the retained messages by which Home Assistant finds the chair, one JSON object a line with topic and payload. Each is
checked first by what Home Assistant takes.

Exit status: 0 printed, 1 a message that Home Assistant would not take as it is meant, 2 refused: something is wrong with
the configuration.

  lumbar mqtt discovery
  lumbar mqtt discovery | jq .payload.components`
}

// announcedMessage is one line of it.
type announcedMessage struct {
	Topic   string          `json:"topic"`
	Payload json.RawMessage `json:"payload"`
}

// Run prints them.
func (c *mqttDiscoveryCmd) Run(a *app) error {
	conf, err := c.configure(a)
	if err != nil {
		return err
	}
	p, err := readChair(conf.Chair) // nothing is opened
	if err != nil {
		return &status{exitRefused, err}
	}
	home, err := homeOf(conf, &p, pageOf(conf.Addr))
	if err != nil {
		return err
	}
	m, err := home.Announcement()
	if err != nil {
		return err
	}
	if err := json.NewEncoder(a.out).Encode(announcedMessage{m.Topic, m.Payload}); err != nil {
		return err
	}
	found := discovery.Lint(home.Prefix, m.Topic, m.Payload)
	for _, f := range found {
		fmt.Fprintln(a.err, "lumbar:", f)
	}
	if len(found) > 0 {
		return &status{exitError, nil}
	}
	return nil
}

type mqttCheckCmd struct{ mqttFlags }

// Help teaches more than the flags.
func (mqttCheckCmd) Help() string {
	return `Connects to the broker of lumbar.hcl once, and says whether that went well, or what is wrong and what to do.

Exit status: 0 the broker lets Lumbar in, 1 it does not, 2 refused: no broker is configured, or something is wrong there.

  lumbar mqtt check`
}

// Run tries the connection.
func (c *mqttCheckCmd) Run(ctx context.Context, a *app) error {
	_, b, err := c.broker(a)
	if err != nil {
		return err
	}
	if err := mqtt.Send(ctx, &b, "lumbar-check", nil); err != nil {
		return err
	}
	way := "with TLS"
	if !b.Encrypted() {
		way = "without TLS: whoever is on the network reads along, the password too"
	}
	_, err = fmt.Fprintf(a.out, "%s lets Lumbar in, %s.\n", b.Name(), way)
	return err
}

type mqttRemoveCmd struct{ mqttFlags }

// Help teaches more than the flags.
func (mqttRemoveCmd) Help() string {
	return `Takes away everything that Lumbar has left at the broker: Home Assistant forgets the chair with all its entities. End lumbar
first, and take the mqtt block out of lumbar.hcl afterwards, or the chair comes back with the next start. If the block is
out already, say the broker in the environment.

Exit status: 0 removed, 1 the broker was not reached, 2 refused: no broker is known, or lumbar runs.

  lumbar mqtt remove
  LUMBAR_MQTT_BROKER=mqtt://homeassistant.local:1883 lumbar mqtt remove`
}

// Run removes it.
func (c *mqttRemoveCmd) Run(ctx context.Context, a *app) error {
	conf, b, err := c.broker(a)
	if err != nil {
		return err
	}
	dir, err := dataDir(conf.Data)
	if err != nil {
		return err
	}
	lock, err := keep.Hold(dir, "server")
	if err != nil {
		return &status{exitRefused, fmt.Errorf("%w: it would announce the chair again; end it first", err)}
	}
	defer lock.Release()
	before, err := readAnnounced(dir)
	if err != nil {
		return err
	}
	messages := namesOf(conf.MQTT).Removal()
	if before != nil && before.Names != namesOf(conf.MQTT) {
		messages = append(messages, before.Names.Removal()...)
	}
	if err := mqtt.Send(ctx, &b, "lumbar-remove", messages); err != nil {
		return err
	}
	if err := forgetAnnounced(dir); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "Nothing of this chair is left at %s.\n", b.Name())
	return err
}

// homeOf is what a house is told of its chair.
func homeOf(conf config.Config, p *chair.Profile, page string) (mqtt.Home, error) {
	courses, err := courses(p)
	if err != nil {
		return mqtt.Home{}, err
	}
	return mqtt.Home{
		Names: namesOf(conf.MQTT), Chair: "Lumbar " + strings.ReplaceAll(conf.MQTT.ID, "_", " "), Model: p.Title, Seat: p.SeatSensor, Lacks: lacksOf(p, courses),
		SittingDeg: sittingDeg(p), Courses: courses, Force: conf.MQTT.Force, Version: version, Page: page,
	}, nil
}

func namesOf(c config.MQTT) mqtt.Names { return mqtt.Names{Prefix: c.Prefix, Topic: c.Topic, ID: c.ID} }
