package hosted

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Project is a project on GitHub. It trains by dispatching the project's own
// workflow on a branch made for it, and needs no clone.
type Project struct {
	Client  *gitdata.Client
	Trainer workflow.Trainer
	Dir     string // the project's directory in the repository, with slashes; "" is the top
	Collect string // the commit of a training that was started elsewhere: the first is that one, and none is started in its place; "" for none
}

var _ train.Project = (*Project)(nil)

// Code picks the commit: a recorded one only if the default branch leads to it.
func (h *Project) Code(ctx context.Context, asked, recorded string) (repro.CodeRef, []string, error) {
	return train.PickCode(ctx, h, asked, recorded, "push it, or train today's code with code-ref: head")
}

// Head is the newest commit of the default branch.
func (h *Project) Head(ctx context.Context) (repro.CodeRef, []string, error) {
	repository, err := h.Client.Repository(ctx)
	if err != nil {
		return repro.CodeRef{}, nil, err
	}
	commit, err := h.Client.Resolve(ctx, "head")
	return repro.CodeRef{Asked: "head", Commit: commit, From: "head of " + repository.DefaultBranch}, nil, err
}

// Resolve gives the commit that a ref names.
func (h *Project) Resolve(ctx context.Context, ref string) (string, error) {
	return h.Client.Resolve(ctx, ref)
}

// Unreachable says why the recorded commit cannot be trained; "" where it can.
func (h *Project) Unreachable(ctx context.Context, recorded string) (string, error) {
	if recorded == "" {
		return "the run recorded no commit", nil
	}
	reachable, err := h.Client.Reachable(ctx, recorded)
	if err == nil && !reachable {
		return fmt.Sprintf("the default branch does not contain the recorded commit %.12s", recorded), nil
	}
	return "", err
}

// Files gives the files of a commit, each read when it is asked for.
func (h *Project) Files(ctx context.Context, commit string) (fs.FS, error) {
	return h.files(ctx, commit), nil
}

// files are the project's.
func (h *Project) files(ctx context.Context, commit string) fs.FS {
	return h.Client.FS(ctx, commit).Below(h.Dir)
}

// RepositoryFiles gives the files of the repository at a commit, and the project's directory.
func (h *Project) RepositoryFiles(ctx context.Context, commit string) (files fs.FS, prefix string, err error) {
	return h.Client.FS(ctx, commit), h.Dir, nil
}

// Branch is reproduce/MODEL/vN, as on a local clone.
func (h *Project) Branch(version repro.ModelVersion) string { return train.BranchFor(version) }

// Apply commits the plan's files on their branch, once the workflow is known
// to be there: a branch without a training is of no use to anybody.
func (h *Project) Apply(ctx context.Context, plan repro.Plan) (repro.Change, error) {
	plan.Files = train.FromTop(h.Dir, plan.Files)
	plan.Absent = slices.Clone(plan.Absent)
	for i, name := range plan.Absent {
		plan.Absent[i] = path.Join(h.Dir, name)
	}
	if h.Collect != "" && h.Trainer.Collect == "" {
		h.Trainer.Collect, h.Trainer.Started = plan.Branch, h.Collect
	}
	if h.Trainer.Collect != "" && plan.Branch == h.Trainer.Collect {
		return h.Trainer.Apply(ctx, plan) // its workflow ran, whatever became of the file
	}
	if err := h.Trainer.Preflight(ctx, plan); err != nil {
		return repro.Change{}, err
	}
	return h.Trainer.Apply(ctx, plan)
}

// stepFailed begins the line that GitHub writes where a step's command did not exit with 0.
const stepFailed = "##[error]Process completed with exit code"

// ofPipeline leaves the stages that DVC named without a file, or with one of the pipeline's: DVC
// names them from where it was called.
func (h *Project) ofPipeline(pipeline *dvc.Project, said []string) []string {
	return slices.DeleteFunc(slices.Clone(said), func(name string) bool {
		file, _, named := strings.Cut(name, ":")
		for strings.HasPrefix(file, "../") {
			file = file[len("../"):]
		}
		return named && !slices.ContainsFunc(pipeline.Stages, func(s dvc.Stage) bool { return file == s.File || file == path.Join(h.Dir, s.File) })
	})
}

// uploading finds a step that uploads files, or one that another file has.
var uploading = regexp.MustCompile(`(?i)upload|uses:\s*['"]?(?:\./|\S+/\.github/workflows/)`)

// stopping is how long the cancellation of a dispatched run may take: the
// runner gives a cancelled job less than ten seconds in all.
const stopping = 3 * time.Second

