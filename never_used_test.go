package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A home is where functions and variables of one of Go's own packages may be used: in files
// and folders below internal. The doubles of the tests may use all, but for a pause.
type home struct {
	from   string
	names  []string
	places []string
	why    string // they are used nowhere else
}

var usedAtHome = []home{
	{"fmt", []string{"Print", "Printf", "Println"}, nil,
		"write to the writers that main gives, which hide secrets"},
	{"os", []string{"Stdin", "Stdout", "Stderr"}, []string{"main.go", "record/child.go"},
		"main gives them, and what is written hides secrets; a recorded program has them as they are"},
	{"os", []string{"Exit"}, []string{"main.go"},
		"what is deferred would not be done: a lock or a branch would stay"},
	{"os", []string{"Getenv", "LookupEnv", "Environ"}, []string{"main.go", "git/run.go"},
		"main gives the environment, so that a test can; git gets it without git's own variables"},
	{"os", []string{"Getwd"}, []string{"main.go"},
		"main gives the directory, so that a test can"},
	{"os", []string{"Setenv", "Unsetenv", "Clearenv", "Chdir"}, nil,
		"all goroutines share them"},
	{"os", []string{"RemoveAll"}, []string{"removal", "cli/demo.go", "environment/cache.go", "environment/content.go", "git/commit.go", "git/mixed.go", "git/submodules.go", "record/temp.go", "train/local/predict.go"},
		"it deletes whatever is there: only a directory that the same package made; one that a training had: removal.All"},
	{"net/http", []string{"DefaultClient", "Get", "Head", "Post", "PostForm"}, nil,
		"they wait without a bound, and take a token along to where a redirect leads"},
	{"net/http", []string{"DefaultTransport"}, []string{"github/client.go", "mlflow/rest/transport.go"},
		"each neighbour has one transport, which keeps its tokens at home"},
	{"net/http", []string{"DefaultServeMux", "Handle", "HandleFunc", "ListenAndServe", "Serve"}, nil,
		"the program serves nothing"},
	{"time", []string{"Sleep"}, []string{"mlflow/files.go", "command/group_unix.go", "action/fixture_test.go"},
		"it does not end with its context: retryafter.Sleep does; a test waits for what it needs. These are milliseconds, or a day of the double's at its pace"},
	{"time", []string{"After", "Tick"}, nil,
		"they do not end with their context: retryafter.Sleep does"},
	{"time", []string{"Now", "Since", "Until"}, []string{"main.go", "app/save.go", "command/command.go", "demo", "environment/cache.go", "environment/rebuild.go", "github/client.go", "github/pullrequest/post_row.go", "mlflow/rest", "observe/system", "progress/printer.go"},
		"main gives the clock, so that a test can; here a length of time is measured or bounded, or the double has no clock"},
	{"context", []string{"Background", "TODO"}, []string{"main.go"},
		"what is begun ends when the program is told to"},
	{"path/filepath", []string{"Walk"}, nil,
		"WalkDir asks less of the disk"},
	{"path/filepath", []string{"Glob"}, []string{"environment", "flow/here/software.go", "mlflow/config.go", "observe", "observe/system/processes_linux.go", "train/othercode/imports.go"},
		"files and folders of others' making are looked for nowhere else; names and selectors: wording.MatchGlob"},
	{"path/filepath", []string{"EvalSymlinks"}, []string{"train/filestate/paths.go", "app", "cli/local.go", "flow/diagnosis.go", "flow/here/software.go", "git/stale.go", "history/walk.go", "observe", "project/clone.go", "record", "train/othercode"},
		"it fails for a file that is not there: filestate.RealPath does not; these ask for a directory or a program that is"},
}

