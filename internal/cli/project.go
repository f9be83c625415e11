package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/mlflow"
)

// registry opens the tracking store that the settings or the environment name,
// and sees to it that none of its secrets is ever printed.
func (c *console) registry(ctx context.Context, s action.Settings) (*mlflow.Registry, error) {
	registry, err := mlflow.Open(ctx, mlflow.Config{
		TrackingURI: s.TrackingURI,
		Dir:         c.Dir,
		Getenv:      c.Getenv,
		UserAgent:   "reproduce/" + release(),
		Notice:      func(text string) { fmt.Fprintln(c.Stderr, "reproduce:", text) },
	})
	if err != nil {
		return nil, usageError{err}
	}
	c.secrets.Add(registry.Secrets()...)
	return registry, nil
}

// progress tells on standard error what is going on, unless it is to be quiet.
func (c *console) progress(s action.Settings) *progress {
	return &progress{w: c.Stderr, live: c.Live && !s.JSON, width: c.Width, hide: c.secrets.Text, silent: c.quiet, verbose: c.verbose}
}

// flow puts a project and a registry together.
func (c *console) flow(registry *mlflow.Registry, project flow.Project, p *progress) *flow.Flow {
	return &flow.Flow{
		Registry: registry,
		Project:  project,
		Tool:     "reproduce " + release(),
		Now:      c.Now,
		NewID:    newID,
		Step:     p.step,
		Begin:    p.begin,
		End:      p.end,
	}
}

// newID is a reproduce.id: sixteen random bytes, so that no other attempt has
// it and no run can be found by guessing.
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(id[:])
}

// local opens the project in the working directory and readies it to train.
func (c *console) local(ctx context.Context, s action.Settings, registry *mlflow.Registry, p *progress) (*flow.Local, error) {
	project, err := flow.OpenLocal(ctx, c.Dir)
	if err != nil {
		return nil, err
	}
	project.Environ = c.Environ
	project.Timeout = s.Timeout
	project.Output = p
	project.Repository.Clones = c.clones
	project.Tracking = c.tracking(s, registry)
	return project, nil
}

// tracking is the MLFLOW_TRACKING_URI a training is given: what the user said,
// a local store by its full path, as the training runs in another directory.
func (c *console) tracking(s action.Settings, registry *mlflow.Registry) string {
	if registry == nil {
		return s.TrackingURI
	}
	if said := s.TrackingURI; strings.HasPrefix(said, "http://") || strings.HasPrefix(said, "https://") {
		return said
	}
	if strings.HasPrefix(registry.URI, "http://") || strings.HasPrefix(registry.URI, "https://") {
		return "" // from the environment, which the training inherits
	}
	return registry.URI
}
