package httpapi_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What the templates have of views and of states: what is hidden at first, the steps of a visit and of the questions to who felt
// worse, what of a view is shown in certain cases only and says so, and the addresses at which there is a view.
var (
	hiddenAtFirst = regexp.MustCompile(`<[a-z]+ [^>]*\bid="([a-z0-9-]+)"[^>]*\shidden[\s>]`)
	stepNamed     = regexp.MustCompile(`eq \.Step "([a-z-]+)"`)
	routed        = regexp.MustCompile(`(?:HandleFunc|Handle)\(("GET [^,]*), `)
	pathNamed     = regexp.MustCompile(`(?m)^\s*(?:const )?(\w+Path)\s+=\s+("[^"]*")`)
)

// noView is what is answered by something else than a view, and what is hidden without being a state.
var (
	noView  = []string{"GET /static/", "GET /figure.css", "GET /events", "GET /healthz", "GET /guide/now", "GET /week/next", "GET /chair/used", "GET /calendar/{name}", "GET /at/{secret}", "GET /metrics", "GET /programmes/{name}/played"}
	noState = []string{"sounds-voice"} // shown where the browser speaks, which the one of the tests does not
)

// visible is what a page shows of those, as it stands.
const visible = `[location.pathname, ...[...document.querySelectorAll("[id]")].filter((e) => e.checkVisibility()).map((e) => "#" + e.id),
	...[...document.querySelectorAll("[data-step]")].filter((e) => e.checkVisibility()).map((e) => "step " + e.dataset.step)]`

// met is what the walks have met so far.
type met map[string]bool

func (m met) note(t *testing.T, tab context.Context) {
	t.Helper()
	list, err := chromedp.Run(tab, chromedp.Evaluate[[]string](visible))
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range list {
		m[what] = true
	}
}

// unmet is what there is and no walk has met.
func (m met) unmet(t *testing.T) (list []string) {
	t.Helper()
	views, err := filepath.Glob("../web/*.html")
	if err != nil || len(views) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, path := range views {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range hiddenAtFirst.FindAllStringSubmatch(string(text), -1) {
			if id := found[1]; !m["#"+id] && !slices.Contains(noState, id) {
				list = append(list, filepath.Base(path)+" #"+id)
			}
		}
		for _, found := range stepNamed.FindAllStringSubmatch(string(text), -1) {
			if !m["step "+found[1]] {
				list = append(list, filepath.Base(path)+" step "+found[1])
			}
		}
	}
	mux, patterns := http.NewServeMux(), routes(t)
	for pattern := range patterns {
		mux.Handle(pattern, http.NotFoundHandler())
	}
	for what := range m {
		if strings.HasPrefix(what, "/") {
			_, pattern := mux.Handler(httptest.NewRequest(http.MethodGet, what, nil))
			delete(patterns, pattern)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(patterns)) {
		if !slices.Contains(noView, pattern) {
			list = append(list, "the view at "+pattern)
		}
	}
	return list
}

// routes are the patterns of addresses that are asked for with GET, as the server's own text has them.
func routes(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, path := range files {
		code, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(path, "_test.go") {
			text.Write(code)
		}
	}
	names := map[string]string{}
	for _, found := range pathNamed.FindAllStringSubmatch(text.String(), -1) {
		names[found[1]] = found[2]
	}
	patterns := map[string]bool{}
	for _, found := range routed.FindAllStringSubmatch(text.String(), -1) {
		pattern := ""
		for _, part := range strings.Split(found[1], "+") {
			if value, ok := names[part]; ok {
				part = value
			}
			word, err := strconv.Unquote(part)
			if err != nil {
				t.Fatalf("route %s: %v", found[1], err)
			}
			pattern += word
		}
		patterns[pattern] = true
	}
	if len(patterns) < 20 {
		t.Fatalf("only %d routes were found", len(patterns))
	}
	return patterns
}
