package lineage

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// DiffTags are where MLflow, and people, keep the changes that were not
// committed; dirtyTags only say that there were some.
var DiffTags = []string{"mlflow.source.git.diff", "git.diff", "git_diff"}

// RecordedDirt says by which record of the run its tree had changes that nobody
// committed; "" where nothing recorded says so.
func RecordedDirt(run repro.Run) string {
	for _, tag := range DiffTags {
		if strings.TrimSpace(run.Tags[tag]) != "" {
			return "tag " + tag + " holds changes that were not committed"
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(DirtyTags)) {
		if strings.EqualFold(strings.TrimSpace(run.Tags[tag]), DirtyTags[tag]) {
			return "tag " + tag + " says so"
		}
	}
	for _, tag := range CommitTags {
		if strings.HasSuffix(strings.TrimSpace(run.Tags[tag]), "-dirty") { // as git describe --dirty writes it
			return "tag " + tag + " says so"
		}
	}
	return ""
}

// dirt says what was recorded of changes in the tree of the original that were
// not in its commit: by the run itself, and by a lock that tells of the run and
// has other hashes than the commit's files. That a param has another value than
// its file is no such record: it may have been given on the command line.
func (t tree) dirt(original repro.Run) []repro.Input {
	input := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, Now: "clean", State: repro.InputDiffers, Note: "other files may have been changed too; that was not recorded"}
	if record := RecordedDirt(original); record != "" {
		input.Original, input.Evidence = "trained with uncommitted changes", record
		return []repro.Input{input}
	}
	if t.files == nil || t.project == nil || t.lock != lockProven {
		return nil
	}
	var seen []string
	for _, untruth := range t.project.Untruths() {
		seen = append(seen, fmt.Sprintf("dvc.lock at %s has another hash of %s than the file there", t.at, untruth.Path))
	}
	if len(seen) == 0 {
		return nil
	}
	input.Original, input.Now, input.Evidence = "other files than the commit's", "the commit's", wording.List(seen)
	return []repro.Input{input}
}

// knownClean says whether something says of a run that its tree had no changes which
// nobody committed: the run itself, or how it was trained. A commit alone does not.
func knownClean(run repro.Run) bool {
	for tag := range DirtyTags {
		if slices.Contains([]string{"false", "clean", "no", "0"}, strings.ToLower(strings.TrimSpace(run.Tags[tag]))) {
			return true
		}
	}
	return run.Tags[repro.IDTag] != "" || run.Tags["mlflow.source.type"] == "PROJECT" && strings.Contains(run.Tags[MlflowSource], "://") // cloned for it
}

// withUncommitted adds to the inputs of a drift, where no code differs by what was
// recorded, that changes which nobody committed were not: equal commits are the same
// code only without them. sign is what makes them likely; "" for nothing.
func withUncommitted(inputs []repro.Input, c repro.Comparison, sign string) []repro.Input {
	known := slices.ContainsFunc(inputs, func(input repro.Input) bool {
		return input.Kind == repro.KindCode && (input.State == repro.InputDiffers || input.Name == repro.DirtyTree)
	})
	if known || len(inputs) == 0 || inputs[0].Kind != repro.KindCode || inputs[0].State != repro.InputSame || len(c.In(repro.StateOutside)) == 0 {
		return inputs
	}
	dirt := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputUnknown, Evidence: sign, Note: "no run recorded whether its commit had any"}
	return append([]repro.Input{inputs[0], dirt}, inputs[1:]...)
}

// overrides lists the params that the original did not run with as its commit
// has them. What was given on the command line (mlflow run -P, Hydra, argparse)
// leaves the same trace as a file that nobody committed. What this training was given as
// the original ran with it differs no more: of the first of those, putBack says what it is a
// sign of.
func (t tree) overrides(edits []repro.ParamEdit) (inputs []repro.Input, putBack string) {
	if t.files == nil {
		return nil, ""
	}
	for _, edit := range edits {
		if edit.Name == "" || len(edit.Key) == 0 {
			continue
		}
		key := strings.Join(edit.Key, ".")
		value, known := t.fileParam(edit.File, edit.Key)
		switch given := edit.Status.Holds() || edit.Status == repro.ParamPassed; {
		case !known || agrees(edit.Logged, value), given && putBack != "":
		case given:
			putBack = fmt.Sprintf("the original ran with %s = %s, and %s at %s has %s: other changes may not have been committed either", key, edit.Logged, edit.File, t.at, value)
		default:
			inputs = append(inputs, repro.Input{
				Kind: repro.KindOverride, Name: key, Original: "ran with " + edit.Logged, Now: value + " in its commit", State: repro.InputDiffers,
				Evidence: fmt.Sprintf("the original ran with %s = %s, %s at %s has %s: given on the command line, or not committed", key, edit.Logged, edit.File, t.at, value),
			})
		}
	}
	return inputs, putBack
}
