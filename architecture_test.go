package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// packageTable is the map of ARCHITECTURE.md: every package of the layer map, with
// the first sentence of its own comment and what it may import.
func packageTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| Package | What it is for | May import |\n|:--|:--|:--|\n")
	for _, pkg := range slices.Sorted(maps.Keys(layers)) {
		name, dir := pkg, filepath.Join("internal", pkg)
		if pkg == "." {
			name, dir = "main", "."
		}
		purpose := purposeOf(t, dir)
		if slices.Contains(pure, pkg) {
			name += ", pure"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, purpose, strings.Join(slices.Sorted(slices.Values(layers[pkg])), ", "))
	}
	return b.String()
}

// purposeOf is the first sentence of a package's comment without its name.
func purposeOf(t *testing.T, dir string) string {
	t.Helper()
	for _, file := range sources(t, dir) {
		if parsed := parse(t, file); parsed.Doc != nil {
			sentence := new(doc.Package).Synopsis(parsed.Doc.Text())
			_, rest, _ := strings.Cut(strings.TrimPrefix(sentence, "Package "), " ")
			return strings.NewReplacer("|", "\\|", "*", "\\*").Replace(strings.TrimSuffix(rest, "."))
		}
	}
	t.Fatalf("%s: no file has a package comment", dir)
	return ""
}

// sources are a package's files without its tests.
func sources(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
}

func parse(t *testing.T, file string) *ast.File {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// flowSteps are the names in package flow's lists of steps, in order: those that start a
// training, and those that are added to them.
func flowSteps(t *testing.T) (names []string) {
	t.Helper()
	for _, file := range sources(t, "internal/flow") {
		ast.Inspect(parse(t, file), func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok || spec.Names[0].Name != "starting" && spec.Names[0].Name != "steps" || len(spec.Values) != 1 {
				return true
			}
			ast.Inspect(spec.Values[0], func(node ast.Node) bool {
				list, ok := node.(*ast.CompositeLit)
				if !ok {
					return true
				}
				for _, element := range list.Elts {
					if call, ok := element.(*ast.CallExpr); ok && len(call.Args) == 1 {
						element = call.Args[0] // a step of whole trainings alone
					}
					if step, ok := element.(*ast.SelectorExpr); ok {
						names = append(names, step.Sel.Name)
					}
				}
				return false
			})
			return false
		})
	}
	return names
}

// TestArchitectureDrawsTheSteps holds the drawing against the list that is run.
func TestArchitectureDrawsTheSteps(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	want := flowSteps(t)
	var got []string
	for _, match := range regexp.MustCompile(`(?m)^ ([a-z]+[A-Z]\w*) `).FindAllSubmatch(text, -1) {
		got = append(got, string(match[1]))
	}
	if !slices.Equal(got, want) || len(want) < 8 {
		t.Errorf("ARCHITECTURE.md draws %v\npackage flow runs     %v", got, want)
	}
}

// TestArchitecture_container: the program of the image, with the tags that its Dockerfile has,
// lacks what can only train on this machine, as ARCHITECTURE.md says, and SQLite.
func TestArchitecture_container(t *testing.T) {
	t.Parallel()
	dockerfile, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	tags := regexp.MustCompile(`-tags ([\w,]+)`).FindSubmatch(dockerfile)
	sentence := regexp.MustCompile(`(?m)^Not linked into the container's program: (.*)\.$`).FindSubmatch(document)
	if tags == nil || sentence == nil {
		t.Fatal("the Dockerfile has no -tags, or ARCHITECTURE.md does not say what is not linked")
	}
	out, err := exec.Command("go", "list", "-deps", "-tags", string(tags[1]), ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(out))
	without := []string{"modernc.org/sqlite"}
	for _, match := range regexp.MustCompile("`([^`]+)`").FindAllSubmatch(sentence[1], -1) {
		if _, known := layers[string(match[1])]; !known {
			t.Errorf("there is no package %s", match[1])
		}
		without = append(without, module+"/internal/"+string(match[1]))
	}
	for _, name := range without {
		if slices.Contains(linked, name) {
			t.Errorf("%s is linked into the container's program", name)
		}
	}
	if len(without) < 7 || !slices.Contains(linked, module+"/internal/action") {
		t.Errorf("%d packages, and %d are linked: the test looked past them", len(without), len(linked))
	}
}

// TestDocumentsNameWhatExists holds the files that the documents send a newcomer
// to: each is there, in the package that the row names.
func TestDocumentsNameWhatExists(t *testing.T) {
	quoted := regexp.MustCompile("`([^`]+)`")
	named := 0
	for _, document := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			dirs := []string{"."}
			for _, match := range quoted.FindAllStringSubmatch(line, -1) {
				word := match[1]
				pkg, _, _ := strings.Cut(word, ".") // repro.Lineage
				switch _, known := layers[pkg]; {
				case known:
					dirs = append(dirs, filepath.Join("internal", pkg))
				case strings.HasPrefix(word, "internal/") && !strings.HasSuffix(word, ".go"):
					dirs = append(dirs, word)
					fallthrough
				case strings.HasSuffix(word, ".go") || strings.HasSuffix(word, ".py") || strings.HasPrefix(word, "testdata/") || strings.HasPrefix(word, "schema/"):
					named++
					found := slices.ContainsFunc(dirs, func(dir string) bool {
						files, err := filepath.Glob(filepath.Join(dir, word))
						return err == nil && len(files) > 0
					})
					if !found {
						t.Errorf("%s: %s is in none of %s:\n%s", document, word, strings.Join(dirs, ", "), line)
					}
				}
			}
		}
	}
	if named < 20 {
		t.Errorf("%d files were looked for: the documents are read wrongly", named)
	}
}
