package modbus

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// Link is where a chair's units are reached.
type Link struct {
	TCP    string // host:port; empty: a serial line
	Path   string // of a serial line's device
	Baud   int
	Parity Parity
	Stops  int // stop bits, 1 or 2
}

// Parity is a serial line's. The zero value is even, which the specification makes every unit's default.
type Parity uint8

// The parities.
const (
	Even Parity = iota
	Odd
	None
)

// String is the parity's one name.
func (p Parity) String() string { return [...]string{"even", "odd", "none"}[min(p, None)] }

// The schemes of links.
const (
	schemeTCP = "modbus-tcp"
	schemeRTU = "modbus-rtu"
)

// What a link has unless it says otherwise.
const (
	defaultPort = "502"
	defaultBaud = 19200
)

// ParseLink reads a link such as "modbus-tcp://192.168.1.20:502" or "modbus-rtu:///dev/ttyUSB0?baud=115200&parity=none".
// Without them, the port is 502, the line 19,200 baud, even parity and one stop bit, two without parity: what the
// specification asks of units.
func ParseLink(text string) (Link, error) {
	wrong := func(why string) (Link, error) {
		return Link{}, fmt.Errorf("link %q: %s: write it like %s://192.168.1.20:502 or %s:///dev/ttyUSB0?baud=115200&parity=even", text, why, schemeTCP, schemeRTU)
	}
	u, err := url.Parse(text)
	if err != nil {
		return wrong("it is no address")
	}
	switch u.Scheme {
	case schemeTCP:
		if u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return wrong("it is a host and a port")
		}
		port := u.Port()
		if port == "" {
			port = defaultPort
		}
		return Link{TCP: net.JoinHostPort(u.Hostname(), port)}, nil
	case schemeRTU:
		if u.Path == "" || u.Host != "" {
			return wrong("it names no device, behind three slashes")
		}
	default:
		return wrong("it is neither")
	}
	l := Link{Path: u.Path, Baud: defaultBaud}
	stops := ""
	for key, values := range u.Query() {
		v, ok := values[len(values)-1], true
		switch key {
		case "baud":
			l.Baud, err = strconv.Atoi(v)
			ok = err == nil && l.Baud >= 300 && l.Baud <= 4_000_000
		case "parity":
			i := map[string]Parity{Even.String(): Even, Odd.String(): Odd, None.String(): None}
			l.Parity, ok = i[v]
		case "stop":
			stops, ok = v, v == "1" || v == "2"
		default:
			ok = false
		}
		if !ok {
			return wrong(fmt.Sprintf("%s=%s means nothing here (baud, parity even, odd or none, stop 1 or 2)", key, v))
		}
	}
	if l.Stops = 1; stops == "2" || stops == "" && l.Parity == None {
		l.Stops = 2
	}
	return l, nil
}

// String is the link as ParseLink reads it.
func (l Link) String() string {
	if l.TCP != "" {
		return schemeTCP + "://" + l.TCP
	}
	return fmt.Sprintf("%s://%s?baud=%d&parity=%v&stop=%d", schemeRTU, l.Path, l.Baud, l.Parity, l.Stops)
}

// line is an open link. One goroutine uses it.
type line interface {
	// exchange sends a request and waits for its answer, at most within. sent says whether any of it left.
	exchange(q *frame.Request, a *frame.Answer, within time.Duration) (sent bool, err error)
	lost() uint64 // bytes that were no answers
	close() error
}

func (l Link) open(ctx context.Context, t *tap) (line, error) {
	if l.TCP != "" {
		c, err := dialTCP(ctx, l.TCP)
		if err != nil {
			return nil, err
		}
		c.tap = t
		return c, nil
	}
	c, err := openSerial(l)
	if err != nil {
		return nil, err
	}
	c.tap = t
	return c, nil
}

var errNoAnswer = errors.New("no answer in time")
