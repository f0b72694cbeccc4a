package mqtt_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/discovery"
	"github.com/openlumbar/lumbar/internal/mqtt"
)

// home is a chair as the tests have it.
func home() mqtt.Home {
	return mqtt.Home{
		Names: mqtt.Names{Prefix: "homeassistant", Topic: "lumbar", ID: "chair"},
		Chair: "Bench 4D", Model: "bench-4d", Seat: true, SittingDeg: 110, Version: "1.2.3", Page: "http://192.0.2.7:8420",
		Courses: []mqtt.Course{
			{Name: "after-desk", Title: "After the desk", Length: 14 * time.Minute, Phases: []mqtt.Part{{"arrive", 40 * time.Second}, {"work", 13 * time.Minute}, {"leave", 14 * time.Minute}}, HeatTill: 12 * time.Minute},
			{Name: "break", Title: "A break", Length: 8 * time.Minute, Phases: []mqtt.Part{{"arrive", time.Minute}, {"loosen", 8 * time.Minute}}},
		},
	}
}

// announced is the document of a home.
func announced(t *testing.T, h *mqtt.Home) (topic string, components map[string]map[string]any, text []byte) {
	t.Helper()
	m, err := h.Announcement()
	if err != nil {
		t.Fatal(err)
	}
	if !m.Retain || m.QoS != 1 || m.Expiry != 0 {
		t.Errorf("the announcement is %+v, want retained for good", m)
	}
	var d struct {
		Components map[string]map[string]any `json:"components"`
	}
	if err := json.Unmarshal(m.Payload, &d); err != nil {
		t.Fatal(err)
	}
	return m.Topic, d.Components, m.Payload
}

// TestAnnouncement: every payload that may be announced passes the linter, whatever the chair has.
func TestAnnouncement(t *testing.T) {
	for _, force := range []bool{false, true} {
		for _, seat := range []bool{false, true} {
			for _, names := range []mqtt.Names{home().Names, {Prefix: "ha", Topic: "living_room", ID: "two"}} {
				h := home()
				h.Force, h.Seat, h.Names = force, seat, names
				topic, _, text := announced(t, &h)
				for _, f := range discovery.Lint(h.Prefix, topic, text) {
					t.Errorf("force %v, seat %v: %v", force, seat, f)
				}
			}
		}
	}
	for lacks := range mqtt.NoTicks << 1 { // every set of them
		h := home()
		h.Force, h.Lacks = true, lacks
		topic, components, text := announced(t, &h)
		for _, f := range discovery.Lint(h.Prefix, topic, text) {
			t.Errorf("lacks %b: %v", lacks, f)
		}
		for lack, ids := range map[mqtt.Lack][]string{
			mqtt.NoForce: {"force"}, mqtt.NoPause: {"pause", "resume"}, mqtt.NoIntensity: {"intensity"}, mqtt.NoBack: {"back"},
			mqtt.NoHeat: {"heat"}, mqtt.NoTicks: {"lateness"},
		} {
			for _, id := range ids {
				if shown := len(components[id]) > 1; shown == (lacks&lack != 0) {
					t.Errorf("lacks %b: %s is shown: %v", lacks, id, shown)
				}
			}
		}
	}
	for _, m := range home().Removal() {
		if len(m.Payload) > 0 || !m.Retain {
			t.Errorf("removal has %+v", m)
		}
		if strings.HasSuffix(m.Topic, "/config") {
			for _, f := range discovery.Lint("homeassistant", m.Topic, m.Payload) {
				t.Error(f)
			}
		}
	}
}

// TestStable: what dashboards and automations know an entity by is a contract. A row that changes here breaks houses; a new
// one is added at the end, and one that goes stays as retired.
func TestStable(t *testing.T) {
	want := strings.Fields(`binary_sensor.lumbar_chair_heat binary_sensor.lumbar_chair_link binary_sensor.lumbar_chair_prepared
 binary_sensor.lumbar_chair_presence binary_sensor.lumbar_chair_problem button.lumbar_chair_pause button.lumbar_chair_prepare
 button.lumbar_chair_resume button.lumbar_chair_softer button.lumbar_chair_stop select.lumbar_chair_programme sensor.lumbar_chair_back
 sensor.lumbar_chair_fault sensor.lumbar_chair_force sensor.lumbar_chair_guided sensor.lumbar_chair_guided_left
 sensor.lumbar_chair_guided_phase sensor.lumbar_chair_guided_running sensor.lumbar_chair_intensity sensor.lumbar_chair_lateness sensor.lumbar_chair_phase
 sensor.lumbar_chair_running sensor.lumbar_chair_session sensor.lumbar_chair_since sensor.lumbar_chair_stopped sensor.lumbar_chair_time_left
 sensor.lumbar_chair_today sensor.lumbar_chair_version update.lumbar_chair_software`)
	h := home()
	h.Force = true
	topic, components, _ := announced(t, &h)
	if topic != "homeassistant/device/lumbar_chair/config" {
		t.Errorf("announced on %s", topic)
	}
	var got []string
	for id, c := range components {
		got = append(got, c["default_entity_id"].(string))
		if c["unique_id"] != "lumbar_chair_"+id {
			t.Errorf("%s has the unique_id %v", id, c["unique_id"])
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("entities are\n%s\nwant\n%s", strings.Join(got, " "), strings.Join(want, " "))
	}
}

// TestForceIsOff: unless somebody asked for it there is no force, in the announcement or in what is told.
func TestForceIsOff(t *testing.T) {
	h := home()
	_, components, _ := announced(t, &h)
	if got := components["force"]; !maps.EqualFunc(got, map[string]any{"platform": "sensor"}, func(a, b any) bool { return a == b }) {
		t.Errorf("force is announced as %v, want it taken away", got)
	}
}

// reads is what a template takes out of a value.
var reads = regexp.MustCompile(`value_json\.([a-z_]+)`)

// TestTemplatesReadWhatIsTold: every value template takes a key that is told on its topic, and every key is taken by somebody.
func TestTemplatesReadWhatIsTold(t *testing.T) {
	h := home()
	h.Force = true
	_, components, _ := announced(t, &h)
	for topic, of := range map[string]reflect.Type{
		"lumbar/chair/state": reflect.TypeFor[mqtt.State](), "lumbar/chair/diagnostics": reflect.TypeFor[mqtt.Diagnostics](),
	} {
		told, taken := map[string]reflect.Kind{}, map[string]bool{}
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			told[name] = of.Field(i).Type.Kind()
		}
		for id, c := range components {
			if c["state_topic"] != topic {
				continue
			}
			template, _ := c["value_template"].(string)
			m := reads.FindStringSubmatch(template)
			if m == nil {
				t.Errorf("%s reads nothing: %q", id, template)
				continue
			}
			kind, ok := told[m[1]]
			if taken[m[1]] = true; !ok {
				t.Errorf("%s reads %s, which is not told on %s", id, m[1], topic)
			}
			if yes := strings.Contains(template, "'ON' if"); yes != (kind == reflect.Bool) || yes != (c["platform"] == "binary_sensor") {
				t.Errorf("%s is a %v and reads a %v by %s", id, c["platform"], kind, template)
			}
		}
		for name := range told {
			if !taken[name] {
				t.Errorf("%s is told on %s, and nobody reads it", name, topic)
			}
		}
	}
}
