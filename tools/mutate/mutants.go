package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
)

// mutant is one file with one thing changed. The zero mutant is none.
type mutant struct {
	number   int // from 1
	pkg      string
	file     string
	line     int
	was, now string
	src      []byte // of the whole file, as it was
	at       int    // where was stands in it
	body     span   // of the function that it changes; zero if there is none, or it cannot be put behind a switch
	gives    bool   // the function has results
}

// span is a part of a file, from its brace to behind the closing one.
type span struct{ from, to int }

func (m mutant) String() string {
	now := m.now
	if now == "" {
		now = "(left out)"
	}
	return fmt.Sprintf("%s:%d: %s -> %s", m.file, m.line, m.was, now)
}

// text is the file with the change.
func (m mutant) text() []byte {
	return slices.Concat(m.src[:m.at], []byte(m.now), m.src[m.at+len(m.was):])
}

// swaps is what an operator is changed to.
var swaps = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GTR}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LSS}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD}, token.MUL: {token.QUO}, token.QUO: {token.MUL},
}

// mutants makes every mutant of a file.
func mutants(file string) ([]mutant, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	w := &walker{file: file, src: src, fset: fset, pkg: tree.Name.Name}
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body != nil {
				w.enter(d)
				ast.Inspect(d.Body, w.visit)
			}
		case *ast.GenDecl:
			if d.Tok == token.CONST {
				w.body = span{}
				ast.Inspect(d, w.visit)
			}
		}
	}
	return w.found, nil
}

type walker struct {
	pkg   string
	file  string
	src   []byte
	fset  *token.FileSet
	body  span
	gives bool
	found []mutant
}

// enter notes the function whose changes follow. Labels must be unique in a function: one that has any is not
// put behind a switch.
func (w *walker) enter(f *ast.FuncDecl) {
	w.body = span{w.fset.Position(f.Body.Pos()).Offset, w.fset.Position(f.Body.End()).Offset}
	w.gives = f.Type.Results != nil
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.LabeledStmt); ok {
			w.body = span{}
		}
		return true
	})
}

// visit looks at one node for something to change.
func (w *walker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		for _, op := range swaps[n.Op] {
			w.replace(n.OpPos, len(n.Op.String()), op.String())
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT || n.Op == token.SUB {
			w.replace(n.OpPos, 1, "")
		}
	case *ast.BasicLit:
		w.literal(n)
	case *ast.Ident:
		switch n.Name {
		case "true":
			w.replace(n.Pos(), 4, "false")
		case "false":
			w.replace(n.Pos(), 5, "true")
		}
	case *ast.AssignStmt:
		w.assignment(n)
	case *ast.IncDecStmt:
		w.replace(n.TokPos, 2, map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok])
	case *ast.ExprStmt:
		w.drop(n)
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "min" || f.Name == "max") {
			w.replace(f.Pos(), 3, map[string]string{"min": "max", "max": "min"}[f.Name])
		}
	}
	return true
}

// literal changes a number: by one, or by a tenth where it has a fraction.
func (w *walker) literal(n *ast.BasicLit) {
	switch n.Kind {
	case token.INT:
		if v, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			w.replace(n.Pos(), len(n.Value), strconv.FormatInt(v+1, 10))
		}
	case token.FLOAT:
		if v, err := strconv.ParseFloat(n.Value, 64); err == nil {
			w.replace(n.Pos(), len(n.Value), strconv.FormatFloat(v*1.1+0.01, 'g', -1, 64))
		}
	}
}

// assignment turns += around and leaves out plain assignments.
func (w *walker) assignment(n *ast.AssignStmt) {
	switch n.Tok {
	case token.ADD_ASSIGN:
		w.replace(n.TokPos, 2, "-=")
	case token.SUB_ASSIGN:
		w.replace(n.TokPos, 2, "+=")
	}
	if n.Tok != token.DEFINE {
		w.drop(n)
	}
}

// drop leaves a statement out.
func (w *walker) drop(n ast.Node) {
	w.replace(n.Pos(), int(n.End()-n.Pos()), "")
}

// replace adds the mutant that has other text at a place.
func (w *walker) replace(at token.Pos, length int, now string) {
	p := w.fset.Position(at)
	w.found = append(w.found, mutant{pkg: w.pkg, file: w.file, line: p.Line, src: w.src, at: p.Offset,
		was: string(w.src[p.Offset : p.Offset+length]), now: now, body: w.body, gives: w.gives})
}
