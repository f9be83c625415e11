package flow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/flow/siblings"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/train"
)

// repeat makes further reproductions where the settings allow them and the
// first one did not settle the matter, and compares with all of them. Each has
// a branch and a run of its own, and has to pass the same gates; one that does
// not ends the check with its doubt.
func (c *check) repeat(ctx context.Context, s settings.Repeating, result repro.Result) (repro.Result, error) {
	f, first := c.Flow, c.collected
	rules := result.Plan.Metrics
	if first.Run.From == "" {
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
	if policy.Selection, err = siblings.Selection(ctx, f.Registry, result.Original); err != nil {
		result.Warnings = append(result.Warnings, "whether the original is the best of several runs is not known: "+err.Error())
	}
	samples := []judge.Sample{siblings.SampleOf(result.Reproduction)}
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
			samples = append(samples, siblings.SampleOf(again.run))
		}
		if result.Comparison, err = judge.CompareRepeats(originals, samples, rules, policy); err != nil {
			return result, err
		}
		if judge.EqualByChance(result.Comparison) && f.Registry != nil && !first.OwnStore {
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
		if read == histories.MaxCurves || !histories.IsCurve(result.Original, metric.Name) {
			continue
		}
		read++
		for i, target := range targets {
			if _, known := target.Curves[metric.Name]; known || !histories.HasHistory(runs[i], metric.Name) {
				continue
			}
			var failed error
			print := cause.PrintCurve(histories.Points(ctx, f.Registry, runs[i].ID, metric.Name, &failed))
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
	plan.Branch = further(plan.Branch, repeatBranch, number)
	change, err := c.Project.Apply(ctx, plan)
	if err != nil {
		return rerun{}, err
	}
	training, err := c.train(ctx, plan, change, number)
	if err != nil {
		return rerun{training: training}, err
	}
	made, err := c.collector().Collect(ctx, plan, change, training)
	made.Challenged, made.KeptTrained = c.collected.Challenged, c.collected.KeptTrained
	made.Different, made.Older = c.collected.Different, c.collected.Older
	gates, warnings := witness.Of(plan, change, training, made), append(training.Warnings, made.Warnings...)
	if _, failed := repro.FirstFailed(gates); err == nil && !failed {
		changes, doubt := sideeffect.Overwritten(ctx, c.Registry, plan.Original, false)
		if gates = append(gates, changes...); doubt != "" {
			warnings = append(warnings, doubt)
		}
	}
	return rerun{made.Run, training, gates, warnings}, err
}
