//go:build nodesk

package app

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// askedFor has nothing to say where nobody trains.
func (*App) askedFor(context.Context, settings.Settings, string, repro.Plan) []string { return nil }
