package hosted

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxReads bounds the files that cost a request each to be looked at for numbers.
const maxReads = 20

// What a training put on top of its branch is its result, unless it is code or an input:
// then somebody may have pushed it before the training took it in.

// otherCode says how the commit that a run recorded shows that it was made by other code than
// the change's.
func (h *Project) otherCode(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, change repro.Change) func(run repro.Run, commit string) string {
	return func(_ repro.Run, commit string) string {
		if commit == "" {
			return ""
		}
		ours, err := h.Trainer.Client.BuiltOn(ctx, change, commit)
		var taken []string
		if err == nil && ours {
			taken, err = h.taken(ctx, plan, pipeline, change, commit)
		}
		switch {
		case err != nil:
			return fmt.Sprintf("it recorded commit %.12s, which could not be looked at (%v)", commit, err)
		case !ours:
			return train.AnotherCommit(commit, change)
		case len(taken) > 0:
			return fmt.Sprintf("it recorded commit %.12s, which was put on top of %s and changed %s", commit, change.Branch, wording.List(taken))
		}
		return ""
	}
}

// taken names the code and the inputs that a commit on top of the branch has otherwise than
// the change: from the top, sorted.
func (h *Project) taken(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, change repro.Change, commit string) ([]string, error) {
	if commit == change.Commit || commit == change.Head {
		return nil, nil
	}
	files, err := h.Client.Differences(ctx, change.Commit, commit)
	if err != nil {
		return nil, err
	}
	then, now := h.Client.FS(ctx, change.Commit), h.Client.FS(ctx, commit)
	return slices.DeleteFunc(files, func(file string) bool { return !h.isTaken(plan, pipeline, then, now, file) }), nil
}

// isTaken says so of one file that differs. By its name alone a new file is code or an input
// that a training takes in; of an old one what no training is known to write is an input.
func (h *Project) isTaken(plan repro.Plan, pipeline *dvc.Project, then, now fs.FS, file string) bool {
	within := h.within(file)
	code := lineage.IsProgram(file) || filekind.IsInput(pipeline, plan, within)
	switch {
	case slices.Contains(plan.Absent, within) || filekind.IsMade(pipeline, plan, within):
		return false
	case path.Base(file) == "dvc.yaml":
		below, err := fs.Sub(now, cmp.Or(h.Dir, "."))
		return err != nil || train.OtherStages(pipeline, below)
	case filekind.IsKept(file) && !code:
		return false
	}
	a, err := doc.ReadFile(then, file)
	b, errNow := doc.ReadFile(now, file)
	old := err == nil
	if old && errNow == nil && (path.Ext(file) == ".ipynb" && lineage.SameNotebook(a, b) || filekind.SameButVersion(file, a, b)) {
		return false
	}
	return code || old && !filekind.LooksMade(file)
}

// numbersOfCommit names the small texts that the training found in its checkout and that hold
// all of the values. Where the commit has too many files to be listed, none is looked at.
func (h *Project) numbersOfCommit(ctx context.Context, change repro.Change) func(values []float64) []string {
	return func(values []float64) (found []string) {
		names, all, err := h.Client.Tracked(ctx, change.Commit)
		if err != nil || !all {
			return nil
		}
		files, read := h.Client.FS(ctx, change.Commit), 0
		for _, file := range names {
			info, err := fs.Stat(files, file)
			if err != nil || !filestate.IsFewNumbers(file, info.Size()) {
				continue
			}
			if !files.IsCached(file) {
				if read++; read > maxReads {
					continue
				}
			}
			if data, err := doc.ReadFile(files, file); err == nil && filestate.HoldsAll(string(data), values) {
				found = append(found, h.within(file))
			}
		}
		return found
	}
}
