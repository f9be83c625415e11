package main

import (
	"go/build/constraint"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// This file holds that what is promised to be run is run, with what is pinned.

// TestWorkflows_ownActions: the steps of our own actions keep the rules of workflows.
func TestWorkflows_ownActions(t *testing.T) {
	t.Parallel()
	a := readContract(t)
	steps := 0
	for _, file := range []string{"action.yml", "setup/action.yml"} {
		root := readYAML(t, file)
		steps += len(stepsIn(root))
		for _, wrong := range a.wrongIn(root) {
			t.Errorf("%s:%s", file, wrong)
		}
	}
	if steps == 0 {
		t.Error("no action has a step: the test looked past them")
	}
}

// TestMake_ci: CI runs the suites that it is said to run, each as its own line, and the linters.
func TestMake_ci(t *testing.T) {
	t.Parallel()
	lines := strings.Split(read(t, ".ci/run"), "\n")
	for _, target := range []string{"test", "test-more", "test-raced", "test-container"} {
		if !slices.Contains(lines, "make --no-print-directory "+target) {
			t.Errorf(".ci/run has no line that runs make %s", target)
		}
	}
	if !slices.Contains(lines, "set -euo pipefail") {
		t.Error(".ci/run goes on after a suite that failed")
	}
	var run []string
	for _, step := range stepsIn(readYAML(t, ".github/workflows/ci.yml")) {
		run = append(run, text(step.Get("run")))
	}
	for _, command := range []string{".ci/run", "make lint"} {
		if !slices.Contains(run, command) {
			t.Errorf("ci.yml does not run %s", command)
		}
	}
}

// TestMake_modules: a module is the one that go.sum pins, and no other in its place.
func TestMake_modules(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"go.mod", "tools/go.mod"} {
		if line := regexp.MustCompile(`(?m)^\s*replace\b.*`).FindString(read(t, file)); line != "" {
			t.Errorf("%s: %s", file, line)
		}
	}
}

// TestMake_tags: a file of tests that no line of the Makefile builds is never run.
func TestMake_tags(t *testing.T) {
	t.Parallel()
	sets := [][]string{nil} // of go test ./...
	for _, match := range regexp.MustCompile(`-tags ([\w,]+)`).FindAllStringSubmatch(read(t, "Makefile"), -1) {
		sets = append(sets, strings.Split(match[1], ","))
	}
	files := 0
	for _, file := range filesOf(t, ".", "_test.go") {
		line := regexp.MustCompile(`(?m)^//go:build .*$`).FindString(read(t, file))
		if line == "" {
			continue
		}
		files++
		expr, err := constraint.Parse(line)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		built := slices.ContainsFunc(sets, func(set []string) bool {
			on := func(tag string) bool { return tag == "unix" || tag == "linux" || slices.Contains(set, tag) }
			return expr.Eval(on) || expr.Eval(func(tag string) bool { return on(tag) || tag == "race" })
		})
		if !built {
			t.Errorf("%s: no line of the Makefile has tests with %s", file, line)
		}
	}
	if files < 50 {
		t.Errorf("%d files have a build tag: the test looked past them", files)
	}
}

// TestMake_stories: a story lies where a test looks for stories.
func TestMake_stories(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, file := range filesOf(t, ".", "_test.go") {
		for _, match := range regexp.MustCompile(`"(testdata[\w/]*)(?:/\*\.txtar)?"`).FindAllStringSubmatch(read(t, file), -1) {
			named[path.Join(path.Dir(filepath.ToSlash(file)), match[1])] = true
		}
	}
	stories := 0
	for _, file := range filesOf(t, ".", ".txtar") {
		if file == "testdata/mlflow/replies.txtar" { // no story: what a server answered, for internal/mlflow
			continue
		}
		stories++
		if !named[path.Dir(file)] {
			t.Errorf("%s: no test runs what lies in %s", file, path.Dir(file))
		}
	}
	if stories < 200 {
		t.Errorf("%d stories: the test looked past them", stories)
	}
}

// TestMake_hashes: what tests and benchmarks download of Python is pinned by hashes, and pip is
// told to ask for them.
func TestMake_hashes(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^[A-Za-z0-9][\w.\[\]-]* *(==|>=|~=|@|$)`)
	packages := 0
	lists, err := filepath.Glob("testdata/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range lists {
		if strings.HasPrefix(path.Base(filepath.ToSlash(file)), "story") { // of the registries, no list of packages
			continue
		}
		for line := range strings.Lines(strings.ReplaceAll(read(t, file), "\\\n", " ")) {
			if !pinned.MatchString(line) {
				continue
			}
			packages++
			if !strings.Contains(line, "==") || !strings.Contains(line, "--hash=sha256:") {
				t.Errorf("%s: no version, or no hash: %s", file, line)
			}
		}
	}
	if packages < 200 {
		t.Errorf("%d packages: the test looked past them", packages)
	}
	installs := 0
	for _, file := range filesOf(t, "scripts", "") {
		for line := range strings.Lines(read(t, file)) {
			if strings.Contains(line, "@latest") {
				t.Errorf("%s: no version is pinned: %s", file, line)
			}
			if !regexp.MustCompile(`"pip", *"install"|\bpip3? install\b`).MatchString(line) {
				continue
			}
			installs++
			if !strings.Contains(line, "--require-hashes") {
				t.Errorf("%s: pip is not told --require-hashes: %s", file, line)
			}
		}
	}
	if installs < 4 {
		t.Errorf("%d calls of pip: the test looked past them", installs)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// filesOf are the files below a folder whose name ends so, but for what git does not have.
func filesOf(t *testing.T, folder, ending string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != "." || entry.Name() == "__pycache__"):
			return fs.SkipDir
		case !entry.IsDir() && strings.HasSuffix(file, ending):
			files = append(files, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
