package flow

import (
	"context"
	"errors"
	"slices"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/train"
)

// starting are the steps up to the training, which another process may finish.
var starting = []func(*check, context.Context) error{
	(*check).resolveOriginal,
	(*check).readEarlier,
	(*check).makePlan,
	(*check).rebuildSoftware,
	(*check).applyPlan,
}

// steps are one reproduction. Each reads what those before it put into the
// check and adds its own; the first error ends them.
var steps = slices.Concat(starting, []func(*check, context.Context) error{
	(*check).readRegistry,
	(*check).trainOnce,
	(*check).collectRun,
	(*check).compareMetrics,
	whole((*check).settleLatest),
	whole((*check).compareModels),
	(*check).doubtUngiven,
	(*check).readLineage,
	(*check).doubtGuesses,
	whole((*check).challengePipeline),
	whole((*check).repeatTraining),
	(*check).doubtWithout,
	(*check).doubtCommit,
	(*check).doubtCounts,
	whole((*check).holdDifferent),
	whole((*check).holdMoved),
	(*check).compareCurves,
	(*check).diagnoseDrift,
})

// whole is a step for a training that came to its end: of any other there is nothing that it
// could work with.
func whole(step func(*check, context.Context) error) func(*check, context.Context) error {
	return func(c *check, ctx context.Context) error {
		if c.early != nil {
			return nil
		}
		return step(c, ctx)
	}
}

// errNotProven ends the steps where the evidence failed: there is nothing to
// compare, and the verdict is the evidence's.
var errNotProven = errors.New("the evidence failed")

// A check is one reproduction on its way through the steps.
type check struct {
	*Flow
	settings settings.Settings

	result    repro.Result      // what the report will tell; it shows how far the steps came
	registry  sideeffect.Before // as it was before the training
	trained   bool              // a training was started
	training  train.Training
	collected collect.Collected
	after     aftermath // what challenges left in places of others
	lineage   *lineage.Reading
	locks     []dvc.LockedRun      // of each training that counts, where several may
	idle      []string             // globs that name no output
	early     *EndedEarly          // the training was ended before its end; nil where it was not
	read      *histories.Histories // of the original and the reproduction; nil before they are
}

// run goes through the steps and tells how far it came, whatever ended it.
func (f *Flow) run(ctx context.Context, s settings.Settings) (repro.Result, error) {
	c := &check{Flow: f, settings: s, result: repro.Result{Tool: f.Tool, CheckedAt: f.Now().UTC()}}
	var err error
	for _, step := range steps {
		if err = step(c, ctx); err != nil {
			break
		}
	}
	if errors.Is(err, errNotProven) {
		err = nil
	}
	c.lookAfter(ctx)
	return c.result, err
}

// warn adds to what the report says beside the verdict.
func (c *check) warn(texts ...string) { c.result.Warnings = append(c.result.Warnings, texts...) }

func (c *check) resolveOriginal(ctx context.Context) (err error) {
	result := &c.result
	if result.Plan.Model, result.Original, err = c.resolve(ctx, c.settings); err != nil {
		if result.Plan.Model.Name == "" {
			result.Plan.Model = asked(c.settings.Ref)
		}
		return err
	}
	result.Plan.Original = result.Original
	c.learn(result.Original)
	return fit(result.Original)
}

func (c *check) readEarlier(context.Context) error {
	c.result.Earlier = cause.NewLedger(c.Past, c.result).Checks
	return nil
}

func (c *check) makePlan(ctx context.Context) error {
	plan, err := c.plan(ctx, c.settings, c.result.Plan.Model, c.result.Original)
	if plan.ID != "" {
		c.result.Plan = plan
	}
	c.warn(plan.Warnings...)
	return err
}

func (c *check) applyPlan(ctx context.Context) (err error) {
	if c.result.Change, err = c.Project.Apply(ctx, c.result.Plan); err != nil {
		return err
	}
	c.Step("branch", c.result.Change.Branch+" at "+gitformat.Short(c.result.Change.Commit))
	return nil
}

func (c *check) readRegistry(ctx context.Context) error {
	c.registry = sideeffect.Read(ctx, c.Registry, c.result.Plan.Model, c.result.Original, c.settings.Resumed)
	c.trained = true
	return nil
}

func (c *check) trainOnce(ctx context.Context) (err error) {
	c.sayExpected(ctx)
	if c.settings.Repeats > 1 {
		c.Say("repeats: " + Price(c.result.Original, c.settings.Repeats, c.everyRepeat))
	}
	c.training, err = c.trainWatched(ctx)
	c.result.Execution = c.training.Execution
	if err == nil {
		c.warn(c.training.Warnings...)
		c.warn(sideeffect.Scratched(ctx, c.training.Scratch, c.training.Execution.Status == repro.ExecSucceeded)...)
	}
	return err
}

