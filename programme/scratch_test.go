package programme

import (
	"fmt"
	"os"
	"testing"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

func TestScratch(t *testing.T) {
	f := os.Getenv("F")
	src, _ := os.ReadFile(f)
	p, l := Compile("x.hcl", src, Options{})
	l.Write(os.Stdout, map[string][]byte{"x.hcl": src}, diag.Style{})
	if p != nil {
		Table(os.Stdout, p)
		c := p.Contact()
		s := technique.Contact{Build: technique.Small}
		for st := range p.Strokes() {
			s.Add(st.Stroke)
		}
		fmt.Println(p.Duration(), c.Levels, c.Spot, c.Part, c.Middle, "small", s.Part, s.Middle)
		for _, l := range Score(p, 100) {
			fmt.Println(l)
		}
	}
}
