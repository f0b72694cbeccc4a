package wire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestVerbs: the list holds every constant of the type, as the source has them.
func TestVerbs(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "wire.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []wire.Verb
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Verb" {
				text, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				want = append(want, wire.Verb(text))
			}
		}
		return true
	})
	if len(want) < 10 || !slices.Equal(wire.Verbs(), want) {
		t.Errorf("list %q, source %q", wire.Verbs(), want)
	}
}
