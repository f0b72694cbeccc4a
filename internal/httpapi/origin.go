package httpapi

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// policy lets the page load its own files and nothing else: no inline script, no third party, no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// guarded refuses what does not come from this page: a name that somebody else may point here (DNS rebinding),
// and a request that another site makes a browser send (the standard library's check of Sec-Fetch-Site and
// Origin).
func (s *Server) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusForbidden, "Asked by another page",
			"Only this chair's own page may ask. Open the page by its address and try again.")
	}))
	next = cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // "no-referrer" takes the Origin from forms, too: without TLS all that tells ours from another site's
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !s.ownName(r.Host) {
			s.refuse(w, r, http.StatusMisdirectedRequest, "Called by an unknown name",
				fmt.Sprintf("This page does not go by the name %q. Open it by its address in numbers, or by localhost.", r.Host))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownName says whether the page goes by this name. A plain address is always its own: nobody can point an
// address elsewhere.
func (s *Server) ownName(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.ToLower(strings.Trim(name, "[]")), ".")
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.ContainsFunc(s.o.Hosts, func(own string) bool { return strings.EqualFold(own, name) })
}
