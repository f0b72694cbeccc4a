package mqtt

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
)

// Send connects once, hands messages over and says goodbye. The error is for people: cause and way out. With no message it
// tries the connection.
func Send(ctx context.Context, b *Broker, client string, messages []Message) error {
	conn, err := b.dial(ctx, b.URL.Host)
	if err != nil {
		return explain(err, b)
	}
	defer conn.Close()
	c := paho.NewClient(paho.ClientConfig{ClientID: client, Conn: conn, PacketTimeout: replyWithin})
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	connack, err := c.Connect(ctx, b.connect(client))
	if err != nil {
		if connack != nil {
			err = autopaho.NewConnackError(err, connack)
		}
		return explain(err, b)
	}
	defer func() { _ = c.Disconnect(&paho.Disconnect{}) }()
	for _, m := range messages {
		p := &paho.Publish{Topic: m.Topic, Payload: m.Payload, Retain: m.Retain, QoS: m.QoS}
		if _, err := c.Publish(ctx, p); err != nil {
			return fmt.Errorf("%s does not take a message on %s: look at its access list", b.Name(), m.Topic)
		}
	}
	return nil
}

// connect is the first packet of a connection.
func (b *Broker) connect(client string) *paho.Connect {
	return &paho.Connect{
		ClientID: client, CleanStart: true, KeepAlive: uint16(keepAlive.Seconds()),
		UsernameFlag: b.Username != "", Username: b.Username, PasswordFlag: b.Password != "", Password: []byte(b.Password),
	}
}

// Ports of a broker where its address has none, by its scheme.
var ports = map[string]string{"mqtt": "1883", "mqtts": "8883"}

// ParseBroker reads mqtt://host:port or mqtts://host:port. Without a port it is the usual one.
func ParseBroker(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, errors.New(`it is not an address such as "mqtt://homeassistant.local:1883"`)
	case ports[u.Scheme] == "":
		return nil, errors.New("it must begin with mqtt://, or with mqtts:// for TLS")
	case u.User != nil:
		return nil, errors.New("username and password stand apart from it")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("nothing stands behind host and port")
	}
	if u.Port() == "" {
		u.Host += ":" + ports[u.Scheme]
	}
	u.Path = ""
	return u, nil
}
