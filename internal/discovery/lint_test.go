package discovery_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/discovery"
)

const goodTopic = "homeassistant/device/one/config"

func good(t *testing.T) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/good.json")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// changed is the good document with the value at a path changed; nil takes it away.
func changed(t *testing.T, path string, to any) []byte {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(good(t), &root); err != nil {
		t.Fatal(err)
	}
	at, steps := root, strings.Split(path, ".")
	for _, s := range steps[:len(steps)-1] {
		next, ok := at[s].(map[string]any)
		if !ok {
			t.Fatalf("%s: there is no %s", path, s)
		}
		at = next
	}
	last := steps[len(steps)-1]
	if at[last] = to; to == nil {
		delete(at, last)
	}
	text, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGood(t *testing.T) {
	if found := discovery.Lint("homeassistant", goodTopic, good(t)); len(found) > 0 {
		t.Errorf("found %v", found)
	}
	for _, topic := range []string{goodTopic, "homeassistant/device/node/one-2_A/config"} {
		if found := discovery.Lint("homeassistant", topic, nil); len(found) > 0 {
			t.Errorf("%s, emptied: found %v", topic, found)
		}
	}
}

type mistake struct {
	rule  discovery.Rule
	cost  discovery.Cost
	path  string
	to    any
	where string // of the finding; empty is path
}

// word makes a text of n letters.
func word(n int) string { return strings.Repeat("a", n) }

// mistakes is each of them alone in the good document: every rule has at least one, and so has every key of the tables that
// is judged by more than its type.
var mistakes = []mistake{
	{discovery.MissingKey, discovery.Document, "device", nil, ""},
	{discovery.MissingKey, discovery.Document, "origin", nil, ""},
	{discovery.MissingKey, discovery.Document, "components", nil, ""},
	{discovery.MissingKey, discovery.Document, "components", map[string]any{}, ""},
	{discovery.MissingKey, discovery.Document, "origin.name", nil, ""},
	{discovery.MissingKey, discovery.Document, "availability", []any{map[string]any{"payload_available": "on"}}, "availability[0].topic"},
	{discovery.MissingKey, discovery.Entity, "components.stop.command_topic", nil, ""},
	{discovery.MissingKey, discovery.Entity, "components.session.state_topic", nil, ""},
	{discovery.MissingKey, discovery.Entity, "components.programme.options", nil, ""},
	{discovery.MissingKey, discovery.Entity, "components.happening.event_types", nil, ""},
	{discovery.UnknownKey, discovery.Document, "colour", "red", ""},
	{discovery.UnknownKey, discovery.Document, "~", "lumbar/one", ""},
	{discovery.UnknownKey, discovery.Document, "device.serial", "1", ""},
	{discovery.UnknownKey, discovery.Document, "origin.url", "https://example.org", ""},
	{discovery.UnknownKey, discovery.Document, "availability", []any{map[string]any{"topic": "a", "qos": 1}}, "availability[0].qos"},
	{discovery.UnknownKey, discovery.Own, "device.model_id", "b4", ""},
	{discovery.UnknownKey, discovery.Silent, "components.stop.object_id", "stop", ""},
	{discovery.UnknownKey, discovery.Silent, "components.stop.payloadpress", "stop", ""},
	{discovery.UnknownKey, discovery.Silent, "components.stop.expire_after", 30, ""},
	{discovery.UnknownKey, discovery.Silent, "components.left.unit", "min", ""},
	{discovery.WrongType, discovery.Document, "device", "chair", ""},
	{discovery.WrongType, discovery.Document, "device.identifiers", "one", ""},
	{discovery.WrongType, discovery.Document, "device.identifiers", []any{}, ""},
	{discovery.WrongType, discovery.Document, "device.connections", []any{"mac"}, "device.connections[0]"},
	{discovery.WrongType, discovery.Document, "device.connections", "mac", ""},
	{discovery.WrongType, discovery.Document, "device.name", 7, ""},
	{discovery.WrongType, discovery.Document, "availability", "lumbar/one", ""},
	{discovery.WrongType, discovery.Document, "availability", []any{"lumbar/one"}, "availability[0]"},
	{discovery.WrongType, discovery.Document, "components.stop", "button", ""},
	{discovery.WrongType, discovery.Entity, "components.left.expire_after", "60", ""},
	{discovery.WrongType, discovery.Entity, "components.left.expire_after", -1, ""},
	{discovery.WrongType, discovery.Entity, "components.left.expire_after", 1.5, ""},
	{discovery.WrongType, discovery.Entity, "components.force.enabled_by_default", "false", ""},
	{discovery.WrongType, discovery.Entity, "components.programme.options", []any{"a", 2}, "components.programme.options[1]"},
	{discovery.WrongType, discovery.Entity, "components.stop.name", "", ""},
	{discovery.BadWord, discovery.Document, "availability_mode", "most", ""},
	{discovery.BadWord, discovery.Document, "qos", 3, ""},
	{discovery.BadWord, discovery.Document, "device.configuration_url", "chair.local", ""},
	{discovery.BadWord, discovery.Entity, "components.session.icon", "seat", ""},
	{discovery.BadWord, discovery.Entity, "components.session.qos", "1", ""},
	{discovery.BadWord, discovery.Entity, "components.session.entity_category", "system", ""},
	{discovery.BadWord, discovery.Entity, "components.minutes.mode", "dial", ""},
	{discovery.BadWord, discovery.Entity, "components.heat.temperature_unit", "K", ""},
	{discovery.BadWord, discovery.Entity, "components.heat.precision", 0.2, ""},
	{discovery.BadPlatform, discovery.Document, "components.stop.platform", "knob", ""},
	{discovery.BadPlatform, discovery.Document, "components.stop.platform", nil, ""},
	{discovery.NoIdentity, discovery.Document, "device.identifiers", nil, "device"},
	{discovery.NoIdentity, discovery.Document, "components.stop.unique_id", nil, "components.stop"},
	{discovery.SameIdentity, discovery.Entity, "components.left.unique_id", "one_force", "components.left"},
	{discovery.BadID, discovery.Own, "components.stop.unique_id", "one stop", ""},
	{discovery.BadID, discovery.Own, "components.big stop", map[string]any{"platform": "sensor"}, ""},
	{discovery.BadClass, discovery.Entity, "components.seated.device_class", "seat", ""},
	{discovery.BadClass, discovery.Entity, "components.session.device_class", "words", ""},
	{discovery.BadClass, discovery.Entity, "components.stop.device_class", "stop", ""},
	{discovery.BadClass, discovery.Entity, "components.minutes.device_class", "enum", ""},
	{discovery.BadClass, discovery.Entity, "components.software.device_class", "software", ""},
	{discovery.BadClass, discovery.Entity, "components.lock.device_class", "lock", ""},
	{discovery.BadClass, discovery.Entity, "components.back.device_class", "chair", ""},
	{discovery.BadClass, discovery.Entity, "components.happening.device_class", "massage", ""},
	{discovery.BadUnit, discovery.Entity, "components.left.unit_of_measurement", "minutes", ""},
	{discovery.BadUnit, discovery.Entity, "components.left.unit_of_measurement", nil, ""},
	{discovery.BadUnit, discovery.Entity, "components.session.unit_of_measurement", "min", ""},
	{discovery.BadUnit, discovery.Entity, "components.session.suggested_display_precision", 1, ""},
	{discovery.BadUnit, discovery.Entity, "components.minutes.unit_of_measurement", "°C", ""},
	{discovery.BadUnit, discovery.Own, "components.force.unit_of_measurement", "bananas", ""},
	{discovery.BadStateClass, discovery.Entity, "components.left.state_class", "rising", ""},
	{discovery.BadStateClass, discovery.Entity, "components.force.state_class", "rising", ""},
	{discovery.BadStateClass, discovery.Entity, "components.session.state_class", "measurement", ""},
	{discovery.BadCategory, discovery.Entity, "components.left.entity_category", "config", ""},
	{discovery.BadCategory, discovery.Entity, "components.seated.entity_category", "config", ""},
	{discovery.BadMQTTTopic, discovery.Entity, "components.stop.command_topic", "lumbar/+/stop", ""},
	{discovery.BadMQTTTopic, discovery.Entity, "components.stop.command_topic", "lumbar/one/#", ""},
	{discovery.BadMQTTTopic, discovery.Entity, "components.left.state_topic", "lumbar/one state", ""},
	{discovery.BadMQTTTopic, discovery.Entity, "components.left.state_topic", "lumbar/\x01", ""},
	{discovery.BadMQTTTopic, discovery.Own, "components.left.state_topic", "/lumbar/one", ""},
	{discovery.BadMQTTTopic, discovery.Own, "components.left.state_topic", "lumbar//one", ""},
	{discovery.BadMQTTTopic, discovery.Own, "components.left.state_topic", "$SYS/one", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{{ value_json.left }", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "value_json.left }}", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{{ value_json['left }}", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{{ (value_json.left }}", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{{ value_json.left) }}", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{% if value %", ""},
	{discovery.BadTemplate, discovery.Entity, "components.left.value_template", "{{ }}", ""},
	{discovery.BadTemplate, discovery.Own, "components.left.value_template", "{{ 7 }}", ""},
	{discovery.BadTemplate, discovery.Own, "components.left.value_template", "left", ""},
	{discovery.BadTemplate, discovery.Own, "components.stop.command_template", "stop", ""},
	{discovery.BadRange, discovery.Entity, "components.minutes.min", 20, ""},
	{discovery.BadRange, discovery.Entity, "components.minutes.step", 0, ""},
	{discovery.BadRange, discovery.Entity, "components.massage.speed_range_min", 10, ""},
	{discovery.BadRange, discovery.Entity, "components.heat.min_temp", 43, ""},
	{discovery.BadRange, discovery.Entity, "components.heat.min_humidity", 100, ""},
	{discovery.BadOptions, discovery.Entity, "components.session.options", []any{"idle", "idle"}, "components.session.options[1]"},
	{discovery.BadOptions, discovery.Entity, "components.left.options", []any{"short", "long"}, ""},
	{discovery.BadOptions, discovery.Entity, "components.session.state_class", "measurement", ""},
	{discovery.BadOptions, discovery.Own, "components.session.options", nil, ""},
	{discovery.Unpaired, discovery.Entity, "components.massage.preset_mode_command_topic", nil, "components.massage.preset_modes"},
	{discovery.Unpaired, discovery.Entity, "components.software.payload_install", "now", ""},
	{discovery.Unpaired, discovery.Document, "availability_topic", "lumbar/one/bridge", "availability"},
	{discovery.Unpaired, discovery.Entity, "components.seated.payload_on", "OFF", ""},
	{discovery.Unpaired, discovery.Entity, "components.lock.payload_off", "ON", "components.lock.payload_on"},
	{discovery.RetainedOrder, discovery.Own, "components.stop.retain", true, ""},
	{discovery.TooLong, discovery.Entity, "components.programme.options", []any{word(256)}, "components.programme.options[0]"},
	{discovery.TooLong, discovery.Own, "components.stop.name", word(61), ""},
	{discovery.TooLong, discovery.Entity, "components.stop.command_topic", word(65536), ""},
	{discovery.TooLong, discovery.Own, "device.manufacturer", word(65536), "payload"},
	{discovery.NoAvailability, discovery.Own, "availability", nil, "components.stop"},
	{discovery.WrongDomain, discovery.Entity, "components.session.default_entity_id", "switch.session", ""},
	{discovery.WrongDomain, discovery.Entity, "components.session.default_entity_id", "sensor.One Session", ""},
}

func TestMistakes(t *testing.T) {
	for _, m := range mistakes {
		t.Run(fmt.Sprintf("%s/%s", m.rule, m.path), func(t *testing.T) {
			where := m.where
			if where == "" {
				where = m.path
			}
			found := discovery.Lint("homeassistant", goodTopic, changed(t, m.path, m.to))
			for _, f := range found {
				if f.Rule == m.rule && f.Cost == m.cost && f.Where == where {
					return
				}
			}
			t.Errorf("%v: want %s at %s, costs %s; found %v", m.to, m.rule, where, m.cost, found)
		})
	}
}

// TestWhole is the mistakes of a message as a whole.
func TestWhole(t *testing.T) {
	tests := []struct {
		rule    discovery.Rule
		topic   string
		payload string
	}{
		{discovery.BadTopic, "homeassistant/device/config", ""},
		{discovery.BadTopic, "homeassistant/sensor/one/config", ""},
		{discovery.BadTopic, "ha/device/one/config", ""},
		{discovery.BadTopic, "homeassistant/device/a/b/c/config", ""},
		{discovery.BadTopic, "homeassistant/device/one chair/config", ""},
		{discovery.BadTopic, "homeassistant/device//config", ""},
		{discovery.BadJSON, goodTopic, "{"},
		{discovery.BadJSON, goodTopic, "[]"},
		{discovery.BadJSON, goodTopic, `{"a":}`},
		{discovery.BadJSON, goodTopic, `{} {}`},
		{discovery.BadJSON, goodTopic, `{"a":[1`},
		{discovery.DuplicateKey, goodTopic, `{"device":{"name":"a","name":"b"}}`},
	}
	for _, test := range tests {
		found := discovery.Lint("homeassistant", test.topic, []byte(test.payload))
		ok := false
		for _, f := range found {
			ok = ok || f.Rule == test.rule
		}
		if !ok {
			t.Errorf("%s %s: want %s, found %v", test.topic, test.payload, test.rule, found)
		}
	}
}

// TestEveryRuleIsTried: each rule of the source can be broken by a mistake above.
func TestEveryRuleIsTried(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{string(discovery.BadTopic): true, string(discovery.BadJSON): true, string(discovery.DuplicateKey): true}
	for _, m := range mistakes {
		tried[string(m.rule)] = true
	}
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		if v, ok := node.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Rule" {
				rule, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if n++; !tried[rule] {
					t.Errorf("no mistake breaks %s", rule)
				}
			}
		}
		return true
	})
	if n < 20 {
		t.Errorf("found only %d rules", n)
	}
}

func TestFindingTells(t *testing.T) {
	found := discovery.Lint("homeassistant", goodTopic, changed(t, "components.stop.payloadpress", "x"))
	want := "components.stop.payloadpress: is no key that is known there; did you mean payload_press [unknown-key, costs silent]"
	if len(found) != 1 || found[0].String() != want {
		t.Errorf("got %v, want %s", found, want)
	}
}

func FuzzLint(f *testing.F) {
	f.Add("homeassistant/device/one/config", []byte(`{"components":{"a":{"platform":"sensor","options":[]}}}`))
	src, err := os.ReadFile("testdata/good.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(goodTopic, src)
	f.Fuzz(func(t *testing.T, topic string, payload []byte) {
		for _, found := range discovery.Lint("homeassistant", topic, payload) {
			if found.Rule == "" || found.Cost == "" || found.Where == "" || found.Text == "" {
				t.Errorf("says too little: %+v", found)
			}
		}
	})
}
