package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// run asks whether there is a run that ended well. False leaves everything
// else alone: there is nothing to check.
func (f *auditFacts) run() bool {
	run := f.found.run
	switch {
	case f.found.missing != "":
		f.fail(CheckRun, "%s", f.found.missing)
	case f.found.unasked != "":
		f.skip(CheckRun, "%s", f.found.unasked)
	case run.Deleted:
		f.fail(CheckRun, "run %s was deleted", run.ID)
	default:
		f.pass(CheckRun, "%s, by %s", run.ID, f.found.version.RunFrom)
	}
	if !f.found.has {
		return false
	}
	switch run.Status {
	case repro.RunFinished:
		f.pass(CheckFinished, "%s", string(run.Status))
	case "":
		f.skip(CheckFinished, "the run has no status")
	case repro.RunRunning, repro.RunScheduled:
		f.fail(CheckFinished, "it is %s; its metrics are not final", run.Status)
	default:
		f.fail(CheckFinished, "it ended as %s", run.Status)
	}
	return true
}

// withoutRun answers the checks that need a run.
func (f *auditFacts) withoutRun() {
	for _, check := range Checks()[1:] {
		if f.found.missing != "" {
			f.moot(check, "there is no run")
		} else {
			f.skip(check, "the run was not checked")
		}
	}
}

func (f *auditFacts) metrics() {
	metrics := f.found.run.Metrics
	if len(metrics) == 0 {
		f.fail(CheckMetrics, "none")
		f.moot(CheckFinite, "there are none")
		return
	}
	f.pass(CheckMetrics, "%d", len(metrics))
	if odd := judge.NonFinite(metrics); len(odd) > 0 {
		f.fail(CheckFinite, "not finite: %s", named(odd))
		return
	}
	f.pass(CheckFinite, "all")
}

func (f *auditFacts) params() {
	logged := f.found.run.Params
	if len(logged) == 0 {
		f.fail(CheckParams, "none")
		f.moot(CheckWhole, "there are none")
		return
	}
	f.pass(CheckParams, "%d", len(logged))
	var cut []string
	why := ""
	for _, param := range logged {
		if text := params.Truncated(param.Value); text != "" {
			cut, why = append(cut, param.Name), text
		}
	}
	switch len(cut) {
	case 0:
		f.pass(CheckWhole, "no param is as long as a limit of MLflow or looks cut off")
	case 1:
		f.fail(CheckWhole, "%s: %s", cut[0], why)
	default:
		f.fail(CheckWhole, "possibly truncated: %s", named(cut))
	}
}

// clean asks whether the training recorded what its commit leaves out. Most
// record nothing of it, which is no finding either way.
func (f *auditFacts) clean() {
	files, known := f.record.Changed()
	switch {
	case known && len(files) > 0 && f.record.WholeDiff():
		f.pass(CheckClean, "uncommitted changes were recorded whole: %s", named(files))
		return
	case known && len(files) > 0:
		f.fail(CheckClean, "uncommitted changes were recorded, and not all of their content: %s", named(files))
		return
	}
	for _, tag := range slices.Sorted(maps.Keys(lineage.DirtyTags)) {
		value, recorded := f.found.run.Tags[tag]
		if !recorded {
			continue
		}
		if strings.EqualFold(strings.TrimSpace(value), lineage.DirtyTags[tag]) {
			f.fail(CheckClean, "tag %s says so", tag)
			return
		}
		f.pass(CheckClean, "tag %s: %s", tag, value)
	}
	if known {
		f.pass(CheckClean, "reproduce record saw none")
	}
	if _, asked := f.findings[CheckClean]; !asked {
		f.skip(CheckClean, "the run does not say whether there were uncommitted changes")
	}
}

// seed: a param named like a seed and set, or such a key of the params file at
// the recorded commit. None is the absence of a seed, written down.
func (f *auditFacts) seed(tree *commitTree, why string) {
	var set, unset []string
	for _, param := range f.found.run.Params {
		value := strings.TrimSpace(param.Value)
		switch {
		case !repro.IsSeed(param.Name):
		case value == "None" || value == "null" || value == "":
			unset = append(unset, param.Name)
		default:
			set = append(set, param.Name+" = "+value)
		}
	}
	switch {
	case len(set) > 0 && len(unset) > 0:
		f.skip(CheckSeed, "%s, and %s None; whether the first seed also sets the second was not recorded", named(set), is(unset))
	case len(set) > 0:
		f.pass(CheckSeed, "%s", named(set))
	case len(unset) > 0:
		f.fail(CheckSeed, "%s None", is(unset))
	case len(f.lineage().Seeds) > 0:
		given := f.lineage().Seeds[0]
		f.pass(CheckSeed, "%s, %s", given.Value, given.From)
	case tree != nil && tree.seeds != "":
		f.pass(CheckSeed, "%s", tree.seeds)
	case tree == nil && why != "":
		f.skip(CheckSeed, "no param is a seed, and the params file at the commit was not checked: %s", why)
	default:
		f.fail(CheckSeed, "no param is a seed: none has seed or random_state in its name")
	}
}

func is(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return named(names) + " are"
}

// named lists names, the first few of them.
func named(names []string) string { return strings.Join(wording.Few(names, 3), ", ") }

// claimed is a commit that the run names and that is none: a short name, a
// branch. It is shown, so that somebody can see what was meant.
func claimed(run repro.Run) string {
	for _, tag := range lineage.CommitTags {
		if text := run.Tags[tag]; strings.TrimSpace(text) != "" {
			return fmt.Sprintf("tag %s is %.60q, which is not a full commit id", tag, text)
		}
		if text, ok := run.Params.Get(tag); ok {
			return fmt.Sprintf("param %s is %.60q, which is not a full commit id", tag, text)
		}
	}
	return ""
}
