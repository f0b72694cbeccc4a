package rongtai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Where the chair is found, by its service and characteristics.
const (
	serviceID = "0000fff0-0000-1000-8000-00805f9b34fb"
	commandID = "0000fff1-0000-1000-8000-00805f9b34fb"
	statusID  = "0734594a-a8e7-4b1a-a6b1-cd5243059a57"
)

// BlueZ on the bus.
const (
	bluezName  = "org.bluez"
	ifAdapter  = "org.bluez.Adapter1"
	ifDevice   = "org.bluez.Device1"
	ifChar     = "org.bluez.GattCharacteristic1"
	changed    = "org.freedesktop.DBus.Properties.PropertiesChanged"
	ownerLost  = "org.freedesktop.DBus.NameOwnerChanged"
	objectsOf  = "org.freedesktop.DBus.ObjectManager.GetManagedObjects"
	busItself  = "org.freedesktop.DBus"
	adapterStd = "hci0"
)

// Errors of the link.
var (
	// ErrNoBluetooth: there is no BlueZ, or no adapter that is on.
	ErrNoBluetooth = errors.New("no Bluetooth here: is bluetoothd running and the adapter on")
	// ErrNotFound: no such chair is in reach.
	ErrNotFound = errors.New("no such chair is in reach")
	// ErrHeld: a chair takes one central at a time, and it has one.
	ErrHeld = errors.New("it is out of reach, or something else holds its one link: end the chair's app, and Lumbar's other windows")
	// ErrStrange: the device is not of this protocol.
	ErrStrange = errors.New("it has not the service of this chair")
	// ErrDropped: the link ended.
	ErrDropped = errors.New("the link to the chair was lost")
)

// tree is every object of BlueZ with its properties.
type tree map[dbus.ObjectPath]map[string]map[string]dbus.Variant

// radio is one connection to BlueZ. It hears BlueZ alone: on the bus anybody may send what looks like a notification.
type radio struct {
	conn    *dbus.Conn
	owner   string // BlueZ's own name on the bus
	adapter dbus.ObjectPath
	signals chan *dbus.Signal
}

// dial connects to BlueZ. An empty bus is the system's.
func dial(ctx context.Context, bus, adapter string) (*radio, error) {
	connect := func(o ...dbus.ConnOption) (*dbus.Conn, error) { return dbus.Connect(bus, o...) }
	if bus == "" {
		connect = dbus.ConnectSystemBus
	}
	if adapter == "" {
		adapter = adapterStd
	}
	// The handler by default may change the order of signals: an old status would come after a newer one.
	conn, err := connect(dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
	}
	r := &radio{conn: conn, adapter: dbus.ObjectPath("/org/bluez/" + adapter), signals: make(chan *dbus.Signal, 16)}
	conn.Signal(r.signals)
	for _, m := range [][]dbus.MatchOption{
		{dbus.WithMatchSender(bluezName)},
		{dbus.WithMatchSender(busItself), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, bluezName)},
	} {
		if err := conn.AddMatchSignalContext(ctx, m...); err != nil {
			r.close()
			return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
		}
	}
	if err := conn.BusObject().CallWithContext(ctx, busItself+".GetNameOwner", 0, bluezName).Store(&r.owner); err != nil {
		r.close()
		return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
	}
	return r, nil
}

// close lets go of the bus. What comes until then is thrown away, so that nothing waits to hand it over.
func (r *radio) close() {
	r.conn.RemoveSignal(r.signals)
	_ = r.conn.Close()
}

func (r *radio) call(ctx context.Context, at dbus.ObjectPath, method string, args ...any) error {
	return r.conn.Object(bluezName, at).CallWithContext(ctx, method, 0, args...).Err
}

func (r *radio) objects(ctx context.Context) (t tree, err error) {
	err = r.conn.Object(bluezName, "/").CallWithContext(ctx, objectsOf, 0).Store(&t)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
	}
	if on, _ := prop[bool](t[r.adapter][ifAdapter], "Powered"); !on {
		return nil, fmt.Errorf("%w: %s is off or not there", ErrNoBluetooth, r.adapter)
	}
	return t, nil
}

// prop is one property, if it is there and of that kind.
func prop[T any](of map[string]dbus.Variant, name string) (v T, ok bool) {
	p, ok := of[name]
	if !ok {
		return v, false
	}
	v, ok = p.Value().(T)
	return v, ok
}

// Found is a device in reach that may be such a chair.
type Found struct {
	Name, Address string
	RSSI          int  // dBm; 0 is not known
	Named         bool // its name is that of such a chair
	Serves        bool // it says that it has the service
	Connected     bool // to this machine
	path          dbus.ObjectPath
}

// devices is what of the tree may be such a chair: by its name, or by its service. Sorted by address.
func (r *radio) devices(t tree, names []string) (all []Found) {
	for path, faces := range t {
		d, ok := faces[ifDevice]
		if !ok || !strings.HasPrefix(string(path), string(r.adapter)+"/") {
			continue
		}
		f := Found{path: path}
		f.Name, _ = prop[string](d, "Name")
		f.Address, _ = prop[string](d, "Address")
		f.Connected, _ = prop[bool](d, "Connected")
		if rssi, ok := prop[int16](d, "RSSI"); ok {
			f.RSSI = int(rssi)
		}
		uuids, _ := prop[[]string](d, "UUIDs")
		f.Serves = slices.Contains(uuids, serviceID)
		f.Named = slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.HasPrefix(f.Name, n) })
		if f.Named || f.Serves {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b Found) int { return strings.Compare(a.Address, b.Address) })
	return all
}

// Scan looks for such chairs until ctx is done, and gives what is in reach by then. Names are how theirs begin; an empty
// adapter is hci0, an empty bus the system's. A chair that is linked with something else does not show.
func Scan(ctx context.Context, bus, adapter string, names []string) ([]Found, error) {
	// However short the look, what comes before it gets the time that it needs.
	before, cancel := context.WithTimeout(context.WithoutCancel(ctx), scanStarts)
	defer cancel()
	r, err := dial(before, bus, adapter)
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	defer r.close()
	if _, err := r.objects(before); err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	stop, err := r.discover(before)
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	defer stop()
	for waiting := true; waiting; {
		select {
		case <-ctx.Done():
			waiting = false
		case <-r.signals: // what is new stands in the tree
		}
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), scanStarts)
	defer done()
	t, err := r.objects(last)
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	return r.devices(t, names), nil
}

// callTime is how long BlueZ may take to answer what needs no radio. An assumption.
const callTime = 2 * time.Second

// scanStarts is how long a scan may take to begin and to end. An assumption, for a machine that is busy.
const scanStarts = 10 * time.Second

// discover has BlueZ look for devices until stop is called.
func (r *radio) discover(ctx context.Context) (stop func(), err error) {
	filter := map[string]dbus.Variant{"Transport": dbus.MakeVariant("le")}
	if err := r.call(ctx, r.adapter, ifAdapter+".SetDiscoveryFilter", filter); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
	}
	if err := r.call(ctx, r.adapter, ifAdapter+".StartDiscovery"); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBluetooth, err)
	}
	return func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		defer cancel()
		_ = r.call(last, r.adapter, ifAdapter+".StopDiscovery") // it ends with the connection anyway
	}, nil
}
