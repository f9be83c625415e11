package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRaced holds the Makefile's list of packages that `make test-raced` runs under
// the race detector against the code: those that have more than one goroutine,
// or guard something from them. In others there is no race to find, and their
// tests take several times as long under it.
func TestRaced(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^RACED +\?= (.*)$`).FindSubmatch(makefile)
	if list == nil {
		t.Fatal("the Makefile has no line RACED ?= ...")
	}
	raced := strings.Fields(string(list[1]))
	concurrent := concurrentPackages(t)
	for _, dir := range slices.Sorted(maps.Keys(concurrent)) {
		if !slices.Contains(raced, "./"+dir) {
			t.Errorf("%s: %s, and RACED in the Makefile lacks ./%s", dir, concurrent[dir], dir)
		}
	}
	for _, entry := range raced {
		if concurrent[strings.TrimPrefix(entry, "./")] == "" {
			t.Errorf("RACED in the Makefile has %s, which starts no goroutine and guards nothing", entry)
		}
	}
}

// concurrentPackages gives the packages below internal that have tests and to
// do with goroutines, each with where that is seen.
func concurrentPackages(t *testing.T) map[string]string {
	t.Helper()
	seen, tested := map[string]string{}, map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir("internal", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		dir := path.Dir(filepath.ToSlash(name))
		if strings.HasSuffix(name, "_test.go") {
			tested[dir] = true
			return nil
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if why := concurrency(file); why != "" {
			seen[dir] = filepath.Base(name) + " " + why
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(seen, func(dir, _ string) bool { return !tested[dir] })
	if len(seen) == 0 {
		t.Fatal("no package has to do with goroutines: they are not recognised")
	}
	return seen
}

// concurrency gives what of a file has to do with goroutines, "" where nothing has.
func concurrency(file *ast.File) (why string) {
	for _, imported := range file.Imports {
		if name := strings.Trim(imported.Path.Value, `"`); name == "sync" || name == "sync/atomic" || name == "os/signal" {
			return "imports " + name
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch at := node.(type) {
		case *ast.GoStmt:
			why = "starts a goroutine"
		case *ast.ChanType:
			why = "has a channel"
		case *ast.SelectorExpr:
			if at.Sel.Name == "AfterFunc" {
				why = "has something done later"
			}
		}
		return why == ""
	})
	return why
}
