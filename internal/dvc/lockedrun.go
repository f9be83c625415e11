package dvc

import (
	"io/fs"
	"slices"
	"strings"
)

// A LockedRun is a project as its locks tell that it ran once.
type LockedRun struct {
	Project *Project
	At      string                 // for the witness: "at a1b2c3d", "after the training"
	Ran     func(stage Stage) bool // whether the lock tells of this run; nil for all of it
	Cache   fs.FS                  // DVC's, which may have what git has not; nil for none
	Held    fs.FS                  // more files that git has and the run may have read; nil for none
	Stale   func(stage Stage) bool // whether the lock of a stage is of an earlier run; nil where none is known to be
	Leading map[string]bool        // the stages that lead to what is compared; nil for those that lead to any metrics
}

func (r LockedRun) locked(name string) (Stage, bool) {
	if r.Project == nil {
		return Stage{}, false
	}
	stage, ok := r.Project.Stage(name)
	if !ok || stage.Locked == nil || r.Ran == nil && !stage.lockFits() {
		return stage, false
	}
	return stage, (r.Ran == nil || r.Ran(stage)) && (r.Stale == nil || !r.Stale(stage))
}

// lockFits says whether the lock of a stage has the dependencies that dvc.yaml
// beside it names. One that lacks some, or has others, was written before dvc.yaml
// was changed: it tells of an earlier training.
func (s Stage) lockFits() bool {
	template := func(dep Dependency) bool { return strings.Contains(dep.Written, "${") }
	if slices.ContainsFunc(s.Deps, template) {
		return true
	}
	lacks := slices.ContainsFunc(s.Deps, func(dep Dependency) bool {
		_, locked := lockedPath(s.Locked.Deps, dep.Written)
		return !locked
	})
	return !lacks && !slices.ContainsFunc(s.Locked.Deps, func(locked LockedPath) bool {
		return !slices.ContainsFunc(s.Deps, func(dep Dependency) bool { return dep.Written == locked.Path })
	})
}

// ranAny says whether the locks tell of the run at all, so that a stage of which
// they do not was not in it.
func (r LockedRun) ranAny() bool {
	return slices.ContainsFunc(r.Project.Stages, func(s Stage) bool {
		_, ok := r.locked(s.Name)
		return ok
	})
}
