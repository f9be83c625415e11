package flow

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Numbers that stood in a metrics file before the training: git, DVC, a
// formatter or a copy can put them there again, and nothing was computed. It is
// the numbers that are compared, not the bytes.

// stoodAs says where all these numbers of a metrics file stood before; "" where
// one of them is new.
func stoodAs(file metricsFile, names []string) string {
	for _, before := range file.before {
		then, err := dvc.ParseMetrics(file.path, before.Data)
		if err != nil || len(names) == 0 {
			continue
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			was, stood := then.Metrics.Get(name)
			is, there := file.content.Metrics.Get(name)
			return !stood || !there || !sameNumber(was, is)
		}) {
			return before.Where
		}
	}
	return ""
}

// sameNumber says whether a number is another one, perhaps written with fewer
// digits. Two decimals are the least that tell anything.
func sameNumber(was, is float64) bool {
	if decimal.SameValue(was, is) {
		return true
	}
	decimals := func(x float64) int {
		_, after, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
		return len(after)
	}
	fewer := decimals(is)
	return fewer >= 2 && fewer < decimals(was) && strconv.FormatFloat(was, 'f', fewer, 64) == strconv.FormatFloat(is, 'f', -1, 64)
}

// told is the evidence against numbers of a file where the output tells of a
// failure that the command's end hides, and nothing else speaks for a training.
func told(training train.Training, arrival repro.Gate, seen []repro.Gate, c collected) []repro.Gate {
	if c.run.From == "" || training.LoggedFailure == "" || arrival.State == repro.GatePassed || proves(seen) || training.Ran() || wentOn(training, c) {
		return nil
	}
	return []repro.Gate{{Name: evidence.NoFailureTold, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"the output shows a failure, though the training counted as successful (%s), and %s is the only evidence. Let the command fail when its training fails (set -o pipefail), or log with mlflow.start_run", training.LoggedFailure, c.run.From)}}
}

// wentOn says whether a failure that was told is one that a program dealt with: it was
// seen to go on and end well, and who wrote the metrics was seen, too.
func wentOn(training train.Training, c collected) bool {
	if !training.Handled || training.Observed == nil {
		return false
	}
	f := training.Observed(c.files, c.run.ID)
	return len(c.files) > 0 && !f.Against() && !slices.ContainsFunc(c.files, func(file string) bool {
		return !slices.ContainsFunc(f.Wrote, func(wrote string) bool { return wrote == file || strings.HasSuffix(wrote, "/"+file) })
	})
}

// vouched says whether each file is, byte for byte, what the stage that makes it
// left, by the lock as it stands after the training. Where a file comes as an
// artifact the lock does not come with it, and DVC's log has to do.
func vouched(training train.Training, files []string) bool {
	if training.Upload != nil || training.Files == nil || len(files) == 0 {
		return true
	}
	project, err := dvc.Read(training.Files)
	return err == nil && !slices.ContainsFunc(files, func(file string) bool { return !project.Vouches(file) })
}
