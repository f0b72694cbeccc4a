package web

import "html/template"

// ScoreStyle is what a page of another kind needs to show a score within: the tokens of the look, light and dark, and the
// score's own rules.
func ScoreStyle() (template.CSS, error) {
	style, err := scoreStyle()
	return template.CSS(style), err
}
