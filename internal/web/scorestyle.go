package web

import (
	"fmt"
	"html/template"
)

// ScoreStyle is what a page of another kind needs to show a score within: the tokens of the look, light and dark, and the
// score's own rules.
func ScoreStyle() (template.CSS, error) {
	light, dark, rules, err := styleParts()
	if err != nil {
		return "", fmt.Errorf("the score's style: %w", err)
	}
	return template.CSS(fmt.Sprintf(":root {%s}\n@media (prefers-color-scheme: dark) { :root {%s} }\n%s", light, dark, rules)), nil
}
