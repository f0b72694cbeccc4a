package chairs

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/doctor"
)

// Finder looks for chairs. Nothing is sent to what it finds, and nothing moves.
type Finder struct {
	For     time.Duration // how long it looks over Bluetooth; 0 is 10 s
	Adapter string        // of Bluetooth; empty is hci0
	Root    string        // in front of /dev and /sys; for tests
}

const usualLook = 10 * time.Second

// Look is everything in reach: over Bluetooth, on serial ports, and at an address in the network, if one is named. What is
// missing to look somewhere is a note with its way out, as lumbar doctor has it, and no error: the rest is found all the same.
func (f *Finder) Look(ctx context.Context, at string) (look adding.Look) {
	air, line := doctor.Links(doctor.Machine{Root: f.Root})
	found, err := f.Bluetooth(ctx)
	switch look.Found = found; {
	case err != nil:
		n := adding.Note{What: "Bluetooth", Found: air.Found, Mend: air.Mend}
		if air.Mend == "" && !strings.HasPrefix(air.Found, "no adapter") {
			n.Found, n.Mend = air.Found+": "+err.Error(), "sudo systemctl start bluetooth, and bluetoothctl power on; lumbar doctor looks again"
		}
		look.Notes = append(look.Notes, n)
	case len(found) == 0:
		look.Notes = append(look.Notes, adding.Note{What: "Bluetooth", Looked: true, Found: "No chair was found over Bluetooth", Mend: "Is it switched on, within a few metres, and its own app closed?"})
	}
	ports := f.Serial()
	look.Found = append(look.Found, ports...)
	if len(ports) == 0 || line.Mend != "" {
		look.Notes = append(look.Notes, adding.Note{What: "Serial ports", Found: line.Found, Mend: line.Mend})
	}
	if at = strings.TrimSpace(at); at == "" {
		return look
	}
	n, err := Network(ctx, at)
	if err != nil {
		look.Notes = append(look.Notes, adding.Note{What: "Network", Found: err.Error(), Mend: "look at its power, its cable and its address: that of the board or the gateway, such as 192.168.1.20, with :PORT if it is not 502"})
		return look
	}
	look.Found = append(look.Found, n)
	return look
}

// Bluetooth is the chairs in reach, and what may be one by the service that it has.
func (f *Finder) Bluetooth(ctx context.Context) ([]adding.Found, error) {
	names := map[string][]string{} // by how the radio's name begins: the profiles
	var all []string
	for _, model := range profile.ShippedClosed() {
		p, diags := profile.Load(model)
		if err := diags.Err(); err != nil {
			return nil, err
		}
		for _, n := range p.Closed.Names {
			names[n] = append(names[n], model)
			all = append(all, n)
		}
	}
	d := f.For
	if d == 0 {
		d = usualLook
	}
	looking, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	found, err := rongtai.Scan(looking, "", f.Adapter, all)
	if err != nil {
		return nil, err
	}
	list := []adding.Found{}
	for _, x := range found {
		s := adding.Found{Way: adding.Bluetooth, Name: x.Name, Link: "ble:" + x.Address, RSSI: x.RSSI, About: "It may be a chair: it has the service, which other makers use too."}
		for begins, models := range names {
			if strings.HasPrefix(x.Name, begins) {
				s.Maybe = append(s.Maybe, models...)
				s.About = "By its name it is such a chair."
			}
		}
		slices.Sort(s.Maybe)
		if x.Connected {
			s.Taken = "It has a link with something on this machine already: end that first."
		}
		list = append(list, s)
	}
	return list, nil
}

// usualLine is how fast a serial line is, unless its board says otherwise.
const usualLine = "?baud=115200&parity=even"

// Serial is the serial ports, each of which a board may be on. None is opened: some boards start anew when one is.
func (f *Finder) Serial() (all []adding.Found) {
	for _, p := range doctor.Ports(doctor.Machine{Root: f.Root}) {
		name := filepath.Base(p.Path)
		x := adding.Found{Way: adding.Serial, Name: name, Link: "modbus-rtu:///dev/" + name + usualLine, Maybe: modbus.Shipped(),
			About: "A serial port. A board or drives on Modbus RTU may be behind it; the speed of the line is in its manual."}
		if product := f.product(name); product != "" {
			x.Name += " (" + product + ")"
		}
		if !p.Open {
			x.Taken = "Whoever runs Lumbar may not open it: sudo usermod -aG dialout $USER, then log in anew."
		}
		all = append(all, x)
	}
	return all
}

