package flow

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// diagnose lays what went into both trainings side by side. It claims no
// cause: a difference that nobody tested is a difference and nothing more.
func (f *Flow) diagnose(_ context.Context, s action.Settings, result repro.Result, _ Training) ([]repro.Input, []repro.Cause, string) {
	if s.Diagnose == "off" {
		return nil, nil, ""
	}
	before, after := LineageOf(result.Original), LineageOf(result.Reproduction)
	after.Commit = repro.Fact{Value: result.Change.Base, From: "the commit that was trained"}
	inputs := repro.CompareLineage(before, after)
	inputs = append(inputs, paramInputs(result.Original, result.Reproduction, result.Plan.Params)...)
	causes := repro.CausesOf(inputs)
	return inputs, causes, repro.Conclude(result.Comparison, causes)
}

// paramInputs compares what both runs logged. What has no key in the params
// files (a row count, a data version) the training worked out itself: it is
// listed as derived, because it is an effect and no input.
func paramInputs(original, now repro.Run, edits []repro.ParamEdit) []repro.Input {
	if now.ID == "" || len(original.Params) == 0 {
		return []repro.Input{{Kind: "params", Name: "params", Original: counted(len(original.Params), "param"), State: repro.InputUnknown, Evidence: "the reproduction left no tracking run"}}
	}
	var inputs []repro.Input
	same, derived := 0, namesOf(edits, repro.ParamLoggedOnly)
	for _, param := range original.Params {
		value, logged := now.Params.Get(param.Name)
		switch {
		case !logged:
			inputs = append(inputs, repro.Input{Kind: "params", Name: param.Name, Original: param.Value, State: repro.InputUnknown, Evidence: "the new run did not log it"})
		case params.Equal(param.Value, value):
			same++
		case slices.Contains(derived, param.Name):
			inputs = append(inputs, repro.Input{Kind: repro.KindDerived, Name: param.Name, Original: param.Value, Now: value, State: repro.InputDiffers, Evidence: "logged by both runs", Note: "worked out by the training, no input"})
		default:
			inputs = append(inputs, repro.Input{Kind: "params", Name: param.Name, Original: param.Value, Now: value, State: repro.InputDiffers, Evidence: "logged by both runs"})
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
