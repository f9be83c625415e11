package lineage

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// changedSince names the tracked files that commits changed after the original started,
// where nobody recorded the commit that it was trained from. They are no difference: it
// may have had the changes before they were committed. But they are the first to look at,
// where nothing else is known of them.
func (d Diagnosis) changedSince(ctx context.Context, all, known []repro.Input, trained tree, result repro.Result, training Trained) []repro.Input {
	commit := all[0]
	if commit.Original != "" || d.Before == nil || result.Original.Started.IsZero() {
		return nil
	}
	commit.Original = d.Before(ctx, result.Change.Base, result.Original.Started)
	if commit.Original == "" || commit.Original == result.Change.Base {
		return nil
	}
	commit.State = repro.InputDiffers
	inputs, _ := sourceInputs(append([]repro.Input{commit}, all[1:]...), d.readTree(ctx, commit.Original), trained, result, training, Record{})
	inputs = slices.DeleteFunc(inputs[1:], func(input repro.Input) bool {
		return input.Bearing == repro.BearingIdle || input.Bearing == repro.BearingSeldom || repro.IsMoreFiles(input) ||
			slices.ContainsFunc(known, func(other repro.Input) bool { return other.Name == input.Name })
	})
	for i := range inputs {
		inputs[i].State, inputs[i].Evidence = repro.InputUnknown, repro.ChangedSince
	}
	return inputs
}
