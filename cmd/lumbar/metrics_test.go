package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

// promtool is where Prometheus' own judge of metrics is.
func promtool(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("promtool"); err == nil {
		return path
	}
	path := filepath.Join(docsRoot, "..", "build", "promtool")
	if _, err := os.Stat(path); err != nil {
		if testing.Short() {
			t.Skip("promtool is not there")
		}
		t.Fatal("promtool is not there: make promtool")
	}
	return path
}

// metricsRow is a row of the table of docs/metrics.md.
var metricsRow = regexp.MustCompile("(?m)^\\| `(lumbar_[a-z_]+)` \\|")

// TestMetrics: what is served while and after a session is clean to Prometheus' own judge, tells what has happened, and is
// what the document says.
func TestMetrics(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lumbar.hcl"), []byte("pace = 60\nmqtt {\n  broker = \"mqtt://127.0.0.1:1\"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	page := p.page()
	scrape := func() string {
		t.Helper()
		resp, err := http.Get(page + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
			t.Fatal(err, resp.Header)
		}
		return string(text)
	}
	clean := func(text string) {
		t.Helper()
		cmd := exec.Command(promtool(t), "check", "metrics")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("promtool: %v: %s", err, out)
		}
	}
	clean(scrape())
	if status, answer := do(t, page, wire.Request{Verb: wire.Start, Programme: "break"}); status != 200 {
		t.Fatal(answer)
	}
	await(t, "a session is counted as under way", func() bool { return strings.Contains(scrape(), "\nlumbar_session_active 1\n") })
	if status, answer := do(t, page, wire.Request{Verb: wire.Stop}); status != 200 {
		t.Fatal(answer)
	}
	await(t, "the session is counted as stopped", func() bool { return strings.Contains(scrape(), "\nlumbar_sessions_total{outcome=\"stopped\"} 1\n") })
	text := scrape()
	clean(text)
	for _, want := range []string{
		"\nlumbar_engine_up 1\n", "\nlumbar_session_active 0\n", "\nlumbar_mqtt_connected 0\n", "\nlumbar_sessions_total{outcome=\"finished\"} 0\n",
		"\nlumbar_faults_total{code=\"force\"} 0\n", "\nlumbar_chair_link_errors_total{direction=\"read\"} 0\n", "lumbar_engine_tick_lateness_seconds_bucket{le=\"+Inf\"}",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("does not tell %q", want)
		}
	}
	for _, no := range []string{"break", "ansur", "person", "programme"} {
		if strings.Contains(text, no) {
			t.Errorf("tells of %q:\n%s", no, text)
		}
	}
	told, written := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE ([a-z_]+) `).FindAllStringSubmatch(text, -1) {
		told[m[1]] = true
	}
	for _, m := range metricsRow.FindAllStringSubmatch(docs(t)["metrics.md"], -1) {
		if written[m[1]] = true; !told[m[1]] {
			t.Errorf("docs/metrics.md has %s, which is not told", m[1])
		}
	}
	for name := range told {
		if !written[name] {
			t.Errorf("docs/metrics.md does not have %s", name)
		}
	}
}
