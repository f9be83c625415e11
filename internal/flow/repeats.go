package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/train"
)

const (
	parentTag = "mlflow.parentRunId"

	maxSiblings = 100 // further originals that are looked for
)

// repeat makes further reproductions where the settings allow them and the
// first one did not settle the matter, and compares with all of them. Each has
// a branch and a run of its own, and has to pass the same gates; one that does
// not ends the check with its doubt.
func (c *check) repeat(ctx context.Context, s settings.Repeating, result repro.Result) (repro.Result, error) {
	f, first := c.Flow, c.collected
	rules := result.Plan.Metrics
	if first.run.From == "" {
		rules.Map = nil
	}
	if s.Repeats < 2 {
		return f.yardstick(ctx, s.Alpha, result, rules)
	}
	originals, named, doubts := f.knownValues(ctx, result)
	result.Warnings = append(result.Warnings, doubts...)
	if named != "" {
		result.Warnings = append(result.Warnings, spreadOf(named))
	}
	if s.AutoRepeats {
		s.Repeats = judge.AutoRepeats(len(originals))
	}
	var err error
	policy := judge.NoisePolicy{Last: s.Repeats, Alpha: s.Alpha}
	if f.everyRepeat {
		policy.Last = 0 // one look, at the end
	}
	if policy.Selection, err = f.selection(ctx, result.Original); err != nil {
		result.Warnings = append(result.Warnings, "whether the original is the best of several runs is not known: "+err.Error())
	}
	samples := []judge.Sample{sampleOf(result.Reproduction)}
	for {
		wanted := judge.NextLook(result.Comparison, len(samples), s.Repeats)
		if f.everyRepeat {
			wanted = s.Repeats
		}
		if wanted <= len(samples) {
			return result, nil
		}
		for len(samples) < wanted {
			again, err := c.once(ctx, result.Plan, len(samples)+1)
			result.Further.Add(again.training.Execution)
			result.Warnings = append(result.Warnings, again.warnings...)
			if err != nil {
				return result, err
			}
			if gate, failed := repro.FirstFailed(again.gates); failed {
				gate.Name = fmt.Sprintf("re-run %d: %s", len(samples)+1, gate.Name)
				result.Evidence = append(result.Evidence, gate)
				return result, nil
			}
			if c.lineage != nil {
				c.locks = append(c.locks, c.left(again.training).Locks(fmt.Sprintf("after re-run %d", len(samples)+1)))
			}
			result.Repeats = append(result.Repeats, again.run)
			samples = append(samples, sampleOf(again.run))
		}
		if result.Comparison, err = judge.CompareRepeats(originals, samples, rules, policy); err != nil {
			return result, err
		}
		if judge.EqualByChance(result.Comparison) && f.Registry != nil && !first.ownStore {
			result.Warnings = append(result.Warnings, f.finer(ctx, result, originals, samples)...)
			if result.Comparison, err = judge.CompareRepeats(originals, samples, rules, policy); err != nil {
				return result, err
			}
		}
	}
}

// finer reads the curves of the original and its re-runs into their samples,
// where equal values of a coarse metric cannot tell determinism from chance.
func (f *Flow) finer(ctx context.Context, result repro.Result, originals, samples []judge.Sample) (warnings []string) {
	runs := append([]repro.Run{result.Original, result.Reproduction}, result.Repeats...)
	targets := []*judge.Sample{&originals[0]}
	for i := range samples {
		targets = append(targets, &samples[i])
	}
	read := 0
	for _, metric := range result.Original.Metrics {
		if read == maxCurves || !stepped(result.Original, metric.Name) {
			continue
		}
		read++
		for i, target := range targets {
			if _, known := target.Curves[metric.Name]; known || !logged(runs[i], metric.Name) {
				continue
			}
			var failed error
			print := cause.PrintCurve(history(ctx, f.Registry, runs[i].ID, metric.Name, &failed))
			if failed != nil {
				return []string{"the history of " + metric.Name + " was not read: " + failed.Error()}
			}
			if target.Curves == nil {
				target.Curves = map[string]repro.CurvePrint{}
			}
			target.Curves[metric.Name] = print
		}
	}
	return nil
}

// A rerun is one further reproduction.
type rerun struct {
	run      repro.Run
	training train.Training
	gates    []repro.Gate
	warnings []string
}

