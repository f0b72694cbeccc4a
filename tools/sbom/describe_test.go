package main

import (
	"debug/buildinfo"
	"runtime/debug"
	"testing"
)

func TestDescribe(t *testing.T) {
	got := describe(&buildinfo.BuildInfo{
		GoVersion: "go1.26.8", Main: debug.Module{Path: "example.org/a", Version: "v1.2.3"},
		Deps: []*debug.Module{
			{Path: "example.org/b", Version: "v0.1.0", Sum: "h1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
			{Path: "example.org/c", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/d", Version: "v2.0.0"}},
		},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}},
	})
	if got.Metadata.Component.URL != "pkg:golang/example.org/a@v1.2.3" || got.Metadata.Properties[0] != (property{"go:build:vcs.revision", "abc"}) {
		t.Errorf("got %+v", got.Metadata)
	}
	want := []string{"pkg:golang/std@1.26.8", "pkg:golang/example.org/b@v0.1.0", "pkg:golang/example.org/d@v2.0.0"}
	for i, url := range want {
		if got.Components[i].URL != url || got.Components[i].Ref != url {
			t.Errorf("component %d: got %+v, want %s", i, got.Components[i], url)
		}
	}
	if h := got.Components[1].Hashes; len(h) != 1 || h[0].Content != "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
		t.Errorf("got hashes %+v", h)
	}
	if got.Components[2].Hashes != nil {
		t.Error("a checksum from nowhere")
	}
}
