package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"runtime/debug"
	"time"

	"github.com/openlumbar/lumbar/internal/doctor"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/store"
)

type doctorCmd struct {
	Config string `placeholder:"FILE" help:"Configuration, as for lumbar serve."`
	Data   string `placeholder:"DIR" help:"Where it is kept; as lumbar serve has it otherwise."`
	JSON   bool   `help:"The findings as one JSON array."`
	Bundle string `placeholder:"FILE" help:"Also write what somebody who helps wants to see, as a .tar.gz: no person, no session, no password."`
}

// Help teaches more than the flags.
func (doctorCmd) Help() string {
	return `Looks at this machine and at what Lumbar keeps on it, and says of everything that is wrong how to mend it. It changes
nothing; Lumbar may run meanwhile. Run it as the user that Lumbar runs as:

  lumbar doctor
  sudo -u lumbar lumbar doctor --config /etc/lumbar/lumbar.hcl     where it runs as a service
  lumbar doctor --bundle lumbar-support.tar.gz

"note" is for what works but could be better, or is not there; "BAD" for what does not work.

Exit status: 0 nothing is bad, 1 something is bad, 2 refused.`
}

// Run looks, and says what was found.
func (c *doctorCmd) Run(ctx context.Context, a *app) error {
	serve := serveCmd{Config: c.Config, Data: c.Data}
	conf, wrong := serve.configure(a.env)
	all := []doctor.Finding{configured(&serve, a, wrong)}
	dir := conf.Data
	var err error
	if dir == "" {
		if dir, err = stateDir(); err != nil {
			return err
		}
	}
	all = append(all, doctor.Look(doctor.Machine{Data: dir, Now: time.Now(), Made: made()})...)
	all = append(all, kept(ctx, dir), listens(conf.Addr, dir))
	if c.JSON {
		err = a.json(all)
	} else {
		_, err = fmt.Fprint(a.out, doctor.Text(all))
	}
	if err != nil {
		return err
	}
	if c.Bundle != "" {
		if err := writeBundle(c.Bundle, dir, conf, all); err != nil {
			return fmt.Errorf("the bundle cannot be written: %w", err)
		}
		fmt.Fprintf(a.err, "%s is written. It holds no person, no session and no password; look through it before you give it away.\n", c.Bundle)
	}
	if doctor.Worst(all) == doctor.Bad {
		return &status{code: exitError}
	}
	return nil
}

// made is when this binary's source was committed; zero if it does not say.
func made() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			t, _ := time.Parse(time.RFC3339, s.Value)
			return t
		}
	}
	return time.Time{}
}

// configured says whether the configuration can be used.
func configured(c *serveCmd, a *app, wrong problems) doctor.Finding {
	f := doctor.Finding{What: "configuration", Found: "none: the defaults"}
	if path := c.configPath(a.env); path != "" {
		f.Found = path
	}
	if len(wrong) > 0 {
		f.State = doctor.Bad
		f.Found += "; something in it, or in a LUMBAR_ variable, is wrong"
		f.Mend = "lumbar serve says what, with line and way out"
	}
	return f
}

// kept looks at what is kept, without a word of what it is.
func kept(ctx context.Context, dir string) doctor.Finding {
	f := doctor.Finding{What: "what is kept"}
	i, err := store.Inspect(ctx, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Found = "nothing yet"
	case errors.Is(err, store.ErrNewer):
		f.State, f.Found, f.Mend = doctor.Bad, err.Error(), "install the newer Lumbar again, or move "+store.Name+" away and start anew"
	case errors.Is(err, fs.ErrPermission): // it may be whole: a backup must not take its place for that
		f.State, f.Found, f.Mend = doctor.Bad, err.Error(), "let the user that runs lumbar read it, or run lumbar doctor as that user"
	case err != nil:
		f.State, f.Found, f.Mend = doctor.Bad, err.Error(), "lumbar restore FILE, with what lumbar backup has written"
	default:
		f.Found = fmt.Sprintf("whole, %.1f MB, schema %d", float64(i.Bytes)/1e6, i.Has)
		if i.Has < i.Ours {
			f.Found += fmt.Sprintf("; the next start makes it %d, after a copy", i.Ours)
		}
	}
	return f
}

// listens looks whether the page can be served, or is.
func listens(addr, dir string) doctor.Finding {
	f := doctor.Finding{What: "the page", Found: "can be served at " + browsable(addr)}
	l, err := net.Listen("tcp", addr)
	if err == nil {
		_ = l.Close()
		return f
	}
	lock, held := keep.Hold(dir, "server")
	var by *keep.Held
	if !errors.As(held, &by) {
		if held == nil {
			_ = lock.Release()
		}
		f.State, f.Found = doctor.Bad, err.Error()
		f.Mend = "end what listens there, or choose another with --addr 127.0.0.1:0"
		return f
	}
	f.Found = "is served at " + browsable(addr) + ": " + held.Error()
	return f
}
