package discovery

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// meaning checks what keys say together.
func (l *linter) meaning(where, platform string, c object) {
	if c["retain"] == true {
		l.find(RetainedOrder, Own, join(where, "retain"), "lets the broker give an old command again when the device comes back: take it away")
	}
	if class, ok := c["device_class"].(string); ok {
		l.class(where, platform, class)
	}
	switch platform {
	case "sensor":
		l.sensor(where, c)
		l.category(where, platform, c)
	case "binary_sensor":
		l.category(where, platform, c)
		l.differ(where, c, "payload_on", "ON", "payload_off", "OFF")
	case "switch":
		l.differ(where, c, "payload_on", "ON", "payload_off", "OFF")
	case "number":
		l.unit(where, c)
		l.ordered(where, c, "min", 0, "max", 100)
		if step := number(c, "step", 1); step < 0.001 {
			l.find(BadRange, Entity, join(where, "step"), "must be at least 0.001")
		}
	case "fan":
		l.ordered(where, c, "speed_range_min", 1, "speed_range_max", 100)
		l.pair(where, c, "preset_modes", "preset_mode_command_topic")
	case "climate":
		l.ordered(where, c, "min_temp", 7, "max_temp", 35)
		l.ordered(where, c, "min_humidity", 30, "max_humidity", 99)
		l.pair(where, c, "preset_modes", "preset_mode_command_topic")
		if p, there := c["precision"]; there && !slices.Contains([]float64{0.1, 0.5, 1}, number(c, "precision", 0)) {
			l.find(BadWord, Entity, join(where, "precision"), fmt.Sprintf("%v is not known there: one of 0.1, 0.5, 1", p))
		}
	case "update":
		l.pair(where, c, "payload_install", "command_topic")
	}
}

// class checks a device class by its platform.
func (l *linter) class(where, platform, class string) {
	known := strings.Fields(deviceClasses[platform])
	if platform == "sensor" || platform == "number" {
		known = slices.Sorted(maps.Keys(sensorClasses))
	}
	numeric := sensorClasses[class].units != ""
	if !slices.Contains(known, class) || platform == "number" && !numeric {
		l.find(BadClass, Entity, join(where, "device_class"), fmt.Sprintf("%q is no class of a %s that is known here", class, platform))
	}
}

func (l *linter) sensor(where string, c object) {
	class, _ := c["device_class"].(string)
	state, _ := c["state_class"].(string)
	unit, hasUnit := c["unit_of_measurement"].(string)
	row, known := sensorClasses[class]
	switch {
	case class == "":
		if _, there := c["state_class"]; there && !slices.Contains(strings.Fields(anyState), state) {
			l.find(BadStateClass, Entity, join(where, "state_class"), fmt.Sprintf("%q is not known: one of %s", state, anyState))
		}
	case known && row.units == "" && hasUnit:
		l.find(BadUnit, Entity, join(where, "unit_of_measurement"), fmt.Sprintf("%q: a %s is no number and has no unit", unit, class))
	case known && state != "" && !slices.Contains(strings.Fields(row.states), state):
		l.find(BadStateClass, Entity, join(where, "state_class"), fmt.Sprintf("%q does not go with %s: %s", state, class, or(row.states, "none")))
	}
	if row.units != "" || class == "" {
		l.unit(where, c)
	}
	_, options := c["options"]
	switch {
	case options && class != "enum":
		l.find(BadOptions, Entity, join(where, "options"), "go with the device class enum alone")
	case options && c["state_class"] != nil:
		l.find(BadOptions, Entity, join(where, "state_class"), "cannot stand beside options")
	case class == "enum" && !options:
		l.find(BadOptions, Own, join(where, "options"), "are missing: then nobody knows what may come")
	}
	if number(c, "suggested_display_precision", 0) > 0 && class != "" && row.units == "" {
		l.find(BadUnit, Entity, join(where, "suggested_display_precision"), "is for numbers")
	}
}

// unit checks a unit by the device class.
func (l *linter) unit(where string, c object) {
	class, _ := c["device_class"].(string)
	unit, there := c["unit_of_measurement"].(string)
	at := join(where, "unit_of_measurement")
	row, known := sensorClasses[class]
	allowed := strings.Fields(row.units)
	switch {
	case class != "" && !known:
	case class == "" && there && !slices.Contains(unitless, unit):
		l.find(BadUnit, Own, at, fmt.Sprintf("%q is not known here without a device class: one of %s", unit, strings.Join(unitless, ", ")))
	case class == "":
	case !there && !slices.Contains(allowed, "-"):
		l.find(BadUnit, Entity, at, fmt.Sprintf("is missing: a %s has one of %s", class, row.units))
	case there && !slices.Contains(allowed, unit):
		l.find(BadUnit, Entity, at, fmt.Sprintf("%q is no unit of a %s: one of %s", unit, class, row.units))
	}
}

func (l *linter) category(where, platform string, c object) {
	if c["entity_category"] == "config" {
		l.find(BadCategory, Entity, join(where, "entity_category"), "a "+platform+" cannot be config: diagnostic, or none")
	}
}

// differ checks that two payloads can be told apart.
func (l *linter) differ(where string, c object, a, standardA, b, standardB string) {
	x, y := or(text(c, a), standardA), or(text(c, b), standardB)
	if x == y {
		l.find(Unpaired, Entity, join(where, a), fmt.Sprintf("is %q, as %s is: they cannot be told apart", x, b))
	}
}

// ordered checks that a least is below its most.
func (l *linter) ordered(where string, c object, least string, standardLeast float64, most string, standardMost float64) {
	lo, hi := number(c, least, standardLeast), number(c, most, standardMost)
	if !(lo < hi) {
		l.find(BadRange, Entity, join(where, least), fmt.Sprintf("is %g, which is not below %s, %g", lo, most, hi))
	}
}

// pair checks that the first key does not stand without the second.
func (l *linter) pair(where string, c object, a, b string) {
	if _, there := c[a]; there && c[b] == nil {
		l.find(Unpaired, Entity, join(where, a), "stands without "+b)
	}
}

func text(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

func or(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}
