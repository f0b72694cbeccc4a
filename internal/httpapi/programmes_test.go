package httpapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/programmes"
)

// shelved is a server with a library of its own, and the folder where it saves.
func shelved(t testing.TB) (*httpapi.Server, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "programmes")
	p := bench(t)
	s, err := httpapi.New(httpapi.Options{Engine: newFake(), Bodies: bodies(), Answer: time.Second, Chair: &p, Library: &library.Library{Dir: dir}})
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// asked is what a server answers.
func asked(s *httpapi.Server, method, path, kind, body string) *http.Response {
	r := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

const own = `programme "mine" {
  title = "Mine <b>"
  about = "A test's."
  needs = ["carriage", "depth"]
  phase "one" {
    glide {
      over  = "L5..L1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "30 s"
    }
  }
}
`

func TestProgrammes(t *testing.T) {
	s, _ := shelved(t)
	misspelt := strings.Replace(own, "glide", "glied", 1)
	for _, c := range []struct {
		name, method, path, kind, body string
		status                         int
		says, never                    string
	}{
		{"all", "GET", "/programmes", "", "", 200, `href="/programmes/after-desk"`, ""},
		{"one", "GET", "/programmes/after-desk", "", "", 200, "medium, 24 N", "Mend it"},
		{"its phases", "GET", "/programmes/after-desk", "", "", 200, "Kneading, 22 turns a minute", ""},
		{"what the chair changes", "GET", "/programmes/after-desk", "", "", 200, "For this chair", ""},
		{"its start", "GET", "/programmes/break", "", "", 200, `href="/?programme=break"`, ""},
		{"its text", "GET", "/programmes/break", "", "", 200, `<li><code>programme &#34;break&#34; {</code></li>`, ""},
		{"none", "GET", "/programmes/brake", "", "", 404, "break", "<li><code>"},
		{"no path", "GET", "/programmes/..%2f..%2fetc%2fpasswd", "", "", 404, "No programme is called", "root:"},
		{"a new one", "GET", "/programmes/new", "", "", 200, "my-own", ""},
		{"from a shipped one", "GET", "/programmes/gentle/edit", "", "", 200, "my-gentle", ""},
		{"checked, right", "POST", "/programmes/check", "text/plain; charset=utf-8", own, 200, `data-right="true" data-name="mine"`, "Mine <b>"},
		{"checked, wrong", "POST", "/programmes/check", "text/plain", misspelt, 200, `data-line="6" data-column="5"`, "<figure"},
		{"checked, did you mean", "POST", "/programmes/check", "text/plain", misspelt, 200, "glide", ""},
		{"checked, nothing", "POST", "/programmes/check", "text/plain", "", 200, `data-right="false"`, ""},
		{"checked, as another kind", "POST", "/programmes/check", "application/json", own, 415, "text/plain", ""},
		{"checked, too long", "POST", "/programmes/check", "text/plain", strings.Repeat("#", library.MostText+1), 413, "32 kB", ""},
		{"what can stand", "POST", "/programmes/suggest?at=16", "text/plain", "programme \"x\" {\n", 200, `"label":"phase"`, `"label":"glide"`},
		{"what it means", "POST", "/programmes/suggest?at=3", "text/plain", own, 200, `"means":["One massage`, ""},
		{"where nothing can", "POST", "/programmes/suggest?at=9999", "text/plain", own, 200, `"means":[]`, "glide"},
		{"what can stand nowhere", "POST", "/programmes/suggest?at=x", "text/plain", own, 400, "byte of the text", ""},
		{"what can stand, as another kind", "POST", "/programmes/suggest?at=1", "application/json", own, 415, "text/plain", ""},
		{"checked, no text", "POST", "/programmes/check", "text/plain", "\xff\xfe", 400, "UTF-8", ""},
		{"saved over a shipped one", "POST", "/programmes/save", "text/plain", strings.Replace(own, `"mine"`, `"break"`, 1), 409, "ships with Lumbar", ""},
		{"saved, wrong", "POST", "/programmes/save", "text/plain", misspelt, 409, "no errors", ""},
		{"saved", "POST", "/programmes/save", "text/plain", own, 200, `{"name":"mine"}`, ""},
		{"seen then", "GET", "/programmes/mine", "", "", 200, "Edit it", "Mine <b>"},
		{"at home then", "GET", "/", "", "", 200, `value="mine"`, "Mine <b>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := asked(s, c.method, c.path, c.kind, c.body)
			text := content(t, r)
			if r.StatusCode != c.status || !strings.Contains(text, c.says) || c.never != "" && strings.Contains(text, c.never) {
				t.Errorf("got %d, want %d saying %q and not %q:\n%s", r.StatusCode, c.status, c.says, c.never, text)
			}
			if strings.Contains(text, "<script>") || strings.Contains(text, "style=") {
				t.Error("script or style within the page: its policy refuses them")
			}
		})
	}
}

// TestProgrammesWithoutTexts: a server that has cards alone still shows them, and can save nothing.
func TestProgrammesWithoutTexts(t *testing.T) {
	s, err := httpapi.New(httpapi.Options{Engine: newFake(), Programmes: cards(), Bodies: bodies()})
	if err != nil {
		t.Fatal(err)
	}
	if text := content(t, asked(s, "GET", "/programmes", "", "")); !strings.Contains(text, "Slow evening") || !strings.Contains(text, "Nothing can be saved from here") {
		t.Error(text)
	}
	if r := asked(s, "POST", "/programmes/save", "text/plain", own); r.StatusCode != 409 {
		t.Errorf("saving gave %d", r.StatusCode)
	}
	if r := asked(s, "GET", "/programmes/evening", "", ""); r.StatusCode != 404 {
		t.Errorf("a text gave %d", r.StatusCode)
	}
}

// FuzzCheck: whatever is sent to be checked is answered, by one of the answers that there are.
func FuzzCheck(f *testing.F) {
	for _, name := range programmes.All() {
		_, src, _ := programmes.Source(name)
		f.Add(string(src))
	}
	f.Add(own)
	f.Add(`programme "a" { phase "b" { press { at = ["L5"] force = "firm" hold = "1e309 s" repeat = 10 } } }`)
	f.Add(`programme "a" { title = "${file("/etc/passwd")}" }`)
	f.Add("programme \"\xf0\x9f\x91\xa9\u200d\xf0\x9f\x91\xa7\" {\n  phase \"e\u0301\" { glied { } }\n}")
	f.Add(strings.Repeat("phase \"x\" {\n", 500))
	p := bench(f)
	s, err := httpapi.New(httpapi.Options{Engine: newFake(), Chair: &p, Library: &library.Library{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := asked(s, "POST", "/programmes/check", "text/plain", text)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case r.StatusCode == 200 && strings.Count(string(body), `class="checked"`) == 1 && len(body) < 8<<20:
		case r.StatusCode == 400, r.StatusCode == 413:
		default:
			t.Errorf("%d, %d bytes", r.StatusCode, len(body))
		}
		if strings.Contains(string(body), "<script") || strings.Contains(string(body), "root:x") {
			t.Error("something came through that must not")
		}
	})
}
