package standin

import (
	"github.com/godbus/dbus/v5"
)

// The objects of BlueZ that a driver of the chair needs, with BlueZ's own errors.

type objects struct{ s *Station }

// GetManagedObjects is every object with its properties.
func (o objects) GetManagedObjects() (map[dbus.ObjectPath]map[string]map[string]dbus.Variant, *dbus.Error) {
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	return o.s.tree(), nil
}

type adapter struct{ s *Station }

// SetDiscoveryFilter takes any filter.
func (a adapter) SetDiscoveryFilter(map[string]dbus.Variant) *dbus.Error { return nil }

// StartDiscovery tells of the chair, if it is in reach.
func (a adapter) StartDiscovery() *dbus.Error {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if d, ok := a.s.tree()[a.s.device()]; ok {
		_ = a.s.conn.Emit("/", ifObjects+".InterfacesAdded", a.s.device(), d)
	}
	return nil
}

// StopDiscovery does nothing.
func (a adapter) StopDiscovery() *dbus.Error { return nil }

type device struct{ s *Station }

func failed(why string) *dbus.Error { return dbus.NewError("org.bluez.Error.Failed", []any{why}) }

// Connect makes the link, unless another central has it.
func (d device) Connect() *dbus.Error {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	switch {
	case d.s.away:
		return failed("le-connection-abort-by-local")
	case d.s.radio.faults.OtherHolds:
		return failed("le-connection-abort-by-local")
	case d.s.connected:
		return nil
	}
	d.s.connected = true
	d.s.connects++
	d.s.emit(d.s.device(), ifDevice, map[string]dbus.Variant{"Connected": dbus.MakeVariant(true)})
	d.s.emit(d.s.device(), ifDevice, map[string]dbus.Variant{"ServicesResolved": dbus.MakeVariant(true)})
	return nil
}

// Disconnect lets go of the link.
func (d device) Disconnect() *dbus.Error {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.s.drop()
	return nil
}

type characteristic struct {
	s      *Station
	writes bool
}

// StartNotify begins notifications, with what the chair is at.
func (c characteristic) StartNotify() *dbus.Error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	switch {
	case !c.s.connected:
		return dbus.NewError("org.bluez.Error.NotConnected", nil)
	case c.writes:
		return dbus.NewError("org.bluez.Error.NotSupported", nil)
	case c.s.notifying:
		return dbus.NewError("org.bluez.Error.InProgress", nil)
	}
	c.s.notifying = true
	c.s.notify()
	return nil
}

// StopNotify ends them.
func (c characteristic) StopNotify() *dbus.Error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.notifying = false
	return nil
}

// WriteValue is a key. It is taken as a write without response alone, as the chair does.
func (c characteristic) WriteValue(value []byte, options map[string]dbus.Variant) *dbus.Error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	kind, _ := options["type"].Value().(string)
	switch {
	case !c.s.connected || c.s.away:
		return dbus.NewError("org.bluez.Error.Failed", []any{"Not connected"})
	case !c.writes || kind != "command":
		return dbus.NewError("org.bluez.Error.NotSupported", nil)
	}
	c.s.writes++
	times := c.s.radio.takes()
	if times == 0 {
		return nil // nobody knows: there is no response
	}
	for range times {
		if slow := c.s.radio.faults.Slow; slow > 0 {
			c.s.delayed = append(c.s.delayed, delayed{slow, append([]byte(nil), value...)})
			continue
		}
		c.s.Chair.Press(value)
		c.s.notify()
	}
	return nil
}
