package action

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// history is the branch that keeps past checks, if one was named.
func (s *step) history(cfg settings.ActionSettings) app.HistoryBranch {
	return app.HistoryBranch{Client: s.git, Name: cfg.HistoryBranch}
}

// remember adds the night's checks to the history: to the branch, and to the
// directory that is named. What cannot be kept is a warning, as with every place
// where a result is said.
func (s *step) remember(ctx context.Context, cfg settings.ActionSettings, added []repro.Check) (all []repro.Check) {
	warn := func(err error) {
		if err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the history was not extended: "+err.Error()))
		}
	}
	if len(cfg.History) > 0 {
		warn(s.AddHistory(cfg.Settings, added))
	}
	if cfg.HistoryBranch != "" {
		branch, err := s.history(cfg).Add(ctx, s.App, cfg.Settings, added, func([]repro.Check) []gitdata.NewFile { return nil })
		warn(err)
		all = branch
	}
	return all
}
