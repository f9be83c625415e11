package flow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// diagnose lays what went into both trainings side by side and weighs what
// differs. It claims no cause: stages and curves point, only an experiment
// tells. What cannot be read is unknown, and stops nothing.
func (f *Flow) diagnose(ctx context.Context, s action.Settings, result repro.Result, training Training) ([]repro.Input, []repro.Cause, string) {
	if s.Diagnose == "off" {
		return nil, nil, ""
	}
	c := collected{tracked: result.Reproduction, clones: f.clones(), places: f.places()}
	recorded, locked := f.originals(ctx, result)
	trained := recorded
	if result.Change.Base != RecordedCommit(result.Original).Value {
		trained = f.readTree(ctx, result.Change.Base)
	}
	ran := afterTraining(training)

	before, after := LineageOf(result.Original), LineageOf(result.Reproduction)
	after.Commit = repro.Fact{Value: result.Change.Base, From: "the commit that was trained"}
	before.Data = append(dataOf(locked.run(), recorded), before.Data...)
	after.Data = append(dataOf(ran, trained), after.Data...)
	locked.rehash(before.Data, after.Data)
	recorded.rehash(before.Data, after.Data)
	var store mlflow.Store
	if f.Registry != nil {
		store = f.Registry
	}
	environments(ctx, store, result.Plan.Model, result.Reproduction, &before, &after)
	declare(&before, declaredEnvironment(recorded))
	declare(&after, declaredEnvironment(trained))

	clues := repro.Clues{Before: result.Original.Params, After: result.Reproduction.Params, Comparison: result.Comparison}
	if locked.lock != lockUnknown {
		original := locked.run()
		original.Held = recorded.files
		original.Cache, ran.Cache = training.Cache, training.Cache
		clues.Stages = dvc.CompareLocks(original, ran, s.IgnoreOuts...)
	}
	all := repro.CompareLineage(before, after)
	listChanges(all, recorded, training)
	clues.Imports = importsOf(trained)
	code := codeInputs(all[0], recorded, trained, clues.Imports)
	clues.Stages = withoutIdleCode(clues.Stages, code, recorded, trained)
	inputs := append(code, all[1:]...)
	inputs = append(inputs, paramInputs(c.knownOriginal(result.Original), c.known(result.Original, result.Change))...)
	inputs = append(inputs, stageInputs(inputs, clues.Stages)...)
	inputs = append(inputs, commandInputs(inputs, recorded, trained)...)
	if dirt := recorded.dirt(result); len(dirt) > 0 {
		inputs = append(inputs, dirt...)
		if inputs[0].State == repro.InputSame {
			inputs[0].State, inputs[0].Note = repro.InputUnknown, "the commit is the same; the tree that the original was trained from was not"
		}
	}
	clues.Original, clues.Now = before, after
	clues.Ledger = repro.NewLedger(f.Past, result)
	inputs = clues.Ledger.Mark(inputs, f.marker(ctx, result, trained))
	causes := repro.FindCauses(inputs, clues)
	return inputs, causes, clues.Ledger.Conclude(result.Comparison, causes, inputs)
}

// diagnoseRuns is diagnose for two runs of which nothing but the tracking
// server is at hand.
func diagnoseRuns(ctx context.Context, registry *mlflow.Registry, ledger repro.Ledger, original, now repro.Run, comparison repro.Comparison) ([]repro.Input, []repro.Cause, string) {
	before, after := LineageOf(original), LineageOf(now)
	if registry != nil {
		model, _ := newModel(ctx, registry, repro.ModelVersion{}, original)
		environments(ctx, registry, model, now, &before, &after)
	}
	inputs := append(repro.CompareLineage(before, after), paramInputs(params.Known{Run: original, Commits: []string{before.Commit.Value}}, params.Known{Run: now, Commits: []string{after.Commit.Value}})...)
	clues := repro.Clues{Original: before, Now: after, Before: original.Params, After: now.Params, Comparison: comparison, Ledger: ledger}
	inputs = ledger.Mark(inputs, repro.Marker{Commit: after.Commit.Value, Params: now.Params, Equal: params.Equal})
	causes := repro.FindCauses(inputs, clues)
	return inputs, causes, ledger.Conclude(comparison, causes, inputs)
}

// paramInputs compares what both runs logged. What params.Derived shows to be
// worked out by each training (a row count, its own id) is listed as derived,
// because it is an effect and no input.
func paramInputs(before, after params.Known) []repro.Input {
	original, now := before.Run, after.Run
	if now.ID == "" || len(original.Params) == 0 {
		return []repro.Input{{Kind: "params", Name: "params", Original: counted(len(original.Params), "param"), State: repro.InputUnknown, Evidence: "the reproduction left no tracking run"}}
	}
	var inputs []repro.Input
	same := 0
	for _, param := range original.Params {
		value, logged := now.Params.Get(param.Name)
		switch {
		case logged && params.Equal(param.Value, value):
			same++
		case isSeed(param.Name): // among the seeds
		case !logged:
			inputs = append(inputs, repro.Input{Kind: "params", Name: param.Name, Original: param.Value, State: repro.InputUnknown, Evidence: "the new run did not log it"})
		default:
			input := repro.Input{Kind: "params", Name: param.Name, Original: param.Value, Now: value, State: repro.InputDiffers, Evidence: "logged by both runs"}
			if why := params.Derived(param.Name, param.Value, value, before, after); why != "" {
				input.Kind, input.Note = repro.KindDerived, "worked out by the training, no input: "+why
			}
			inputs = append(inputs, input)
		}
	}
	if same > 0 {
		text := counted(same, "param")
		inputs = append(inputs, repro.Input{Kind: "params", Name: text, Original: text, Now: text, State: repro.InputSame, Evidence: "logged by both runs"})
	}
	return inputs
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
