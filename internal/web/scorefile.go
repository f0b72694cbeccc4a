package web

import "fmt"

// paperMargin is the paper around a score in a file of its own, in CSS pixels.
const paperMargin = 20.0

// File is the score as an SVG file of its own, dark on a screen that is, and light elsewhere and on paper. Colours and
// strokes are those of the page: they are taken out of its style, and an error says what is missing there. The same score
// makes the same bytes.
func (s Score) File(size Size, title string) ([]byte, error) {
	style, err := fileStyle()
	if err != nil {
		return nil, fmt.Errorf("drawing the score %q: %w", title, err)
	}
	p, height := s.pen(size)
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" class="score" width="%s" height="%s" viewBox="%s %s %s %s" role="img" aria-labelledby="score-title score-words">`,
		num(size.Width+2*paperMargin), num(height+2*paperMargin), num(-paperMargin), num(-paperMargin), num(size.Width+2*paperMargin), num(height+2*paperMargin))
	p.add("<title id=\"score-title\">%s</title><desc id=\"score-words\">%s</desc>\n<style>\n%s</style>\n", escape(title), escape(s.Words()), style)
	p.add(`<rect class="ground" x="%s" y="%s" width="100%%" height="100%%"/>`, num(-paperMargin), num(-paperMargin))
	p.notes()
	p.add("</svg>\n")
	return []byte(p.String()), nil
}
