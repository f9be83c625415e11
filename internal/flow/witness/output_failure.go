package witness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// told is the evidence against numbers of a file where the output tells of a
// failure that the command's end hides, and nothing else speaks for a training.
func told(training train.Training, arrival repro.Gate, seen []repro.Gate, c collect.Collected) []repro.Gate {
	if c.Run.From == "" || training.LoggedFailure == "" || arrival.State == repro.GatePassed || proves(seen) || training.Ran() || wentOn(training, c) {
		return nil
	}
	return []repro.Gate{{Name: evidence.NoFailureTold, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"the output shows a failure, though the training counted as successful (%s), and %s is the only evidence. Let the command fail when its training fails (set -e, and in bash set -o pipefail), or log with mlflow.start_run", training.LoggedFailure, c.Run.From)}}
}

// wentOn says whether a failure that was told is one that a program dealt with: it was
// seen to go on and end well, and who wrote the metrics was seen, too.
func wentOn(training train.Training, c collect.Collected) bool {
	if !training.Handled || training.Observed == nil {
		return false
	}
	f := training.Observed(c.Files, c.Run.ID)
	return len(c.Files) > 0 && !f.Against() && !slices.ContainsFunc(c.Files, func(file string) bool {
		return !slices.ContainsFunc(f.Wrote, func(wrote string) bool { return wrote == file || strings.HasSuffix(wrote, "/"+file) })
	})
}
