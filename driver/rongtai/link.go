package rongtai

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// Times of the link. Assumptions: BlueZ gives up a connection after some 20 s, and services of a chair this small are known
// within seconds.
const (
	findTime    = 15 * time.Second
	connectTime = 25 * time.Second
	resolveTime = 10 * time.Second
	writeTime   = 500 * time.Millisecond
	firstPause  = 250 * time.Millisecond
	mostPause   = 30 * time.Second
	soundTime   = 10 * time.Second // a link that held for so long begins with the first pause again
)

// link keeps one chair connected: it finds, connects, listens, and when the link is lost begins again after a pause that
// doubles. Its goroutine is the driver's, and ends with its context.
type link struct {
	bus, adapter string
	address      string // empty: the one chair whose name begins with one of names
	names        []string
	heard        func(frame []byte) // called by the link's goroutine
	changed      func()             // the link is up or down; likewise

	mu      sync.Mutex
	radio   *radio // nil: down
	command dbus.ObjectPath
	err     error // why it is down
}

// errConnecting is why a link is down that has not been up yet.
var errConnecting = errors.New("connecting")

// run keeps the chair connected until ctx is done.
func (l *link) run(ctx context.Context) {
	for pause := firstPause; ; {
		began := time.Now()
		err := l.once(ctx)
		l.set(nil, "", err)
		if time.Since(began) > soundTime {
			pause = firstPause
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, mostPause)
	}
}

func (l *link) set(r *radio, command dbus.ObjectPath, err error) {
	l.mu.Lock()
	l.radio, l.command, l.err = r, command, err
	l.mu.Unlock()
	l.changed()
}

// why is why the link is down, or nil if it is up.
func (l *link) why() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.radio != nil {
		return nil
	}
	return l.err
}

// once holds one connection for as long as it lasts, and says why it ended.
func (l *link) once(ctx context.Context) error {
	r, err := dial(ctx, l.bus, l.adapter)
	if err != nil {
		return err
	}
	defer r.close()
	chair, err := l.find(ctx, r)
	if err != nil {
		return err
	}
	connecting, cancel := context.WithTimeout(ctx, connectTime)
	err = r.call(connecting, chair.path, ifDevice+".Connect")
	cancel()
	if err != nil {
		return fmt.Errorf("connecting to %s: %w: %w", chair.Address, ErrHeld, err)
	}
	command, status, err := l.resolve(ctx, r, chair.path)
	if errors.Is(err, ErrHeld) {
		return err // the link is somebody else's on this machine: it stays
	}
	defer func() { // a chair has one link: it is let go of, so that its owner's app works
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		defer cancel()
		_ = r.call(last, chair.path, ifDevice+".Disconnect")
	}()
	if err != nil {
		return err
	}
	if err := r.call(ctx, status, ifChar+".StartNotify"); err != nil {
		return fmt.Errorf("listening to %s: %w: %w", chair.Address, ErrHeld, err)
	}
	l.set(r, command, nil)
	return l.listen(ctx, r, chair.path, status)
}

// find is the chair, looked for if BlueZ does not know it yet.
func (l *link) find(ctx context.Context, r *radio) (Found, error) {
	ctx, cancel := context.WithTimeout(ctx, findTime)
	defer cancel()
	looking := false
	for {
		t, err := r.objects(ctx)
		if err != nil {
			return Found{}, err
		}
		switch all := l.among(r.devices(t, l.names)); {
		case len(all) == 1:
			return all[0], nil
		case len(all) > 1:
			return Found{}, fmt.Errorf("%d chairs are in reach: give the address of one, such as %s", len(all), all[0].Address)
		}
		if !looking {
			stop, err := r.discover(ctx)
			if err != nil {
				return Found{}, err
			}
			defer stop()
			looking = true
		}
		select {
		case <-ctx.Done():
			return Found{}, fmt.Errorf("%w%s", ErrNotFound, l.named())
		case <-r.signals:
		}
	}
}

// among is which of the devices are meant.
func (l *link) among(all []Found) (some []Found) {
	for _, f := range all {
		if l.address != "" && strings.EqualFold(f.Address, l.address) || l.address == "" && f.Named {
			some = append(some, f)
		}
	}
	return some
}

func (l *link) named() string {
	if l.address == "" {
		return ""
	}
	return ": " + l.address
}

// resolve waits until the chair's characteristics are known, and refuses a device of another kind, or one that somebody else
// on this machine listens to already.
func (l *link) resolve(ctx context.Context, r *radio, chair dbus.ObjectPath) (command, status dbus.ObjectPath, err error) {
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	for {
		t, err := r.objects(ctx)
		if err != nil {
			return "", "", err
		}
		done, _ := prop[bool](t[chair][ifDevice], "ServicesResolved")
		for path, faces := range t {
			c, ok := faces[ifChar]
			if !ok || !strings.HasPrefix(string(path), string(chair)+"/") {
				continue
			}
			switch id, _ := prop[string](c, "UUID"); strings.ToLower(id) {
			case commandID:
				command = path
			case statusID:
				status = path
				if held, _ := prop[bool](c, "Notifying"); held {
					return "", "", ErrHeld
				}
			}
		}
		if done && command != "" && status != "" {
			return command, status, nil
		}
		if done {
			return "", "", ErrStrange
		}
		select {
		case <-ctx.Done():
			return "", "", fmt.Errorf("its services did not become known: %w", ctx.Err())
		case <-r.signals:
		}
	}
}

// listen hands on what the chair notifies until the link ends.
func (l *link) listen(ctx context.Context, r *radio, chair, status dbus.ObjectPath) error {
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
			defer cancel()
			_ = r.call(last, status, ifChar+".StopNotify")
			return ctx.Err()
		case <-r.conn.Context().Done():
			return fmt.Errorf("%w: the bus has gone", ErrDropped)
		case s, ok := <-r.signals:
			switch {
			case !ok:
				return fmt.Errorf("%w: the bus has gone", ErrDropped)
			case s.Name == ownerLost && s.Sender == busItself:
				return fmt.Errorf("%w: bluetoothd has ended", ErrDropped)
			case s.Name != changed || s.Sender != r.owner || len(s.Body) < 2:
				continue // of somebody else
			}
			face, _ := s.Body[0].(string)
			what, _ := s.Body[1].(map[string]dbus.Variant)
			if frame, ok := prop[[]byte](what, "Value"); ok && s.Path == status && face == ifChar {
				l.heard(frame)
			}
			if on, ok := prop[bool](what, "Connected"); ok && !on && s.Path == chair && face == ifDevice {
				return ErrDropped
			}
		}
	}
}

// write sends a frame. left says whether it may have left; err is why it did not, or why that is not known.
func (l *link) write(ctx context.Context, frame []byte) (left bool, err error) {
	l.mu.Lock()
	r, command, why := l.radio, l.command, l.err
	l.mu.Unlock()
	if r == nil {
		return false, why
	}
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	err = r.call(ctx, command, ifChar+".WriteValue", frame, map[string]dbus.Variant{"type": dbus.MakeVariant("command")})
	if err == nil {
		return true, nil
	}
	var refused dbus.Error // by BlueZ, so that it did not leave
	return !errors.As(err, &refused), fmt.Errorf("writing to the chair: %w", err)
}
