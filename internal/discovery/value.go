package discovery

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How long a text may be. A state in Home Assistant has at most 255 characters, and an option is one; MQTT gives a topic
// 65,535 bytes. What a card shows of a name is our own measure.
const (
	mostState = 255
	mostName  = 60
	mostTopic = 65535
	mostBytes = 64 << 10 // of an announcement: our own, ten times ours
)

// judge checks one value by its kind.
func (l *linter) judge(kind, where string, v any, cost Cost) {
	switch kind {
	case "object", "available": // judged apart
		if _, ok := v.(object); !ok && kind == "object" {
			l.find(WrongType, cost, where, "must be an object")
		}
	case "bool":
		if _, ok := v.(bool); !ok {
			l.find(WrongType, cost, where, "must be true or false, without quotes")
		}
	case "number", "count":
		l.number(kind, where, v, cost)
	case "0|1|2":
		if n, ok := v.(json.Number); !ok || !slices.Contains([]string{"0", "1", "2"}, n.String()) {
			l.find(BadWord, cost, where, "must be 0, 1 or 2, without quotes")
		}
	case "texts":
		l.texts(where, v, cost)
	case "pairs":
		l.pairs(where, v, cost)
	default:
		l.text(kind, where, v, cost)
	}
}

func (l *linter) number(kind, where string, v any, cost Cost) {
	n, ok := v.(json.Number)
	if !ok {
		l.find(WrongType, cost, where, "must be a number, without quotes")
		return
	}
	if kind == "count" {
		if i, err := n.Int64(); err != nil || i < 0 {
			l.find(WrongType, cost, where, "must be a whole number that is not negative")
		}
	}
}

func (l *linter) texts(where string, v any, cost Cost) {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		l.find(WrongType, cost, where, "must be a list of at least one text")
		return
	}
	var seen []string
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", where, i)
		s, ok := item.(string)
		switch {
		case !ok || s == "":
			l.find(WrongType, cost, at, "must be a text that is not empty")
		case utf8.RuneCountInString(s) > mostState:
			l.find(TooLong, cost, at, fmt.Sprintf("is longer than %d characters, which no state may be", mostState))
		case slices.Contains(seen, s):
			l.find(BadOptions, cost, at, fmt.Sprintf("%q is there twice", s))
		}
		seen = append(seen, s)
	}
}

func (l *linter) pairs(where string, v any, cost Cost) {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		l.find(WrongType, cost, where, `must be a list of pairs, such as ["mac", "02:00:00:00:00:01"]`)
		return
	}
	for i, item := range list {
		pair, ok := item.([]any)
		if !ok || len(pair) != 2 {
			l.find(WrongType, cost, fmt.Sprintf("%s[%d]", where, i), "must be a pair of texts")
		}
	}
}

// text checks what is a text, and by its kind what it says.
func (l *linter) text(kind, where string, v any, cost Cost) {
	s, ok := v.(string)
	if !ok || s == "" {
		l.find(WrongType, cost, where, "must be a text that is not empty")
		return
	}
	switch kind {
	case "text":
	case "name":
		if utf8.RuneCountInString(s) > mostName {
			l.find(TooLong, Own, where, fmt.Sprintf("is longer than %d characters: no card shows so many", mostName))
		}
	case "url":
		if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
			l.find(BadWord, cost, where, "must begin with http:// or https://")
		}
	case "icon":
		if set, name, found := strings.Cut(s, ":"); !found || set == "" || name == "" {
			l.find(BadWord, cost, where, "must be a set and a name, such as mdi:stop")
		}
	case "state", "command":
		l.mqttTopic(where, s, cost)
	case "template", "order":
		l.template(kind, where, s, cost)
	default: // words
		if words := strings.Split(kind, "|"); !slices.Contains(words, s) {
			l.find(BadWord, cost, where, fmt.Sprintf("%q is not known there: one of %s", s, strings.Join(words, ", ")))
		}
	}
}

// mqttTopic checks a topic that is published to, or listened to without wildcards.
func (l *linter) mqttTopic(where, s string, cost Cost) {
	odd := func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }
	switch {
	case strings.ContainsAny(s, "+#"):
		l.find(BadMQTTTopic, cost, where, fmt.Sprintf("%q has a wildcard: name one topic", s))
	case strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.Contains(s, "//"):
		l.find(BadMQTTTopic, Own, where, fmt.Sprintf("%q has an empty level", s))
	case strings.HasPrefix(s, "$"):
		l.find(BadMQTTTopic, Own, where, fmt.Sprintf("%q is the broker's own", s))
	case strings.ContainsFunc(s, odd) || strings.Contains(s, " "):
		l.find(BadMQTTTopic, cost, where, fmt.Sprintf("%q has a character that no topic should have", s))
	case len(s) > mostTopic:
		l.find(TooLong, cost, where, fmt.Sprintf("is longer than %d bytes, which no topic may be", mostTopic))
	}
}

// template checks that what opens closes, and that something is read.
func (l *linter) template(kind, where, s string, cost Cost) {
	rest, reads := s, false
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 || open == len(rest)-1 {
			break
		}
		closing := map[byte]string{'{': "}}", '%': "%}", '#': "#}"}[rest[open+1]]
		if closing == "" {
			rest = rest[open+1:]
			continue
		}
		inner, after, found := strings.Cut(rest[open+2:], closing)
		if !found {
			l.find(BadTemplate, cost, where, fmt.Sprintf("%q opens something that does not close", s))
			return
		}
		if why := unbalanced(inner); why != "" {
			l.find(BadTemplate, cost, where, fmt.Sprintf("%q: %s", s, why))
			return
		}
		reads = reads || strings.Contains(inner, "value")
		rest = after
	}
	if strings.Contains(strings.ReplaceAll(rest, "}}}", "}"), "}}") || strings.Contains(rest, "%}") {
		l.find(BadTemplate, cost, where, fmt.Sprintf("%q closes what was not opened", s))
		return
	}
	if !reads {
		what := "the value that comes"
		if kind == "order" {
			what = "the value that was asked for"
		}
		l.find(BadTemplate, Own, where, fmt.Sprintf("%q does not read %s", s, what))
	}
}

// unbalanced says what of quotes and brackets does not close.
func unbalanced(inner string) string {
	var open []rune
	var quote rune
	for _, r := range inner {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		case strings.ContainsRune("([{", r):
			open = append(open, r)
		case strings.ContainsRune(")]}", r):
			want := map[rune]rune{')': '(', ']': '[', '}': '{'}[r]
			if len(open) == 0 || open[len(open)-1] != want {
				return "a bracket closes what was not opened"
			}
			open = open[:len(open)-1]
		}
	}
	switch {
	case quote != 0:
		return "a quote does not close"
	case len(open) > 0:
		return "a bracket does not close"
	case strings.TrimSpace(inner) == "":
		return "nothing stands between the braces"
	}
	return ""
}
