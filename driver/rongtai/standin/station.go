package standin

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// Where things are on the bus, as BlueZ has them.
const (
	adapterPath = dbus.ObjectPath("/org/bluez/hci0")
	ifAdapter   = "org.bluez.Adapter1"
	ifDevice    = "org.bluez.Device1"
	ifService   = "org.bluez.GattService1"
	ifChar      = "org.bluez.GattCharacteristic1"
	ifProps     = "org.freedesktop.DBus.Properties"
	ifObjects   = "org.freedesktop.DBus.ObjectManager"
)

// Options is how a station looks from outside. The zero values are an Infinity chair.
type Options struct {
	Name    string // EVOLUTION-001013
	Address string // AA:BB:CC:00:10:13
	Strange bool   // a device of another kind, with no service of the chair's
	Every   time.Duration
	Seed    uint64
}

// Station is BlueZ with one adapter and one chair in reach. Notifications come as time passes, and at once when a key acts.
type Station struct {
	Chair *Chair
	name  string
	addr  string
	odd   bool
	every time.Duration
	conn  *dbus.Conn
	bus   string

	mu        sync.Mutex
	radio     radio
	connected bool
	away      bool // out of reach, or without power
	notifying bool
	since     time.Duration // since the last notification
	delayed   []delayed
	emitted   int
	connects  int
	writes    int
}

type delayed struct {
	in    time.Duration
	frame []byte
}

// Open puts a station on a bus.
func Open(address string, o Options) (*Station, error) {
	conn, err := dbus.Connect(address)
	if err != nil {
		return nil, fmt.Errorf("stand-in: %w", err)
	}
	s := &Station{Chair: NewChair(), name: o.Name, addr: o.Address, odd: o.Strange, every: o.Every, conn: conn, bus: address}
	if s.name == "" {
		s.name = "EVOLUTION-001013"
	}
	if s.addr == "" {
		s.addr = "AA:BB:CC:00:10:13"
	}
	if s.every == 0 {
		s.every = 500 * time.Millisecond
	}
	s.radio.rand = rand.New(rand.NewPCG(o.Seed, 17))
	for _, e := range []struct {
		v     any
		path  dbus.ObjectPath
		iface string
	}{
		{objects{s}, "/", ifObjects}, {adapter{s}, adapterPath, ifAdapter}, {device{s}, s.device(), ifDevice},
		{characteristic{s, false}, s.status(), ifChar}, {characteristic{s, true}, s.command(), ifChar},
	} {
		if err := conn.Export(e.v, e.path, e.iface); err != nil {
			return nil, errors.Join(fmt.Errorf("stand-in: %w", err), conn.Close())
		}
	}
	reply, err := conn.RequestName("org.bluez", dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return nil, errors.Join(fmt.Errorf("stand-in: org.bluez is taken: %v", err), conn.Close())
	}
	return s, nil
}

// Close takes the station off the bus, as when bluetoothd ends.
func (s *Station) Close() { _ = s.conn.Close() }

func (s *Station) device() dbus.ObjectPath {
	return adapterPath + "/dev_" + dbus.ObjectPath(strings.ReplaceAll(s.addr, ":", "_"))
}
func (s *Station) service() dbus.ObjectPath { return s.device() + "/service0010" }
func (s *Station) command() dbus.ObjectPath { return s.service() + "/char0011" }
func (s *Station) status() dbus.ObjectPath  { return s.service() + "/char0013" }

// Fail sets what is wrong from now on.
func (s *Station) Fail(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.radio.faults = f
}

// Emitted is how many notifications have left so far, whatever is in them.
func (s *Station) Emitted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emitted
}

// Listening says whether a central is connected and notified.
func (s *Station) Listening() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connected && s.notifying
}

// Connects is how often a central connected.
func (s *Station) Connects() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connects
}

// Pass lets time pass, and notifies what comes due in it.
func (s *Station) Pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for d > 0 {
		step := min(d, 100*time.Millisecond)
		d -= step
		if s.away {
			continue
		}
		s.Chair.Pass(step)
		rest := s.delayed[:0]
		acted := false
		for _, w := range s.delayed {
			if w.in -= step; w.in > 0 {
				rest = append(rest, w)
				continue
			}
			s.Chair.Press(w.frame)
			acted = true
		}
		s.delayed = rest
		if s.since += step; acted || s.since >= s.every {
			s.notify()
		}
	}
}

