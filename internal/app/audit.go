package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Audit looks at the registry and, where the working directory is in one, at
// the clone. The files of models in a local store cost no requests, so that
// they are always read.
func (a *App) Audit(ctx context.Context, s settings.Settings) (audit.Audit, error) {
	if s.Ref.Name != "" {
		s.Models, s.Lines = []string{s.Ref.Name}, nil
	}
	if _, err := a.ProjectDir(ctx, s); err != nil {
		return audit.Audit{}, err
	}
	registry, err := a.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		return audit.Audit{}, err
	}
	defer registry.Close()
	remote := strings.HasPrefix(registry.URI, "http://") || strings.HasPrefix(registry.URI, "https://")
	auditor := &audit.Auditor{Store: registry, Selecting: s.Selecting, Params: s.Params, Environ: a.Environ, Deep: s.Deep || !remote, Tool: "reproduce " + Release(), Now: a.Now}
	// A directory in no repository is an ordinary place to audit from.
	auditor.Clone, _ = project.OpenClone(ctx, a.Dir, s.Directory)
	p := a.NewProgress(s)
	auditor.Progress = func(done, total int) {
		if done < total {
			p.Step("audit", fmt.Sprintf("%d of %d versions", done, total))
		}
	}
	audit, err := auditor.Audit(ctx)
	audit.Store = registry.URI
	return redact.Copy(a.Secrets, audit), err
}
