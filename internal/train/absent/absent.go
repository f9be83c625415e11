package absent

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// UnkeptHere are the names to keep that name nothing, full paths of another machine among
// them.
func (e *Emptying) UnkeptHere() []string {
	return slices.DeleteFunc(slices.Clone(e.Plan.Keep), func(name string) bool { return e.held[name] })
}

// Which files of a commit a training does not find, here and on GitHub: what it makes
// itself, unless somebody asked to keep it.

// An Emptying looks at the tracked files of a commit, one by one. What it found is in
// paths from the top of the tree.
type Emptying struct {
	Top, Project fs.FS                    // what the tree holds; a top without content has models told by their names
	Within       func(file string) string // a path from the top as it is from the project
	Plan         repro.Plan
	Pipeline     *dvc.Project
	Command      string // by which it trains

	made   func(file string) bool
	held   map[string]bool
	Away   []string
	Models map[string]bool // models of the commit, kept ones among them
	Kept   []string        // models that somebody asked to keep
}

// Unread is a tree by its names alone: models are told by those, and no file is read.
type Unread struct{}

// Open implements fs.FS.
func (Unread) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Within gives a path from the top of a tree as it is from a project in it.
func Within(prefix string) func(file string) string {
	return func(file string) string {
		name, err := filepath.Rel(filepath.FromSlash(prefix), filepath.FromSlash(file))
		if err != nil {
			return file
		}
		return filepath.ToSlash(name)
	}
}

// Look takes a file for one that is to be absent, or leaves it.
func (e *Emptying) Look(file string) {
	if e.made == nil {
		e.made = Outputs(e.Project, e.Plan, e.Pipeline, e.Command)
		e.held, e.Models = map[string]bool{}, map[string]bool{}
	}
	within := e.Within(file)
	model := takenForModel(e.Top, file, within, e.Plan, e.Pipeline)
	asked := Keeps(e.Plan.Keep, within, file)
	if !model && !e.made(within) || lineage.IsProgram(file) {
		if asked != "" && (lineage.IsProgram(file) || filekind.IsArchive(file) || filekind.MayBeFitted(within, func(string) bool { return true })) {
			e.held[asked] = true // it is there anyway, and taken for an input
		}
		return
	}
	e.Models[file] = model
	if asked == "" {
		e.Away = append(e.Away, file)
		return
	}
	e.held[asked] = true
	if model {
		e.Kept = append(e.Kept, file)
	}
}

// Unkept are the names to keep that name nothing of the commit.
func (e *Emptying) Unkept() []string {
	return slices.DeleteFunc(slices.Clone(e.Plan.Keep), func(name string) bool {
		return e.held[name] || strings.HasPrefix(name, "/") || strings.HasPrefix(name, "~/")
	})
}

// UnkeptWarning says which files keep names without need; nil of none.
func UnkeptWarning(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("keep %s: the commit has no such file that would be taken away before the training", wording.List(names))}
}

// takenForModel says whether a file of the commit is a model that the training could
// go on with: what may be one, unless it is a params file or a declared input.
func takenForModel(top fs.FS, file, within string, plan repro.Plan, pipeline *dvc.Project) bool {
	if slices.ContainsFunc(plan.Params, func(edit repro.ParamEdit) bool { return edit.File == within }) || slices.Contains(plan.Metrics.Files, within) {
		return false
	}
	return filekind.IsModel(top, file) && !filekind.IsDeclaredInput(pipeline, within) || filekind.MayBeModelOf(top, file, within) && !filekind.IsDeclared(pipeline, within)
}

// Outputs says of a file of the project whether the training writes it: a metrics
// file, an output of a stage that will run whatever DVC remembers, a target of make
// that trains. What a frozen stage made is an input.
func Outputs(files fs.FS, plan repro.Plan, pipeline *dvc.Project, command string) func(file string) bool {
	metrics := dvc.MetricsIn(files, append(slices.Clone(plan.Metrics.Files), pipeline.MetricPaths()...))
	targets := pipeline.Made(command)
	return func(file string) bool {
		base := path.Base(file)
		if file == mlflow.MetadataFile || base == ".gitignore" || base == "dvc.yaml" || base == "dvc.lock" || slices.Contains(filekind.ParamsFiles(plan), file) || filekind.IsDeclaredInput(pipeline, file) {
			return false
		}
		return slices.Contains(metrics, file) || slices.Contains(targets, file) || pipeline.Remade(command, file)
	}
}

// Keeps gives the name that asks for a file to be kept: its own, that of a
// directory that it is in, or a pattern; "" for none.
func Keeps(asked []string, names ...string) string {
	for _, one := range asked {
		for _, name := range names {
			if name == one || strings.HasPrefix(name, strings.TrimSuffix(one, "/")+"/") || wording.MatchGlob(one, name) {
				return one
			}
		}
	}
	return ""
}
