package lumbar

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// link is a Go identifier in SAFETY.md with the file that must declare it.
var link = regexp.MustCompile(`\[(\w+)\]\(([\w/.-]+\.go)\)`)

// TestSafetyLinks: every measure and every proof that SAFETY.md names is where it says.
func TestSafetyLinks(t *testing.T) {
	text := readSafety(t)
	links := link.FindAllStringSubmatch(text, -1)
	if len(links) < 80 {
		t.Fatalf("found %d links into the code: has their form changed?", len(links))
	}
	for _, l := range links {
		name, file := l[1], l[2]
		src, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Errorf("[%s](%s): %v", name, file, err)
			continue
		}
		if file == "guard/doc.go" {
			continue // the package
		}
		declared := regexp.MustCompile(`(?m)^func (\([^)]*\) )?` + name + `\b`)
		if !declared.Match(src) {
			t.Errorf("[%s](%s): that file declares no such function", name, file)
		}
	}
}

// TestSafetyNamesEveryFault: a fault without a hazard is a measure without a reason.
func TestSafetyNamesEveryFault(t *testing.T) {
	text := readSafety(t)
	_, hazards, _ := strings.Cut(text, "## 4. Hazards")
	hazards, _, _ = strings.Cut(hazards, "## 5.")
	for _, f := range chair.Catalogue {
		if !strings.Contains(hazards, "`"+string(f.Code)+"`") {
			t.Errorf("no hazard of SAFETY.md names the fault %s", f.Code)
		}
	}
}

// TestSafetyStatesEveryLimit holds the table of limits against the code.
func TestSafetyStatesEveryLimit(t *testing.T) {
	_, table, _ := strings.Cut(readSafety(t), "## 6. Limits for everyone")
	table, _, _ = strings.Cut(table, "## 7.")
	rows := map[string]string{}
	for row := range strings.Lines(table) {
		cells := strings.Split(row, "|")
		if len(cells) < 4 {
			continue
		}
		for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(cells[1], -1) {
			rows[name[1]] = cells[2]
		}
	}
	l := reflect.ValueOf(chair.Everyone())
	for i := range l.NumField() {
		name, v := l.Type().Field(i).Name, l.Field(i)
		row, ok := rows[name]
		if !ok {
			t.Errorf("SAFETY.md has no row for the limit %s", name)
			continue
		}
		var all []reflect.Value
		if v.Kind() == reflect.Array {
			for z := int(chair.ZoneMuscle); z < v.Len(); z++ {
				all = append(all, v.Index(z))
			}
		} else {
			all = append(all, v)
		}
		for _, b := range all {
			want := fmt.Sprint(b.Field(0).Interface())
			if !regexp.MustCompile(`(^|[ ,/])` + regexp.QuoteMeta(want) + `([ ,/]|$)`).MatchString(row) {
				t.Errorf("SAFETY.md says %s is %s; the code says %s", name, strings.TrimSpace(row), want)
			}
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("SAFETY.md has a row for %s, which is no limit", name)
	}
}

func readSafety(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("SAFETY.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
