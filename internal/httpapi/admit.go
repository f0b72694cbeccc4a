package httpapi

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/wire"
)

// deviceCookie holds the secret of a device that was let in.
const deviceCookie = "lumbar-device"

// askerKey is under what a request's context holds who sent it.
type askerKey struct{}

// asker is what is known of who sent a request.
type asker struct {
	role   access.Role
	bySign bool
	here   bool // at the machine itself
}

// admitted refuses what the role of who asks does not allow. A stranger's browser is shown how to be let in.
func (s *Server) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := s.askerOf(r)
		role := who.role
		if needs := least(r.Method, r.URL.Path); role < needs {
			if role == access.Stranger && r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
				http.Redirect(w, r, pairAt(r.URL.RequestURI()), http.StatusSeeOther)
				return
			}
			detail := "This device is not known here. Open the page in its browser and type the code that the machine shows; STOP works without."
			if role != access.Stranger {
				detail = "This device is let in as " + role.String() + "; that takes " + needs.String() + ". Do it at the machine that runs Lumbar, or from a device of that kind."
			}
			s.refuse(w, r, http.StatusForbidden, "Not from this device", detail)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askerKey{}, who)))
	})
}

// askerOf is who sent a request: at the machine itself of the highest role, elsewhere of the device's.
func (s *Server) askerOf(r *http.Request) asker {
	if s.o.Door == nil || local(r) {
		return asker{role: access.Maker, here: true}
	}
	if d, ok := s.device(r); ok {
		return asker{role: d.Role, bySign: d.BySign}
	}
	return asker{}
}

// roleOf is the role of who sent a request.
func (s *Server) roleOf(r *http.Request) access.Role { return s.askerOf(r).role }

// device is the device that sent a request. One that cannot be looked up is a stranger.
func (s *Server) device(r *http.Request) (access.Device, bool) {
	secret := cookieOf(r, deviceCookie)
	if secret == "" || s.o.Door == nil {
		return access.Device{}, false
	}
	d, ok, err := s.o.Door.Who(r.Context(), secret, s.o.Now())
	if err != nil {
		s.o.Logger.Error("a device cannot be looked up", "err", err)
	}
	return d, ok
}

// local says whether a request was made at this machine itself. One that a proxy has passed on was not, whatever its address.
func local(r *http.Request) bool {
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	at, err := netip.ParseAddr(host)
	return err == nil && at.Unmap().IsLoopback()
}

// least is the role that a request takes. What is not named takes a sitter.
func least(method, path string) access.Role {
	switch {
	case method == http.MethodPost && (path == "/stop" || path == "/api/v1/stop" || path == "/pair"),
		method == http.MethodGet && (path == "/pair" || strings.HasPrefix(path, signPath) || path == "/figure.css" || path == "/healthz" || strings.HasPrefix(path, "/static/")),
		method == http.MethodGet && strings.HasPrefix(path, "/calendar/"): // has a secret of its own
		return access.Stranger
	case strings.HasPrefix(path, "/devices"), path == "/metrics", method == http.MethodPost && (path == "/massagers" || path == "/sign"), path == "/programmes/save", path == "/chair/cleaned",
		path == "/chair/scan", path == "/chair/add", path == "/chair/use", path == "/chair/remove", path == "/chair/again": // what it changes, everybody meets
		return access.Owner
	}
	return access.Sitter
}

// may says why whoever sent a request must not ask for it; "" is that they may.
func (s *Server) may(ctx context.Context, q wire.Request) string {
	who, known := ctx.Value(askerKey{}).(asker)
	if known && q.Verb == wire.Move {
		return mayMove(who, q.Axis)
	}
	if known && q.Verb == wire.Test {
		if q.Test == nil {
			return "A test is asked for with what is to be done."
		}
		return mayTry(who, s.o.Chair, q.Test.Do)
	}
	if !known || q.Verb != wire.Clear || who.role >= access.Owner {
		return ""
	}
	now, err := s.look(ctx)
	if err == nil && now.Fault != nil && now.Fault.Clears == chair.ClearOwner.String() {
		return "This fault is for the owner to clear, after a look at the chair: at the machine that runs Lumbar, or from a device of the owner's."
	}
	return ""
}
