package app

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// VerdictError carries a verdict that fails the check out of a command. The
// report has been printed by then; nothing more is said.
type VerdictError struct{ verdict repro.Verdict }

func NewVerdictError(v repro.Verdict) error { return VerdictError{v} }

func (e VerdictError) Error() string { return string(e.verdict) }

func exitCode(ctx context.Context, err error) int {
	var verdict VerdictError
	switch {
	case err == nil:
		return repro.ExitReproduced
	case ctx.Err() != nil:
		return repro.ExitInterrupted
	case errors.As(err, &verdict):
		return verdict.verdict.ExitCode()
	case errors.As(err, new(usageError)), errors.As(err, new(*judge.ToleranceError)), errors.As(err, new(*flow.NameError)):
		return repro.ExitUsage
	default:
		return repro.ExitError
	}
}

// usageError is what a person typed wrong: exit code 2.
type usageError struct{ error }

func NewUsageError(err error) error { return usageError{err} }

func (e usageError) Unwrap() error { return e.error }