// product is what the adapter behind a port calls itself; empty: it does not say.
func (f *Finder) product(port string) string {
	dir := filepath.Join(f.Root, "/sys/class/tty", port, "device")
	for range 4 { // from the port up to the device that is plugged in: by its links, so that the path stays as it is
		if text, err := os.ReadFile(dir + "/product"); err == nil {
			return oneLine(string(text))
		}
		dir += "/.."
	}
	return ""
}

// Times and figures of the network.
const (
	answersIn  = 3 * time.Second
	modbusPort = "502"
)

// Network is what listens at an address: a host, with a port unless it is that of Modbus. It is connected to and let go of;
// nothing is asked of it, as most drives take every word for a sign of life.
func Network(ctx context.Context, at string) (adding.Found, error) {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		host, port = strings.Trim(at, "[]"), modbusPort
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil || host == "" || strings.ContainsAny(host, "/?#@ ") {
		return adding.Found{}, fmt.Errorf("%q is no address: write it like 192.168.1.20, or board.local:502", at)
	}
	dial := net.Dialer{Timeout: answersIn}
	c, err := dial.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		var dns *net.DNSError
		switch {
		case errors.As(err, &dns):
			return adding.Found{}, fmt.Errorf("nothing is called %s in this network", host)
		case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
			return adding.Found{}, fmt.Errorf("nothing answers at %s", net.JoinHostPort(host, port))
		}
		return adding.Found{}, fmt.Errorf("nothing answers at %s: %s", net.JoinHostPort(host, port), plainly(err))
	}
	_ = c.Close()
	return adding.Found{Way: adding.Network, Name: net.JoinHostPort(host, port), Link: "modbus-tcp://" + net.JoinHostPort(host, port), Maybe: modbus.Shipped(),
		About: "Something listens there. It may be a board, drives or a gateway on Modbus TCP."}, nil
}

// plainly is what of an error of the network is for people: not who dialled what.
func plainly(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return strings.TrimPrefix(err.Error(), "connect: ")
}

// Reachable says why a chair cannot be reached that an engine would open at once, or nil. A chair over Bluetooth is reached when
// a session or a test begins. Nothing is asked of what is there.
func (f *Finder) Reachable(ctx context.Context, l *Linked) error {
	begins, rest, _ := strings.Cut(l.Address, ":")
	switch begins {
	case "unix":
		c, err := (&net.Dialer{Timeout: answersIn}).DialContext(ctx, "unix", rest)
		if err != nil {
			return fmt.Errorf("nothing answers at %s: %s", rest, plainly(err))
		}
		return c.Close()
	case "modbus-tcp":
		_, err := Network(ctx, strings.Trim(rest, "/"))
		return err
	case "modbus-rtu":
		to, err := modbus.ParseLink(l.Address)
		if err != nil {
			return err
		}
		if _, err := os.Stat(to.Path); err != nil {
			return fmt.Errorf("there is no port %s: is its adapter plugged in?", to.Path)
		}
		for _, p := range doctor.Ports(doctor.Machine{Root: f.Root}) {
			if p.Path == to.Path && !p.Open {
				return fmt.Errorf("whoever runs Lumbar may not open %s: sudo usermod -aG dialout $USER, then log in anew", to.Path)
			}
		}
	}
	return nil
}

// Mend is what to look at where nobody answers at an address, a sentence.
func Mend(address string) string {
	begins, rest, _ := strings.Cut(address, ":")
	switch begins {
	case "unix":
		return "Start what listens at " + rest + "."
	case "modbus-tcp":
		return "Look at its power and its cable, and whether its address is still " + strings.Trim(rest, "/") + "."
	case "modbus-rtu":
		if to, err := modbus.ParseLink(address); err == nil {
			return "Look at its power and its cable, and at the adapter behind " + to.Path + "."
		}
	case "ble":
		return "Wake it by its own remote, within a few metres, and end its own app."
	}
	return ""
}
