package doctor

import (
	"github.com/openlumbar/lumbar/internal/realtime"
)

// realTime looks what the system grants a control loop.
func realTime() []Finding {
	granted := make(chan realtime.Report)
	go func() { // on a thread of its own, which ends with it
		r := realtime.Enter()
		realtime.Leave()
		granted <- r
	}()
	r := <-granted
	var out []Finding
	for _, g := range r.Grants() {
		f := Finding{What: g.What, Found: g.Detail}
		if !g.Granted {
			f.State, f.Mend = Note, g.Allow
		}
		out = append(out, f)
	}
	return out
}
