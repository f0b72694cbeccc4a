package web

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// paperMargin is the paper around a score in a file of its own, in CSS pixels.
const paperMargin = 20.0

// File is the score as an SVG file of its own, light or dark as whoever looks at it prefers. Colours and strokes are those
// of the page: they are taken out of its style, and an error says what is missing there.
func (s Score) File(size Size, title string) ([]byte, error) {
	style, err := scoreStyle()
	if err != nil {
		return nil, fmt.Errorf("drawing the score %q: %w", title, err)
	}
	p, height := s.pen(size)
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" class="score" viewBox="%s %s %s %s" role="img">`,
		num(-paperMargin), num(-paperMargin), num(size.Width+2*paperMargin), num(height+2*paperMargin))
	p.add("<title>%s</title><desc>%s</desc>\n<style>\n%s</style>\n", escape(title), escape(s.Words()), style)
	p.add(`<rect class="ground" x="%s" y="%s" width="100%%" height="100%%"/>`, num(-paperMargin), num(-paperMargin))
	p.notes()
	p.add("</svg>\n")
	return []byte(p.String()), nil
}

// scoreStyle is what of the page's style a score needs: the tokens of both schemes and the score's own rules.
func scoreStyle() (string, error) {
	src, err := fs.ReadFile(Assets(), "style.css")
	if err != nil {
		return "", fmt.Errorf("the page's style: %w", err)
	}
	css := string(src)
	_, dark, found := strings.Cut(css, "@media (prefers-color-scheme: dark) {")
	light, ok := block(css, ":root {")
	night, okDark := block(dark, ":root {")
	_, rules, okRules := strings.Cut(css, "/* The score. */\n")
	rules, _, okEnd := strings.Cut(rules, "\n/* ")
	if !found || !ok || !okDark || !okRules || !okEnd {
		return "", errors.New("the page's style has no tokens for light and dark, or no section for the score")
	}
	return fmt.Sprintf(":root {%s}\n@media (prefers-color-scheme: dark) { :root {%s} }\n%s.score { font-family: var(--font); } .ground { fill: var(--paper); }\n",
		light, night, strings.TrimRight(rules, "\n")+"\n"), nil
}

// block is what stands between the first brace of a rule and its end.
func block(css, rule string) (string, bool) {
	_, rest, found := strings.Cut(css, rule)
	inside, _, closed := strings.Cut(rest, "}")
	return inside, found && closed
}
