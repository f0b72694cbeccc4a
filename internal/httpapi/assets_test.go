package httpapi_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestPacked: home and its files come with gzip to those who take it, hold the same, and are known again by their own tag.
func TestPacked(t *testing.T) {
	f := newFake()
	get := func(path, takes, knows string) *http.Response {
		r := httptest.NewRequest("GET", "http://localhost"+path, nil)
		r.Header.Set("Accept-Encoding", takes)
		r.Header.Set("If-None-Match", knows)
		return answer(t, f, r)
	}
	for _, path := range []string{"/", "/static/app.js", "/static/style.css", "/static/icon.svg"} {
		plain := get(path, "", "")
		for takes, packs := range map[string]bool{"gzip": true, "br, GZIP;q=0.5": true, "deflate, br": false, "gzip;q=0": false, "*": false} {
			r := get(path, takes, "")
			if is := r.Header.Get("Content-Encoding") == "gzip"; is != packs || !strings.Contains(r.Header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s for %q: packed %v, want %v; headers %v", path, takes, is, packs, r.Header)
			}
			if r.Header.Get("Content-Type") != plain.Header.Get("Content-Type") {
				t.Errorf("%s for %q is %q, plain it is %q", path, takes, r.Header.Get("Content-Type"), plain.Header.Get("Content-Type"))
			}
		}
		packed := get(path, "gzip", "")
		unpack, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(path, err)
		}
		text, err := io.ReadAll(unpack)
		if want := content(t, plain); err != nil || string(text) != want {
			t.Errorf("%s: %d bytes unpacked, %d plain, %v", path, len(text), len(want), err)
		}
		if path == "/" {
			continue
		}
		tag, other := packed.Header.Get("ETag"), plain.Header.Get("ETag")
		if tag == other || get(path, "gzip", tag).StatusCode != http.StatusNotModified || get(path, "gzip", other).StatusCode != http.StatusOK {
			t.Errorf("%s: tags %s and %s do not tell the two apart", path, tag, other)
		}
	}
}
