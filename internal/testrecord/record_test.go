package testrecord

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/commission"
)

func real(t *testing.T) Chair {
	t.Helper()
	p, list := profile.Load("bench-4d")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	p.Simulated = false
	return Chair{Profile: &p, Link: "unix:/run/chair", Driver: Driver{"simlink", 1}}
}

func passed() Record {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	return Record{Procedure: commission.Version, Lumbar: "dev", Who: "the maker", Began: at, Ended: at.Add(time.Minute), Outcome: "passed",
		Steps: []commission.Result{{Name: "link", Title: "The link", Passed: true, Figures: []commission.Figure{{Name: "reports", Value: 250.25, Unit: "/s", Least: 125}}}}}
}

// TestHolds: a record holds for the chair that was tried, and for as long as nothing changes.
func TestHolds(t *testing.T) {
	s, c := In(t.TempDir()), real(t)
	if err := s.Check(c); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "lumbar chair test bench-4d") {
		t.Fatalf("before: %v", err)
	}
	if err := s.Put(c, passed()); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(c); err != nil {
		t.Fatalf("after: %v", err)
	}
	r, err := s.Read(c)
	if err != nil || r.Who != "the maker" || len(r.Steps) != 1 || r.Steps[0].Figures[0].Value != 250.25 {
		t.Errorf("%+v, %v", r, err)
	}
	key, err := os.Stat(filepath.Join(filepath.Dir(s.Path(c)), keyName))
	if err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", key.Mode(), err)
	}
	simulated := c
	p := *c.Profile
	p.Simulated = true
	simulated.Profile = &p
	if err := In(t.TempDir()).Check(simulated); err != nil {
		t.Errorf("a simulated chair: %v", err)
	}
}

// edit changes the record's file as somebody with an editor would.
func edit(t *testing.T, path string, change func(map[string]any)) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r map[string]any
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	change(r)
	if text, err = json.MarshalIndent(r, "", "  "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestInvalid: whatever changes after the test, the record does not count, and says why.
func TestInvalid(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, s Shelf, c *Chair)
		want   string
	}{
		{"edited: who", func(t *testing.T, s Shelf, c *Chair) {
			edit(t, s.Path(*c), func(r map[string]any) { r["who"] = "nobody" })
		}, "changed since it was signed"},
		{"edited: a figure", func(t *testing.T, s Shelf, c *Chair) {
			edit(t, s.Path(*c), func(r map[string]any) {
				r["steps"].([]any)[0].(map[string]any)["figures"].([]any)[0].(map[string]any)["value"] = 251.0
			})
		}, "changed since it was signed"},
		{"edited: a step more", func(t *testing.T, s Shelf, c *Chair) {
			edit(t, s.Path(*c), func(r map[string]any) { r["steps"] = append(r["steps"].([]any), r["steps"].([]any)[0]) })
		}, "changed since it was signed"},
		{"edited: a field that is not signed", func(t *testing.T, s Shelf, c *Chair) {
			edit(t, s.Path(*c), func(r map[string]any) { r["also"] = "this" })
		}, "unknown field"},
		{"edited: the profile's print", func(t *testing.T, s Shelf, c *Chair) {
			c.Profile.Heartbeat *= 2
			print, err := Fingerprint(c.Profile)
			if err != nil {
				t.Fatal(err)
			}
			edit(t, s.Path(*c), func(r map[string]any) { r["profile_sha256"] = print })
		}, "changed since it was signed"},
		{"no signature", func(t *testing.T, s Shelf, c *Chair) {
			edit(t, s.Path(*c), func(r map[string]any) { r["signature"] = "" })
		}, "changed since it was signed"},
		{"not JSON", func(t *testing.T, s Shelf, c *Chair) { _ = os.WriteFile(s.Path(*c), []byte("passed"), 0o600) }, "cannot be read"},
		{"another form", func(t *testing.T, s Shelf, c *Chair) { edit(t, s.Path(*c), func(r map[string]any) { r["v"] = 2.0 }) }, "version 2"},
		{"another key", func(t *testing.T, s Shelf, c *Chair) {
			if err := os.Remove(filepath.Join(s.dir, keyName)); err != nil {
				t.Fatal(err)
			}
			if _, err := s.key(true); err != nil {
				t.Fatal(err)
			}
		}, "signed by another key"},
		{"no key", func(t *testing.T, s Shelf, c *Chair) { _ = os.Remove(filepath.Join(s.dir, keyName)) }, "the key that signs"},
		{"a key that others read", func(t *testing.T, s Shelf, c *Chair) { _ = os.Chmod(filepath.Join(s.dir, keyName), 0o644) }, "chmod 600"},
		{"key that is none", func(t *testing.T, s Shelf, c *Chair) {
			_ = os.WriteFile(filepath.Join(s.dir, keyName), []byte("key"), 0o600)
		}, "is no key"},
		{"profile: a figure", func(_ *testing.T, _ Shelf, c *Chair) { c.Profile.Axes[chair.Depth].Max++ }, "profile has been changed"},
		{"profile: what it does in silence", func(_ *testing.T, _ Shelf, c *Chair) { c.Profile.OnSilence = chair.Releases }, "profile has been changed"},
		{"profile: an origin", func(_ *testing.T, _ Shelf, c *Chair) {
			c.Profile.Figures = append([]chair.Figure(nil), c.Profile.Figures...)
			c.Profile.Figures[0].Origin = "measured"
		}, "profile has been changed"},
		{"driver newer", func(_ *testing.T, _ Shelf, c *Chair) { c.Driver.Version++ }, "driven by simlink 2 now"},
		{"driver older", func(_ *testing.T, _ Shelf, c *Chair) { c.Driver.Version-- }, "driven by simlink 0 now"},
		{"another driver", func(_ *testing.T, _ Shelf, c *Chair) { c.Driver.Name = "modbus" }, "driven by modbus 1 now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, c := In(t.TempDir()), real(t)
			if err := s.Put(c, passed()); err != nil {
				t.Fatal(err)
			}
			tt.change(t, s, &c)
			if err := s.Check(c); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "lumbar chair test") {
				t.Errorf("got %v, want a refusal that says %q and the way out", err, tt.want)
			}
		})
	}
}

