package hosted

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
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

// taken names the code and the inputs that the commits on top of the branch, up to this one, have
// or had otherwise than the change: from the top, sorted. What one of them changed and the next
// put back may have been taken in between.
func (h *Project) taken(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, change repro.Change, commit string) (taken []string, err error) {
	made := cmp.Or(change.Head, change.Commit)
	if commit == change.Commit || commit == made {
		return nil, nil
	}
	onTop, err := h.Trainer.Client.OnTop(ctx, made, commit)
	if err != nil {
		return nil, err
	}
	then := h.Client.FS(ctx, change.Commit)
	for _, commit := range onTop {
		files, err := h.Client.Differences(ctx, change.Commit, commit)
		if err != nil {
			return nil, err
		}
		now := h.Client.FS(ctx, commit)
		for _, file := range files {
			if !slices.Contains(taken, file) && h.isTaken(plan, pipeline, then, now, file) {
				taken = append(taken, file)
			}
		}
	}
	slices.Sort(taken)
	return taken, nil
}

// rewrittenBetween names the params files that a commit on top of the branch changed, and another
// put back: the training may have begun between the two.
func (h *Project) rewrittenBetween(ctx context.Context, change repro.Change, head string, held []string) (found []string, err error) {
	onTop, err := h.Trainer.Client.OnTop(ctx, cmp.Or(change.Head, change.Commit), head)
	if err != nil {
		return nil, err
	}
	before := filestate.ContentOf(h.files(ctx, change.Commit), held)
	for _, commit := range onTop {
		if commit != head {
			found = append(found, before.Changed(filestate.ContentOf(h.files(ctx, commit), held))...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// loaded are endings of what an interpreter loads and nobody reads: compiled modules, packages.
var loaded = []string{".so", ".pyd", ".dll", ".dylib", ".pyc", ".pth", ".egg", ".whl", ".jar", ".class"}

// isCode says whether a file is what runs, or what says what runs: programs, what they load and
// which packages and settings of git and DVC they have.
func isCode(files fs.FS, file string) bool {
	base := path.Base(file)
	if lineage.IsProgram(file) || slices.Contains(loaded, path.Ext(base)) {
		return true
	}
	if packages.MatchString(base) {
		_, err := fs.Stat(files, path.Join(path.Dir(file), "MLmodel"))
		return err != nil // those of a model that was saved are for whoever loads it
	}
	if base == ".gitattributes" || strings.HasPrefix(file, ".dvc/config") || strings.Contains(file, "/.dvc/config") {
		return true
	}
	info, err := fs.Stat(files, file)
	return err != nil && !filekind.LooksMade(file) || err == nil && info.Mode()&0o111 != 0 // a link, or a program by its mode
}

// packages finds files that say which packages are installed.
var packages = regexp.MustCompile(`(?i)^(?:requirements|constraints)\b.*\.(?:txt|in)$|^(?:.+[.-])?(?:lock|lockfile)(?:\.ya?ml|\.json)?$|^go\.(?:mod|sum)$|^(?:Manifest|Project)\.toml$|^package(?:-lock)?\.json$`)

// isTaken says so of one file that differs. By its name alone a new file is code or an input
// that a training takes in; of an old one what no training is known to write is an input.
func (h *Project) isTaken(plan repro.Plan, pipeline *dvc.Project, then, now fs.FS, file string) bool {
	within := h.within(file)
	there := now
	if _, err := fs.Stat(now, file); errors.Is(err, fs.ErrNotExist) {
		there = then
	}
	base := path.Base(file)
	code := base != "dvc.lock" && base != "dvc.yaml" && isCode(there, file) || filekind.IsInput(pipeline, plan, within)
	switch {
	case slices.Contains(plan.Absent, within) || filekind.IsMade(pipeline, plan, within):
		return false
	case base == "dvc.yaml":
		below, err := fs.Sub(now, cmp.Or(h.Dir, "."))
		return err != nil || train.OtherStages(pipeline, below)
	case filekind.IsKept(file) && !code:
		return false
	}
	a, err := doc.ReadFile(then, file)
	b, errNow := doc.ReadFile(now, file)
	old := err == nil
	if old && errNow == nil && (path.Ext(file) == ".ipynb" && contents.SameNotebook(a, b) || filekind.SameButVersion(file, a, b)) {
		return false
	}
	return code || old && !filekind.LooksMade(file)
}

// numbersOfCommit names the small texts that the training found in its checkout and that hold
// all of the values. Those that it left with other content, on the branch's head, it wrote itself.
// Where the commit has too many files to be listed, none is looked at.
func (h *Project) numbersOfCommit(ctx context.Context, change repro.Change, head string) func(values []float64) []string {
	return func(values []float64) (found []string) {
		names, all, err := h.Client.Tracked(ctx, change.Commit)
		if err != nil || !all {
			return nil
		}
		files, left, read := h.Client.FS(ctx, change.Commit), h.Client.FS(ctx, head), 0
		for _, file := range names {
			info, err := fs.Stat(files, file)
			if err != nil || !filestate.IsFewNumbers(file, info.Size()) && !(lineage.IsProgram(file) && info.Size() <= filestate.MaxNumbersFile) {
				continue
			}
			if now, err := fs.Stat(left, file); head != change.Commit && err == nil && now.Sys() != info.Sys() {
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
