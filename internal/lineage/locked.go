package lineage

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Which stages of a pipeline a lock tells of, and which have a part in the metrics that
// are compared: a project may train several models, each with stages of its own.

// run is the tree as one run of its pipeline, which its locks tell of. A stage whose lock
// has other params than the run logged, or the files have, was not run for it: unless it
// leads to the metrics that prove the locks. recorded is the commit that the run names.
func (t tree) run(recorded tree, edits []repro.ParamEdit) dvc.LockedRun {
	at := "at " + t.at
	if t.lock != lockProven {
		at += " (by its params)"
	}
	run := dvc.LockedRun{Project: t.project, At: at}
	if t.project == nil {
		return run
	}
	proven := map[string]bool{}
	if t.proof != "" {
		proven = t.project.Leading([]string{t.proof})
	}
	logged := func(file, key string) func(string) bool {
		at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool {
			return edit.Name != "" && edit.File == file && strings.Join(edit.Key, ".") == key
		})
		if at < 0 {
			return nil
		}
		return func(text string) bool { return agrees(edits[at].Logged, text) }
	}
	run.Stale = func(stage dvc.Stage) bool {
		if proven[stage.Name] || !t.project.StaleParams(stage, logged) {
			return false
		}
		return recorded.project == nil || recorded.at == t.at || recorded.project.StaleParams(stage, logged)
	}
	return run
}

// leading are the stages of the pipeline that lead to what is compared: to the metrics
// files that share a name with the original's metrics, and of those to the ones that the
// stage which logged the run has a part in. What cannot be told narrows nothing.
func (t tree) leading(project *dvc.Project, result repro.Result) map[string]bool {
	if project == nil {
		return nil
	}
	var shared, own []string
	for _, file := range project.MetricFiles() {
		if compared, ok := t.metricsIn(file.Path, result); ok && len(compared.In(repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateOutside)) > 0 {
			shared = append(shared, file.Path)
		}
	}
	if len(shared) == 0 {
		for _, file := range project.MetricFiles() {
			shared = append(shared, file.Path)
		}
	}
	callers := project.Callers(result.Original.Tags[MlflowSource])
	for _, file := range shared {
		upstream := project.Upstream(file)
		if slices.ContainsFunc(callers, func(stage string) bool { return slices.Contains(upstream, stage) }) {
			own = append(own, file)
		}
	}
	if len(own) > 0 {
		shared = own
	}
	return project.Leading(shared)
}

// lockedMetrics compares the run's metrics with those of a metrics file in git
// that has the hash in the lock. known is false where there is no such file,
// or it shares no name with the run.
func (t tree) lockedMetrics(result repro.Result) (file string, same, known bool) {
	for _, file := range t.project.MetricFiles() {
		if !t.project.Vouches(file.Path) {
			continue
		}
		compared, ok := t.metricsIn(file.Path, result)
		if !ok {
			continue
		}
		equal := len(compared.In(repro.StateIdentical, repro.StateWithin, repro.StateRounded))
		if other := len(compared.In(repro.StateOutside)); equal+other > 0 {
			return file.Path, other == 0, true
		}
	}
	return "", false, false
}

// metricsIn holds the run's metrics against those of a metrics file in git.
func (t tree) metricsIn(file string, result repro.Result) (repro.Comparison, bool) {
	if t.files == nil {
		return repro.Comparison{}, false
	}
	data, err := doc.ReadFile(t.files, file)
	if err != nil {
		return repro.Comparison{}, false
	}
	content, err := dvc.ParseMetrics(file, data)
	if err != nil {
		return repro.Comparison{}, false
	}
	// A file may hold fewer digits than the run: the comparison knows.
	compared, err := judge.Compare(result.Original.Metrics, content.Metrics, repro.MetricPolicy{Map: result.Plan.Metrics.Map})
	return compared, err == nil
}
