//go:build nodesk

package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// atDesk gives no command in a build for the container.
func (c *console) atDesk() []*cobra.Command { return nil }

// local refuses: the container has no shell, no git and no Python to train with.
func (c *console) local(context.Context, settings.Settings, *mlflow.Registry, *progress.Printer) (train.Project, func() error, error) {
	return nil, nil, errors.New("this build trains on GitHub alone: name the workflow that trains with --workflow, or take the program instead of the container")
}

// reproduceAndExplain only reproduces, as no check trains here.
func (c *console) reproduceAndExplain(ctx context.Context, s settings.Settings) error {
	return c.reproduce(ctx, s)
}

// clone is nil: without git there is none to read.
func (c *console) clone(context.Context, settings.Settings) train.Project { return nil }
