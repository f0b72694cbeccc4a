// Package qr draws an address as a QR code for printing: the sign at the chair that opens its page on one's own phone.
package qr

import (
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// Most is how long an address may be, bytes: more would make squares too small for a phone at arm's length on a sign of
// eight centimetres.
const Most = 200

// quiet is the white border in modules that readers need (ISO/IEC 18004).
const quiet = 4

// SVG is the code of an address, black on white at any size, with error correction M: 15 % of it may be hidden.
func SVG(address string) (string, error) {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return "", fmt.Errorf("draw the code: %q is no address of a page; give it with http:// or https://", address)
	}
	if len(address) > Most {
		return "", fmt.Errorf("draw the code: the address has %d bytes; give one of at most %d", len(address), Most)
	}
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return "", fmt.Errorf("draw the code of %q: %w", address, err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	size := len(rows) + 2*quiet
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from { // one stroke for a run of dark modules
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 %d %d" shape-rendering="crispEdges" role="img" aria-label="Code that opens this chair's page">`+
		`<rect width="%d" height="%d" fill="#fff"/><path fill="#000" d="%s"/></svg>`, size, size, size, size, path.String()), nil
}
