package nextstep

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A Kind is what helps now.
type Kind int

const (
	Nothing         Kind = iota
	TrainAnew            // stages were skipped: the same, made to run all of them
	PinPackage           // the package that leads the causes, put back
	SeeChanges           // look at what was recorded of changes that nobody committed
	ExplainCause         // look for the cause by trainings: something differs that they can restore
	OriginalCode         // train the original's commit, not the one that was named
	Repeat               // measure how much the metrics vary by themselves
	KeepFile             // it failed for want of a file that was taken away before it, or drifted without such files
	LendFile             // it failed or drifted, and looked for a file that only the user's clone has
	FixTraining          // it failed
	WaitLonger           // it was not done in time
	GrantPermission      // a token may not do what the check needs
	AskWithAccess        // somebody who may has to ask for the check
	CheckAgain           // it was cancelled
	Observe              // a Python was not observed: name a command with which it is
	SayMaterial          // it varies too much: say of a larger shift that it does not matter
)

// Of decides. typed are the flags that were typed, nil on GitHub.
func Of(r repro.Result, typed settings.Values) Kind {
	switch r.Verdict {
	case repro.Reproduced:
		return Nothing
	case repro.Drifted:
		switch {
		case r.Reason == repro.ModelOutsideTolerance && len(keepable(r)) > 0:
			return KeepFile
		case r.Reason == repro.ModelOutsideTolerance:
			return Nothing // repeats measure metrics
		case pin(r) != "" && r.Plan.Command != "":
			return PinPackage
		case changesLine(r) != "":
			return SeeChanges
		case len(r.Execution.LookedFor) > 0 && r.Plan.Command != "":
			return LendFile
		case explainable(r, typed):
			return ExplainCause
		case otherCode(typed) && lineage.RecordedCommit(r.Original).Known():
			return OriginalCode
		case len(keepable(r)) > 0:
			return KeepFile
		case len(r.Repeats) == 0 && r.Reason != repro.CurveLeft: // which is known not to vary
			return Repeat
		}
		return Nothing
	}
	switch r.Reason {
	case repro.NotExecuted:
		if trainingAnew(r, typed) != "" {
			return TrainAnew
		}
	case repro.NotProven:
		if gate, _ := repro.FirstFailed(r.Evidence); r.Execution.Reporting != "" && (gate.Name == evidence.CodeOfCommit || gate.Name == evidence.NumbersComputed) {
			return Observe
		}
	case repro.InputsMissing:
		switch {
		case len(keepable(r)) > 0:
			return KeepFile
		case len(r.Execution.LookedFor) > 0 && r.Plan.Command != "":
			return LendFile
		}
	case repro.PipelineFailed:
		if MissedFile(r.Execution) != "" {
			return KeepFile
		}
		if len(r.Execution.LookedFor) > 0 && r.Plan.Command != "" {
			return LendFile
		}
		return FixTraining
	case repro.PipelineTimedOut:
		return WaitLonger
	case repro.NoPermission, repro.PipelineNotStarted:
		return GrantPermission
	case repro.ForkWithoutSecrets:
		return AskWithAccess
	case repro.Cancelled:
		return CheckAgain
	case repro.NoiseTooLarge:
		if len(material(r)) > 0 {
			return SayMaterial
		}
	}
	return Nothing
}

// otherCode says that other code than the original's was asked for: whether
// that made the drift is the first thing to know, and one training tells.
func otherCode(typed settings.Values) bool {
	return typed["code-ref"] != "" && typed["code-ref"] != "original"
}

// pin is the line that puts back the package that leads the causes; "" where
// something else does.
func pin(r repro.Result) string {
	if len(r.Causes) == 0 || r.Causes[0].Factor != repro.KindEnvironment || r.Causes[0].Strength != repro.ConsistentWith {
		return ""
	}
	return r.Causes[0].Next
}

// MissedFile is the file that the end of a training's output names among those that
// were taken away; "" for none.
func MissedFile(execution repro.Execution) string {
	if execution.Status != repro.ExecFailed {
		return ""
	}
	for _, name := range []func(string) string{path.Clean, path.Base} { // the whole path tells more
		for _, line := range slices.Backward(execution.Log) {
			at := slices.IndexFunc(execution.Absent, func(file string) bool { return strings.Contains(line, name(file)) })
			if at >= 0 {
				return execution.Absent[at]
			}
		}
	}
	return ""
}

// keepable are the files that a training did without and may begin from: those that it looked
// for, and here what it did not make again; nil where they are many, as the outputs of other
// projects are.
func keepable(r repro.Result) []string {
	const most = 3
	files := r.Execution.NotMade
	switch {
	case r.Reason == repro.InputsMissing:
		files = r.Execution.Sought[:min(len(r.Execution.Sought), 5)]
	case r.Verdict != repro.Drifted || r.Plan.Command == "" || len(files) > most:
		return nil
	}
	return slices.DeleteFunc(slices.Clone(files), func(file string) bool { return strings.HasPrefix(file, "../") })
}
