package httpapi_test

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/web"
)

// TestAssetKinds: every file that is served says what it is, whatever the system's tables say. A browser runs no module, and
// shows no picture, of a kind that it has to guess.
func TestAssetKinds(t *testing.T) {
	f, files := newFake(), 0
	err := fs.WalkDir(web.Assets(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		r := answer(t, f, httptest.NewRequest("GET", "http://localhost/static/"+path, nil))
		kind := r.Header.Get("Content-Type")
		want := map[string]string{"css": "text/css", "js": "text/javascript", "json": "application/json", "svg": "image/svg+xml"}[path[strings.LastIndex(path, ".")+1:]]
		if want == "" || !strings.HasPrefix(kind, want) || r.StatusCode != http.StatusOK {
			t.Errorf("%s is %q, %d", path, kind, r.StatusCode)
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d files, %v", files, err)
	}
}

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
