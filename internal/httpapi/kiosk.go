package httpapi

import (
	"html/template"
	"net"
	"net/http"
	"strings"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/qr"
	"github.com/openlumbar/lumbar/internal/web"
)

// kiosk makes the page that of a tablet beside the chair: nothing leads away from it, and in a shared place a phone can take
// its own address from it.
func (s *Server) kiosk(r *http.Request, p *web.Page) {
	if !s.atChair(r) {
		return
	}
	p.Kiosk, p.Places, p.Massagers = true, nil, false
	p.Styles, p.Scripts = append(p.Styles, "kiosk.css"), append(p.Scripts, "kiosk.js")
	if !s.o.Shared || s.o.Door == nil || s.o.Door.Sign() == "" {
		return
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		s.o.Logger.Error("this machine's addresses cannot be read", "err", err)
	}
	hosts := signHosts(r.Host, s.o.Hosts, addrs)
	if len(hosts) == 0 {
		return
	}
	code, err := qr.SVG(schemeOf(r) + hosts[0] + "/" + strings.TrimPrefix(signPath, "/") + s.o.Door.Sign())
	if err != nil {
		s.o.Logger.Error("the code for phones cannot be drawn", "err", err)
		return
	}
	p.ByPhone = template.HTML(code) // squares that package qr has drawn
}

// atChair says whether a page is that of a tablet beside the chair: where its address ends in ?kiosk, and in a shared place by
// itself at the chair's own screen, which is the machine's or a device that was let in as a sitter with the machine's code. A
// phone that came by the sign is its person's own, and an owner's device the operator's; ?kiosk=off is for who works at the
// machine.
func (s *Server) atChair(r *http.Request) bool {
	if q := r.URL.Query(); q.Has("kiosk") {
		return q.Get("kiosk") != "off"
	}
	if !s.o.Shared || s.o.Door == nil {
		return false
	}
	who := s.askerOf(r)
	return local(r) || who.role == access.Sitter && !who.bySign
}
