package app

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/mlflow"
)

// OpenRegistry opens the tracking store that the settings or the environment name,
// and sees to it that none of its secrets is ever printed.
func (a *App) OpenRegistry(ctx context.Context, trackingURI string) (*mlflow.Registry, error) {
	registry, err := mlflow.Open(ctx, mlflow.Config{
		TrackingURI: trackingURI,
		Dir:         a.Dir,
		Getenv:      a.Getenv,
		UserAgent:   "reproduce/" + Release(),
		Sleep:       a.Sleep,
		Notice:      a.PrintError,
	})
	if err != nil {
		return nil, NewUsageError(err)
	}
	a.Secrets.Add(registry.Secrets()...)
	return registry, nil
}
