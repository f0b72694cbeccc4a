package mqtt

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"
)

// Secret is a text that no log and no message shows.
type Secret string

// String is a stand-in.
func (Secret) String() string { return "withheld" }

// GoString is the same.
func (Secret) GoString() string { return "withheld" }

// LogValue is the same.
func (Secret) LogValue() slog.Value { return slog.StringValue("withheld") }

// Broker is where the broker is, and by what it lets us in.
type Broker struct {
	URL      *url.URL // mqtt://host:port, or mqtts:// with TLS
	Username string
	Password Secret
	TLS      *tls.Config // nil: the system's authorities
	// Dial makes connections; nil: the network's. For tests.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Name is the broker for people: without what lets us in.
func (b *Broker) Name() string { return b.URL.Scheme + "://" + b.URL.Host }

// Encrypted says whether nobody on the way reads along.
func (b *Broker) Encrypted() bool { return b.URL.Scheme == "mqtts" }

// Certified says whether the broker is shown a certificate of Lumbar's own.
func (b *Broker) Certified() bool { return b.TLS != nil && len(b.TLS.Certificates) > 0 }

// Figures of the connection.
const (
	keepAlive   = 20 * time.Second // a broker that is gone without a word is noticed in one and a half of it
	dialWithin  = 5 * time.Second
	replyWithin = 5 * time.Second // for the broker's word on one message
	byeWithin   = time.Second
)

// link is one connection.
type link struct {
	cm   *autopaho.ConnectionManager
	gone atomic.Bool
}

func (l *link) up() bool { return !l.gone.Load() }

// publish hands a message to the broker, and waits for its word where the message wants one.
func (l *link) publish(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, replyWithin)
	defer cancel()
	p := &paho.Publish{Topic: m.Topic, Payload: m.Payload, Retain: m.Retain, QoS: m.QoS}
	if m.Expiry > 0 {
		p.Properties = &paho.PublishProperties{MessageExpiry: &m.Expiry}
	}
	_, err := l.cm.Publish(ctx, p)
	return err
}

// connection keeps a connection to the broker.
type connection struct {
	cm   *autopaho.ConnectionManager
	last atomic.Pointer[link]
	subs sync.WaitGroup // those who subscribe
	away Message
}

// bye says that the bridge goes: after a goodbye in order the broker does not publish the last will.
func (c *connection) bye() {
	ctx, cancel := context.WithTimeout(context.Background(), byeWithin)
	defer cancel()
	if l := c.last.Load(); l != nil && l.up() {
		_ = l.publish(ctx, c.away)
	}
	_ = c.cm.Disconnect(ctx)
	<-c.cm.Done()
	c.subs.Wait()
}

// connect begins to connect, again and again.
func (b *Bridge) connect(ctx context.Context) (*connection, error) {
	c := &connection{away: Message{Topic: b.o.bridgeThere(), Payload: []byte(offline), Retain: true, QoS: 1}}
	wait := &backoff{now: b.o.Now}
	cfg := b.o.Broker.config(b.o.Names.client())
	cfg.ReconnectBackoff = wait.before
	cfg.WillMessage = &paho.WillMessage{Topic: c.away.Topic, Payload: c.away.Payload, Retain: true, QoS: 1}
	cfg.OnConnectionUp = func(cm *autopaho.ConnectionManager, _ *paho.Connack) {
		l := &link{cm: cm}
		c.last.Store(l)
		wait.met()
		b.connected()
		c.subs.Go(func() { b.subscribe(ctx, l) })
	}
	cfg.OnConnectionDown = func() bool {
		if l := c.last.Load(); l != nil {
			l.gone.Store(true)
		}
		why := "the connection to " + b.o.Broker.Name() + " ended"
		if wait.lost() {
			why = b.o.Broker.Name() + " ends the connection again and again: does another Lumbar have the id " + b.o.ID + " there? Give each chair its own, id in the mqtt block"
		}
		b.trouble(errors.New(why))
		return true
	}
	cfg.OnConnectError = func(err error) {
		wait.failed(err)
		b.trouble(explain(err, &b.o.Broker))
	}
	cfg.OnPublishReceived = []func(paho.PublishReceived) (bool, error){func(p paho.PublishReceived) (bool, error) {
		b.receive(p.Packet)
		return true, nil
	}}
	// Not ctx: the goodbye needs the connection after it has ended.
	cm, err := autopaho.NewConnection(context.WithoutCancel(ctx), cfg)
	if err != nil {
		return nil, err
	}
	c.cm = cm
	return c, nil
}

