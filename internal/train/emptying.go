package train

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Which files of a commit a training does not find, here and on GitHub: what it makes
// itself, unless somebody asked to keep it.

// An emptying looks at the tracked files of a commit, one by one. What it found is in
// paths from the top of the tree.
type emptying struct {
	top, project fs.FS                    // what the tree holds; a top without content has models told by their names
	within       func(file string) string // a path from the top as it is from the project
	plan         repro.Plan
	pipeline     *dvc.Project
	command      string // by which it trains

	made   func(file string) bool
	held   map[string]bool
	away   []string
	models map[string]bool // models of the commit, kept ones among them
	kept   []string        // models that somebody asked to keep
}

// look takes a file for one that is to be absent, or leaves it.
func (e *emptying) look(file string) {
	if e.made == nil {
		e.made = outputs(e.project, e.plan, e.pipeline, e.command)
		e.held, e.models = map[string]bool{}, map[string]bool{}
	}
	within := e.within(file)
	model := takenForModel(e.top, file, within, e.plan, e.pipeline)
	asked := keeps(e.plan.Keep, within, file)
	if !model && !e.made(within) || lineage.IsProgram(file) {
		if asked != "" && filekind.MayBeFitted(within, func(string) bool { return true }) {
			e.held[asked] = true // it is there anyway, and taken for an input
		}
		return
	}
	e.models[file] = model
	if asked == "" {
		e.away = append(e.away, file)
		return
	}
	e.held[asked] = true
	if model {
		e.kept = append(e.kept, file)
	}
}

// unkept are the names to keep that name nothing of the commit.
func (e *emptying) unkept() []string {
	return slices.DeleteFunc(slices.Clone(e.plan.Keep), func(name string) bool {
		return e.held[name] || strings.HasPrefix(name, "/") || strings.HasPrefix(name, "~/")
	})
}

func unkeptWarning(names []string) []string {
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

// outputs says of a file of the project whether the training writes it: a metrics
// file, an output of a stage that will run whatever DVC remembers, a target of make
// that trains. What a frozen stage made is an input.
func outputs(files fs.FS, plan repro.Plan, pipeline *dvc.Project, command string) func(file string) bool {
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

// keeps gives the name that asks for a file to be kept: its own, that of a
// directory that it is in, or a pattern; "" for none.
func keeps(asked []string, names ...string) string {
	for _, one := range asked {
		for _, name := range names {
			if name == one || strings.HasPrefix(name, strings.TrimSuffix(one, "/")+"/") || wording.MatchGlob(one, name) {
				return one
			}
		}
	}
	return ""
}