// TestNeverUsed looks for them in the product, and for pauses in the tests as well.
func TestNeverUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	eachSource(t, func(name string, files *token.FileSet, file *ast.File) {
		imported := importsOf(t, file)
		ast.Inspect(file, func(node ast.Node) bool {
			selector, is := node.(*ast.SelectorExpr)
			if !is {
				return true
			}
			of, is := selector.X.(*ast.Ident)
			if !is || imported[of.Name] == "" {
				return true
			}
			for _, row := range usedAtHome {
				called := selector.Sel.Name
				if row.from != imported[of.Name] || !slices.Contains(row.names, called) || ofTests(name) && called != "Sleep" {
					continue
				}
				place := placeOf(row.places, name)
				used[row.names[0]+place] = true
				if place == "" {
					t.Errorf("%s: %s.%s is not for here: %s", files.Position(node.Pos()), of.Name, called, row.why)
				}
			}
			return true
		})
	})
	for _, row := range usedAtHome {
		for _, place := range row.places {
			if !used[row.names[0]+place] {
				t.Errorf("%s uses none of %v any more; take it out of the table", place, row.names)
			}
		}
	}
}

// TestNeverUsed_readWithoutABound: what others wrote is read to a bound.
func TestNeverUsed_readWithoutABound(t *testing.T) {
	t.Parallel()
	bounded := []string{"LimitReader", "MaxBytesReader"}
	elsewhere := []string{"github/retry.go"} // transport.go has read the answer already, to a bound
	seen := 0
	eachSource(t, func(name string, files *token.FileSet, file *ast.File) {
		if ofTests(name) {
			return
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if !is || callee(call) != "io.ReadAll" {
				return true
			}
			seen++
			inner, is := call.Args[0].(*ast.CallExpr)
			if is {
				_, function, _ := strings.Cut(callee(inner), ".")
				is = slices.Contains(bounded, function)
			}
			if !is && placeOf(elsewhere, name) == "" {
				t.Errorf("%s: io.ReadAll without a bound: read through io.LimitReader", files.Position(node.Pos()))
			}
			return true
		})
	})
	if seen < 10 {
		t.Errorf("%d reads were looked at: they are not recognised", seen)
	}
}

// TestNeverUsed_globOfAFolder: a folder's own name may look like a pattern, and then nothing in
// it is found: no package that was altered, no link to other code.
func TestNeverUsed_globOfAFolder(t *testing.T) {
	t.Parallel()
	seen := 0
	eachSource(t, func(name string, files *token.FileSet, file *ast.File) {
		if ofTests(name) || strings.HasPrefix(name, "internal/observe/system/") { // /proc and a number
			return
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if !is || callee(call) != "filepath.Glob" {
				return true
			}
			seen++
			first := call.Args[0]
			if joined, is := first.(*ast.CallExpr); is && callee(joined) == "filepath.Join" {
				first = joined.Args[0]
			}
			folder, is := first.(*ast.CallExpr)
			_, constant := first.(*ast.BasicLit)
			if !constant && (!is || callee(folder) != "wording.GlobPath") {
				t.Errorf("%s: the pattern does not begin with wording.GlobPath(folder)", files.Position(node.Pos()))
			}
			return true
		})
	})
	if seen < 10 {
		t.Errorf("%d patterns were looked at: they are not recognised", seen)
	}
}

// ofTests says whether a file is a test, or part of a double.
func ofTests(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.HasSuffix(path.Dir(name), "test")
}

// eachSource gives every Go file of the program and its tests.
func eachSource(t *testing.T, visit func(name string, files *token.FileSet, file *ast.File)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != "."):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err == nil {
			visit(name, files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// importsOf are a file's imports by the names that it has for them.
func importsOf(t *testing.T, file *ast.File) map[string]string {
	t.Helper()
	imported := map[string]string{}
	for _, spec := range file.Imports {
		from, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		name := path.Base(from)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imported[name] = from
	}
	return imported
}

// placeOf is the entry of a list that a file is, or lies in; "" where there is none.
func placeOf(places []string, file string) string {
	file = strings.TrimPrefix(file, "internal/")
	for _, place := range places {
		if place == file || place == path.Dir(file) {
			return place
		}
	}
	return ""
}
