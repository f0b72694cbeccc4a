package httpapi

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// cookieName is what a cookie is called at the port that a browser asks. Browsers keep cookies by host alone (RFC 6265,
// section 8.5): chairs at two ports of one machine would undo each other's.
func cookieName(r *http.Request, name string) string {
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil {
			return name + "-" + strconv.FormatUint(n, 10)
		}
	}
	return name
}

// cookieOf is the secret in a browser's cookie; empty: it has none.
func cookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(cookieName(r, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// giveCookie has a browser keep a secret, for as long as it runs where lasts is 0. No script can read it, and no other site
// makes a browser send it.
func giveCookie(w http.ResponseWriter, r *http.Request, name, secret string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r, name), Value: secret, Path: "/", MaxAge: int(lasts / time.Second), HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
}

// dropCookie has a browser forget a cookie.
func dropCookie(w http.ResponseWriter, r *http.Request, name string) {
	giveCookie(w, r, name, "", -time.Second)
}
