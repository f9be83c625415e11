package redact

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestPatterns: what is compiled when it is first asked can be compiled.
func TestPatterns(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	known := map[string]string{} // constants
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	var text func(of ast.Expr) string
	text = func(of ast.Expr) string {
		switch of := of.(type) {
		case *ast.BasicLit:
			said, _ := strconv.Unquote(of.Value)
			return said
		case *ast.BinaryExpr:
			return text(of.X) + text(of.Y)
		case *ast.Ident:
			return known[of.Name]
		}
		return "" // form.pattern, which TestHints draws texts of
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, is := node.(*ast.ValueSpec); is && len(spec.Values) == len(spec.Names) {
				for i, name := range spec.Names {
					known[name.Name] = text(spec.Values[i])
				}
			}
			return true
		})
	}
	found := 0
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if is && len(call.Args) == 1 {
				if name, is := call.Fun.(*ast.Ident); is && name.Name == "newPattern" {
					found++
					if _, err := regexp.Compile(text(call.Args[0])); err != nil {
						t.Error(err)
					}
				}
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("%d patterns; there are more", found)
	}
}
