package due

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Commit is one of the default branch, with the files that it touches.
type Commit struct {
	At        time.Time
	Files     []string // with slashes, from the top of the repository
	Truncated bool     // there are more than are named: it may touch any
}

// CommitsSince gives the commits since a version's latest check, and may give earlier ones;
// nil where none are known.
type CommitsSince func(latest repro.Check) []Commit

// Of gives the commits since a check.
func (c CommitsSince) Of(latest repro.Check) []Commit {
	if c == nil {
		return nil
	}
	return c(latest)
}

// Files are what of a repository a version is made of, as far as that is recorded.
type Files struct {
	Program string          // the file that its run named; "" where it named none
	Data    map[string]bool // files and directories that its latest check read
}

// sourceTag is where MLflow keeps the program of a run.
const sourceTag = "mlflow.source.name"

// FilesOf reads what the original and the latest check say.
func FilesOf(original repro.Run, latest repro.Check) Files {
	f := Files{Program: clean(original.Tags[sourceTag]), Data: map[string]bool{}}
	for _, in := range latest.Inputs {
		if in.Kind == repro.KindData {
			f.Data[clean(in.Name)] = true
		}
	}
	return f
}

// clean is a path inside a repository; "" for any other.
func clean(name string) string {
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || path.IsAbs(name) || strings.HasPrefix(name, "../") || name == ".." || strings.Contains(name, ":") {
		return ""
	}
	return name
}

// dependencies are files whose change is one of the environment, and so are package managers' locks.
var dependencies = map[string]bool{
	"requirements.txt": true, "requirements.lock": true, "constraints.txt": true, "environment.yml": true, "environment.yaml": true, "conda.yaml": true,
	"pyproject.toml": true, "Pipfile": true, "setup.py": true, "setup.cfg": true,
	"Dockerfile": true, ".python-version": true, "python_env.yaml": true, "MLproject": true, "renv.lock": true,
}

// pipeline are files that say how a training is made.
var pipeline = map[string]bool{"dvc.yaml": true, "params.yaml": true, "Makefile": true, "Snakefile": true}

// programs are the endings of files that run.
var programs = map[string]bool{".py": true, ".ipynb": true, ".r": true, ".R": true, ".jl": true, ".sh": true, ".scala": true, ".java": true, ".cpp": true, ".pyx": true}

// Touched says what commits since a time changed of a version. A file counts for the
// program's directory and those below and above it: what is elsewhere is another
// project's. Where no program is known, the repository is one project.
func Touched(commits []Commit, since time.Time, files Files) (events []Event) {
	seen := map[Event]bool{}
	for _, c := range commits {
		if !c.At.After(since) {
			continue
		}
		if c.Truncated {
			seen[CodeChanged] = true
		}
		for _, file := range c.Files {
			if e := files.touchedBy(file); e != "" {
				seen[e] = true
			}
		}
	}
	for _, e := range []Event{CodeChanged, DataChanged, EnvironmentChanged} {
		if seen[e] {
			events = append(events, e)
		}
	}
	return events
}

// touchedBy says what the change of one file is to a version; "" for nothing.
func (f Files) touchedBy(file string) Event {
	base, own := path.Base(file), f.near(file)
	data := strings.TrimSuffix(file, ".dvc")
	for at := data; at != "." && at != "/"; at = path.Dir(at) {
		if f.Data[at] && (at == data || strings.Contains(at, "/")) { // a bare word is a dataset's name, and no directory
			return DataChanged
		}
	}
	switch {
	case file == f.Program:
		return CodeChanged
	case !own:
		return ""
	case base == "dvc.lock" || path.Ext(base) == ".dvc":
		return DataChanged
	case dependencies[base] || slices.Contains(packaging.Locks, base):
		return EnvironmentChanged
	case pipeline[base] || programs[path.Ext(base)]:
		return CodeChanged
	}
	return ""
}

// near says whether a file is in the program's directory, below it, or directly in one
// above it.
func (f Files) near(file string) bool {
	if f.Program == "" {
		return true
	}
	home, dir := path.Dir(f.Program), path.Dir(file)
	return home == "." || dir == "." || dir == home || strings.HasPrefix(dir, home+"/") || strings.HasPrefix(home, dir+"/")
}
