package train

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Rebuild is software that can be made for a training.
type Rebuild struct {
	Planned  repro.Environment // what it is to be made of
	Warnings []string

	// Make makes it, or takes it from the user's cache.
	Make func(ctx context.Context) (repro.Environment, []string, error)
}
