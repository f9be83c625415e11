package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
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
func (l *Project) takeAway(ctx context.Context, p place, plan repro.Plan, pipeline *dvc.Project) (absence, error) {
	a := absence{digests: map[string]filestate.Digest{}, models: map[string]bool{}, weights: map[filestate.Digest]bool{}}
	tracked, err := p.clone.Tracked(ctx)
	if err != nil {
		return a, err
	}
	top := os.DirFS(p.clone.Dir)
	e := absent.Emptying{Top: top, Project: p.root.FS(), Within: l.within, Plan: plan, Pipeline: pipeline, Command: plan.Command}
	for _, file := range tracked {
		info, err := os.Lstat(filepath.Join(p.clone.Dir, filepath.FromSlash(file)))
		if err != nil || !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0 {
			continue // a submodule, or sparse
		}
		if slices.Contains(plan.Without, l.within(file)) {
			e.Away = append(e.Away, file)
			continue
		}
		e.Look(file)
	}
	a.models, a.kept, a.unkept = e.Models, e.Kept, e.Unkept()
	for _, file := range a.kept {
		a.weights[filestate.DigestOfWeights(top, file)] = true
	}
	for _, file := range e.Away {
		a.digests[file] = filestate.DigestOf(top, file)
	}
	if err := p.clone.TakeAway(ctx, slices.Sorted(maps.Keys(a.digests))); err != nil {
		return a, err
	}
	a.began, err = clockOf(filepath.Join(p.clone.Dir, ".git"))
	return a, err
}

// within is a path from the top of the tree as it is from the project's directory.
func (l *Project) within(file string) string { return absent.Within(l.Prefix)(file) }

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

func (a absence) warnings() []string { return absent.UnkeptWarning(a.unkept) }

// absentNames are what was taken away, as the project has it.
func (l *Project) absentNames(a absence) []string {
	var names []string
	for _, file := range slices.Sorted(maps.Keys(a.digests)) {
		names = append(names, l.within(file))
	}
	return names
}

// unmade are what was taken away and is not there again, but for metrics files: a training
// that went on without one may be another than the original's.
func (l *Project) unmade(p place, metrics []string) []string {
	return slices.DeleteFunc(l.absentNames(p.absence), func(file string) bool {
		_, err := os.Lstat(filepath.Join(p.dir, filepath.FromSlash(file)))
		return err == nil || slices.ContainsFunc(metrics, func(name string) bool { return file == name || strings.HasPrefix(file, name+"/") })
	})
}
