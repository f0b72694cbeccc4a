package qr

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"

	qrcode "github.com/skip2/go-qrcode"
)

// modules reads the picture back into dark and light.
func modules(t *testing.T, svg string) [][]bool {
	t.Helper()
	var doc struct {
		ViewBox string `xml:"viewBox,attr"`
		Path    struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &doc); err != nil {
		t.Fatal(err)
	}
	var size, again int
	if _, err := fmt.Sscanf(doc.ViewBox, "0 0 %d %d", &size, &again); err != nil || size != again {
		t.Fatalf("viewBox %q: %v", doc.ViewBox, err)
	}
	grid := make([][]bool, size)
	for y := range grid {
		grid[y] = make([]bool, size)
	}
	for _, run := range strings.Split(strings.TrimSuffix(doc.Path.D, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range n {
			grid[y][x+i] = true
		}
	}
	return grid
}

func TestSVG(t *testing.T) {
	for _, address := range []string{"http://192.168.1.20:8420/", "https://chair.example/sit?k=Zm9vYmFy", "http://a/" + strings.Repeat("x", Most-9)} {
		svg, err := SVG(address)
		if err != nil {
			t.Fatal(err)
		}
		grid := modules(t, svg)
		code, err := qrcode.New(address, qrcode.Medium)
		if err != nil {
			t.Fatal(err)
		}
		// The encoder's own border is as wide as ours: the picture must be its bitmap.
		want := code.Bitmap()
		if len(grid) != len(want) {
			t.Fatalf("%d modules, want %d", len(grid), len(want))
		}
		for y := range want {
			for x := range want[y] {
				if grid[y][x] != want[y][x] {
					t.Fatalf("module %d %d is %v", x, y, grid[y][x])
				}
			}
		}
		if out := os.Getenv("LUMBAR_QR"); out != "" {
			if err := os.WriteFile(out, []byte(svg), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, address := range []string{"", "chair", "javascript:alert(1)", "http://" + strings.Repeat("x", Most)} {
		if _, err := SVG(address); err == nil {
			t.Errorf("%.20q is drawn", address)
		}
	}
}
