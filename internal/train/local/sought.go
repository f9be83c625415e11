package local

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// sought names of what was taken away what the training looked for and did not find: by what
// Python was seen to do, by what its output says, and, of a file that it did not make, by the
// test of a shell, of make or of a program in any language. Of programs of Python that were seen
// only what they asked for counts: what their text has may not have run. No more has that of a
// program that nobody read, where all was watched. texts are the command
// and what it calls, besides are no inputs.
func (l *Project) sought(seen *observe.Observation, p place, told *train.Lacking, unmade, texts []string, besides ...string) []string {
	var found []string
	if len(unmade) > 0 {
		all := strings.Join(texts, "\n")
		programs := used(seen, p.stamps, all, l.Prefix, p.clone.Dir, filestate.RealPath(p.clone.Dir))
		texts = append(texts, programs.Only(l.mayAskUnseen(seen, p, all)).Programs(p.root.FS())...)
	}
	for _, file := range l.absentNames(p.absence) {
		if slices.Contains(besides, file) {
			continue
		}
		looked := seen != nil && seen.Sought(path.Join(l.Prefix, file), p.clone.Dir, filestate.RealPath(p.clone.Dir))
		if looked || told.Of(file) || slices.Contains(unmade, file) && slices.ContainsFunc(texts, func(text string) bool { return absent.Asks(text, file) }) {
			found = append(found, file)
		}
	}
	return found
}

// mayAskUnseen says of programs of the place whether they may have asked for a file and nobody
// saw it: all but those of Python, where Python told what it asked for. One whose text another
// program reads may run as a part of that one.
func (l *Project) mayAskUnseen(seen *observe.Observation, p place, text string) func(file string) bool {
	if seen == nil || !seen.ToldAsks() || othercode.Unhooked(text) != "" || othercode.NamesEngine(text) {
		return func(string) bool { return true }
	}
	dirs := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)}
	ran, read := seen.CodeIn(dirs...), seen.ReadBelow(dirs...)
	return func(file string) bool {
		top := path.Join(l.Prefix, file)
		return path.Ext(file) != ".py" || slices.Contains(read, top) && !slices.Contains(ran, top)
	}
}

// ReadByOriginal names files of the plan's commit that the training would be without, and that
// the original read as the commit has them.
func (l *Project) ReadByOriginal(ctx context.Context, plan repro.Plan, sums map[string]string) []string {
	whole, prefix, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil || len(sums) == 0 {
		return nil
	}
	return absent.Read(whole, prefix, plan, sums)
}

// AskedFor lists what a training of the plan would be without and what asks for it.
func (l *Project) AskedFor(ctx context.Context, plan repro.Plan) []absent.Asked {
	whole, prefix, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil {
		return nil
	}
	return absent.AskedFor(whole, prefix, plan)
}
