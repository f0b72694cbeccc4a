package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// bluetooth looks for an adapter that is on, and for the service that speaks for it.
func bluetooth(m *Machine) Finding {
	f := Finding{What: "Bluetooth"}
	found, _ := filepath.Glob(filepath.Join(m.Root, "/sys/class/bluetooth/hci*"))
	found = slices.DeleteFunc(found, func(p string) bool { return strings.Contains(filepath.Base(p), ":") }) // connections
	if len(found) == 0 {
		f.Found = "no adapter: a chair over Bluetooth cannot be reached; others can"
		return f
	}
	f.Found = strings.Join(names(found), ", ")
	blocks, _ := filepath.Glob(filepath.Join(m.Root, "/sys/class/bluetooth/hci*/rfkill*/soft"))
	for _, b := range blocks {
		if text, err := os.ReadFile(b); err == nil && strings.TrimSpace(string(text)) == "1" {
			f.State, f.Found, f.Mend = Note, f.Found+", switched off", "rfkill unblock bluetooth"
			return f
		}
	}
	if _, err := os.Stat(filepath.Join(m.Root, "/run/dbus/system_bus_socket")); err != nil {
		f.State, f.Found, f.Mend = Note, f.Found+", but no system bus to reach it by", "install and start bluez: apt install bluez"
	}
	return f
}

// Links is what there is to reach a chair by: Bluetooth, then serial ports.
func Links(m Machine) (bluetoothIs, serialIs Finding) { return bluetooth(&m), serial(&m) }

// Port is a serial port.
type Port struct {
	Path string
	Open bool // whoever runs Lumbar may open it
}

// Ports is every serial port that a board may be on.
func Ports(m Machine) (all []Port) {
	for _, pattern := range []string{"/dev/ttyUSB*", "/dev/ttyACM*", "/dev/ttyAMA*", "/dev/ttyRS485*"} {
		some, _ := filepath.Glob(filepath.Join(m.Root, pattern))
		for _, p := range some {
			all = append(all, Port{p, writable(p)})
		}
	}
	return all
}

// serial looks for serial ports, and whether they may be opened.
func serial(m *Machine) Finding {
	f := Finding{What: "serial ports"}
	var found, closed []string
	for _, p := range Ports(*m) {
		found = append(found, p.Path)
		if !p.Open {
			closed = append(closed, filepath.Base(p.Path))
		}
	}
	switch {
	case len(found) == 0:
		f.Found = "none: boards on a serial line cannot be reached; others can"
	case len(closed) > 0:
		f.State, f.Found = Note, fmt.Sprintf("%s; not yours to open: %s", strings.Join(names(found), ", "), strings.Join(closed, ", "))
		f.Mend = "sudo usermod -aG dialout $USER, then log in anew"
	default:
		f.Found = strings.Join(names(found), ", ")
	}
	return f
}

func names(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}
