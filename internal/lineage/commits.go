package lineage

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Two recorded runs are held against each other here by the trees of their
// commits. A run that reproduce made has a commit of its own, with the params of
// the original written over those of the files: that is no other code.

// paramsCommit is the note of such a commit where its tree is not at hand.
const paramsCommit = "reproduce made this commit, to write the original's params; the trees could not be compared"

// CompareRuns is Compare for two runs of which nothing but the tracking server is
// at hand, and the trees of their commits where whole is not nil and has them.
func CompareRuns(ctx context.Context, registry *mlflow.Registry, whole func(context.Context, string) (fs.FS, string, error), ledger cause.Ledger, original, now repro.Run, comparison repro.Comparison) ([]repro.Input, []repro.Cause, string) {
	before, after := Recorded(original), Recorded(now)
	if registry != nil {
		model, _ := newModel(ctx, registry, repro.ModelVersion{}, original)
		environments(ctx, registry, model, original, now, &before, &after)
	}
	var record, other Record
	if registry != nil {
		record, _ = Diagnosis{Store: registry}.records(ctx, original, now, &before, &after, Trained{}, tree{})
		other, _ = ReadRecord(ctx, registry, now)
	}
	inputs := cause.CompareLineage(before, after)
	code, s := Diagnosis{RepositoryFiles: whole}.commitInputs(ctx, inputs, original, now, record, other)
	inputs = append(code, inputs[1:]...)
	inputs = toldOnce(append(inputs, record.variablesOf(other, Diagnosis{RepositoryFiles: whole}.readTree(ctx, after.Commit.Value).naming())...))
	logged := paramInputs(params.Known{Run: original, Commits: []string{before.Commit.Value}}, params.Known{Run: now, Commits: []string{after.Commit.Value}}, nil)
	inputs = append(inputs, inFiles(logged, s.valueChanges())...)
	inputs = append(inputs, s.keyInputs(inputs, toldByParams(original, now))...)
	inputs = append(inputs, commandInputs(inputs, s.before, s.after)...)
	inputs = append(inputs, record.notHashed(inputs)...)
	inputs = other.ofTwoCommits(record.ofTwoCommits(record.between(other, inputs, s.differ), "the first training"), "the second training")
	record.markCommittedSince(inputs, other.hasCommitted, s.after)
	clues := cause.Clues{Original: before, Now: after, Before: original.Params, After: now.Params, Comparison: comparison, Ledger: ledger}
	inputs = ledger.Mark(inputs, cause.Comparer{Commit: after.Commit.Value, Params: now.Params, Equal: params.Equal})
	inputs, clean := withRecordedDirt(withoutMade(inputs, false), record, other, s.after)
	if !clean && (!knownClean(original) || !knownClean(now)) {
		inputs = withUncommitted(inputs, comparison, "")
	}
	causes := cause.FindCauses(inputs, clues)
	return inputs, causes, ledger.Conclude(comparison, causes, inputs)
}

// commitInputs compares the two commits that all[0] names: by their trees where
// both can be read. It gives what else can be asked of the two.
func (d Diagnosis) commitInputs(ctx context.Context, all []repro.Input, original, now repro.Run, record, other Record) ([]repro.Input, source) {
	commit := all[0]
	if commit.State != repro.InputDiffers {
		return all[:1:1], source{}
	}
	ours := isOurs(original) || isOurs(now)
	var before, after tree
	if isCommit(commit.Original) && isCommit(commit.Now) { // it is somebody's text
		before, after = d.readTree(ctx, commit.Original), d.readTree(ctx, commit.Now)
	}
	s := source{before: before, after: after, original: record, wasRead: other.wasRead(after)}
	for _, input := range all {
		if input.Kind == repro.KindData {
			s.data = append(s.data, input)
		}
	}
	changed, ok := compareTrees(before, after, nil, nil)
	switch {
	case !ok && ours:
		commit.State, commit.Note = repro.InputUnknown, paramsCommit
		return []repro.Input{commit}, source{}
	case !ok:
		return all[:1:1], source{}
	}
	logged := slices.Concat(original.Params, now.Params)
	s.differ = paths(changed)
	s.changed = slices.DeleteFunc(changed, func(c treeChange) bool { return ours && s.onlyParams(c, logged) })
	s.imports = importsOf(after, paths(s.changed), []string{original.Tags[MlflowSource], now.Tags[MlflowSource]})
	inputs := codeInputs(commit, s)
	if ours && inputs[0].State == repro.InputSame {
		inputs[0].Note = "another commit, whose files are equal except the params that reproduce wrote"
	}
	return inputs, s
}

// isOurs says whether reproduce made a run, and the commit that it was trained from.
func isOurs(run repro.Run) bool { return run.Tags[repro.IDTag] != "" }

// toldByParams says of a key of a params file whether the logged params tell of it: both runs logged
// it with one value, whatever the file has, or reproduce wrote there what one of them logged.
func toldByParams(original, now repro.Run) func(file string, key repro.OwnChange) bool {
	logged := slices.Concat(original.Params, now.Params)
	return func(_ string, key repro.OwnChange) bool {
		then, known := original.Params.Get(key.Name)
		later, known2 := now.Params.Get(key.Name)
		return known && known2 && then == later || (isOurs(original) || isOurs(now)) && isWritten(key, logged)
	}
}

// isWritten says whether a key has a value now as one of the runs logged it.
func isWritten(key repro.OwnChange, logged repro.Params) bool {
	return slices.ContainsFunc(logged, func(param repro.Param) bool {
		return strings.HasSuffix("."+key.Name, "."+param.Name) && params.Equal(param.Value, key.Now)
	})
}

// onlyParams says whether all that differs in a file is params as one of the runs
// logged them: those are compared one by one.
func (s source) onlyParams(change treeChange, logged repro.Params) bool {
	then, now, ok := change.sides(s.before, s.after)
	if !ok || IsProgram(change.file) {
		return false
	}
	own := contents.KeyChanges(doc.FormatOf(change.file), then, now)
	return len(own) > 0 && !slices.ContainsFunc(own, func(key repro.OwnChange) bool { return !isWritten(key, logged) })
}

// hasCommitted says of a file of the repository whether a training whose tree was its commit's had
// what has a digest.
func (r Record) hasCommitted(file, digest string) bool {
	return r.Known() && r.Code.Tree == recorded.Clean && digest != "" && r.digest(file) == digest
}
