package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// assets serves the embedded files. A browser asks again each time and mostly hears that nothing changed: a
// new server never meets an old script.
type assets struct {
	files http.Handler
	all   map[string]asset // by path
}

// asset is one file.
type asset struct {
	tag  string
	pack func() []byte // the file with gzip; nothing if that is not smaller
}

func newAssets(files fs.FS) http.Handler {
	a := assets{files: http.FileServerFS(files), all: map[string]asset{}}
	_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		sum := sha256.Sum256(text)
		// The first who asks for a file waits a millisecond for it; the start does not wait for all of them, nor are they kept
		// beside what is in the program.
		a.all[path] = asset{tag: hex.EncodeToString(sum[:8]), pack: sync.OnceValue(func() []byte {
			text, err := fs.ReadFile(files, path)
			if err != nil {
				return nil
			}
			return packed(text)
		})}
		return err
	})
	return a
}

// kinds are what the embedded files are, by the ends of their names. Not by the system's tables, which may say otherwise, and
// would be read, half a megabyte of them, for these four.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
}

func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	one, ok := a.all[r.URL.Path]
	if !ok { // nor are folders listed
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	kind, known := kinds[path.Ext(r.URL.Path)]
	if known {
		h.Set("Content-Type", kind)
	}
	if takesGzip(r) && known {
		if small := one.pack(); small != nil {
			h.Set("Content-Encoding", "gzip")
			h.Set("ETag", `"`+one.tag+`-gzip"`) // other bytes, another name
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(small))
			return
		}
	}
	h.Set("ETag", `"`+one.tag+`"`)
	a.files.ServeHTTP(w, r)
}

// packed is a text with gzip, or nothing if that is not smaller.
func packed(text []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err = z.Write(text); err != nil || z.Close() != nil || b.Len() >= len(text) {
		return nil
	}
	return b.Bytes()
}

// takesGzip says whether whoever asks can unpack gzip.
func takesGzip(r *http.Request) bool {
	for _, one := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q, weighed := strings.CutPrefix(strings.TrimSpace(q), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !weighed || err == nil && weight > 0
		}
	}
	return false
}

// smaller is an answer whose one Write is packed, if whoever asks can unpack it. Only for home, the first view, which
// repeats nothing that an address says: a text that mixes what a stranger chooses with what is a person's own would tell
// by its length, to whoever listens, how far the two are alike.
func smaller(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	w.Header().Set("Vary", "Accept-Encoding")
	if !takesGzip(r) {
		return w
	}
	return packer{w}
}

type packer struct{ http.ResponseWriter }

// Write packs text as a whole.
func (p packer) Write(text []byte) (int, error) {
	small := packed(text)
	if small == nil {
		return p.ResponseWriter.Write(text)
	}
	p.Header().Set("Content-Encoding", "gzip")
	if _, err := p.ResponseWriter.Write(small); err != nil {
		return 0, err
	}
	return len(text), nil
}
