package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// run asks whether there is a run that ended well. False leaves everything
// else alone: there is nothing to look at.
func (f *auditFacts) run() bool {
	run := f.found.run
	switch {
	case f.found.missing != "":
		f.fail(audit.CheckRun, "%s", f.found.missing)
	case f.found.unasked != "":
		f.skip(audit.CheckRun, "%s", f.found.unasked)
	case run.Deleted:
		f.fail(audit.CheckRun, "run %s was deleted", run.ID)
	default:
		f.pass(audit.CheckRun, "%s, by %s", run.ID, f.found.version.RunFrom)
	}
	if !f.found.has {
		return false
	}
	switch run.Status {
	case repro.RunFinished:
		f.pass(audit.CheckFinished, "%s", string(run.Status))
	case "":
		f.skip(audit.CheckFinished, "the run says nothing of its end")
	case repro.RunRunning, repro.RunScheduled:
		f.fail(audit.CheckFinished, "it is %s; its metrics are not final", run.Status)
	default:
		f.fail(audit.CheckFinished, "it ended as %s", run.Status)
	}
	return true
}

// withoutRun answers the checks that need a run.
func (f *auditFacts) withoutRun() {
	for _, check := range audit.Checks()[1:] {
		if f.found.missing != "" {
			f.moot(check, "there is no run")
		} else {
			f.skip(check, "the run was not looked at")
		}
	}
}

func (f *auditFacts) metrics() {
	metrics := f.found.run.Metrics
	if len(metrics) == 0 {
		f.fail(audit.CheckMetrics, "none")
		f.moot(audit.CheckFinite, "there are none")
		return
	}
	f.pass(audit.CheckMetrics, "%d", len(metrics))
	if odd := judge.NonFinite(metrics); len(odd) > 0 {
		f.fail(audit.CheckFinite, "not finite: %s", named(odd))
		return
	}
	f.pass(audit.CheckFinite, "all")
}

func (f *auditFacts) params() {
	logged := f.found.run.Params
	if len(logged) == 0 {
		f.fail(audit.CheckParams, "none")
		f.moot(audit.CheckWhole, "there are none")
		return
	}
	f.pass(audit.CheckParams, "%d", len(logged))
	var cut []string
	why := ""
	for _, param := range logged {
		if text := params.Truncated(param.Value); text != "" {
			cut, why = append(cut, param.Name), text
		}
	}
	switch len(cut) {
	case 0:
		f.pass(audit.CheckWhole, "none is as long as a limit of MLflow's, or ends in the middle")
	case 1:
		f.fail(audit.CheckWhole, "%s: %s", cut[0], why)
	default:
		f.fail(audit.CheckWhole, "possibly truncated: %s", named(cut))
	}
}

// dirtyTags are where a training says that its tree had uncommitted changes:
// MLflow's own for GenAI versions, and Databricks'.
var dirtyTags = map[string]string{"mlflow.source.git.dirty": "true", "mlflow.databricks.gitRepoStatus": "dirty", "git_dirty": "true"}

// clean asks whether the training recorded what its commit leaves out. Most
// record nothing of it, which is no finding either way.
func (f *auditFacts) clean() {
	for _, tag := range slices.Sorted(maps.Keys(dirtyTags)) {
		value, recorded := f.found.run.Tags[tag]
		if !recorded {
			continue
		}
		if strings.EqualFold(strings.TrimSpace(value), dirtyTags[tag]) {
			f.fail(audit.CheckClean, "tag %s says so", tag)
			return
		}
		f.pass(audit.CheckClean, "tag %s: %s", tag, value)
	}
	if _, asked := f.findings[audit.CheckClean]; !asked {
		f.skip(audit.CheckClean, "the run does not say whether there were uncommitted changes")
	}
}

// seed: a param named like a seed and set, or such a key of the params file at
// the recorded commit. None is the absence of a seed, written down.
func (f *auditFacts) seed(tree *commitTree, why string) {
	var set, unset []string
	for _, param := range f.found.run.Params {
		value := strings.TrimSpace(param.Value)
		switch {
		case !isSeed(param.Name):
		case value == "None" || value == "null" || value == "":
			unset = append(unset, param.Name)
		default:
			set = append(set, param.Name+" = "+value)
		}
	}
	switch {
	case len(set) > 0 && len(unset) > 0:
		f.skip(audit.CheckSeed, "%s, and %s None: whether the one seeds the other was not recorded", named(set), is(unset))
	case len(set) > 0:
		f.pass(audit.CheckSeed, "%s", named(set))
	case len(unset) > 0:
		f.fail(audit.CheckSeed, "%s None", is(unset))
	case tree != nil && tree.seeds != "":
		f.pass(audit.CheckSeed, "%s", tree.seeds)
	case tree == nil && why != "":
		f.skip(audit.CheckSeed, "no param is a seed, and the params file at the commit was not looked at: %s", why)
	default:
		f.fail(audit.CheckSeed, "no param is a seed: none has seed or random_state in its name")
	}
}

func is(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return named(names) + " are"
}

// named lists names, the first few of them.
func named(names []string) string { return strings.Join(few(names, 3), ", ") }

// claimed is a commit that the run names and that is none: a short name, a
// branch. It is shown, so that somebody can see what was meant.
func claimed(run repro.Run) string {
	for _, tag := range commitTags {
		if text := run.Tags[tag]; strings.TrimSpace(text) != "" {
			return fmt.Sprintf("tag %s is %.60q, which is no full commit name", tag, text)
		}
		if text, ok := run.Params.Get(tag); ok {
			return fmt.Sprintf("param %s is %.60q, which is no full commit name", tag, text)
		}
	}
	return ""
}
