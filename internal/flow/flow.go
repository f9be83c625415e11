package flow

import (
	"context"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// A Flow is the neighbours of one reproduction.
type Flow struct {
	Registry *mlflow.Registry // nil where the original comes from a metadata file
	Project  train.Project
	Tool     string         // "reproduce v1.0.0", for the report
	Past     []repro.Record // earlier checks, of any model version
	Head     string         // today's commit, where that is known; "" asks the project
	Begins   *Begins        // of a trial that may be ended early; nil for a check
	Trial    bool           // of a search, which tells proof by its trials and makes no challenge of each
	Now      func() time.Time
	NewID    func() string

	// Step is told what was done, in a word and a line. Begin and End bracket
	// the wait for a training.
	Step  func(name, text string)
	Begin func(what string)
	Say   func(text string) // what people must know before a training
	End   func()
	Learn func(repro.Run)     // what the original logged is not to be printed, as far as it is secret
	Hide  func(string) string // hides secrets in what a commit's message is to vouch for; nil hides none

	everyRepeat bool // no look ends the repeats before the last
}

// Reproduce makes one reproduction from end to end. A doubt on the way is a
// result with the verdict unverified; an error means that there was nothing to
// judge. What had been made by then is in the result either way.
func (f *Flow) Reproduce(ctx context.Context, s settings.Settings) (repro.Result, error) {
	result, err := f.run(ctx, s)
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
	result.Next = nextstep.CommandLine(result, s.Typed, s.OutputDir)
	return result, err
}

// DryRun plans and does nothing.
func (f *Flow) DryRun(ctx context.Context, s settings.Settings) (repro.Plan, error) {
	version, run, err := f.resolve(ctx, s)
	if err != nil {
		return repro.Plan{}, err
	}
	f.learn(run)
	if err := fit(run); err != nil {
		return repro.Plan{}, err
	}
	plan, err := f.plan(ctx, s, version, run)
	if err != nil {
		return plan, err
	}
	files, err := f.Project.Files(ctx, plan.Code.Commit)
	if err == nil {
		plan.Warnings = append(plan.Warnings, Expected(files, s, plan)...)
		if here := f.here(); here != nil && plan.Command != "" {
			plan.Warnings = append(plan.Warnings, here.Lacks(ctx, plan)...)
		}
		plan.Warnings = append(plan.Warnings, judge.PolicyWarnings(run.Metrics, plan.Metrics)...)
	}
	return plan, err
}

// collector looks for what the trainings of a check made.
func (f *Flow) collector() collect.Collector {
	return collect.Collector{Registry: f.Registry, Project: f.Project}
}

// hidden are criteria as everybody may read them: their digest must be of the same text.
func (f *Flow) hidden(lines repro.Lines) repro.Lines {
	if f.Hide != nil {
		for i, line := range lines {
			lines[i] = f.Hide(line)
		}
	}
	return lines
}

func (f *Flow) learn(original repro.Run) {
	if f.Learn != nil {
		f.Learn(original)
	}
}
