package httpapi

import (
	"html/template"
	"net"
	"net/http"
	"strings"

	"github.com/openlumbar/lumbar/internal/qr"
	"github.com/openlumbar/lumbar/internal/web"
)

// kiosk makes the page that of a tablet beside the chair, for an address that ends in ?kiosk: nothing leads away from it, and
// in a shared place a phone can take its own address from it.
func (s *Server) kiosk(r *http.Request, p *web.Page) {
	if !r.URL.Query().Has("kiosk") {
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
