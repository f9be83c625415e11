package flow

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Here is a project that trains on this machine, with the steps that only such a training
// can have. Package here is the one there is; the program for a container is linked without.
type Here interface {
	train.Here

	// Prepare looks at what a plan takes from this machine, before anything is written: the
	// files that it is lent, and the software that is rebuilt for it.
	Prepare(ctx context.Context, f *Flow, s settings.Settings, plan *repro.Plan) error

	// Rebuild makes that software, and puts what it made into the plan.
	Rebuild(ctx context.Context, f *Flow, plan *repro.Plan) (warnings []string, err error)

	// TrainWatched trains, and ends the training early where its curves tell enough.
	TrainWatched(ctx context.Context, registry *mlflow.Registry, s settings.Training, plan repro.Plan, change repro.Change) (train.Training, *EndedEarly, []string, error)

	// TrainTrial trains for a search, and ends the training where its first points tell on
	// which side it is.
	TrainTrial(ctx context.Context, registry *mlflow.Registry, begins Begins, plan repro.Plan, change repro.Change) (train.Training, *EndedEarly, error)

	// CheckSoftware holds what trained against the software that was rebuilt for it.
	CheckSoftware(ctx context.Context, registry *mlflow.Registry, result repro.Result, training train.Training, made collect.Collected) []repro.Gate

	// CompareModels has both models predict, while the place of the training stands.
	CompareModels(ctx context.Context, f *Flow, spec string, result repro.Result, training train.Training, made collect.Collected) repro.ModelDelta

	// Lacks names what the user's clone has and the training will not find.
	Lacks(ctx context.Context, plan repro.Plan) []string
}

// HasConstants is a project whose programs and run command can be looked through for the
// places of params: each file that it takes is no request to anybody.
type HasConstants interface {
	// Constants gives the change of one param in the one place that a plan's commit, or its
	// command, has for it.
	Constants(files fs.FS, plan repro.Plan) func(edit repro.ParamEdit, value string) (repro.Plan, bool)

	// FindNamed gives where those texts of a plan's commit that stand name a param.
	FindNamed(files fs.FS, plan repro.Plan, stands func(repro.FileEdit) bool) func(edit repro.ParamEdit) challenge.Named
}

// here is the project with its steps for a training on this machine; nil for another.
func (f *Flow) here() Here {
	here, _ := f.Project.(Here)
	return here
}

// checkPlace refuses what can be asked for on this machine only.
func (f *Flow) checkPlace(s settings.Settings) error {
	switch {
	case f.here() != nil:
	case asksForModels(s.CompareModel):
		return errors.New("compare-model: models are loaded where a training ran on this machine, and not for one on GitHub; use --run-command, or leave it off")
	case s.Diagnose == settings.DiagnoseExperiment:
		return errors.New("diagnose: experiment trains again on this machine, and not on GitHub; use compare there, or run with --run-command here")
	case len(s.With) > 0:
		return errors.New("with: files of a clone are lent to a training on this machine only; use --run-command")
	case s.Environment.Rebuilt():
		return errors.New("environment: software is rebuilt for a training on this machine only: let the workflow set up its own, from the lock file of the commit; leave environment out")
	}
	return nil
}

// asksForModels says whether a setting has models loaded.
func asksForModels(spec string) bool { return spec != "" && spec != judge.CompareModelOff }

// rebuildSoftware makes the software that is asked for, before anything is written.
func (c *check) rebuildSoftware(ctx context.Context) error {
	here := c.here()
	if here == nil {
		return nil
	}
	warnings, err := here.Rebuild(ctx, c.Flow, &c.result.Plan)
	c.warn(warnings...)
	return err
}

// trainWatched trains, and ends the training early where that was asked for.
func (c *check) trainWatched(ctx context.Context) (train.Training, error) {
	s, here := c.settings.Training, c.here()
	switch {
	case c.Begins != nil && here != nil:
		return c.trainBy(ctx, c.result.Plan, c.result.Change, 1, func(ctx context.Context, plan repro.Plan, change repro.Change) (training train.Training, err error) {
			training, c.early, err = here.TrainTrial(ctx, c.Registry, *c.Begins, plan, change)
			return training, err
		})
	case !s.StopEarly && s.StopAfter == 0:
	case here == nil:
		c.warn("the training is not ended early: it is not on this machine")
	default:
		return c.trainBy(ctx, c.result.Plan, c.result.Change, 1, func(ctx context.Context, plan repro.Plan, change repro.Change) (train.Training, error) {
			training, early, doubts, err := here.TrainWatched(ctx, c.Registry, s, plan, change)
			c.early = early
			c.warn(doubts...)
			return training, err
		})
	}
	return c.train(ctx, c.result.Plan, c.result.Change, 1)
}

// checkSoftware is the evidence that what trained is what was rebuilt for it, where it was.
func (c *check) checkSoftware(ctx context.Context) []repro.Gate {
	here := c.here()
	if here == nil {
		return nil
	}
	return here.CheckSoftware(ctx, c.Registry, c.result, c.training, c.collected)
}

// beforeProof puts gates before all that a challenge answers: where the environment did not
// arrive, a proof that the numbers were computed would settle nothing.
func beforeProof(gates, more []repro.Gate) []repro.Gate {
	at := slices.IndexFunc(gates, func(gate repro.Gate) bool { return slices.Contains(witness.Settleable, gate.Name) })
	if at < 0 {
		at = len(gates)
	}
	return append(append(gates[:at:at], more...), gates[at:]...)
}

// compareModels has both models predict. Equal metrics are no equal model.
func (c *check) compareModels(ctx context.Context) error {
	here := c.here()
	if here == nil || !asksForModels(c.settings.CompareModel) {
		return nil
	}
	delta := here.CompareModels(ctx, c.Flow, c.settings.CompareModel, c.result, c.training, c.collected)
	c.result.Comparison.Model = &delta
	if delta.State == repro.StateUndecided {
		c.warn(judge.ModelWords(delta))
	}
	return ctx.Err()
}
