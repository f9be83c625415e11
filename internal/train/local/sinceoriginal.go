package local

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A sinceOriginal holds the files of the trained commit against those of the original's, by the
// names of their objects. The zero value is where that commit is the trained one, is not
// recorded or is not here: nothing is known to be other then.
type sinceOriginal struct{ before, now map[string]string }

func (l *Project) sinceOriginal(ctx context.Context, plan repro.Plan) sinceOriginal {
	recorded := lineage.RecordedCommit(plan.Original).Value
	if recorded == "" || recorded == plan.Code.Commit {
		return sinceOriginal{}
	}
	before, now := l.objects(ctx, recorded), l.objects(ctx, plan.Code.Commit)
	if before == nil || now == nil {
		return sinceOriginal{}
	}
	return sinceOriginal{before, now}
}

// objects are the names of a commit's objects by their paths from the top; nil where it is not here.
func (l *Project) objects(ctx context.Context, commit string) map[string]string {
	entries, err := l.Repository.Files(ctx, commit)
	if err != nil {
		return nil
	}
	objects := map[string]string{}
	for _, entry := range entries {
		objects[entry.Path] = entry.Object
	}
	return objects
}

// changed says whether the original's commit has a file not at all or otherwise, and added whether
// it has it not at all: the original cannot have read it, and may have left it.
func (s sinceOriginal) changed(file string) bool {
	return s.now[file] != "" && s.now[file] != s.before[file]
}

func (s sinceOriginal) added(file string) bool { return s.changed(file) && s.before[file] == "" }
