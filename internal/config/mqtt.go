package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// MQTT is the user's own broker, and by what the chair goes there.
type MQTT struct {
	Broker     string // mqtt://host:port, or mqtts:// with TLS; empty: there is none
	Username   string
	Password   Secret
	CA         string // file with the authority of the broker's certificate; empty: the system's
	ClientCert string // file with Lumbar's own certificate, for a broker that wants one; empty: none
	ClientKey  string // file with its key
	ID         string // tells the chairs of a broker apart
	Topic      string // under which everything of Lumbar's stands
	Prefix     string // Home Assistant's own
	Force      bool   // tell how hard the rollers press
}

func mqttDefaults() MQTT { return MQTT{ID: "chair", Topic: "lumbar", Prefix: "homeassistant"} }

// Secret is a text that no log and no message shows.
type Secret string

// String is a stand-in.
func (Secret) String() string { return "withheld" }

// GoString is the same.
func (Secret) GoString() string { return "withheld" }

// LogValue is the same.
func (Secret) LogValue() slog.Value { return slog.StringValue("withheld") }

// mqttBlock is the block's word.
const mqttBlock = "mqtt"

var mqttKeys = []Key{
	inMQTT("broker", `the broker: "mqtt://HOST:PORT", or "mqtts://HOST:PORT" with TLS; none unless said`, readBroker),
	inMQTT("username", "what the broker knows Lumbar by", func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.MQTT.Username) }),
	inMQTT("password", "and its password; it is in no log", func(r *diag.Reader, name string, c *Config) {
		var s string
		if r.Text(name, &s) {
			c.MQTT.Password = Secret(s)
		}
	}),
	inMQTT("ca", "a file with the authority of the broker's certificate; the system's unless said", func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.MQTT.CA) }),
	inMQTT("client_cert", "a file with Lumbar's own certificate, PEM, for a broker that wants one; none unless said", func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.MQTT.ClientCert) }),
	inMQTT("client_key", "the file with that certificate's key, PEM, not encrypted and readable by Lumbar's user alone", func(r *diag.Reader, name string, c *Config) { r.Text(name, &c.MQTT.ClientKey) }),
	inMQTT("id", `tells the chairs of one broker apart; "chair" unless said`, func(r *diag.Reader, name string, c *Config) { readName(r, name, &c.MQTT.ID) }),
	inMQTT("topic", `under which everything of Lumbar's stands; "lumbar" unless said`, func(r *diag.Reader, name string, c *Config) { readName(r, name, &c.MQTT.Topic) }),
	inMQTT("prefix", `under which Home Assistant looks for devices; "homeassistant" unless said`, func(r *diag.Reader, name string, c *Config) { readPrefix(r, name, &c.MQTT.Prefix) }),
	inMQTT("force", "tell how hard the rollers press, which shows how hard somebody has it; false unless said", func(r *diag.Reader, name string, c *Config) { r.Bool(name, &c.MQTT.Force) }),
}

func inMQTT(name, about string, read func(r *diag.Reader, name string, c *Config)) Key {
	return Key{Name: name, About: about, Block: mqttBlock, read: read}
}

// readMQTT reads the block, if it is there.
func readMQTT(r *diag.Reader, c *Config) {
	b := r.Block(mqttBlock)
	if b == nil {
		return
	}
	for _, k := range mqttKeys {
		if b.Has(k.Name) {
			k.read(b, k.Name, c)
		}
	}
	if !b.Has("broker") {
		b.Missing("broker", `Write it like broker = "mqtt://homeassistant.local:1883", or take the block away.`)
	}
}

// readBroker wants a scheme and a host; without a port it is the scheme's usual one.
func readBroker(r *diag.Reader, name string, c *Config) {
	var text string
	if !r.Text(name, &text) {
		return
	}
	const way = `Write it like "mqtt://homeassistant.local:1883"; "mqtts://homeassistant.local:8883" with TLS.`
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		r.Error(r.At(name), diag.WrongType, "this is not the address of a broker", way) // it is not said again: it may hold a password
	case u.User != nil:
		r.Error(r.At(name), diag.Contradiction, "the address has a username in it", "Username and password have keys of their own: username and password.")
	case u.Scheme != "mqtt" && u.Scheme != "mqtts":
		r.Error(r.At(name), diag.UnknownWord, fmt.Sprintf("a broker is not reached by %q", u.Scheme+"://"), likelyScheme(u.Scheme)+way)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		r.Error(r.At(name), diag.Contradiction, "something stands behind host and port", way)
	default:
		if port := u.Port(); port != "" {
			if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
				r.Error(r.At(name), diag.OutOfRange, strconv.Quote(port)+" is not a port from 1 to 65535", way)
				return
			}
		}
		c.MQTT.Broker = text
	}
}

// likelyScheme is what was probably meant.
func likelyScheme(s string) string {
	switch s {
	case "tcp", "http":
		return `Did you mean "mqtt://"? `
	case "ssl", "tls", "https":
		return `Did you mean "mqtts://"? `
	}
	if near := diag.Suggest(s, []string{"mqtt", "mqtts"}); near != "" {
		return fmt.Sprintf("Did you mean %q? ", near+"://")
	}
	return ""
}

var (
	plainName   = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	plainPrefix = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}(/[a-zA-Z0-9_-]{1,64})*$`)
)

// readName reads what becomes part of topics and of the ids of entities, which never change.
func readName(r *diag.Reader, name string, into *string) {
	var s string
	if !r.Text(name, &s) {
		return
	}
	if !plainName.MatchString(s) {
		way := "It becomes part of the names of entities."
		if small := strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), " ", "_"), "-", "_"); plainName.MatchString(small) {
			way = fmt.Sprintf("Did you mean %q? ", small) + way
		}
		r.Error(r.At(name), diag.OutOfRange, fmt.Sprintf("%s is 1 to 32 of a to z, 0 to 9 and _", name), way)
		return
	}
	*into = s
}

func readPrefix(r *diag.Reader, name string, into *string) {
	var s string
	if !r.Text(name, &s) {
		return
	}
	if !plainPrefix.MatchString(s) {
		r.Error(r.At(name), diag.OutOfRange, "this is no prefix of topics", `Write it as Home Assistant has it, like "homeassistant"; without slashes at its ends.`)
		return
	}
	*into = s
}

// Whole says what of a configuration cannot stand together, whatever part of it comes from the file, the environment or flags.
func (c Config) Whole() error {
	alone := c.MQTT
	alone.Broker = ""
	switch {
	case c.MQTT.Broker == "" && alone != mqttDefaults():
		return errors.New("mqtt has no broker, and something else: say broker in its block, or LUMBAR_MQTT_BROKER")
	case (c.MQTT.ClientCert == "") != (c.MQTT.ClientKey == ""):
		return errors.New("mqtt.client_cert and mqtt.client_key go together: say both, or neither")
	case c.MQTT.ClientCert != "" && !strings.HasPrefix(c.MQTT.Broker, "mqtts://"):
		return errors.New("mqtt.client_cert is shown over TLS alone: write the broker with mqtts://, or take it away")
	case c.MQTT.Force && c.Place == Shared:
		return errors.New("mqtt.force is true in a shared place, where nobody agrees to it: take it away")
	}
	return nil
}
