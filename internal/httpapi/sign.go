package httpapi

import (
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/internal/qr"
	"github.com/openlumbar/lumbar/internal/web"
)

// sign shows the sheet for the chair. It names nobody, and anybody who can open the page may print it.
func (s *Server) sign(w http.ResponseWriter, r *http.Request) {
	f := s.frame(r, "A sign for the chair")
	f.Scripts, f.Styles = append(f.Scripts, "week.js"), append(f.Styles, "week.css")
	v := web.Sign{Frame: f, Size: "a6"}
	if r.URL.Query().Get("size") == "a4" {
		v.Size = "a4"
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		s.o.Logger.Error("this machine's addresses cannot be read", "err", err)
	}
	hosts := signHosts(r.Host, s.o.Hosts, addrs)
	host := r.Host
	if len(hosts) > 0 {
		host = hosts[0]
	}
	if want := r.URL.Query().Get("host"); slices.Contains(hosts, want) {
		host = want // only one of this chair's own: a link must not make a sign that leads elsewhere
	}
	for _, h := range hosts {
		v.Hosts = append(v.Hosts, web.Pick{ID: h, Text: h, On: h == host})
	}
	switch {
	case len(hosts) == 0:
		v.Warns = "This machine is on no network, so no phone can open its page."
	case thisMachine(r.Host):
		v.Warns = "You opened the page by a name of this machine alone. Try the address with a phone before you print: the page has to listen on the network, as with lumbar serve --addr :8420."
	}
	if len(hosts) > 0 {
		v.Address = schemeOf(r) + host + "/"
		if s.o.Door != nil && s.o.Door.Sign() != "" {
			v.LetsIn = true
			v.Address += strings.TrimPrefix(signPath, "/") + s.o.Door.Sign()
		}
		code, err := qr.SVG(v.Address)
		if err != nil {
			v.Problem = sentence(err.Error())
		}
		v.Code = template.HTML(code) // squares that package qr has drawn
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// signHosts are the names and addresses, with the port of the page, by which a phone on the network may open it: the one
// that was used first, then names, then addresses of this machine.
func signHosts(used string, names []string, addrs []net.Addr) (hosts []string) {
	_, port, err := net.SplitHostPort(used)
	add := func(name string) {
		h := name
		if err == nil {
			h = net.JoinHostPort(name, port)
		} else if strings.Contains(name, ":") {
			h = "[" + name + "]"
		}
		if !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	if !thisMachine(used) {
		hosts = append(hosts, used)
	}
	for _, name := range names {
		if !thisMachine(name) {
			add(name)
		}
	}
	for _, a := range addrs {
		p, err := netip.ParsePrefix(a.String())
		if ip := p.Addr().Unmap(); err == nil && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() && !ip.IsMulticast() && (ip.Is4() || ip.IsPrivate()) {
			add(ip.String())
		}
	}
	return hosts
}
