package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// claims are words by which a difference would be called the cause of a drift.
// Only an experiment may say so: package explain, which is not read here.
var claims = []string{"caused by", "was caused", "is the cause", "because of", "due to the", "accounts for the", "responsible for", "made it drift", "explains the drift"}

// bySearch finds the stories of a search by trainings.
var bySearch = regexp.MustCompile(`(?m)^(?:reproduce \d|exits \d reproduce) (?:explain |.*--diagnose experiment)`)

// TestNoTextClaimsACause reads what the packages that speak about a drift can
// say, and everything that their golden files have said.
func TestNoTextClaimsACause(t *testing.T) {
	read := 0
	hold := func(where, text string) {
		read++
		for _, claim := range claims {
			if strings.Contains(strings.ToLower(text), claim) {
				t.Errorf("%s says %q: %.200s", where, claim, text)
			}
		}
	}
	for _, dir := range []string{"internal/repro", "internal/judge", "internal/judge/drift", "internal/judge/early", "internal/cause", "internal/audit", "internal/versions", "internal/lineage", "internal/lineage/sourcetext", "internal/project", "internal/packaging", "internal/flow", "internal/flow/collect", "internal/flow/here", "internal/flow/histories", "internal/flow/siblings", "internal/flow/witness", "internal/train", "internal/train/absent", "internal/train/hosted", "internal/train/local", "internal/report", "internal/report/reportjson", "internal/dvc", "internal/history"} {
		sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(sources) == 0 {
			t.Fatalf("%s: %v, %d files", dir, err, len(sources))
		}
		for _, source := range sources {
			if strings.HasSuffix(source, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil {
						hold(source, text)
					}
				}
				return true
			})
		}
	}
	for _, dir := range []string{"internal/report/testdata", "internal/report/reportjson/testdata", "internal/flow/testdata", "testdata/script"} {
		err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if strings.HasPrefix(entry.Name(), "explained.") {
				return nil // of an experiment, whose trials a test of reportjson has prove it
			}
			text, err := os.ReadFile(file)
			if !bySearch.Match(text) {
				hold(file, string(text))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 1000 {
		t.Errorf("only %d texts were read", read)
	}
}
