package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// courses is the programmes that ship and of which this chair can do something, as a house is told of them: for nobody in
// particular. Of a closed chair it is what that chair makes of them, within the limits that hold for everyone.
func courses(of *chair.Profile) (all []mqtt.Course, err error) {
	for _, name := range programmes.All() {
		file, src, _ := programmes.Source(name)
		p, list := programme.Compile(file, src, programme.Options{})
		if list.HasErrors() {
			return nil, &faulty{list, map[string][]byte{file: src}}
		}
		if of.Closed != nil {
			if c, ok := closedCourse(p, of); ok {
				all = append(all, c)
			}
			continue
		}
		if len(fit.Fit(p, of, chair.Everyone()).Plan.Phases) == 0 {
			continue
		}
		c := mqtt.Course{Name: p.Name, Title: p.Title, Length: p.Duration()}
		for i, phase := range p.Phases {
			upTo := programme.Plan{Phases: p.Phases[:i+1]}
			c.Phases = append(c.Phases, mqtt.Part{Name: phase.Name, Till: upTo.Duration()})
		}
		if p.Heat != nil {
			c.HeatFrom, c.HeatTill = p.Heat.From, p.Heat.Until
		}
		all = append(all, c)
	}
	return all, nil
}

// closedCourse is a programme as a closed chair does it; false if nothing of it is left.
func closedCourse(p *programme.Plan, of *chair.Profile) (c mqtt.Course, ok bool) {
	r := fit.Closed(p, of, chair.Everyone())
	c = mqtt.Course{Name: p.Name, Title: p.Title, Length: r.Duration()}
	at := time.Duration(0)
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Setting.Heat && c.HeatTill == 0 {
			c.HeatFrom = at
		}
		if at += s.For; s.Setting.Heat {
			c.HeatTill = at
		}
		if n := len(c.Phases); n > 0 && c.Phases[n-1].Name == s.Phase {
			c.Phases[n-1].Till = at
		} else {
			c.Phases = append(c.Phases, mqtt.Part{Name: s.Phase, Till: at})
		}
	}
	return c, len(r.Steps) > 0
}

// lacksOf is what a chair does not do or say, so that a house shows nothing of it.
func lacksOf(p *chair.Profile, courses []mqtt.Course) (l mqtt.Lack) {
	if p.Closed != nil {
		l = mqtt.NoForce | mqtt.NoPause | mqtt.NoIntensity | mqtt.NoTicks
	}
	if !p.Axes[chair.Recline].Fitted {
		l |= mqtt.NoBack
	}
	if p.Rollers.CellRange == 0 {
		l |= mqtt.NoForce
	}
	warm := p.Closed == nil && p.Heat.Max > 0
	for i := range courses {
		warm = warm || p.Closed != nil && courses[i].HeatTill > courses[i].HeatFrom
	}
	if !warm {
		l |= mqtt.NoHeat
	}
	return l
}

// sittingDeg is where the backrest is when it is up; a chair without that axis is always where it stands.
func sittingDeg(p *chair.Profile) float64 {
	if !p.Axes[chair.Recline].Fitted {
		return float64(p.Massage)
	}
	return float64(p.Axes[chair.Recline].Home)
}

// brokerOf is the broker of a configuration.
func brokerOf(c config.MQTT) (b mqtt.Broker, err error) {
	if b.URL, err = mqtt.ParseBroker(c.Broker); err != nil {
		return b, fmt.Errorf("the broker %w", err)
	}
	b.Username, b.Password = c.Username, mqtt.Secret(c.Password)
	if c.CA == "" && c.ClientCert == "" {
		return b, nil
	}
	b.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CA != "" {
		pem, err := os.ReadFile(c.CA)
		if err != nil {
			return b, fmt.Errorf("the file of mqtt.ca cannot be read: %w", err)
		}
		b.TLS.RootCAs = x509.NewCertPool()
		if !b.TLS.RootCAs.AppendCertsFromPEM(pem) {
			return b, fmt.Errorf("%s, the file of mqtt.ca, has no certificate in it: it begins with -----BEGIN CERTIFICATE-----", c.CA)
		}
	}
	if c.ClientCert != "" {
		own, err := tls.LoadX509KeyPair(c.ClientCert, c.ClientKey)
		if err != nil {
			return b, fmt.Errorf("mqtt.client_cert and mqtt.client_key cannot be used: %w; both are PEM, of one another, and the key is not encrypted", err)
		}
		b.TLS.Certificates = []tls.Certificate{own}
	}
	return b, nil
}

