package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxRuns is how many runs of one training get its record.
const maxRuns = 100

// Runs finds the runs that the training made: by the tag that MLflow put on them, and the
// one that it was told to go on with, unless that one was over before and was left so: the variable
// is another training's. A run that is part of another of them is left out.
func (g *Recording) Runs(ctx context.Context, registry *mlflow.Registry) ([]repro.Run, error) {
	found, err := registry.FindRuns(ctx, mlflow.RunQuery{Tags: map[string]string{recorded.Tag: g.ID}, Limit: maxRuns})
	if err != nil {
		return nil, err
	}
	for _, entry := range g.Environ {
		if id, ok := strings.CutPrefix(entry, "MLFLOW_RUN_ID="); ok && repro.IsRunID(id) {
			run, err := registry.Run(ctx, id)
			if err != nil {
				return nil, err
			}
			if !g.endedBefore(run) {
				found = append(found, run)
			}
		}
	}
	made := map[string]bool{}
	for _, run := range found {
		made[run.ID] = true
	}
	var top []repro.Run
	for _, run := range found {
		again := slices.ContainsFunc(top, func(other repro.Run) bool { return other.ID == run.ID })
		if !again && !run.Deleted && !made[run.Tags["mlflow.parentRunId"]] {
			top = append(top, run)
		}
	}
	return top, nil
}

// endedBefore says whether a run was over when the training began, and nobody went on with it.
func (g *Recording) endedBefore(run repro.Run) bool {
	began, err := time.Parse(time.RFC3339, g.document.StartedAt)
	return err == nil && !run.Ended.IsZero() && run.Ended.Before(began)
}

// How long a tracking server is waited for after a training: for its runs, and for all that
// is left on one of them. Whoever trained waits for the end of the command.
const (
	findPatience  = 15 * time.Second
	leavePatience = 20 * time.Second
)

// errKept says that a run has a record already.
var errKept = errors.New("nothing was written to it; start a run of its own to record this training there")

// Left is what became of a record.
type Left struct {
	In     []string // where it was left
	Missed []string // runs without all of it, on which it may be left later
	Found  bool     // whether the runs are known at all
}

// LeaveOnRuns leaves a record on the runs that the training made. A server that does not
// answer is not asked about the next one.
func (g *Recording) LeaveOnRuns(ctx context.Context, registry *mlflow.Registry, record Record) (Left, error) {
	return g.leaveOnRuns(ctx, registry, record, findPatience, leavePatience)
}

func (g *Recording) leaveOnRuns(ctx context.Context, registry *mlflow.Registry, record Record, find, leave time.Duration) (left Left, err error) {
	runs, err := within(ctx, find, func(ctx context.Context) ([]repro.Run, error) { return g.Runs(ctx, registry) })
	if err != nil {
		return left, fmt.Errorf("the training's runs were not found: %w", err)
	}
	left.Found = true
	if len(runs) == 0 {
		return left, errors.New("no run of the training is on the tracking server: it logged none there, or not by MLflow's own start_run")
	}
	var problems []error
	for i, run := range runs {
		place, err := within(ctx, leave, func(ctx context.Context) (string, error) { return Leave(ctx, registry, run, record) })
		if place != "" {
			left.In = append(left.In, place)
		}
		if err != nil && !errors.Is(err, errKept) {
			left.Missed = append(left.Missed, run.ID)
		}
		problems = append(problems, err)
		if errors.Is(err, errNoAnswer) && i+1 < len(runs) {
			for _, next := range runs[i+1:] {
				left.Missed = append(left.Missed, next.ID)
			}
			problems = append(problems, fmt.Errorf("on %s more nothing was left", wording.Count(len(runs)-i-1, "run", "runs")))
			break
		}
	}
	return left, errors.Join(problems...)
}

// errNoAnswer ends what takes too long.
var errNoAnswer = errors.New("the tracking server did not answer in time")

// within does something for as long as there is patience.
func within[T any](ctx context.Context, patience time.Duration, do func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errNoAnswer)
	defer cancel()
	return do(ctx)
}

// keepsAnother says why a run keeps the record that it has: one of an earlier training is
// what its metrics came from, and a step that went on with the run is no reason to lose it.
func keepsAnother(ctx context.Context, registry *mlflow.Registry, run repro.Run, id string) error {
	name, earlier := "run "+gitformat.Short(run.ID), run.Tags[recorded.Tag]
	if earlier != "" && earlier != id {
		return fmt.Errorf("%s keeps the record of an earlier training: %w", name, errKept)
	}
	_, err := mlflow.RunFile(ctx, registry, run.ID, path.Join(recorded.Folder, recorded.File))
	switch {
	case err == nil:
		return fmt.Errorf("%s has a %s/%s already: %w", name, recorded.Folder, recorded.File, errKept)
	case errors.Is(err, mlflow.ErrNotFound) || earlier == id: // the training began it
		return nil
	}
	return fmt.Errorf("whether %s has a record is not known (%w): nothing was written to it", name, err)
}

// Leave leaves a record on a run that has none: as files, and as tags, as far as the store takes them.
// What it did not take is an error, and the rest is left all the same.
func Leave(ctx context.Context, registry *mlflow.Registry, run repro.Run, record Record) (left string, err error) {
	if err := keepsAnother(ctx, registry, run, record.Lineage.ID); err != nil {
		return "", err
	}
	var problems []error
	wrote := true
	if record.Diff != "" {
		problems = append(problems, registry.WriteRunFile(ctx, run.ID, path.Join(recorded.Folder, recorded.DiffFile), []byte(record.Diff)))
	}
	if err := registry.WriteRunFile(ctx, run.ID, path.Join(recorded.Folder, recorded.File), record.Text); err != nil {
		wrote = false
		problems = append(problems, err)
	}
	tagged := !registry.ReadOnly()
	if tagged {
		sum := sha256.Sum256(record.Text)
		tags := [][2]string{{recorded.Tag, record.Lineage.ID}, {recorded.CommitTag, record.Lineage.Code.Commit}, {recorded.TreeTag, record.Lineage.Code.Tree}}
		if wrote {
			tags = append(tags, [2]string{recorded.DigestTag, hex.EncodeToString(sum[:])})
		}
		for _, tag := range tags {
			if run.Tags[tag[0]] == tag[1] || tag[1] == "" {
				continue
			}
			if err := registry.SetRunTag(ctx, run.ID, tag[0], tag[1]); err != nil {
				tagged = false
				problems = append(problems, err)
				break
			}
		}
	}
	name := "run " + gitformat.Short(run.ID)
	switch {
	case wrote:
		left = fmt.Sprintf("%s/%s of %s", recorded.Folder, recorded.File, name)
	case tagged:
		left = "tags of " + name
	}
	return left, errors.Join(problems...)
}