// client is by what the broker knows the bridge: of two with the same id it keeps one.
func (n Names) client() string { return n.Topic + "-" + n.ID }

// mostUnanswered is how many messages the broker may send before the first is acknowledged. paho makes room for all of them when
// it connects, half a megabyte where nothing is said; the house sends a few a minute.
const mostUnanswered = 64

// config is what a connection is made of. Nothing of an earlier one is taken up: the broker keeps no orders meanwhile.
func (b *Broker) config(client string) autopaho.ClientConfig {
	return autopaho.ClientConfig{
		ServerUrls: []*url.URL{b.URL}, KeepAlive: uint16(keepAlive / time.Second), ConnectTimeout: dialWithin,
		CleanStartOnInitialConnection: true,
		ConnectUsername:               b.Username, ConnectPassword: []byte(b.Password),
		ConnectPacketBuilder: func(p *paho.Connect, _ *url.URL) (*paho.Connect, error) {
			p.CleanStart = true // on every connection, not on the first alone
			if p.Properties == nil {
				p.Properties = &paho.ConnectProperties{}
			}
			p.Properties.ReceiveMaximum = new(uint16(mostUnanswered))
			return p, nil
		},
		AttemptConnection: func(ctx context.Context, _ autopaho.ClientConfig, u *url.URL) (net.Conn, error) {
			return b.dial(ctx, u.Host)
		},
		ClientConfig: paho.ClientConfig{ClientID: client, PacketTimeout: replyWithin},
	}
}

// dial connects. autopaho gives it no limit of time.
func (b *Broker) dial(ctx context.Context, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	dial := b.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	conn, err := dial(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	if !b.Encrypted() {
		return packets.NewThreadSafeConn(conn), nil
	}
	cfg := b.TLS.Clone()
	if cfg == nil {
		cfg = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if cfg.ServerName == "" {
		cfg.ServerName = b.URL.Hostname()
	}
	t := tls.Client(conn, cfg)
	if err := t.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return packets.NewThreadSafeConn(t), nil
}

// subscribe listens to orders and to Home Assistant, and then lets everything be told.
func (b *Bridge) subscribe(ctx context.Context, l *link) {
	ctx, cancel := context.WithTimeout(ctx, replyWithin)
	defer cancel()
	// RetainAsPublished: without it the broker takes the flag off an order that comes while we listen.
	_, err := l.cm.Subscribe(ctx, &paho.Subscribe{Subscriptions: []paho.SubscribeOptions{
		{Topic: b.o.do("+"), QoS: 1, RetainAsPublished: true, NoLocal: true},
		{Topic: b.o.houseThere(), QoS: 1},
	}})
	if err != nil {
		b.trouble(errors.New("the broker does not let Lumbar listen to " + b.o.do("+") + " and " + b.o.houseThere() + ": look at its access list"))
		return
	}
	newest(b.up, l)
}

// receive takes what the broker sends. It must not wait.
func (b *Bridge) receive(p *paho.Publish) {
	if p.Topic == b.o.houseThere() {
		if string(p.Payload) == online {
			newest(b.birth, struct{}{})
		}
		return
	}
	if id, ok := strings.CutPrefix(p.Topic, b.o.do("")); ok {
		b.take(letter{id: id, payload: p.Payload, retained: p.Retain, again: p.Duplicate()})
	}
}

// connected notes that there is a connection.
func (b *Bridge) connected() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status = Status{Connected: true, Since: b.o.Now(), Text: "Connected to " + b.o.Broker.Name() + "."}
	b.o.Logger.Info("connected to the broker", "broker", b.o.Broker.Name())
}

// trouble notes that there is none, and logs it when it is something new.
func (b *Bridge) trouble(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text := sentence(err.Error())
	if !b.status.Connected && b.status.Text == text {
		return
	}
	b.status = Status{Since: b.o.Now(), Text: text}
	b.o.Logger.Warn("no connection to the broker", "err", text)
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}
