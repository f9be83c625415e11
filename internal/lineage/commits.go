package lineage

import (
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Two recorded runs are held against each other here by the trees of their
// commits. A run that reproduce made has a commit of its own, with the params of
// the original written over those of the files: that is no other code.

// paramsCommit is the note of such a commit where its tree is not at hand.
const paramsCommit = "reproduce made this commit, to write the original's params; the trees could not be compared"

// commitInputs compares the two commits that all[0] names: by their trees where
// both can be read.
func (d Diagnosis) commitInputs(ctx context.Context, all []repro.Input, original, now repro.Run) []repro.Input {
	commit := all[0]
	if commit.State != repro.InputDiffers {
		return all[:1:1]
	}
	ours := now.Tags[repro.IDTag] != "" || original.Tags[repro.IDTag] != ""
	var before, after tree
	if isCommit(commit.Original) && isCommit(commit.Now) { // it is somebody's text
		before, after = d.readTree(ctx, commit.Original), d.readTree(ctx, commit.Now)
	}
	s := source{before: before, after: after}
	for _, input := range all {
		if input.Kind == repro.KindData {
			s.data = append(s.data, input)
		}
	}
	changed, ok := compareTrees(before, after, nil, nil)
	switch {
	case !ok && ours:
		commit.State, commit.Note = repro.InputUnknown, paramsCommit
		return []repro.Input{commit}
	case !ok:
		return all[:1:1]
	}
	logged := slices.Concat(original.Params, now.Params)
	s.changed = slices.DeleteFunc(changed, func(c treeChange) bool { return ours && s.onlyParams(c, logged) })
	s.imports = importsOf(after, paths(s.changed), []string{original.Tags[MlflowSource], now.Tags[MlflowSource]})
	inputs := codeInputs(commit, s)
	if ours && inputs[0].State == repro.InputSame {
		inputs[0].Note = "another commit, whose files are equal except the params that reproduce wrote"
	}
	return inputs
}

// onlyParams says whether all that differs in a file is params as one of the runs
// logged them: those are compared one by one.
func (s source) onlyParams(change treeChange, logged repro.Params) bool {
	then, now, ok := change.sides(s.before, s.after)
	if !ok || IsProgram(change.file) {
		return false
	}
	own := contents.KeyChanges(doc.FormatOf(change.file), then, now)
	return len(own) > 0 && !slices.ContainsFunc(own, func(key repro.OwnChange) bool {
		return !slices.ContainsFunc(logged, func(param repro.Param) bool {
			return strings.HasSuffix("."+key.Name, "."+param.Name) && params.Equal(param.Value, key.Now)
		})
	})
}
