package action

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// mostFinished is how many trainings one job finishes.
const mostFinished = 20

// finish is `command: finish` and `command: resume` of the action: it takes up trainings
// that start began, compares and answers as a check in one go would. finish looks once
// and leaves alone what is not over; resume waits for it. Each is answered once: what is
// answered is forgotten.
func (s *step) finish(ctx context.Context, cfg settings.ActionSettings, wait bool) error {
	client := workflow.New(s.git)
	all, problems, err := client.AllStarted(ctx)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		s.runner.Warning("reproduce", problem)
	}
	named := cfg.Ref.Name != "" || cfg.Ref.RunID != ""
	var others []string // what waits, and was not named
	all = slices.DeleteFunc(all, func(started workflow.Started) bool {
		if meant(cfg.Ref, started) {
			return false
		}
		others = append(others, label(started))
		return true
	})
	switch {
	case len(all) == 0 && len(others) > 0:
		return fmt.Errorf("%s: no training of %s waits for an answer; %s", cfg.Command, asked(cfg.Ref), waiting(asked(cfg.Ref), others))
	case len(all) == 0 && named:
		return fmt.Errorf("%s: no training of %s was started, or it was answered already; command: start starts one", cfg.Command, asked(cfg.Ref))
	case len(all) == 0:
		s.runner.Notice("reproduce", "there is no training to finish: none was started, or all were answered")
		return nil
	}
	var over []workflow.Started
	open := 0
	for _, started := range all {
		look, err := client.Look(ctx, started)
		switch {
		case err != nil:
			return err
		case look.Over, wait && !cfg.DryRun:
			over = append(over, started)
		default:
			open++
			s.runner.Notice("reproduce", s.Secrets.Text("the training of "+label(started)+" is not over: "+look.URL))
		}
	}
	if len(over) > mostFinished {
		s.runner.Notice("reproduce", fmt.Sprintf("%d trainings are over, and this job finishes %d of them; run it again", len(over), mostFinished))
		over = over[:mostFinished]
	}
	if len(over) == 0 {
		if named {
			return app.ErrNotOver
		}
		return nil
	}
	if cfg.DryRun {
		for _, started := range over {
			s.runner.Notice("reproduce", s.Secrets.Text("the training of "+label(started)+" is over, and would be answered"))
		}
		return nil
	}
	return s.finishAll(ctx, client, over)
}

