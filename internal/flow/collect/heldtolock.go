package collect

import (
	"bytes"
	"context"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train"
)

// holdToLock holds the locks that a dispatched training committed, or uploaded beside its
// metrics, against its commit: nobody saw what it had, and DVC wrote that down. A lock that
// is still the commit's tells of this training only where DVC said that it ran the stage.
func (c *Collected) holdToLock(ctx context.Context, training train.Training, read []metricsFile) {
	if training.Upload == nil || training.Files == nil {
		return
	}
	project, err := dvc.Read(training.Files)
	if err != nil {
		return
	}
	left := leftFiles{training.Files, map[string][]byte{}}
	for _, file := range read {
		if file.uploaded != nil {
			left.uploaded[file.path] = file.uploaded
		}
	}
	uploads, locks := len(left.uploaded) > 0, map[string]bool{} // whether it is another than the commit's
	for _, stage := range project.Stages {
		lock := path.Join(stage.Dir, "dvc.lock")
		if _, known := locks[lock]; known {
			continue
		}
		if training.Wrote(lock) {
			locks[lock] = true
		} else if uploads {
			data, err := training.Upload(ctx, lock)
			if err != nil {
				continue // whoever needs it says so
			}
			then, _ := doc.ReadFile(training.Files, lock)
			locks[lock], left.uploaded[lock] = !bytes.Equal(then, data), data
		}
	}
	if len(locks) == 0 {
		return
	}
	if project, err = dvc.Read(left); err != nil {
		return
	}
	leading := map[string]bool{}
	if len(c.Files) > 0 {
		leading = project.Leading(c.Files)
	}
	log := dvc.Log{Executed: training.Execution.Executed}
	c.Lock = project.LockAgainst(func(stage dvc.Stage) bool {
		another, there := locks[path.Join(stage.Dir, "dvc.lock")]
		makes := slices.ContainsFunc(stage.Outs, func(out dvc.Output) bool { return slices.Contains(c.Files, out.Path) })
		return there && (log.Ran(stage.Name) || another && (makes || leading[stage.Name] && slices.Contains(training.Stages, stage.Name)))
	}, c.Files)
	if c.Run.ID != "" { // it says its params itself, and has its numbers from no file
		c.Lock.Params, c.Lock.Outs = nil, nil
	}
}
