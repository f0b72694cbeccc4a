// Command sbom writes what a Go binary is made of as a CycloneDX 1.5 document: every module with version, checksum and
// package URL, as the binary itself says.
//
//	go run ./tools/sbom BINARY DOCUMENT
package main

import (
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run ./tools/sbom BINARY DOCUMENT")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func write(binary, document string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return fmt.Errorf("reading what %s is made of: %w", binary, err)
	}
	text, err := json.MarshalIndent(describe(info), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(document, append(text, '\n'), 0o644)
}

// The parts of CycloneDX that a Go binary can tell.
type (
	bom struct {
		Format     string      `json:"bomFormat"`
		Spec       string      `json:"specVersion"`
		Version    int         `json:"version"`
		Metadata   metadata    `json:"metadata"`
		Components []component `json:"components"`
	}
	metadata struct {
		Component  component  `json:"component"`
		Properties []property `json:"properties"`
	}
	component struct {
		Type    string `json:"type"`
		Ref     string `json:"bom-ref,omitempty"`
		Name    string `json:"name"`
		Version string `json:"version"`
		URL     string `json:"purl"`
		Hashes  []hash `json:"hashes,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

func describe(info *buildinfo.BuildInfo) bom {
	out := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Components: []component{}}
	out.Metadata.Component = module("application", &info.Main)
	for _, s := range info.Settings {
		out.Metadata.Properties = append(out.Metadata.Properties, property{"go:build:" + s.Key, s.Value})
	}
	std := component{Type: "library", Name: "std", Version: strings.TrimPrefix(info.GoVersion, "go")}
	std.URL = "pkg:golang/std@" + std.Version
	std.Ref = std.URL
	out.Components = append(out.Components, std)
	for _, m := range info.Deps {
		for m.Replace != nil {
			m = m.Replace
		}
		out.Components = append(out.Components, module("library", m))
	}
	return out
}

// module is a module as a component. Its checksum is go.sum's: the SHA-256 of its files' own, in hexadecimal here.
func module(kind string, m *debug.Module) component {
	c := component{Type: kind, Name: m.Path, Version: m.Version, URL: "pkg:golang/" + m.Path + "@" + m.Version}
	c.Ref = c.URL
	if sum, ok := strings.CutPrefix(m.Sum, "h1:"); ok {
		if raw, err := base64.StdEncoding.DecodeString(sum); err == nil {
			c.Hashes = []hash{{"SHA-256", hex.EncodeToString(raw)}}
		}
	}
	return c
}
