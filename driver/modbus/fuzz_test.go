package modbus_test

import (
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus"
)

// Whatever text is read, what is read without errors can be laid out, and drives nothing whose reaction to silence is not
// said.
func FuzzRead(f *testing.F) {
	for _, name := range modbus.Shipped() {
		src, err := modbus.Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte(`chair "a" { modbus { unit "b" { address = 1 axis "depth" { enable { register = 0 bit = 1 } } } } }`))
	f.Fuzz(func(t *testing.T, src []byte) {
		p, m, list := modbus.Read("f.hcl", src)
		if list.HasErrors() {
			return
		}
		if m.Takes(modbus.Link{Path: "/dev/x", Baud: 115200}) <= 0 {
			t.Error("a cycle of a template without errors takes no time")
		}
		if p.OnSilence == 0 || p.Axes[chair.Depth].Fitted && p.OnSilence == chair.Holds {
			t.Errorf("on silence %v", p.OnSilence)
		}
	})
}
