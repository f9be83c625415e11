package repro

import (
	"errors"
	"fmt"
)

// A Verdict is the answer to one question: does the model still come back?
type Verdict string

const (
	Reproduced Verdict = "reproduced"
	Drifted    Verdict = "drifted"
	Unverified Verdict = "unverified"
)

// A Reason is the stable, machine-readable half of a verdict.
type Reason string

// Reasons of Reproduced and Drifted.
const (
	Identical               Reason = "identical"
	WithinTolerance         Reason = "within-tolerance"
	WithinNoise             Reason = "within-noise"
	MetricsOutsideTolerance Reason = "metrics-outside-tolerance"
)

// Reasons of Unverified.
const (
	NotExecuted               Reason = "not-executed"
	StaleMetrics              Reason = "stale-metrics"
	SameRun                   Reason = "same-run"
	ParamsNotApplied          Reason = "params-not-applied"
	MetricsMissing            Reason = "metrics-missing"
	NoBaselineMetrics         Reason = "no-baseline-metrics"
	NoiseTooLarge             Reason = "noise-too-large"
	Unstable                  Reason = "unstable"
	PipelineFailed            Reason = "pipeline-failed"
	PipelineTimedOut          Reason = "pipeline-timed-out"
	PipelineCancelled         Reason = "pipeline-cancelled"
	PipelineNotStarted        Reason = "pipeline-not-started"
	WorkflowMissingAtCommit   Reason = "workflow-missing-at-commit"
	DataUnavailable           Reason = "data-unavailable"
	ParamsNotWritable         Reason = "params-not-writable"
	NoRun                     Reason = "no-run"
	OriginalNotFinished       Reason = "original-not-finished"
	TrackingServerUnreachable Reason = "tracking-server-unreachable"
	NoPermission              Reason = "no-permission"
	ForkWithoutSecrets        Reason = "fork-without-secrets"
	Cancelled                 Reason = "cancelled"
	NotProven                 Reason = "not-proven"        // nothing shows that this training computed the numbers
	OtherCode                 Reason = "other-code"        // the new run was made by code that is not the commit's
	AmbiguousRun              Reason = "ambiguous-run"     // several new runs fit the original and do not agree
	AmbiguousMetrics          Reason = "ambiguous-metrics" // one metric's name stands in several files
)

// Exit codes: part of the contract, the same in every output format.
const (
	ExitReproduced  = 0
	ExitError       = 1 // an error before there was anything to judge
	ExitUsage       = 2
	ExitDrifted     = 3
	ExitUnverified  = 4
	ExitInterrupted = 130
)

// ExitCode is the status the program ends with for a verdict that fails the
// check. --fail-on may turn it into 0, never into another code.
func (v Verdict) ExitCode() int {
	switch v {
	case Reproduced:
		return ExitReproduced
	case Drifted:
		return ExitDrifted
	default:
		return ExitUnverified
	}
}

// A Doubt is why something could not be verified. It is an error to the steps
// that meet it and a verdict to the flow that collects it: whatever stops a
// reproduction with a Doubt ends in Unverified with its reason.
type Doubt struct {
	Reason Reason
	Err    error
}

func (d *Doubt) Error() string { return d.Err.Error() }

func (d *Doubt) Unwrap() error { return d.Err }

// Doubtf makes a Doubt. The message names the operation and the object and
// ends with the way out.
func Doubtf(reason Reason, format string, args ...any) error {
	return &Doubt{reason, fmt.Errorf(format, args...)}
}

// AsDoubt finds the Doubt in err's chain.
func AsDoubt(err error) (*Doubt, bool) {
	var d *Doubt
	ok := errors.As(err, &d)
	return d, ok
}

// Symbol is one character that tells the verdicts apart by shape, not only by
// colour.
func (v Verdict) Symbol() string {
	switch v {
	case Reproduced:
		return "✅"
	case Drifted:
		return "⚠️"
	default:
		return "❓"
	}
}

// Title is the verdict as people read it.
func (v Verdict) Title() string {
	switch v {
	case Reproduced:
		return "Reproduced"
	case Drifted:
		return "Drifted"
	default:
		return "Could not verify"
	}
}

// Runs is how many reproductions were made.
func (r Result) Runs() int { return 1 + len(r.Repeats) }
