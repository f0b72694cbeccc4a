package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/campaign"
)

func TestBetween(t *testing.T) {
	got, err := between("above\n"+begin+"\nold\n"+end+"\nbelow\n", "| new |\n")
	if want := "above\n" + begin + "\n| new |\n" + end + "\nbelow\n"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	for _, text := range []string{"", begin, end + begin, "no marks"} {
		if got, err := between(text, "x"); err == nil {
			t.Errorf("%q: got %q, want an error", text, got)
		}
	}
}

func TestChoose(t *testing.T) {
	s, err := campaign.NewSetting()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		o    options
		want func(n int) bool
	}{
		{options{name: "after-desk/knead/twin.depth_jam"}, func(n int) bool { return n == 1 }},
		{options{name: "after-desk/knead/host.paused..."}, func(n int) bool { return n > 5 }},
		{options{seed: 7, random: 10}, func(n int) bool { return n == 1 }},
		{options{only: "/tap/host.killed", random: 10}, func(n int) bool { return n > 0 && n < 10 }},
		{options{random: 10}, func(n int) bool { return n > 10000 }},
	} {
		if got, err := choose(s, &tt.o); err != nil || !tt.want(len(got)) {
			t.Errorf("%+v: got %d cases, %v", tt.o, len(got), err)
		}
	}
	if _, err := choose(s, &options{name: "after-desk/knead/no_such"}); err == nil || !strings.Contains(err.Error(), "no_such") {
		t.Errorf("an unknown case: got error %v, want one that names it", err)
	}
}

// TestRun plays one case whole: exit by what is broken, table and figures where they were asked for.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	page, data := filepath.Join(dir, "page.md"), filepath.Join(dir, "data.json")
	if err := os.WriteFile(page, []byte(begin+end), 0o600); err != nil {
		t.Fatal(err)
	}
	broken, err := run(context.Background(), &options{name: "after-desk/homing/host.killed", markdown: page, json: data})
	if err != nil || broken != 0 {
		t.Fatalf("got %d broken, %v; want none", broken, err)
	}
	text, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(text), "| host paused or killed |") {
		t.Errorf("the page holds %q, %v; want a row of the case's class", text, err)
	}
	raw, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	var sum campaign.Summary
	if err := json.Unmarshal(raw, &sum); err != nil || sum.Cases != 1 {
		t.Errorf("the figures hold %d cases, %v; want 1", sum.Cases, err)
	}
	if _, err := run(context.Background(), &options{name: "after-desk/homing/host.killed", markdown: data}); err == nil {
		t.Error("a page without marks: got no error")
	}
}
