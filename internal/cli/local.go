//go:build !nodesk

package cli

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/here"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// cleanUpTime is how long removing the clone may take.
const cleanUpTime = 30 * time.Second

// local opens the project in the working directory and readies it to train. done lets go
// of it, also after an interruption.
func (c *console) local(ctx context.Context, s settings.Settings, registry *mlflow.Registry, p *progress.Printer) (_ train.Project, done func() error, err error) {
	project, err := local.Open(ctx, c.Dir, s.Directory)
	if err != nil {
		return nil, nil, err
	}
	project.Environ = c.Environ
	project.Timeout = s.Timeout
	project.Force = c.Force
	project.ScratchRegistry = s.Registry == settings.RegistryScratch
	project.Observe = s.Observe != "off"
	project.Output = p
	project.Repository.Clones = c.ClonesDir
	project.Reports = c.reports(s)
	project.Tracking = c.tracking(s, registry)
	project.Rebuilder = c.rebuilder(p)
	return &here.Project{Project: project, Secret: c.Secrets.Add}, func() error {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
		defer cancel()
		return project.Close(clean)
	}, nil
}

// clone is the project in the working directory, to read; nil where that is none.
func (c *console) clone(ctx context.Context, s settings.Settings) train.Project {
	project, err := local.Open(ctx, c.Dir, s.Directory)
	if err != nil {
		return nil
	}
	return project
}

// reports are where reports are saved and read: from where the command starts, which need
// not be the project's directory.
func (c *console) reports(s settings.Settings) []string {
	reports := append([]string{s.OutputDir}, s.History...)
	if s.Directory == "" {
		return reports
	}
	here, err := filepath.EvalSymlinks(c.Dir)
	if err != nil {
		here = c.Dir
	}
	for i, report := range reports {
		if report != "" && !filepath.IsAbs(report) {
			reports[i] = filepath.Join(here, report)
		}
	}
	return reports
}

// tracking is the MLFLOW_TRACKING_URI a training is given: what the user said,
// a local store by its full path, as the training runs in another directory.
func (c *console) tracking(s settings.Settings, registry *mlflow.Registry) string {
	if registry == nil {
		return s.TrackingURI
	}
	if said := s.TrackingURI; strings.HasPrefix(said, "http://") || strings.HasPrefix(said, "https://") || said == "databricks" || strings.HasPrefix(said, "databricks://") {
		return said
	}
	if strings.HasPrefix(registry.URI, "http://") || strings.HasPrefix(registry.URI, "https://") {
		return "" // from the environment, which the training inherits
	}
	return registry.URI
}
