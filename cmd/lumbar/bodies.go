package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/body/bodyfile"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/web"
)

// extremes are bodies that have a name.
var extremes = []struct {
	name, label string
	sex         body.Sex
	q           float64
	by          func(*body.Measurements) float64
}{
	{"average-woman", "an average woman", body.Female, 0.5, stature},
	{"average-man", "an average man", body.Male, 0.5, stature},
	{"shortest-woman", "the shortest woman", body.Female, 0, stature},
	{"tallest-man", "the tallest man", body.Male, 1, stature},
	{"heavy-man", "a heavy man", body.Male, 0.99, weight},
	{"heavy-woman", "a heavy woman", body.Female, 0.99, weight},
}

func stature(m *body.Measurements) float64 { return float64(m.Stature) }
func weight(m *body.Measurements) float64  { return float64(m.Weight) }

const (
	ansurPrefix  = "ansur:"
	nhanesPrefix = "nhanes:"
)

// findBody reads "ansur:ROW", "ansur:NAME", "nhanes:ROW" or a body file; label names the person for people.
func findBody(name string) (m body.Measurements, label string, err error) {
	if row, is := strings.CutPrefix(name, nhanesPrefix); is {
		return findAdult(row)
	}
	row, isANSUR := strings.CutPrefix(name, ansurPrefix)
	if !isANSUR {
		if !looksLikePath(name) {
			return m, "", fmt.Errorf("%q is no body: write %sROW (1 to %d), %s%s, %sROW (1 to %d), or the path of a body file", name, ansurPrefix, body.ANSURRows(), ansurPrefix, extremes[0].name,
				nhanesPrefix, body.NHANESPeople{}.Len())
		}
		src, err := text("body file", name)
		if err != nil {
			return m, "", err
		}
		m, list := bodyfile.Read(name, src)
		if list.HasErrors() {
			return m, "", &faulty{list, map[string][]byte{name: src}}
		}
		return m, describe(&m, m.Name), nil
	}
	n, err := strconv.Atoi(row)
	if err != nil {
		var names []string
		for _, e := range extremes {
			names = append(names, e.name)
			if e.name == row {
				if n, err = body.ANSURQuantile(e.sex, e.q, e.by); err != nil {
					return m, "", err
				}
				m, err := body.ANSUR(n)
				return m, describe(&m, e.label), err
			}
		}
		return m, "", errors.New(unknown("ANSUR body", row, names, fmt.Sprintf("give a row from 1 to %d", body.ANSURRows())))
	}
	if m, err = body.ANSUR(n); err != nil {
		return m, "", fmt.Errorf("no body %s: rows are 1 to %d", name, body.ANSURRows())
	}
	return m, describe(&m, fmt.Sprintf("row %d of ANSUR II", n)), nil
}

// findAdult reads a row of NHANES.
func findAdult(row string) (m body.Measurements, label string, err error) {
	n, err := strconv.Atoi(row)
	if err == nil {
		m, err = body.NHANES(n)
	}
	if err != nil {
		return m, "", fmt.Errorf("no body %s%s: rows are 1 to %d", nhanesPrefix, row, body.NHANESPeople{}.Len())
	}
	return m, describe(&m, fmt.Sprintf("row %d of NHANES", n)), nil
}

// describe names a body with its size.
func describe(m *body.Measurements, name string) string {
	size := fmt.Sprintf("%.0f cm, %.0f kg", m.Stature/10, m.Weight)
	if name == "" {
		return size
	}
	return name + ", " + size
}

// bodies is whom one may choose on the page: the configured one first, then the named ones.
func bodies(configured string) []web.Body {
	var list []web.Body
	for _, e := range extremes {
		list = append(list, web.Body{ID: ansurPrefix + e.name, Label: strings.ToUpper(e.label[:1]) + e.label[1:]})
	}
	if _, label, err := findBody(configured); err == nil && configured != config.Defaults().Body {
		list = append([]web.Body{{ID: configured, Label: label}}, list...)
	}
	return list
}
