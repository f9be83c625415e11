package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// VerdictError carries a verdict that fails the check out of a command. The
// report has been printed by then; nothing more is said.
type VerdictError struct{ verdict repro.Verdict }

// NewVerdictError ends the program as a verdict does that --fail-on names.
func NewVerdictError(v repro.Verdict) error { return VerdictError{v} }

func (e VerdictError) Error() string { return string(e.verdict) }

// An ExitStatus ends a program as another one ended that it ran. Nothing more is said.
type ExitStatus int

func (e ExitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// ErrNotOver ends a program that was to finish a training which is not over.
var ErrNotOver = errors.New("the training is not over, and there is no verdict yet; finish it later")

func exitCode(ctx context.Context, err error) int {
	var verdict VerdictError
	var status ExitStatus
	switch {
	case err == nil:
		return repro.ExitReproduced
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		return repro.ExitInterrupted
	case errors.As(err, &verdict):
		return verdict.verdict.ExitCode()
	case errors.Is(err, ErrNotOver):
		return repro.ExitNotOver
	case errors.As(err, new(usageError)), errors.As(err, new(*judge.ToleranceError)), errors.As(err, new(*flow.NameError)):
		return repro.ExitUsage
	default:
		return repro.ExitError
	}
}

// Severity orders what several checks ended with, the worst last: an error before there
// was a verdict, after a drift, after what could not be verified.
func Severity(err error) int {
	var verdict VerdictError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &verdict):
		return 3
	case verdict.verdict == repro.Drifted:
		return 2
	}
	return 1
}

// usageError is what a person typed wrong: exit code 2.
type usageError struct{ error }

// NewUsageError is err as an error of what was typed.
func NewUsageError(err error) error { return usageError{err} }

func (e usageError) Unwrap() error { return e.error }
