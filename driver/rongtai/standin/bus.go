package standin

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Bus is a D-Bus of its own, by Debian's dbus-daemon.
type Bus struct {
	Address string
	daemon  *exec.Cmd
}

// ErrNoDaemon is what StartBus returns where there is no dbus-daemon.
var ErrNoDaemon = errors.New("no dbus-daemon is installed: apt-get install dbus-daemon")

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow receive_type="method_call"/>
    <allow receive_type="signal"/>
    <allow send_requested_reply="true"/>
    <allow receive_requested_reply="true"/>
  </policy>
</busconfig>
`

// StartBus starts a bus whose files are in dir. Its owner calls Stop.
func StartBus(dir string) (*Bus, error) {
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		return nil, ErrNoDaemon
	}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(dir, "bus")), 0o600); err != nil {
		return nil, fmt.Errorf("starting a bus: %w", err)
	}
	b := &Bus{daemon: exec.Command(path, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")}
	out, err := b.daemon.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a bus: %w", err)
	}
	if err := b.daemon.Start(); err != nil {
		return nil, fmt.Errorf("starting a bus: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Stop()
		return nil, fmt.Errorf("starting a bus: it says no address: %w", err)
	}
	b.Address = strings.TrimSpace(line)
	return b, nil
}

// Stop ends the bus, and with it every connection.
func (b *Bus) Stop() {
	_ = b.daemon.Process.Kill()
	_ = b.daemon.Wait()
}
