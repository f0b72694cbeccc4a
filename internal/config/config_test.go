package config_test

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the goldens")

// TestGolden compares what is told of each archive's configuration, from its file or from its environment (a
// file "env" of NAME=value lines), with its file "want".
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in := a.Files[0]
			var list diag.List
			if in.Name == "env" {
				_, list = config.FromEnv(environment(string(in.Data)), config.Defaults())
			} else {
				_, list = config.Read(in.Name, in.Data)
			}
			var out bytes.Buffer
			if err := list.Write(&out, map[string][]byte{in.Name: in.Data}, diag.Style{}); err != nil {
				t.Fatal(err)
			}
			if *update {
				a.Files = []txtar.File{in, {Name: "want", Data: out.Bytes()}}
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), out.String()); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func environment(lines string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for line := range strings.Lines(lines) {
			if value, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

const everything = `
addr  = "[::1]:80"
data  = "/var/lib/lumbar"
chair = "./mine.hcl"
link  = "unix:/run/chair"
body  = "ansur:4083"
seed  = 9007199254740992
pace  = 7.5
place = "shared"
record = "faults"
open  = true
mqtt {
  broker   = "mqtts://broker.example:8883"
  username = "lumbar"
  password = "open sesame"
  ca       = "/etc/lumbar/ca.pem"
  client_cert = "/etc/lumbar/lumbar.pem"
  client_key  = "/etc/lumbar/lumbar.key"
  id       = "study"
  topic    = "chairs"
  prefix   = "ha/two"
  force    = true
}
`

var everythingRead = config.Config{Addr: "[::1]:80", Data: "/var/lib/lumbar", Chair: "./mine.hcl", Link: "unix:/run/chair", Body: "ansur:4083", Seed: 1 << 53, Pace: 7.5, Place: config.Shared, Record: config.RecordFaults, Open: true,
	MQTT: config.MQTT{Broker: "mqtts://broker.example:8883", Username: "lumbar", Password: "open sesame", CA: "/etc/lumbar/ca.pem", ClientCert: "/etc/lumbar/lumbar.pem", ClientKey: "/etc/lumbar/lumbar.key",
		ID: "study", Topic: "chairs", Prefix: "ha/two", Force: true}}

func TestEmptyIsDefaults(t *testing.T) {
	got, list := config.Read("lumbar.hcl", nil)
	if got != config.Defaults() || len(list) > 0 {
		t.Errorf("an empty file gave %+v, %v; want the defaults", got, list)
	}
	got, list = config.FromEnv(environment(""), config.Defaults())
	if got != config.Defaults() || len(list) > 0 {
		t.Errorf("an empty environment gave %+v, %v; want the defaults", got, list)
	}
}

// TestMirror proves that the environment says everything that the file says, and means the same.
func TestMirror(t *testing.T) {
	got, list := config.Read("lumbar.hcl", []byte(everything))
	if diff := cmp.Diff(everythingRead, got); diff != "" || len(list) > 0 {
		t.Errorf("file (-want +got):\n%s%v", diff, list)
	}
	var env strings.Builder
	block := ""
	for line := range strings.Lines(strings.TrimSpace(everything)) {
		name, value, found := strings.Cut(line, "=")
		if head, opens := strings.CutSuffix(strings.TrimSpace(line), " {"); opens {
			block = strings.ToUpper(head) + "_"
		}
		if found {
			env.WriteString("LUMBAR_" + block + strings.ToUpper(strings.TrimSpace(name)) + "=" + strings.Trim(strings.TrimSpace(value), `"`) + "\n")
		}
	}
	got, list = config.FromEnv(environment(env.String()), config.Defaults())
	if diff := cmp.Diff(everythingRead, got); diff != "" || len(list) > 0 {
		t.Errorf("environment (-want +got):\n%s%v", diff, list)
	}
}

// words is where a field's name has its next word.
var words = regexp.MustCompile(`([a-z])([A-Z])`)

// fieldsOf is the names of the keys that a type wants, with the blocks that they stand in.
func fieldsOf(t reflect.Type, block string) (names []string) {
	for _, f := range reflect.VisibleFields(t) {
		name := strings.ToLower(words.ReplaceAllString(f.Name, "${1}_${2}"))
		if f.Type.Kind() == reflect.Struct {
			names = append(names, fieldsOf(f.Type, name+".")...)
		} else {
			names = append(names, block+name)
		}
	}
	return names
}

// TestKeys proves that there is one key for every field, and that each moves it.
func TestKeys(t *testing.T) {
	fields := fieldsOf(reflect.TypeFor[config.Config](), "")
	if got, want := len(config.Keys()), len(fields); got != want {
		t.Fatalf("%d keys for %d fields", got, want)
	}
	for i, k := range config.Keys() {
		if k.Path() != fields[i] || k.About == "" {
			t.Errorf("key %d is %q (%q), want %q with a text", i, k.Path(), k.About, fields[i])
		}
		var line string
		for l := range strings.Lines(everything) {
			if strings.HasPrefix(strings.TrimSpace(l), k.Name) {
				line = l
			}
		}
		if k.Block != "" && k.Name != "broker" {
			line = "broker = \"mqtt://a\"\n" + line
		}
		if k.Block != "" {
			line = k.Block + " {\n" + line + "}\n"
		}
		without, _ := config.Read("lumbar.hcl", []byte("mqtt {\nbroker = \"mqtt://a\"\n}\n"))
		if got, list := config.Read("lumbar.hcl", []byte(line)); got == config.Defaults() || got == without || len(list) > 0 {
			t.Errorf("%q changed nothing: %v", line, list)
		}
	}
}

// TestWhole: what cannot stand together is told, wherever it comes from.
func TestWhole(t *testing.T) {
	tests := map[string]string{
		"":                            "",
		"LUMBAR_MQTT_BROKER=mqtt://a": "",
		"LUMBAR_MQTT_PASSWORD=x":      "no broker",
		"LUMBAR_MQTT_ID=study":        "no broker",
		"LUMBAR_MQTT_CLIENT_CERT=c":   "no broker",
		"LUMBAR_MQTT_BROKER=mqtts://a\nLUMBAR_MQTT_CLIENT_CERT=c":                           "go together",
		"LUMBAR_MQTT_BROKER=mqtts://a\nLUMBAR_MQTT_CLIENT_KEY=k":                            "go together",
		"LUMBAR_MQTT_BROKER=mqtt://a\nLUMBAR_MQTT_CLIENT_CERT=c\nLUMBAR_MQTT_CLIENT_KEY=k":  "over TLS alone",
		"LUMBAR_MQTT_BROKER=mqtts://a\nLUMBAR_MQTT_CLIENT_CERT=c\nLUMBAR_MQTT_CLIENT_KEY=k": "",
		"LUMBAR_MQTT_BROKER=mqtt://a\nLUMBAR_MQTT_FORCE=true":                               "",
		"LUMBAR_MQTT_BROKER=mqtt://a\nLUMBAR_MQTT_FORCE=true\nLUMBAR_PLACE=shared":          "shared place",
	}
	for env, want := range tests {
		c, list := config.FromEnv(environment(env), config.Defaults())
		if err := c.Whole(); len(list) > 0 || (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", env, err, list, want)
		}
	}
}

// TestSecret: no way of printing shows a password.
func TestSecret(t *testing.T) {
	c, _ := config.Read("lumbar.hcl", []byte(everything))
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("read", "password", c.MQTT.Password)
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), fmt.Sprintf("%v %q", c.MQTT.Password, c.MQTT.Password), log.String()} {
		if strings.Contains(text, "sesame") {
			t.Errorf("shows it: %s", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(everything), "pace")
	f.Add([]byte(`seed = -1`), "4083")
	f.Fuzz(func(t *testing.T, src []byte, value string) {
		check := func(c config.Config, list diag.List) {
			if c.Addr == "" || c.Chair == "" || c.Body == "" || !(c.Pace >= 1 && c.Pace <= 60) || c.Seed > 1<<53 {
				t.Errorf("%+v cannot be used, after %v", c, list)
			}
		}
		check(config.Read("lumbar.hcl", src))
		check(config.FromEnv(func(string) (string, bool) { return value, true }, config.Defaults()))
	})
}
