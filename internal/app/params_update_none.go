//go:build nodesk

package app

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// updateParams refuses: without git nobody can tell which values would be lost.
func (a *App) updateParams(context.Context, string, settings.Settings, repro.Plan) ([]string, error) {
	return nil, errors.New("show: this build has no git, and edits no file; take the program instead of the container for --update-params")
}
