package verify

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// sample is a report that is in the repository to be looked at; beside it stands how it was made.
const sample = "../../docs/sample/report.html"

var (
	heading   = regexp.MustCompile(`<h2>([^<{]+)</h2>`)
	elsewhere = regexp.MustCompile(`(?i)<script|<link|<img|<iframe|\bsrc=|href="[^#]|url\(|@import`)
)

// TestReportInRepository: the report in the repository is one file that needs nothing else, small enough to be sent, and of the form that
// reports have now. Its figures are of the day on which it was made.
func TestReportInRepository(t *testing.T) {
	file, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	if len(text) < 100_000 || len(text) > 1_000_000 {
		t.Errorf("it has %d bytes, want 100,000 to 1,000,000", len(text))
	}
	if found := elsewhere.FindString(text); found != "" {
		t.Errorf("it needs something else: %q", found)
	}
	style, err := pageFiles.ReadFile("page/report.css")
	if err != nil {
		t.Fatal(err)
	}
	form, err := pageFiles.ReadFile("page/report.html")
	if err != nil {
		t.Fatal(err)
	}
	again := "; make it again, as docs/sample/README.md says"
	if !strings.Contains(text, string(style)) {
		t.Error("its style is not that of reports now" + again)
	}
	headings := heading.FindAllStringSubmatch(string(form), -1)
	if len(headings) < 5 {
		t.Fatalf("the form has %d headings", len(headings))
	}
	for _, h := range headings {
		if !strings.Contains(text, "<h2>"+h[1]+"</h2>") {
			t.Errorf("the part %q is missing%s", h[1], again)
		}
	}
}
