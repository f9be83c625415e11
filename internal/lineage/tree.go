package lineage

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A tree is a project at one commit, or after a training.
type tree struct {
	at      string // in words: "a1b2c3d"
	files   fs.FS  // nil where there is none
	whole   fs.FS  // the repository's, of which files are the project's; nil where these are all
	prefix  string // of the project in it
	project *dvc.Project
	lock    trust // of its locks, as witnesses of the run in question
	why     string
	proof   string // the file by which its locks are proven; "" for none
}

// trust says whether a lock tells of a certain run.
type trust int

const (
	lockUnknown trust = iota
	lockLikely        // it has the params that the run logged, as others may
	lockProven        // its metrics are the run's, or its outputs name the run
	lockOther         // they are not: it tells of an earlier training, or a later one
)

// readTree reads a project at a commit; a commit that cannot be read is a tree
// without files.
func (d Diagnosis) readTree(ctx context.Context, commit string) tree {
	t := tree{at: gitformat.Short(commit)}
	if commit == "" || d.RepositoryFiles == nil {
		return t
	}
	files, prefix, err := d.RepositoryFiles(ctx, commit)
	if err != nil {
		return t
	}
	t.files = files
	if prefix != "" {
		t.whole, t.prefix = files, prefix
		if t.files, err = fs.Sub(files, prefix); err != nil {
			return tree{at: t.at}
		}
	}
	if t.project, err = dvc.Read(t.files); err != nil {
		t.project = nil
	}
	return t
}

// originals reads the commit that the original recorded, and looks for a lock
// that tells of the original: at that commit, at the one that was trained, or
// at the head, because people commit a lock after the training that made it.
func (d Diagnosis) originals(ctx context.Context, result repro.Result) (recorded, locked tree) {
	commit := RecordedCommit(result.Original)
	recorded = d.readTree(ctx, commit.Value)
	recorded.witness(result)
	if commit.From == fromMLflow {
		recorded.doubt()
	}
	locked = recorded
	seen := []string{commit.Value}
	trained := func(context.Context) string { return result.Change.Base }
	for _, where := range []func(context.Context) string{trained, d.Head} {
		if locked.lock == lockProven {
			break
		}
		candidate := where(ctx)
		if candidate == "" || slices.Contains(seen, candidate) {
			continue
		}
		seen = append(seen, candidate)
		t := d.readTree(ctx, candidate)
		t.witness(result)
		if t.lock == lockProven || t.lock == lockLikely && locked.lock != lockLikely {
			locked = t
		}
	}
	if locked.lock == lockOther {
		locked = tree{at: recorded.at, why: recorded.why}
	}
	return recorded, locked
}

// doubt takes back the trust in the locks of a commit that the training found:
// they were there before it, and tell of an earlier one. Where they have the
// hashes of other files than those of the commit, that one was trained from
// something else.
func (t *tree) doubt() {
	if t.lock != lockProven && t.lock != lockLikely {
		return
	}
	if lies := t.project.Untruths(); len(lies) > 0 {
		t.lock, t.why = lockOther, "dvc.lock at "+t.at+" is older than the run, and has another hash of "+lies[0].Path+" than the file there"
	}
}

// witness decides whether the tree's locks tell of the original run: by the
// params that both name, by the metrics file that the lock vouches for, and by
// the run id that the training left.
func (t *tree) witness(result repro.Result) {
	if t.project == nil || t.files == nil {
		return
	}
	agree, differ := t.lockedParams(result.Plan.Params)
	if differ != "" {
		t.lock, t.why = lockOther, differ
		return
	}
	if file, same, known := t.lockedMetrics(result); known {
		t.lock = lockOther
		t.why = "the metrics that dvc.lock at " + t.at + " records are not the run's"
		if same {
			t.lock, t.why, t.proof = lockProven, "", file
		}
		return
	}
	if data, err := doc.ReadFile(t.files, mlflow.MetadataFile); err == nil && result.Original.ID != "" {
		if claimed, err := mlflow.ReadMetadata(data); err == nil && claimed.ID != "" {
			t.lock, t.why = lockOther, mlflow.MetadataFile+" at "+t.at+" names another run"
			if claimed.ID == result.Original.ID {
				t.lock, t.why, t.proof = lockProven, "", mlflow.MetadataFile
			}
			return
		}
	}
	if agree > 0 {
		t.lock = lockLikely
	}
}

// lockedParams counts the params that the lock and the run agree on, and names
// one on which they do not.
func (t *tree) lockedParams(edits []repro.ParamEdit) (agree int, differ string) {
	for _, edit := range edits {
		if edit.Name == "" || len(edit.Key) == 0 {
			continue
		}
		value, known := t.lockedParam(edit.File, edit.Key)
		switch {
		case !known:
		case agrees(edit.Logged, value):
			agree++
		default:
			differ = "dvc.lock at " + t.at + " has " + strings.Join(edit.Key, ".") + " = " + value + ", the run logged " + edit.Logged
		}
	}
	return agree, differ
}

// lockedParam finds the value that a stage ran with.
func (t *tree) lockedParam(file string, key []string) (value string, known bool) {
	for _, stage := range t.project.Stages {
		for _, declared := range stage.Params {
			if declared.File != file || stage.Locked == nil {
				continue
			}
			if value, known := stage.Locked.Value(declared.Written, key); known {
				return value, true
			}
		}
	}
	return "", false
}
