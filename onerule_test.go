package main

import (
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOneRule holds the table of rules with one implementation: each function is
// there, and what a second implementation would say stands in no other package.
func TestOneRule(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## One implementation\n")
	table, _, _ = strings.Cut(table, "\n## ")
	row := regexp.MustCompile("(?m)^\\| ([^|`]+) \\| (`[^|]+`) \\| (?:`(.+)`)? ?\\|$")
	quoted := regexp.MustCompile("`([^`]+)`")
	rows := row.FindAllStringSubmatch(table, -1)
	if len(rows) < 15 {
		t.Fatalf("%d rows: the table is read wrongly", len(rows))
	}
	for _, columns := range rows {
		rule, says := columns[1], strings.ReplaceAll(columns[3], `\|`, "|")
		home := ""
		for _, function := range quoted.FindAllStringSubmatch(columns[2], -1) {
			pkg, name, _ := strings.Cut(function[1], ".")
			dir := folderOf(pkg)
			if dir == "" || !declares(t, dir, name) {
				t.Errorf("%s: there is no %s", rule, function[1])
			}
			if home == "" {
				home = dir
			}
		}
		if says == "" {
			continue
		}
		said, library := false, false
		for _, text := range strings.Split(says, "`, `") {
			within := holding(t, text)
			said, library = said || within[home], library || strings.HasSuffix(text, "(") // a call that nobody makes
			delete(within, home)
			for other := range within {
				t.Errorf("%s: %s says %s as well; call %s", rule, other, text, columns[2])
			}
		}
		if !said && !library {
			t.Errorf("%s: %s does not say %s any more", rule, home, says)
		}
	}
}

// folderOf is where a package of the layer map lies, by its own name.
func folderOf(name string) string {
	for pkg := range layers {
		if path.Base(pkg) == name {
			return filepath.Join("internal", filepath.FromSlash(pkg))
		}
	}
	return ""
}

// declares says whether a package has a function, a constant or a Type.Method.
func declares(t *testing.T, dir, name string) bool {
	t.Helper()
	for _, file := range sources(t, dir) {
		for _, decl := range parse(t, file).Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				is := decl.Name.Name
				if decl.Recv != nil {
					receiver, _ := decl.Recv.List[0].Type.(*ast.Ident)
					if receiver == nil {
						continue
					}
					is = receiver.Name + "." + is
				}
				if is == name {
					return true
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if values, ok := spec.(*ast.ValueSpec); ok && values.Names[0].Name == name {
						return true
					}
				}
			}
		}
	}
	return false
}

// holding are the packages whose product code has a text.
func holding(t *testing.T, text string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("internal", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || strings.HasSuffix(filepath.Dir(file), "test") {
			return err
		}
		data, err := os.ReadFile(file)
		if strings.Contains(string(data), text) {
			found[filepath.Dir(file)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