// Train dispatches the workflow and waits for that run.
func (h *Project) Train(ctx context.Context, plan repro.Plan, change repro.Change) (train.Training, error) {
	var log dvc.Log
	trainer := h.Trainer
	var failure train.OutputFailure
	exits, lacking := "", train.Lacking{Files: plan.Absent}
	trainer.OnLine = func(line string) {
		log.Read(line)
		failure.Read(line)
		lacking.Read(line)
		if code, failed := strings.CutPrefix(line, stepFailed); failed {
			exits = strings.Trim(code, " .")
		}
	}
	execution, err := trainer.Train(ctx, plan, change)
	training := train.Training{Execution: execution}
	training.Execution.Absent = plan.Absent
	if ctx.Err() != nil && execution.ID != "" {
		training.Execution.Status, training.Execution.Detail = repro.ExecRunning, "the training continues, and the next check uses its result"
		if plan.OnCancel != repro.CancelLeave && !h.Trainer.Owns(change) {
			training.Execution.Detail = "the training goes on: another check started it"
		} else if plan.OnCancel != repro.CancelLeave {
			stop, done := context.WithTimeout(context.WithoutCancel(ctx), stopping)
			defer done()
			stopped := h.Trainer.Cancel(stop, execution.ID)
			if stopped == nil {
				training.Execution.Status, training.Execution.Detail = repro.ExecCancelled, "stopped because the check was stopped"
			}
			err = errors.Join(err, stopped)
		}
	}
	if err != nil || execution.Status != repro.ExecSucceeded {
		return training, err
	}
	if exits != "" && training.Execution.Detail == "" {
		training.Execution.Detail = "a step of it ended with exit code " + printable.OneLine(exits, 10) + ", and the run counts as successful all the same"
	}
	pipeline, err := dvc.Read(h.files(ctx, change.Commit))
	if err != nil {
		return training, err
	}
	log.Executed = train.Executions(pipeline, h.commands(ctx, plan), dvc.Log{Executed: h.ofPipeline(pipeline, log.Executed)})
	if training.Kept, err = h.kept(ctx, plan); err != nil {
		return training, err
	}
	training.Stages, training.Callers, training.Failed = pipeline.Training(), pipeline.Callers, log.Failed
	training.Alike = pipeline.AlikeMetrics()
	training.Restored = train.RestoredMetrics(pipeline, log)
	training.Execution.Executed, training.Execution.Skipped = log.Executed, train.SkippedTraining(pipeline, log)
	training.UpToDate = slices.DeleteFunc(log.Idle, func(goal string) bool { return !dvc.Trained(goal) })
	head, above, err := h.Trainer.Client.TrainedHead(ctx, change)
	if err != nil {
		return training, err
	}
	switch {
	case above > gitdata.MaxAbove:
		training.Lost = fmt.Sprintf("%s has %d commits on top of its own, of which no more than %d are looked at. No run recorded a commit, so other code may have trained. Let the training push fewer commits, or log the run with mlflow.start_run", change.Branch, above, gitdata.MaxAbove)
	case head == "":
		training.Lost = change.Branch + " was moved or deleted while the training ran, and no run recorded a commit, so other code may have trained. Leave the branch alone and run again"
		head = change.Commit
	}
	moved := head != change.Commit
	training.Files = h.files(ctx, head)
	if held := filekind.ParamsFiles(plan); moved && above <= gitdata.MaxAbove {
		before, after := filestate.ContentOf(h.files(ctx, change.Commit), held), filestate.ContentOf(training.Files, held)
		training.Rewrote = before.Changed(after)
		training.Rewritten = before.Extended(after, training.Rewrote)
		between, err := h.rewrittenBetween(ctx, change, head, held)
		if err != nil {
			return training, err
		}
		training.Rewrote = slices.DeleteFunc(training.Rewrote, func(file string) bool { return slices.Contains(training.Rewritten, file) })
		training.Rewritten = append(training.Rewritten, slices.DeleteFunc(between, func(file string) bool {
			return slices.Contains(training.Rewrote, file) || slices.Contains(training.Rewritten, file)
		})...)
		if training.Modified, err = h.taken(ctx, plan, pipeline, change, head); err != nil {
			return training, err
		}
	}
	text := h.workflowText(ctx, plan.Workflow, change.Commit)
	training.Uploads = uploading.MatchString(text)
	other, beside := checksOut(text)
	if other != "" && training.Lost == "" {
		training.Lost = "the workflow checks out " + printable.OneLine(other, 80) + " in place of its branch, and no run recorded a commit, so other code may have trained. Leave ref and repository out, or log the run with mlflow.start_run"
	}
	before, fetches := change.Commit, beside || h.fetchesElsewhere(ctx, plan, change)
	if fetches {
		before = change.Base
		training.PutBack = func(file string) []byte {
			data, _ := fs.ReadFile(h.files(ctx, change.Base), file) // one that is not there was not put back
			return data
		}
	}
	training.Wrote = func(file string) bool { return moved && h.differs(ctx, before, head, file) }
	training.Execution.NotMade = slices.DeleteFunc(slices.Clone(plan.Absent), func(file string) bool { return training.Wrote(file) || slices.Contains(plan.Metrics.Files, file) })
	training.Execution.Sought = slices.DeleteFunc(slices.Clone(plan.Absent), func(file string) bool { return !lacking.Of(file) || file == plan.Original.From })
	training.LoggedFailure, training.Earlier = failure.Text, h.earlier(ctx, change, fetches)
	training.Copies = h.copies(ctx, change.Base)
	training.Warnings = append(training.Warnings, failure.Warning(execution)...)
	training.OtherCode = h.otherCode(ctx, plan, pipeline, change)
	training.UntouchedNumbers = h.numbersOfCommit(ctx, change, head)
	training.Upload = func(ctx context.Context, file string) ([]byte, error) {
		whole := path.Join(h.Dir, file)
		return h.Trainer.Client.Artifact(ctx, execution.ID, "", whole, h.namesakes(ctx, plan, pipeline, change.Base, whole)...)
	}
	return training, nil
}

// differs says whether a file has other content in the second commit. A
// training that committed the very same bytes cannot be told from one that did
// not write them, and counts as one that did not.
func (h *Project) differs(ctx context.Context, before, after, file string) bool {
	now, err := fs.ReadFile(h.files(ctx, after), file)
	if err != nil {
		return false
	}
	then, err := fs.ReadFile(h.files(ctx, before), file)
	return errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Equal(now, then)
}
