package train

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What a training makes is not there when it begins: metrics files, declared
// outputs and models of the commit are taken out of its place. A training that
// leaves them alone leaves nothing, and one that reads them fails.

// An absence is what was taken out of a place, by paths from the top of the tree.
type absence struct {
	digests map[string]filestate.Digest // of what was taken away
	models  map[string]bool             // models of the commit, kept ones among them
	kept    []string                    // models that somebody asked to keep
	weights map[filestate.Digest]bool   // what those hold, as DigestOfWeights has it
	unkept  []string                    // names to keep that name nothing
	began   time.Time                   // by the clock of the place's file system
}

// takeAway empties the place of what the training makes itself.
func (l *Local) takeAway(ctx context.Context, p place, plan repro.Plan, pipeline *dvc.Project) (absence, error) {
	a := absence{digests: map[string]filestate.Digest{}, models: map[string]bool{}, weights: map[filestate.Digest]bool{}}
	tracked, err := p.clone.Tracked(ctx)
	if err != nil {
		return a, err
	}
	top := os.DirFS(p.clone.Dir)
	made := l.outputs(p.root.FS(), plan, pipeline)
	held := map[string]bool{}
	for _, file := range tracked {
		info, err := os.Lstat(filepath.Join(p.clone.Dir, filepath.FromSlash(file)))
		if err != nil || !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0 {
			continue // a submodule, or sparse
		}
		within := l.within(file)
		model := l.takenForModel(top, file, plan, pipeline)
		if !model && !made(within) || lineage.IsProgram(file) {
			continue
		}
		a.models[file] = model
		if asked := keeps(plan.Keep, within, file); asked != "" {
			held[asked] = true
			if model {
				a.kept = append(a.kept, file)
				a.weights[filestate.DigestOfWeights(top, file)] = true
			}
			continue
		}
		a.digests[file] = filestate.DigestOf(top, file)
	}
	for _, name := range plan.Keep {
		if !held[name] && !strings.HasPrefix(name, "/") && !strings.HasPrefix(name, "~/") {
			a.unkept = append(a.unkept, name)
		}
	}
	if err := p.clone.TakeAway(ctx, slices.Sorted(maps.Keys(a.digests))); err != nil {
		return a, err
	}
	a.began, err = clockOf(filepath.Join(p.clone.Dir, ".git"))
	return a, err
}

// takenForModel says whether a file of the commit is a model that the training could
// go on with: what may be one, unless it is a params file or a declared input.
func (l *Local) takenForModel(top fs.FS, file string, plan repro.Plan, pipeline *dvc.Project) bool {
	within := l.within(file)
	if slices.ContainsFunc(plan.Params, func(edit repro.ParamEdit) bool { return edit.File == within }) || slices.Contains(plan.Metrics.Files, within) {
		return false
	}
	return filekind.IsModel(top, file) && !filekind.IsDeclaredInput(pipeline, within) || filekind.MayBeModel(top, file) && !filekind.IsDeclared(pipeline, within)
}

// within is a path from the top of the tree as it is from the project's directory.
func (l *Local) within(file string) string {
	name, err := filepath.Rel(filepath.FromSlash(l.Prefix), filepath.FromSlash(file))
	if err != nil {
		return file
	}
	return filepath.ToSlash(name)
}

// outputs says of a file of the project whether the training writes it: a metrics
// file, an output of a stage that will run whatever DVC remembers, a target of make
// that trains. What a frozen stage made is an input.
func (l *Local) outputs(files fs.FS, plan repro.Plan, pipeline *dvc.Project) func(file string) bool {
	metrics := dvc.MetricsIn(files, append(slices.Clone(plan.Metrics.Files), pipeline.MetricPaths()...))
	targets := pipeline.Made(plan.Command)
	return func(file string) bool {
		base := path.Base(file)
		if file == mlflow.MetadataFile || base == ".gitignore" || base == "dvc.yaml" || base == "dvc.lock" || slices.Contains(filekind.ParamsFiles(plan), file) || filekind.IsDeclaredInput(pipeline, file) {
			return false
		}
		return slices.Contains(metrics, file) || slices.Contains(targets, file) || pipeline.Remade(plan.Command, file)
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

// clockOf is the time that a file gets which is written in a directory now.
func clockOf(dir string) (time.Time, error) {
	file, err := os.CreateTemp(dir, "clock-")
	if err != nil {
		return time.Time{}, fmt.Errorf("read the clock of %s: %w", dir, err)
	}
	info, err := file.Stat()
	return info.ModTime(), errors.Join(err, file.Close(), os.Remove(file.Name()))
}

// slack is how coarse a file system's clock may be.
const slack = 2 * time.Second

// older says whether a file bears a time before the training began: whoever put it
// there kept its time.
func (a absence) older(info fs.FileInfo) bool { return info.ModTime().Before(a.began.Add(-slack)) }

// wrote says whether the training wrote a file, whatever it wrote.
func (p place) wrote(file string) bool {
	info, err := p.root.Lstat(file)
	return p.metrics.Wrote(file) && err == nil && !p.absence.older(info)
}

func (a absence) warnings() []string {
	if len(a.unkept) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("keep %s: the commit has no such file that would be taken away before the training", wording.List(a.unkept))}
}

// absentNames are what was taken away, as the project has it.
func (l *Local) absentNames(a absence) []string {
	var names []string
	for _, file := range slices.Sorted(maps.Keys(a.digests)) {
		names = append(names, l.within(file))
	}
	return names
}
