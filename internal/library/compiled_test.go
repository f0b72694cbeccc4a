package library

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/programmes"
)

// TestCompiled: what was compiled is handed out again, the same as anew, until its text is another.
func TestCompiled(t *testing.T) {
	l := Library{Dir: t.TempDir(), Compiled: &Compiled{}}
	first, again := l.All(), l.All()
	if len(first) < 5 {
		t.Fatalf("only %d programmes", len(first))
	}
	for i := range first {
		if first[i].Plan != again[i].Plan {
			t.Errorf("%s was compiled twice", first[i].Name)
		}
	}
	if !reflect.DeepEqual(first, Library{Dir: l.Dir}.All()) {
		t.Error("what is kept is not what is compiled")
	}
	_, src, _ := programmes.Source(programmes.All()[0])
	text := strings.Replace(string(src), `programme "`+programmes.All()[0]+`"`, `programme "my-own"`, 1)
	name, err := l.Save([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	mine, err := l.Find(name)
	if err != nil || !mine.Own || mine.Plan == nil {
		t.Fatalf("saved: %+v, %v", mine.List, err)
	}
	path := filepath.Join(l.Dir, name+programmes.Extension)
	if err := os.WriteFile(path, []byte(text+"\n# another word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if other, err := l.Find(name); err != nil || other.Plan == mine.Plan || string(other.Text) == string(mine.Text) {
		t.Errorf("a changed text: %v, the same plan %v", err, other.Plan == mine.Plan)
	}
	if p, err := l.Plan(programmes.All()[0], nil); err != nil || p != first[0].Plan {
		t.Errorf("for the engine: %v", err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { l.All() })
	}
	all.Wait()
}