// TestNotPassed: what did not end well does not count, and takes the place of what did.
func TestNotPassed(t *testing.T) {
	s, c := In(t.TempDir()), real(t)
	for _, o := range []string{"passed", "failed", "aborted", ""} {
		r := passed()
		r.Outcome, r.Why = o, "the depth moves the wrong way"
		if err := s.Put(c, r); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(c); (err == nil) != (o == "passed") {
			t.Errorf("%q: %v", o, err)
		}
	}
	old := passed()
	old.Procedure--
	if err := s.Put(c, old); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(c); err == nil || !strings.Contains(err.Error(), "version 0 of the test") {
		t.Errorf("an older procedure: %v", err)
	}
	if err := s.Put(c, passed()); err != nil {
		t.Fatal(err)
	}
	other := c
	other.Link = "unix:/run/another"
	if err := s.Check(other); !errors.Is(err, ErrNone) {
		t.Errorf("another chair of the same profile: %v", err)
	}
	text, err := os.ReadFile(s.Path(c)) // copied by hand to where the other's would be
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Path(other), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(other); err == nil || !strings.Contains(err.Error(), "is of the chair at") {
		t.Errorf("a copied record: %v", err)
	}
}

// TestFingerprint: what a later Lumbar knows of chairs and this profile leaves unsaid does not change it; lists keep places.
func TestFingerprint(t *testing.T) {
	a, b := real(t), real(t)
	first, err := Fingerprint(a.Profile)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := Fingerprint(b.Profile); first != second {
		t.Error("the same profile has two fingerprints")
	}
	b.Profile.Axes[chair.TapLeft], b.Profile.Axes[chair.TapRight] = chair.AxisProfile{}, b.Profile.Axes[chair.TapLeft]
	a.Profile.Axes[chair.TapRight] = chair.AxisProfile{}
	x, _ := Fingerprint(a.Profile)
	y, _ := Fingerprint(b.Profile)
	if x == y {
		t.Error("the left tapper for the right one is not seen")
	}
	if got := pruned(map[string]any{"new": 0.0, "none": nil, "off": false, "list": []any{0.0, map[string]any{}}, "is": 1.0}).(map[string]any); len(got) != 1 {
		t.Errorf("pruned to %v", got)
	}
}
