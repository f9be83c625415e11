package dvc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// An Outcome is what plain dvc repro, without --force, would do with a stage.
type Outcome string

const (
	Skips     Outcome = "skips"     // nothing that DVC compares has changed
	Runs      Outcome = "runs"      // something has
	Undecided Outcome = "undecided" // it depends on files that are not in git
)

// A Forecast is an Outcome and what it rests on. A stage that skips makes no
// new outputs: they lie there already, or DVC's cache gives them back.
type Forecast struct {
	Stage      string
	Outcome    Outcome
	Frozen     bool // not even --force runs it
	NeedsCache bool // it skips only where DVC's cache has its outputs, and runs elsewhere
	Reasons    []string
}

// String says it in one line.
func (f Forecast) String() string {
	return fmt.Sprintf("%s %s: %s", f.Stage, f.Outcome, strings.Join(f.Reasons, "; "))
}

// Forecast predicts for every stage, in order, what plain dvc repro would do
// in a fresh checkout of the project's files: by comparing the command, the
// declared params and the dependencies with dvc.lock, as DVC does.
// https://dvc.org/doc/command-reference/repro
func (p *Project) Forecast() []Forecast {
	forecaster := &forecaster{project: p, params: map[string]*doc.Node{}, hashes: map[string]hashed{}, outcome: map[string]Outcome{}}
	makers := p.makers()
	forecasts := make([]Forecast, len(p.Stages))
	for i, stage := range p.Stages {
		var upstream []Stage
		for _, j := range makers[i] {
			upstream = append(upstream, p.Stages[j])
		}
		forecasts[i] = forecaster.forecast(stage, upstream)
		forecaster.outcome[stage.Name] = forecasts[i].Outcome
	}
	return forecasts
}

// WouldSkip gives the forecasts of the training stages that plain dvc repro
// would not run.
func (p *Project) WouldSkip() []Forecast {
	training := p.Training()
	return slices.DeleteFunc(p.Forecast(), func(f Forecast) bool {
		return f.Outcome != Skips || !slices.Contains(training, f.Stage)
	})
}

type forecaster struct {
	project *Project
	params  map[string]*doc.Node // by file; nil where it cannot be read
	hashes  map[string]hashed    // by scheme and path
	outcome map[string]Outcome
}

type hashed struct {
	hash Hash
	err  error
}

// findings collects reasons for one stage.
type findings struct{ changed, unknown, same []string }

func (f *findings) change(format string, args ...any) {
	f.changed = append(f.changed, fmt.Sprintf(format, args...))
}

func (f *findings) doubt(format string, args ...any) {
	f.unknown = append(f.unknown, fmt.Sprintf(format, args...))
}

func (f *forecaster) forecast(stage Stage, upstream []Stage) Forecast {
	result := Forecast{Stage: stage.Name, Frozen: stage.Frozen}
	for _, out := range stage.Outs {
		result.NeedsCache = result.NeedsCache || !exists(f.project.files, out.Path)
	}
	var found findings
	switch {
	case stage.Frozen:
		result.Outcome, result.Reasons = Skips, []string{"frozen: DVC never runs its command, not even with --force"}
		result.NeedsCache = false
		return result
	case stage.AlwaysChanged:
		found.change("always_changed is set")
	case len(stage.Deps) == 0 && len(stage.Params) == 0 && len(stage.Outs) == 0:
		found.change("it has neither dependencies nor outputs")
	case stage.Locked == nil:
		found.change("%s does not know it", beside(stage.File, lockFile))
	default:
		f.command(stage, &found)
		f.declared(stage, &found)
		f.dependencies(stage, upstream, &found)
		f.outputs(stage, &found)
	}
	switch {
	case len(found.changed) > 0:
		result.Outcome, result.Reasons = Runs, found.changed
	case len(found.unknown) > 0:
		result.Outcome, result.Reasons = Undecided, found.unknown
	default:
		result.Outcome = Skips
		result.Reasons = []string{strings.Join(found.same, ", ") + " equal " + beside(stage.File, lockFile)}
	}
	return result
}

func (f *forecaster) command(stage Stage, found *findings) {
	switch {
	case slices.Equal(stage.Cmd, stage.Locked.Cmd):
		found.same = append(found.same, "command")
	case len(stage.Unresolved) > 0:
		found.doubt("its command needs %s", strings.Join(stage.Unresolved, ", "))
	default:
		found.change("its command changed")
	}
}

func (f *forecaster) declared(stage Stage, found *findings) {
	equalParams := 0
	for _, declared := range stage.Params {
		root := f.file(declared.File)
		if root == nil {
			found.doubt("%s cannot be read", declared.File)
			continue
		}
		if declared.Key == "" {
			if f.wholeFile(declared, root, stage.Locked, found) {
				equalParams++
			}
			continue
		}
		now, _ := value{node: root}.follow(strings.Split(declared.Key, "."))
		then, locked := stage.Locked.Param(declared.Written, declared.Key)
		switch {
		case !locked:
			found.change("param %s is not in the lock", declared.Key)
		case !equal(now.node, then):
			found.change("param %s is %s, was %s", declared.Key, show(now.node), show(then))
		default:
			equalParams++
		}
	}
	if equalParams > 0 {
		found.same = append(found.same, wording.Count(equalParams, "param", "params"))
	}
}

// wholeFile compares all top-level keys, in both directions.
func (f *forecaster) wholeFile(declared Declared, root *doc.Node, locked *LockedStage, found *findings) bool {
	same := true
	then := map[string]*doc.Node{}
	for _, param := range locked.Params {
		if param.File == declared.Written {
			then[param.Key] = param.Value
			if root.Get(param.Key) == nil {
				found.change("param %s is gone", param.Key)
				same = false
			}
		}
	}
	for i, key := range root.Keys {
		if before, known := then[key.Text]; !known || !equal(root.Values[i], before) {
			found.change("param %s is %s, was %s", key.Text, show(root.Values[i]), show(before))
			same = false
		}
	}
	return same
}

func (f *forecaster) dependencies(stage Stage, upstream []Stage, found *findings) {
	equalDeps := 0
	for _, dep := range stage.Deps {
		locked, ok := lockedPath(stage.Locked.Deps, dep.Written)
		if !ok {
			found.change("dependency %s is not in the lock", dep.Path)
			continue
		}
		now, where := f.content(dep.Path, locked.Hash.Scheme, upstream)
		same, comparable := now.Same(locked.Hash)
		switch {
		case !comparable:
			found.doubt("%s: %s", dep.Path, where)
		case !same:
			found.change("dependency %s changed%s", dep.Path, where)
		default:
			equalDeps++
		}
	}
	if equalDeps > 0 {
		found.same = append(found.same, wording.Count(equalDeps, "dependency", "dependencies"))
	}
}

func (f *forecaster) outputs(stage Stage, found *findings) {
	for _, out := range stage.Outs {
		if locked, ok := lockedPath(stage.Locked.Outs, out.Written); !ok || !locked.Hash.Known() {
			found.change("output %s is not in the lock", out.Path)
		} else if !out.Cached && !exists(f.project.files, out.Path) {
			found.change("output %s is missing, and the cache does not hold it", out.Path)
		}
	}
}
