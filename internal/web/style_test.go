package web_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/openlumbar/lumbar/internal/web"
)

// TestContrast: text is readable on its ground in both schemes (WCAG 2.2 AA: 4.5 to 1, 3 to 1 for what is large
// or is no text).
func TestContrast(t *testing.T) {
	style, err := fs.ReadFile(web.Assets(), "style.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllSubmatch(style, -1)
	if len(blocks) < 2 {
		t.Fatalf("%d blocks of tokens, want light and dark", len(blocks))
	}
	tokens := map[string]string{}
	for i, scheme := range []string{"light", "dark"} {
		for _, m := range regexp.MustCompile(`--([\w-]+): (#[0-9a-f]{6})`).FindAllSubmatch(blocks[i][1], -1) {
			tokens[string(m[1])] = string(m[2]) // dark has what light has, unless it says otherwise
		}
		for _, c := range []struct {
			text, ground string
			least        float64
		}{
			{"ink", "paper", 7}, {"ink", "raised", 7}, {"ink", "skin", 7},
			{"soft", "paper", 4.5}, {"soft", "raised", 4.5}, {"soft", "skin", 4.5},
			{"on-calm", "calm", 4.5}, {"ink", "calm-wash", 4.5}, {"calm", "paper", 4.5}, {"calm", "raised", 3},
			{"on-stop", "stop", 4.5}, {"stop-ink", "paper", 4.5},
		} {
			a, b := tokens[c.text], tokens[c.ground]
			if a == "" || b == "" {
				t.Errorf("%s: no token %q or %q", scheme, c.text, c.ground)
				continue
			}
			if got := contrast(t, a, b); got < c.least {
				t.Errorf("%s: %s on %s is %.2f to 1, want %.1f", scheme, c.text, c.ground, got, c.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is WCAG's relative luminance of a #rrggbb colour.
func luminance(t *testing.T, hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// TestNoThirdParty: the assets ask nobody else for anything.
func TestNoThirdParty(t *testing.T) {
	address := regexp.MustCompile(`(?:https?:)?//[a-zA-Z0-9-]+\.[a-zA-Z]|@import|url\(`)
	allowed := regexp.MustCompile(`http://www\.w3\.org/2000/svg`)
	files := 0
	err := fs.WalkDir(web.Assets(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		text, err := fs.ReadFile(web.Assets(), path)
		if m := address.Find(allowed.ReplaceAll(text, nil)); m != nil {
			t.Errorf("%s: %s", path, m)
		}
		return err
	})
	if err != nil || files < 10 {
		t.Fatalf("%d assets: %v", files, err)
	}
}

// TestIDs: no id stands both in what is around every view and in a view: a script would find the wrong one.
func TestIDs(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`\bid="([a-z][a-z0-9-]*)"`)
	of := func(path string) map[string]bool {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, m := range id.FindAllSubmatch(text, -1) {
			all[string(m[1])] = true
		}
		return all
	}
	frame := of("frame.html")
	views, err := filepath.Glob("*.html")
	if err != nil || len(views) < 10 || len(frame) < 5 {
		t.Fatal(views, frame, err)
	}
	for _, path := range views {
		if path == "frame.html" {
			continue
		}
		for name := range of(path) {
			if frame[name] {
				t.Errorf("%s: the id %q stands in frame.html too", path, name)
			}
		}
	}
}
