package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/doctor"
)

// writeBundle writes what somebody who helps wants to see. What is in it is listed here, and nothing else comes along:
// of the log the fixed texts and how often they came, never a value; of what crashed the places in the source, never a
// message.
func writeBundle(path, dir string, conf config.Config, findings []doctor.Finding) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	packed := gzip.NewWriter(f)
	archive := tar.NewWriter(packed)
	log, err := counted(filepath.Join(dir, "lumbar.log"))
	if err != nil {
		return err
	}
	crash, err := places(filepath.Join(dir, "engine.err"))
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		what any
	}{
		{"doctor.json", findings}, {"version.json", versionOf()}, {"configuration.json", plainOf(conf)},
		{"log.json", log}, {"crashes.json", crash},
	} {
		text, err := json.MarshalIndent(part.what, "", "  ")
		if err != nil {
			return err
		}
		text = append(text, '\n')
		h := &tar.Header{Name: "lumbar-support/" + part.name, Mode: 0o600, Size: int64(len(text)), ModTime: time.Unix(0, 0)}
		if err := archive.WriteHeader(h); err != nil {
			return err
		}
		if _, err := archive.Write(text); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

// plainOf is what of a configuration tells nothing of a person and lets nobody in.
func plainOf(conf config.Config) map[string]any {
	return map[string]any{"addr": conf.Addr, "chair": filepath.Base(conf.Chair), "pace": conf.Pace, "place": conf.Place}
}

// versionOf is what this binary is made of.
func versionOf() map[string]string {
	out := map[string]string{"lumbar": version, "go": runtime.Version(), "system": runtime.GOOS + "/" + runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			out[s.Key] = s.Value
		}
	}
	return out
}

// logged is one fixed text of the log.
type logged struct {
	Level string `json:"level"`
	Text  string `json:"text"`
	Count int    `json:"count"`
	Last  string `json:"last"`
}

// counted is how often each text came in a log. There is none where there is no log.
func counted(path string) ([]logged, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return []logged{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, at := []logged{}, map[string]int{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct{ Time, Level, Msg string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || !fixed.MatchString(e.Msg) {
			continue
		}
		i, ok := at[e.Level+e.Msg]
		if !ok {
			i = len(out)
			at[e.Level+e.Msg] = i
			out = append(out, logged{Level: e.Level, Text: e.Msg})
		}
		out[i].Count++
		out[i].Last = e.Time
	}
	return out, lines.Err()
}

// fixed is what the log's texts look like: a few plain words. Anything else may hold a value.
var fixed = regexp.MustCompile(`^[a-z][a-z ,:;'-]{0,80}$`)

// frame is a place in the source, as a crash prints it.
var frame = regexp.MustCompile(`([A-Za-z0-9_.-]+/)?[A-Za-z0-9_.-]+\.go:[0-9]+`)

// mostPlaces is as much as is told of crashes.
const mostPlaces = 400

// places is where in the source crashes were, in their order. There is none where nothing crashed.
func places(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading what the engine said: %w", err)
	}
	found := frame.FindAllString(string(text), -1)
	if found == nil {
		return []string{}, nil
	}
	return found[max(0, len(found)-mostPlaces):], nil
}
