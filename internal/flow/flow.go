package flow

import (
	"context"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A Flow is the neighbours of one reproduction.
type Flow struct {
	Registry *mlflow.Registry // nil where the original comes from a metadata file
	Project  Project
	Tool     string         // "reproduce v1.0.0", for the report
	Past     []repro.Record // earlier checks, of any model version
	Head     string         // today's commit, where that is known; "" asks the project
	Now      func() time.Time
	NewID    func() string

	// Step is told what was done, in a word and a line. Begin and End bracket
	// the wait for a training.
	Step  func(name, text string)
	Begin func(what string)
	End   func()
}

// Reproduce makes one reproduction from end to end. A doubt on the way is a
// result with the verdict unverified; an error means that there was nothing to
// judge. What had been made by then is in the result either way.
func (f *Flow) Reproduce(ctx context.Context, s settings.Settings) (repro.Result, error) {
	result, err := f.reproduce(ctx, s)
	doubt, isDoubt := repro.AsDoubt(err)
	switch {
	case ctx.Err() != nil:
		result.Verdict, result.Reason, result.Detail = repro.Unverified, repro.Cancelled, "the check was cancelled before it had a result"
		err = context.Cause(ctx)
	case isDoubt:
		result.Verdict, result.Reason, result.Detail = repro.Unverified, doubt.Reason, doubt.Error()
		err = nil
	case err != nil:
		return result, err
	default:
		result.Verdict, result.Reason, result.Detail = judge.Judge(result.Evidence, result.Comparison)
	}
	result.Next = next(result, s.Typed)
	return result, err
}

// reproduce is the eight steps. The result carries what each one made, so that
// a report can tell how far it came.
func (f *Flow) reproduce(ctx context.Context, s settings.Settings) (result repro.Result, err error) {
	result = repro.Result{Tool: f.Tool, CheckedAt: f.Now().UTC()}

	if result.Plan.Model, result.Original, err = f.resolve(ctx, s); err != nil {
		if result.Plan.Model.Name == "" {
			result.Plan.Model = asked(s.Ref)
		}
		return result, err
	}
	result.Plan.Original = result.Original
	if err := fit(result.Original); err != nil {
		return result, err
	}
	result.Earlier = cause.NewLedger(f.Past, result).Checks
	plan, err := f.plan(ctx, s, result.Plan.Model, result.Original)
	if plan.ID != "" {
		result.Plan = plan
	}
	result.Warnings = append(result.Warnings, plan.Warnings...)
	if err != nil {
		return result, err
	}
	if result.Change, err = f.Project.Apply(ctx, plan); err != nil {
		return result, err
	}
	f.Step("branch", result.Change.Branch+" at "+short(result.Change.Commit))

	before, made := f.modelBefore(ctx, result.Plan.Model, s.Resumed), []string(nil)
	defer func() { // whatever becomes of the training: it may have changed the registry by then
		changes := f.registryChanges(ctx, before, append(made, idsOf(result.Repeats)...))
		result.Warnings = append(changes, result.Warnings...)
	}()
	training, err := f.train(ctx, plan, result.Change, 1)
	result.Execution = training.Execution
	if err != nil {
		return result, err
	}
	result.Warnings = append(result.Warnings, training.Warnings...)
	defer func() { result.Warnings = append(result.Warnings, missing(result, training)...) }()
	collected, err := f.collect(ctx, plan, result.Change, training)
	result.Reproduction, made = collected.run, collected.ids
	result.Warnings = append(result.Warnings, collected.warnings...)
	result.Evidence = witness(plan, result.Change, training, collected)
	if err != nil || len(result.Evidence) > 0 && failed(result.Evidence) {
		return result, err
	}
	result.Comparison, err = compare(plan, collected)
	if err != nil {
		return result, err
	}
	if collected.run.ID != "" && f.Registry != nil && !collected.elsewhere {
		var doubts []string
		result.Comparison, doubts = settle(ctx, f.Registry, f.Registry, result.Original, result.Reproduction, result.Comparison)
		result.Warnings = append(result.Warnings, doubts...)
	}
	if result, err = f.repeat(ctx, s, result, collected); err != nil {
		return result, err
	}
	result.Warnings = append(result.Warnings, result.Comparison.Warnings...)
	if s.Diagnose != "off" && collected.run.ID != "" && f.Registry != nil && !collected.elsewhere {
		var doubts []string
		result.Comparison.Curves, doubts = curves(ctx, f.Registry, f.Registry, result.Original, result.Reproduction, result.Comparison, plan.Metrics)
		result.Warnings = append(result.Warnings, doubts...)
	}
	result.Earlier = cause.NewLedger(f.Past, result).Checks // once more: this attempt may be among them
	result.Inputs, result.Causes, result.Diagnosis = f.diagnose(ctx, s, result, training)
	result.Warnings = append(result.Warnings, idle(s, training)...)
	return result, nil
}

// DryRun plans and does nothing.
func (f *Flow) DryRun(ctx context.Context, s settings.Settings) (repro.Plan, error) {
	version, run, err := f.resolve(ctx, s)
	if err != nil {
		return repro.Plan{}, err
	}
	if err := fit(run); err != nil {
		return repro.Plan{}, err
	}
	return f.plan(ctx, s, version, run)
}

// train waits for the training and tells how it ended.
func (f *Flow) train(ctx context.Context, plan repro.Plan, change repro.Change, number int) (Training, error) {
	what := "training " + plan.Command + plan.Workflow
	if number > 1 {
		what = fmt.Sprintf("re-run %d, %s", number, what)
	}
	f.Begin(what)
	training, err := f.Project.Train(ctx, plan, change)
	f.End()
	if err != nil {
		return training, err
	}
	execution := training.Execution
	how := string(execution.Status)
	if execution.Status == repro.ExecSucceeded {
		how = "done"
	}
	f.Step("training", fmt.Sprintf("%s … %s in %s", execution.Name, how, execution.Duration().Round(time.Second/10)))
	return training, nil
}

func failed(gates []repro.Gate) bool {
	_, failed := repro.FirstFailed(gates)
	return failed
}

func short(commit string) string { return commit[:min(7, len(commit))] }