// finishAll finishes one after the other. It ends as the worst of them does.
func (s *step) finishAll(ctx context.Context, client *workflow.Client, over []workflow.Started) error {
	event, values := s.event, s.values
	var results []repro.Result
	said := map[repro.Verdict]map[string]string{} // the outputs of the first check of each verdict
	sweep := report.Sweep{At: s.Now()}
	var failed []error
	for _, started := range over {
		s.event, s.values = event, values
		result, err := s.finishOne(ctx, client, started, len(over) > 1)
		if result.Verdict != "" {
			results = append(results, result)
			if said[result.Verdict] == nil {
				said[result.Verdict] = s.runner.OutputsSet()
			}
		} else if err != nil {
			sweep.Missing = append(sweep.Missing, repro.ModelVersion{Name: started.Model, Version: started.Version, RunID: started.RunID})
		}
		if err != nil && !errors.As(err, new(app.VerdictError)) {
			s.markEnded(ctx, err)
			if ctx.Err() != nil {
				return err
			}
			s.runner.Error("reproduce", s.Secrets.Text(label(started)+": "+err.Error()))
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	if len(over) > 1 {
		// All outputs are of one check, the worst; the summary alone is of all.
		worst, title := report.Worst(report.Outlines(results), sweep), report.SweepTitle(report.Outlines(results), sweep)
		err := errors.Join(s.runner.SetOutputs(said[worst]), s.runner.SetOutput("verdict", string(worst)), s.runner.SetOutput("summary", s.Secrets.Text(title)))
		if err != nil {
			failed = append(failed, err)
		}
	}
	order.Stable(failed, func(a, b error) int { return app.Severity(b) - app.Severity(a) })
	if len(failed) == 0 {
		return nil
	}
	return failed[0]
}

// finishOne finishes one training with the settings of its model, and forgets it once it
// is answered. What kept the answer away may pass: then it is finished again.
func (s *step) finishOne(ctx context.Context, client *workflow.Client, started workflow.Started, several bool) (repro.Result, error) {
	said := settings.Values{"model": started.Model, "version": started.Version}
	if started.Model == "" {
		said = settings.Values{"run-id": started.RunID}
	}
	values := said.Over(s.values)
	if started.Model != "" {
		delete(values, "run-id")
	}
	s.values = values
	cfg, err := s.settings(ctx)
	if err != nil {
		return repro.Result{}, err
	}
	s.warnOfStart(cfg, started)
	cfg.Directory = started.Directory
	cfg.Workflow, cfg.Branch, cfg.CodeRef, cfg.Resumed, cfg.OnCancel = started.Workflow, started.Branch, started.Code, true, repro.CancelLeave
	cfg.CommentTarget = "none"
	if started.Answer != "" {
		cfg.CommentTarget = started.Answer
	}
	if started.Schedule {
		cfg.Alpha = scheduledAlpha
	}
	if started.Mark != "" {
		cfg.CommitStatus, s.event.HeadSHA = true, started.Mark
		m := s.markOf(cfg)
		s.pending = &m
	} else {
		cfg.CommitStatus, s.pending = false, nil
	}
	if several {
		own := wording.FileName(label(started))
		cfg.OutputDir = strings.TrimSuffix(cfg.OutputDir, "/") + "/" + own
		if cfg.Statement != "" {
			cfg.Statement = path.Join(path.Dir(cfg.Statement), own+"-"+path.Base(cfg.Statement))
		}
	}
	if err := s.Prepare(cfg.Settings); err != nil {
		return repro.Result{}, err
	}
	s.client.SetPermissions(s.permissions(cfg)...)
	result, err := s.checkOnce(ctx, cfg, started.Commit)
	if result.Verdict == "" && result.Original.ID == "" && errors.Is(err, mlflow.ErrNotFound) {
		result, err = s.verdict(ctx, cfg, repro.NoRun, label(started)+" was in the registry when its training was started, and is not any more ("+err.Error()+"). The training on branch "+started.Branch+" has nothing to be compared with; start another version, or name the run with run-id")
	}
	passing := []repro.Reason{repro.TrackingServerUnreachable, repro.NoPermission, repro.Cancelled, repro.PipelineTimedOut}
	if result.Verdict == "" || result.Verdict == repro.Unverified && slices.Contains(passing, result.Reason) {
		return result, err
	}
	if problem := client.ForgetStarted(ctx, started.Commit); problem != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("it may be answered once more: "+problem.Error()))
	}
	return result, err
}

// meant says whether a name, a version or a run that was said is that of a training; all
// are meant where none was.
func meant(ref repro.ModelRef, started workflow.Started) bool {
	switch {
	case ref.RunID != "":
		return ref.RunID == started.RunID
	case ref.Name == "":
		return true
	case ref.Selector.Kind == repro.SelectNumber:
		return ref.Name == started.Model && ref.Selector.Text == started.Version
	}
	return ref.Name == started.Model // an alias may have moved since
}

func label(started workflow.Started) string {
	if started.Model == "" {
		return "run " + started.RunID
	}
	return repro.ModelVersion{Name: started.Model, Version: started.Version}.Label()
}

// asked is what finish was to be about, in words.
func asked(ref repro.ModelRef) string {
	switch {
	case ref.RunID != "":
		return "run " + ref.RunID
	case ref.Selector.Kind == repro.SelectNumber:
		return repro.ModelVersion{Name: ref.Name, Version: ref.Selector.Text}.Label()
	}
	return ref.Name
}

// waiting names the trainings that wait, and the one that was probably meant.
func waiting(asked string, others []string) string {
	if best := wording.Nearest(asked, others); best != "" {
		return "did you mean " + best + "?"
	}
	return "there is one of " + wording.ListUpTo(others, 5)
}