// collectRun finds what the training made, and holds the evidence that it did.
func (c *check) collectRun(ctx context.Context) (err error) {
	if c.early != nil {
		return c.early.collect(c, ctx)
	}
	c.collected, err = c.collector().Collect(ctx, c.result.Plan, c.result.Change, c.training)
	c.collected.Rows = c.rows(ctx, c.result.Plan, c.training, c.collected)
	c.result.Reproduction = c.collected.Run
	c.warn(c.collected.Warnings...)
	c.result.Evidence = witness.Of(c.result.Plan, c.result.Change, c.training, c.collected)
	if c.collected.Run.ID == "" && (err != nil || c.training.Execution.Status == repro.ExecFailed) {
		changes := c.checkOriginal(ctx) // where there is no run of its own, it may have logged there
		for _, change := range changes {
			if err == nil { // that it failed comes first
				c.warn(change.Text)
			}
		}
		if err != nil && len(changes) > 0 {
			c.result.Evidence = append(changes, c.result.Evidence...)
			return errNotProven
		}
	}
	if _, failed := repro.FirstFailed(c.result.Evidence); err == nil && (!failed || witness.Open(c.result.Evidence)) {
		c.result.Evidence = append(c.result.Evidence, c.checkOriginal(ctx)...)
		c.result.Evidence = beforeProof(c.result.Evidence, c.checkSoftware(ctx))
	}
	if _, failed := repro.FirstFailed(c.result.Evidence); err == nil && failed && !witness.Open(c.result.Evidence) {
		if c.collected.Run.ID == "" && c.training.Execution.Status == repro.ExecSucceeded {
			c.result.Evidence = append(c.checkOriginal(ctx), c.result.Evidence...) // its metrics may be there
		}
		if c.settings.Challenge == settings.ChallengeAlways || asksFor(c.settings.Repeating) != "" {
			c.warn("the challenge that was asked for was not made: it does not answer what speaks against this training")
		}
		return errNotProven
	}
	return err
}

// checkOriginal holds the original's run against what it was before the training, which may
// have logged there where it has no numbers of its own.
func (c *check) checkOriginal(ctx context.Context) []repro.Gate {
	alone := c.collected.Run.ID == "" && len(c.collected.Run.Metrics) == 0
	gates, doubt := sideeffect.Overwritten(ctx, c.Registry, c.result.Original, alone)
	if doubt != "" {
		c.warn(doubt)
	}
	return gates
}

func (c *check) compareMetrics(context.Context) (err error) {
	if c.early != nil {
		return nil
	}
	c.result.Comparison, err = collect.Compare(c.result.Plan, c.collected)
	return err
}

// histories gives both runs' metric histories; nil where they cannot be read.
func (c *check) histories() *histories.Histories {
	if c.collected.Run.ID == "" || c.Registry == nil || c.collected.OwnStore {
		return nil
	}
	if c.read == nil || !c.read.With(c.result.Reproduction.ID) {
		c.read = histories.New(c.Registry, c.result.Original, c.result.Reproduction, c.result.Plan.Metrics, c.Begin, c.End)
	}
	return c.read
}

func (c *check) settleLatest(ctx context.Context) error {
	read := c.histories()
	if read == nil {
		return nil
	}
	var doubts []string
	c.result.Comparison, doubts = read.ResolveTies(ctx, c.result.Comparison)
	c.warn(doubts...)
	return nil
}

func (c *check) repeatTraining(ctx context.Context) (err error) {
	model := c.result.Comparison.Model // of the first training
	if c.result, err = c.repeat(ctx, c.settings.Repeating, c.result); err != nil {
		return err
	}
	c.result.Comparison.Model = model
	c.warn(c.result.Comparison.Warnings...)
	return nil
}

func (c *check) compareCurves(ctx context.Context) error {
	read := c.histories()
	if c.settings.Diagnose == "off" || read == nil {
		return nil
	}
	var doubts []string
	c.result.Comparison.Curves, doubts = read.Curves(ctx, c.ofCurves())
	c.warn(doubts...)
	return nil
}

func (c *check) diagnoseDrift(context.Context) error {
	c.result.Earlier = cause.NewLedger(c.Past, c.result).Checks // once more: this attempt may be among them
	c.result.Inputs, c.result.Causes, c.result.Diagnosis = c.lineage.Conclude(c.result, lineage.Varied(c.locks, c.settings.IgnoreOuts))
	c.warn(c.idle...)
	return nil
}

// lookAfter tells what a training left beside its numbers, whatever became of
// it: what the registry lost to it comes first, what its place lacked last.
func (c *check) lookAfter(ctx context.Context) {
	if !c.trained {
		return
	}
	lacking := missing(c.result, c.training)
	c.warn(lacking...)
	c.warn(absent(c.result.Execution, len(lacking) == 0)...)
	c.warn(unmade(c.result)...)
	c.warn(lacksPackage(c.result)...)
	changes := c.registry.Changes(ctx, slices.Concat(c.collected.IDs, c.after.again, repro.RunIDs(c.result.Repeats)), c.after.runs...)
	c.result.Registry = changes
	c.result.Warnings = append(slices.Clone(changes), c.result.Warnings...)
}
