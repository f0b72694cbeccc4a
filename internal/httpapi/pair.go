package httpapi

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/qr"
	"github.com/openlumbar/lumbar/internal/web"
)

// deviceAge is how long a browser keeps a device's secret: the most that browsers allow.
const deviceAge = 400 * 24 * time.Hour

// longestWay is how long an address may be that a stranger is brought back to, in bytes. Our own choice: ours are shorter.
const longestWay = 300

// sentKey is in the address of that page after a STOP from it.
const sentKey = "sent"

// pairAt is the address at which a stranger is let in who wanted another one.
func pairAt(wanted string) string {
	if to := ownWay(wanted); to != "/" {
		return "/pair?" + url.Values{"to": {to}}.Encode()
	}
	return "/pair"
}

// ownWay is an address of this page, from its path on, as it was given; "/" for whatever could lead elsewhere: browsers
// take two slashes at the start for another host, a backslash for a slash, and drop tabs and ends of lines.
func ownWay(to string) string {
	odd := func(r rune) bool { return r <= ' ' || r == '\\' || r > '~' }
	u, err := url.Parse(to)
	switch {
	case err != nil, len(to) > longestWay, !strings.HasPrefix(to, "/"), strings.Contains(to, "//"), strings.ContainsFunc(to, odd),
		u.Scheme != "", u.Host != "", u.User != nil, u.Path == "/pair":
		return "/"
	}
	return to
}

// pairPage shows a stranger how to be let in.
func (s *Server) pairPage(w http.ResponseWriter, r *http.Request) {
	p := s.pairing(r)
	p.To, p.Sent = ownWay(r.URL.Query().Get("to")), r.URL.Query().Has(sentKey)
	if d, ok := s.device(r); ok {
		p.Done, p.Name, p.Role = true, d.Name, d.Role.String()
	}
	s.answerPair(w, r, &p)
}

// pair lets the browser that asks in, by the code.
func (s *Server) pair(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	if err := r.ParseForm(); err != nil || s.o.Door == nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", errForm.Error())
		return
	}
	p := s.pairing(r)
	p.Name, p.To = r.PostForm.Get("name"), ownWay(r.PostForm.Get("to"))
	secret, device, err := s.o.Door.Pair(r.Context(), r.PostForm.Get("code"), p.Name, s.o.Now())
	switch {
	case err == nil:
		giveCookie(w, r, deviceCookie, secret, deviceAge)
		s.o.Logger.Info("a device was let in", "device", device.ID, "role", device.Role.String())
		p.Done, p.Name, p.Role = true, device.Name, device.Role.String()
	case errors.Is(err, access.ErrNoCode), errors.Is(err, access.ErrWrong), errors.Is(err, access.ErrSpent), errors.Is(err, access.ErrName):
		s.o.Logger.Warn("a device was not let in", "from", r.RemoteAddr, "err", err)
		p.Problem = sentence(err.Error())
	default:
		s.o.Logger.Error("a device could not be let in", "err", err)
		p.Problem = "It could not be let in: the record cannot be written. Look at the log of the machine that runs Lumbar."
	}
	s.answerPair(w, r, &p)
}

// pairing is the page before anything is known.
func (s *Server) pairing(r *http.Request) web.Pair {
	p := web.Pair{Frame: s.frame(r, "Let this device in")}
	p.Styles, p.Scripts = []string{"pair.css"}, nil // a stranger may not watch: STOP works as a form
	return p
}

func (s *Server) answerPair(w http.ResponseWriter, r *http.Request, p *web.Pair) {
	s.writeView(w, r, http.StatusOK, p.Write)
}

// devices shows who was let in.
func (s *Server) devices(w http.ResponseWriter, r *http.Request) { s.showDevices(w, r, "") }

// openDoor makes a code for another device.
func (s *Server) openDoor(w http.ResponseWriter, r *http.Request) {
	role, ok := access.ParseRole(r.PostFormValue("role"))
	if !ok || s.o.Door == nil || role > s.roleOf(r) {
		s.showDevices(w, r, "Choose what the device may do; no more than this one may.")
		return
	}
	if _, _, err := s.o.Door.Open(role, s.o.Now()); err != nil {
		s.showDevices(w, r, sentence(err.Error()))
		return
	}
	http.Redirect(w, r, "/devices", http.StatusSeeOther)
}

// removeDevice makes a device a stranger again.
func (s *Server) removeDevice(w http.ResponseWriter, r *http.Request) {
	if s.o.Door == nil {
		s.showDevices(w, r, "")
		return
	}
	if err := s.o.Door.Remove(r.Context(), r.PostFormValue("id")); err != nil {
		s.o.Logger.Error("a device could not be removed", "err", err)
		s.showDevices(w, r, "It could not be removed: look at the log.")
		return
	}
	http.Redirect(w, r, "/devices", http.StatusSeeOther)
}

func (s *Server) showDevices(w http.ResponseWriter, r *http.Request, problem string) {
	d := web.Devices{Frame: s.frame(r, "Devices"), Problem: problem, Addresses: s.o.Addresses, Loopback: len(s.o.Addresses) == 0}
	d.Styles = []string{"pair.css"}
	if s.o.House != nil {
		d.House, d.HouseWell = s.o.House()
	}
	if s.o.Door != nil {
		now := s.o.Now()
		all, err := s.o.Door.Devices(r.Context())
		if err != nil {
			s.o.Logger.Error("devices cannot be read", "err", err)
			d.Problem = "The list cannot be read: look at the log."
		}
		for _, one := range all {
			d.Devices = append(d.Devices, web.Device{ID: one.ID, Name: one.Name, Role: one.Role.String(),
				Paired: one.Paired.In(now.Location()).Format(time.DateOnly), Seen: one.Seen.In(now.Location()).Format(time.DateOnly)})
		}
		if text, role, until := s.o.Door.Code(now); text != "" {
			d.Code, d.Spelled = text[:3]+" "+text[3:], strings.Join(strings.Split(text, ""), " ")
			d.Role, d.Until = role.String(), until.Format("15:04")
			if len(s.o.Addresses) > 0 {
				if svg, err := qr.SVG(s.o.Addresses[0] + "/pair"); err == nil {
					d.QR = template.HTML(svg) // ours
				}
			}
		}
	}
	s.writeView(w, r, http.StatusOK, d.Write)
}

// signPath is where the sign at the chair leads, with its secret behind it.
const signPath = "/at/"

// bySign lets a phone in that has scanned the sign, for a while.
func (s *Server) bySign(w http.ResponseWriter, r *http.Request) {
	if s.o.Door == nil || s.roleOf(r) >= access.Sitter {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	own, ok := s.o.Door.BySign(r.PathValue("secret"), s.o.Now())
	if !ok {
		http.Redirect(w, r, "/pair", http.StatusSeeOther)
		return
	}
	giveCookie(w, r, deviceCookie, own, access.SignLasts)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// newSign makes the sign's secret anew.
func (s *Server) newSign(w http.ResponseWriter, r *http.Request) {
	if s.o.Door != nil {
		if err := s.o.Door.NewSign(); err != nil {
			s.o.Logger.Error("the sign cannot be made anew", "err", err)
			s.refuse(w, r, http.StatusInternalServerError, "The sign cannot be made anew", "The data directory cannot be written. Look at the log.")
			return
		}
	}
	http.Redirect(w, r, "/sign", http.StatusSeeOther)
}