// pageOf is by which other devices reach a page that listens at addr; empty: they do not.
func pageOf(addr string) string {
	at, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return ""
	}
	if all := addresses(at); len(all) > 0 {
		return all[0]
	}
	return ""
}

// announcedName is the file that says where the chair was announced last, so that what was left behind can be taken away.
const announcedName = "mqtt.json"

// announced is what it says. No username and no password is in it.
type announced struct {
	Broker string     `json:"broker"`
	Names  mqtt.Names `json:"names"`
}

// readAnnounced is what the file says; nil: the chair was never announced.
func readAnnounced(dir string) (*announced, error) {
	text, err := os.ReadFile(filepath.Join(dir, announcedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var x announced
	if err == nil {
		err = json.Unmarshal(text, &x)
	}
	if err != nil {
		return nil, fmt.Errorf("%s, where the chair was announced last, cannot be read: %w; remove the file if it stays so", filepath.Join(dir, announcedName), err)
	}
	return &x, nil
}

func (x *announced) write(dir string) error {
	text, err := json.Marshal(x)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, announcedName), text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("noting where the chair is announced: %w", err)
	}
	return nil
}

func forgetAnnounced(dir string) error {
	if err := os.Remove(filepath.Join(dir, announcedName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting where the chair was announced: %w", err)
	}
	return nil
}

// house is the bridge to the house, as lumbar serve runs it.
type house struct {
	bridge *mqtt.Bridge // nil: there is no broker
	left   string       // what to do about an announcement that nobody looks after any more; empty: nothing
}

// openHouse makes the bridge of a configuration. do asks the chair's control.
func openHouse(conf config.Config, p *chair.Profile, dir, page string, kept *store.Store, logger *slog.Logger,
	do func(context.Context, wire.Request) (wire.Reply, error), lateness func(context.Context) (time.Duration, error), prepared *mqtt.Prepared, room *guided.Room) (house, error) {
	before, err := readAnnounced(dir)
	if err != nil {
		return house{}, err
	}
	if conf.MQTT.Broker == "" {
		if before == nil {
			return house{}, nil
		}
		return house{left: fmt.Sprintf("Home Assistant still has this chair from %s. To take it away: LUMBAR_MQTT_BROKER=%s lumbar mqtt remove", before.Broker, before.Broker)}, nil
	}
	broker, err := brokerOf(conf.MQTT)
	if err != nil {
		return house{}, &status{exitRefused, err}
	}
	home, err := homeOf(conf, p, page)
	if err != nil {
		return house{}, err
	}
	o := mqtt.Options{
		Home: home, Broker: broker, Do: do, Prepared: prepared, Logger: logger, Lateness: lateness, Latest: newNewer().version,
		Today: func(ctx context.Context, now time.Time) (time.Duration, error) {
			return kept.Used(ctx, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()))
		},
		Guided: func() mqtt.Guided { return ofRoom(room) },
		Announced: func() {
			if err := (&announced{broker.Name(), home.Names}).write(dir); err != nil {
				logger.Error("where the chair is announced", "err", err)
			}
		},
	}
	if before != nil && before.Names != home.Names {
		o.Before = &before.Names
	}
	bridge, err := mqtt.New(o)
	return house{bridge: bridge}, err
}

// ofRoom is what a house is told of a guided session.
func ofRoom(r *guided.Room) mqtt.Guided {
	stage, programme, ran := r.Told()
	g := mqtt.Guided{Session: mqtt.Idle, Programme: programme, Ran: ran}
	switch stage {
	case manual.Asking, manual.Running:
		g.Session = mqtt.Massage
	case manual.Pausing, manual.Paused:
		g.Session = mqtt.Paused
	case manual.Stopping:
		g.Session = mqtt.Ending
	}
	return g
}

// hear lets the bridge hear, if there is one.
func (h *house) hear(s wire.Snapshot, answers bool) {
	if h.bridge != nil {
		h.bridge.Hear(s, answers)
	}
}

// status is how things stand with the house, for the page; empty: there is no broker.
func (h *house) status() (text string, well bool) {
	if h.bridge == nil {
		return "", true
	}
	s := h.bridge.Status()
	return s.Text, s.Connected
}
