package discovery

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// linter collects what it finds.
type linter struct {
	found  []Finding
	unique map[string]string // platform and unique_id -> where
}

func (l *linter) find(r Rule, c Cost, where, text string) {
	l.found = append(l.found, Finding{r, c, where, text})
}

// Lint says everything that is wrong with an announcement of a device: a retained message on topic, below Home Assistant's
// discovery prefix. An empty payload, which takes a device away, is right on a right topic.
func Lint(prefix, topic string, payload []byte) []Finding {
	l := &linter{unique: map[string]string{}}
	l.topic(prefix, topic)
	if len(payload) == 0 {
		return l.found
	}
	if len(payload) > mostBytes {
		l.find(TooLong, Own, "payload", fmt.Sprintf("has %d bytes; more than %d is a mistake", len(payload), mostBytes))
	}
	root, err := l.read(payload)
	if err != nil {
		l.find(BadJSON, Document, "payload", err.Error())
		return l.found
	}
	l.keys("", root, fields(rootKeys), Document)
	l.available("", root, Document)
	l.device(root["device"])
	if o, ok := root["origin"].(object); ok {
		l.keys("origin", o, fields(originKeys), Document)
	}
	components, _ := root["components"].(object)
	if components != nil && len(components) == 0 {
		l.find(MissingKey, Document, "components", "has no component")
	}
	for _, name := range slices.Sorted(maps.Keys(components)) {
		l.component(name, components[name], root)
	}
	return l.found
}

// ids are the letters of an object's id in a discovery topic.
var ids = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// topic: prefix/device/[node_id/]object_id/config.
func (l *linter) topic(prefix, topic string) {
	rest, ok := strings.CutPrefix(topic, prefix+"/device/")
	rest, end := strings.CutSuffix(rest, "/config")
	levels := strings.Split(rest, "/")
	if !ok || !end || len(levels) > 2 {
		l.find(BadTopic, Document, "topic", fmt.Sprintf("%q is not %s/device/ID/config, and nobody listens there", topic, prefix))
		return
	}
	for _, id := range levels {
		if !ids.MatchString(id) {
			l.find(BadTopic, Document, "topic", fmt.Sprintf("%q has other letters than a-z, A-Z, 0-9, _ and -: it is ignored", id))
		}
	}
}

// keys checks an object by its table.
func (l *linter) keys(where string, o object, table map[string]key, cost Cost) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		k, known := table[name]
		if !known {
			costs := cost
			if cost == Entity {
				costs = Silent
			}
			l.find(UnknownKey, costs, join(where, name), "is no key that is known there"+nearest(name, table))
			continue
		}
		l.judge(k.kind, join(where, name), o[name], cost)
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if _, there := o[name]; table[name].required && !there {
			l.find(MissingKey, cost, join(where, name), "is missing")
		}
	}
}

// nearest is the key that was probably meant.
func nearest(name string, table map[string]key) string {
	for _, k := range slices.Sorted(maps.Keys(table)) {
		if strings.EqualFold(strings.ReplaceAll(k, "_", ""), strings.ReplaceAll(name, "_", "")) || strings.HasPrefix(k, name) && len(name) > 3 || strings.HasPrefix(name, k) {
			return "; did you mean " + k
		}
	}
	return ""
}

// available checks the list of where is heard whether the device is there.
func (l *linter) available(where string, o object, cost Cost) {
	v, there := o["availability"]
	if !there {
		return
	}
	at := join(where, "availability")
	if _, both := o["availability_topic"]; both {
		l.find(Unpaired, cost, at, "cannot stand beside availability_topic: take one")
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		l.find(WrongType, cost, at, "must be a list of topics")
		return
	}
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", at, i)
		if entry, ok := item.(object); ok {
			l.keys(at, entry, fields(availabilityKeys), cost)
		} else {
			l.find(WrongType, cost, at, "must be an object with a topic")
		}
	}
}

func (l *linter) device(v any) {
	d, ok := v.(object)
	if !ok {
		return // reported as missing, or of the wrong type
	}
	l.keys("device", d, fields(deviceKeys), Document)
	if _, known := d["model_id"]; known {
		l.find(UnknownKey, Own, "device.model_id", "is not known before Home Assistant 2024.9, which then refuses the whole device")
	}
	if d["identifiers"] == nil && d["connections"] == nil {
		l.find(NoIdentity, Document, "device", "has neither identifiers nor connections: one of them is what the device is known by")
	}
}

// component checks one entity.
func (l *linter) component(name string, v any, root object) {
	where := join("components", name)
	if !ids.MatchString(name) {
		l.find(BadID, Own, where, "has other letters than a-z, A-Z, 0-9, _ and -")
	}
	c, ok := v.(object)
	if !ok {
		l.find(WrongType, Document, where, "must be an object")
		return
	}
	platform, _ := c["platform"].(string)
	table, known := platformKeys[platform]
	if !known {
		l.find(BadPlatform, Document, join(where, "platform"), fmt.Sprintf("%q is no platform that is known here: one of %s", platform, strings.Join(slices.Sorted(maps.Keys(platformKeys)), ", ")))
		return
	}
	if len(c) == 1 {
		return // it is taken away
	}
	l.identity(where, platform, c)
	all := fields(commonKeys)
	maps.Copy(all, fields(table))
	shared := object{} // what the document says for every component
	for _, k := range []string{"state_topic", "command_topic"} {
		if v, there := root[k]; there && all[k].kind != "" {
			shared[k] = v
		}
	}
	for k := range shared {
		if _, own := c[k]; !own {
			table := all[k]
			table.required = false
			all[k] = table
		}
	}
	l.keys(where, c, all, Entity)
	l.available(where, c, Entity)
	if c["availability"] == nil && c["availability_topic"] == nil && root["availability"] == nil && root["availability_topic"] == nil {
		l.find(NoAvailability, Own, where, "is never away: give the document an availability")
	}
	l.meaning(where, platform, c)
}

// identity checks by what an entity is known over restarts.
func (l *linter) identity(where, platform string, c object) {
	id, _ := c["unique_id"].(string)
	if id == "" {
		l.find(NoIdentity, Document, where, "has no unique_id")
		return
	}
	if !ids.MatchString(id) {
		l.find(BadID, Own, join(where, "unique_id"), "has other letters than a-z, A-Z, 0-9, _ and -")
	}
	k := platform + " " + id
	if other, twice := l.unique[k]; twice {
		l.find(SameIdentity, Entity, where, "has the unique_id of "+other+": it is ignored")
	}
	l.unique[k] = where
	if d, ok := c["default_entity_id"].(string); ok {
		domain, name, found := strings.Cut(d, ".")
		if !found || domain != platform || name == "" || strings.ToLower(name) != name || !ids.MatchString(name) {
			l.find(WrongDomain, Entity, join(where, "default_entity_id"), fmt.Sprintf("must be %s. and a name in small letters", platform))
		}
	}
}

// number is a number of an object, or what holds where it does not say.
func number(o object, key string, standard float64) float64 {
	if n, ok := o[key].(json.Number); ok {
		if f, err := n.Float64(); err == nil {
			return f
		}
	}
	return standard
}