// notify sends what the chair is at. The caller holds the lock.
func (s *Station) notify() {
	s.since = 0
	if !s.connected || !s.notifying || s.away {
		return
	}
	for _, b := range s.radio.arrives(s.Chair.Frame()) {
		s.emit(s.status(), ifChar, map[string]dbus.Variant{"Value": dbus.MakeVariant(b)})
		s.emitted++
	}
}

// Spoof sends a frame as another process on the bus would: it is not from BlueZ.
func (s *Station) Spoof(frame []byte) error {
	other, err := dbus.Connect(s.bus)
	if err != nil {
		return err
	}
	defer other.Close()
	return other.Emit(s.status(), ifProps+".PropertiesChanged", ifChar, map[string]dbus.Variant{"Value": dbus.MakeVariant(frame)}, []string{})
}

func (s *Station) emit(path dbus.ObjectPath, iface string, changed map[string]dbus.Variant) {
	_ = s.conn.Emit(path, ifProps+".PropertiesChanged", iface, changed, []string{})
}

// Leave takes the chair out of reach, with its power if mains is true; Return brings it back.
func (s *Station) Leave(mains bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = true
	if mains {
		s.Chair.PowerOff()
	}
	s.drop()
}

// Return brings the chair back into reach.
func (s *Station) Return() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = false
}

// Drop ends the link; the chair stays in reach.
func (s *Station) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop()
}

func (s *Station) drop() {
	s.delayed = nil
	if s.connected {
		s.connected, s.notifying = false, false
		s.emit(s.device(), ifDevice, map[string]dbus.Variant{"Connected": dbus.MakeVariant(false), "ServicesResolved": dbus.MakeVariant(false)})
	}
}

// tree is every object with its properties. The caller holds the lock.
func (s *Station) tree() map[dbus.ObjectPath]map[string]map[string]dbus.Variant {
	v := dbus.MakeVariant
	uuids := []string{"0000fff0-0000-1000-8000-00805f9b34fb"}
	if s.odd {
		uuids = []string{"0000180f-0000-1000-8000-00805f9b34fb"}
	}
	t := map[dbus.ObjectPath]map[string]map[string]dbus.Variant{
		adapterPath: {ifAdapter: {"Address": v("00:11:22:33:44:55"), "Powered": v(true), "Discovering": v(false)}},
	}
	if s.away {
		return t
	}
	t[s.device()] = map[string]map[string]dbus.Variant{ifDevice: {
		"Address": v(s.addr), "AddressType": v("public"), "Name": v(s.name), "Alias": v(s.name), "Adapter": v(adapterPath), "RSSI": v(int16(-61)),
		"UUIDs": v(uuids), "Connected": v(s.connected), "ServicesResolved": v(s.connected),
	}}
	if s.connected {
		t[s.service()] = map[string]map[string]dbus.Variant{ifService: {"UUID": v(uuids[0]), "Device": v(s.device()), "Primary": v(true)}}
		if !s.odd {
			t[s.command()] = map[string]map[string]dbus.Variant{ifChar: {"UUID": v("0000fff1-0000-1000-8000-00805f9b34fb"), "Service": v(s.service()), "Flags": v([]string{"write-without-response"})}}
			t[s.status()] = map[string]map[string]dbus.Variant{ifChar: {"UUID": v("0734594a-a8e7-4b1a-a6b1-cd5243059a57"), "Service": v(s.service()), "Flags": v([]string{"notify"}), "Notifying": v(s.notifying)}}
		}
	}
	return t
}

// Anew puts a new chair in the place of the old one, in reach, with nothing wrong and nobody connected.
func (s *Station) Anew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop()
	s.Chair = NewChair()
	s.radio = radio{rand: s.radio.rand}
	s.away, s.since, s.emitted, s.connects, s.writes = false, 0, 0, 0, 0
}
