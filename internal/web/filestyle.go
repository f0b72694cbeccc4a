package web

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// A score in a file of its own is read by more than browsers: by what draws a paper's figures, which knows neither custom
// properties nor color-mix. Its rules are the page's with every colour written out, once for light and once for dark.

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssRule    = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	cssToken   = regexp.MustCompile(`(--[a-z0-9-]+):\s*([^;]+);`)
	cssVar     = regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
	cssMix     = regexp.MustCompile(`color-mix\(in srgb, (#[0-9a-f]{6}) ([0-9]+)%, (#[0-9a-f]{6})\)`)
)

// moving is what a file does not have.
var moving = regexp.MustCompile(`\.(played|playhead|now)\b`)

// fileStyle is what a score's file needs of the page's style. The error says what is missing there.
func fileStyle() (string, error) {
	light, dark, rules, err := styleParts()
	if err != nil {
		return "", err
	}
	tokens := map[string]string{}
	bright, err := written(rules, addTokens(tokens, light))
	if err != nil {
		return "", err
	}
	night, err := written(rules, addTokens(tokens, dark))
	return bright + "@media screen and (prefers-color-scheme: dark) {\n" + night + "}\n", err
}

// styleParts are the tokens of both schemes, and the rules of a score and of the paper it stands on.
func styleParts() (light, dark, rules string, err error) {
	page, err := asset("style.css")
	if err != nil {
		return "", "", "", err
	}
	lanes, err := asset("score.css")
	if err != nil {
		return "", "", "", err
	}
	_, after, found := strings.Cut(page, "@media (prefers-color-scheme: dark) {")
	light, okLight := block(page, ":root {")
	dark, okDark := block(after, ":root {")
	_, rules, okRules := strings.Cut(page, "/* The score. */\n")
	rules, _, okEnd := strings.Cut(rules, "\n/* ")
	if !found || !okLight || !okDark || !okRules || !okEnd {
		return "", "", "", errors.New("the page's style has no tokens for light and dark, or no section for the score")
	}
	rules = cssComment.ReplaceAllString(strings.TrimRight(rules, "\n")+"\n"+lanes, "")
	return light, dark, rules + ".score { font-family: var(--font); } .ground { fill: var(--paper); }\n", nil
}

func asset(name string) (string, error) {
	src, err := fs.ReadFile(Assets(), name)
	if err != nil {
		return "", fmt.Errorf("the page's style: %w", err)
	}
	return string(src), nil
}

// block is what stands between the first brace of a rule and its end.
func block(css, rule string) (string, bool) {
	_, rest, found := strings.Cut(css, rule)
	inside, _, closed := strings.Cut(rest, "}")
	return inside, found && closed
}

// addTokens adds the tokens of a block to those that there are, which they replace.
func addTokens(tokens map[string]string, css string) map[string]string {
	for _, m := range cssToken.FindAllStringSubmatch(css, -1) {
		tokens[m[1]] = strings.TrimSpace(m[2])
	}
	return tokens
}

// written is rules with each token's value in its place. A rule that uses the colour of a force, --c, is written once for
// each of its steps.
func written(rules string, tokens map[string]string) (string, error) {
	steps := map[string]string{} // ".f1" -> its colour
	var out strings.Builder
	for _, m := range cssRule.FindAllStringSubmatch(rules, -1) {
		if c := cssToken.FindStringSubmatch(m[2] + ";"); c != nil && c[1] == "--c" {
			steps[strings.TrimSpace(m[1])] = colour(c[2], tokens)
		}
	}
	if len(steps) != forceSteps {
		return "", fmt.Errorf("the page's style has %d colours of force, not %d", len(steps), forceSteps)
	}
	for _, m := range cssRule.FindAllStringSubmatch(rules, -1) {
		selector, body := strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
		switch {
		case moving.MatchString(selector), strings.HasPrefix(body, "--c:"):
		case strings.Contains(body, "var(--c)"):
			for i := range forceSteps {
				f := fmt.Sprintf(".f%d", i+1)
				fmt.Fprintf(&out, "%s { %s }\n", stepped(selector, f), colour(strings.ReplaceAll(body, "var(--c)", steps[f]), tokens))
			}
		default:
			fmt.Fprintf(&out, "%s { %s }\n", selector, colour(body, tokens))
		}
	}
	if left := cssVar.FindString(out.String()); left != "" || strings.Contains(out.String(), "color-mix") {
		return "", fmt.Errorf("the page's style has something that a file cannot: %s", left)
	}
	return out.String(), nil
}

// stepped is a selector of what has a step of force, or stands in it.
func stepped(selector, f string) string {
	var all []string
	for _, s := range strings.Split(selector, ",") {
		s = strings.TrimSpace(s)
		words := strings.Fields(s)
		words[len(words)-1] += f
		all = append(all, f+" "+s, strings.Join(words, " "))
	}
	return strings.Join(all, ", ")
}

// colour writes out the tokens of a value, and what is mixed of them.
func colour(value string, tokens map[string]string) string {
	value = cssVar.ReplaceAllStringFunc(value, func(v string) string {
		if t, ok := tokens[cssVar.FindStringSubmatch(v)[1]]; ok {
			return t
		}
		return v
	})
	return cssMix.ReplaceAllStringFunc(value, func(v string) string {
		m := cssMix.FindStringSubmatch(v)
		share, err := strconv.Atoi(m[2])
		if err != nil {
			return v
		}
		out := "#"
		for i := 1; i < 7; i += 2 {
			a, errA := strconv.ParseUint(m[1][i:i+2], 16, 8)
			b, errB := strconv.ParseUint(m[3][i:i+2], 16, 8)
			if errA != nil || errB != nil {
				return v
			}
			out += fmt.Sprintf("%02x", (int(a)*share+int(b)*(100-share)+50)/100)
		}
		return out
	})
}
