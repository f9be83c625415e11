package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestKindsAreConstants: the kind of an input, the factor of a cause and an
// input's state are closed sets, and a misspelt literal would compile.
func TestKindsAreConstants(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{"Factor": true, "State": true}
	text := func(e ast.Expr) bool {
		literal, is := e.(*ast.BasicLit)
		return is && literal.Kind == token.STRING && literal.Value != `""`
	}
	seen := 0
	err := filepath.WalkDir("internal", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			var name string
			var value ast.Expr
			switch x := node.(type) {
			case *ast.KeyValueExpr:
				if key, is := x.Key.(*ast.Ident); is {
					name, value = key.Name, x.Value
				}
			case *ast.BinaryExpr:
				if field, is := x.X.(*ast.SelectorExpr); is && (x.Op == token.EQL || x.Op == token.NEQ) {
					name, value = field.Sel.Name, x.Y
				}
			}
			if fields[name] {
				seen++
				if text(value) {
					t.Errorf("%s: %s is compared or set by a literal; use the constant of package repro", fset.Position(node.Pos()), name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || seen == 0 {
		t.Errorf("%d places; %v", seen, err)
	}
}