// once trains the plan once more, on a branch of its own. What a challenge of the
// same pipeline showed holds for it as for the first, and so does a doubt that was taken
// back until holdDifferent.
func (c *check) once(ctx context.Context, plan repro.Plan, number int) (rerun, error) {
	plan.ID = c.NewID()
	plan.Branch = fmt.Sprintf("%s-r%d", plan.Branch, number)
	change, err := c.Project.Apply(ctx, plan)
	if err != nil {
		return rerun{}, err
	}
	training, err := c.train(ctx, plan, change, number)
	if err != nil {
		return rerun{training: training}, err
	}
	made, err := c.collect(ctx, plan, change, training)
	made.challenged, made.keptTrained = c.collected.challenged, c.collected.keptTrained
	made.different, made.older = c.collected.different, c.collected.older
	gates, warnings := witness(plan, change, training, made), append(training.Warnings, made.warnings...)
	if _, failed := repro.FirstFailed(gates); err == nil && !failed {
		changes, doubt := sideeffect.Overwritten(ctx, c.Registry, plan.Original)
		if gates = append(gates, changes...); doubt != "" {
			warnings = append(warnings, doubt)
		}
	}
	return rerun{made.run, training, gates, warnings}, err
}

// siblings are runs of the same program with the same params, commit and data as
// the original: as many original values more, and each is worth several repeats. What is not
// recorded is not the same: without a recorded commit and data there are none.
// except is the run that is held against them.
func (f *Flow) siblings(ctx context.Context, original repro.Run, except string) ([]repro.Run, error) {
	commit := lineage.RecordedCommit(original)
	tag, isTag := strings.CutPrefix(commit.From, "tag ")
	if f.Registry == nil || !commit.Known() || !isTag || len(original.Datasets) == 0 || original.ExperimentID == "" {
		return nil, nil
	}
	runs, err := f.Registry.FindRuns(ctx, mlflow.RunQuery{
		ExperimentIDs: []string{original.ExperimentID},
		Tags:          map[string]string{tag: original.Tags[tag]},
		Limit:         maxSiblings,
	})
	return slices.DeleteFunc(runs, func(run repro.Run) bool {
		return run.ID == except || !isSibling(original, run)
	}), err
}

// isSibling leaves out what reproductions made: they count where they were
// found to be one, or were made for a baseline.
func isSibling(original, run repro.Run) bool {
	return run.Tags[repro.IDTag] == "" && trainedAlike(original, run) && maybeSameProgram(original, run)
}

// trainedAlike says whether another finished run logged the original's params,
// seeds apart, and its data.
func trainedAlike(original, run repro.Run) bool {
	if run.ID == original.ID || run.Status != repro.RunFinished || run.Deleted || len(run.Params) != len(original.Params) {
		return false
	}
	for _, param := range original.Params {
		value, logged := run.Params.Get(param.Name)
		if !logged || !lineage.IsSeed(param.Name) && !params.Equal(param.Value, value) {
			return false
		}
	}
	data := func(r repro.Run) []string {
		var digests []string
		for _, dataset := range r.Datasets {
			digests = append(digests, dataset.Name+" "+dataset.Digest+" "+dataset.Context)
		}
		slices.Sort(digests)
		return digests
	}
	return slices.Equal(data(original), data(run))
}

// selection is how many runs the original was the best of: the trials of one
// search are children of one run. 1 where there was no search.
func (f *Flow) selection(ctx context.Context, original repro.Run) (int, error) {
	if f.Registry == nil || original.ExperimentID == "" {
		return 1, nil
	}
	parent := original.Tags[parentTag]
	if parent == "" {
		parent = original.ID // a search logs its best on the parent itself
	}
	runs, err := f.Registry.FindRuns(ctx, mlflow.RunQuery{
		ExperimentIDs: []string{original.ExperimentID},
		Tags:          map[string]string{parentTag: parent},
	})
	return max(1, len(runs)), err
}

// sampleOf is a run's metrics and its seed. Several seeds are one: they were
// set together.
func sampleOf(run repro.Run) judge.Sample {
	var seeds []string
	for _, seed := range lineage.Recorded(run).Seeds {
		if !strings.HasSuffix(seed.Value, "= None") {
			seeds = append(seeds, seed.Value)
		}
	}
	return judge.Sample{Metrics: run.Metrics, Seed: strings.Join(seeds, ", ")}
}
