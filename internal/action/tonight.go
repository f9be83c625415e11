package action

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/status"
)

// nightLasts is how old a result may be that counts for what was due tonight.
const nightLasts = 24 * time.Hour

// ofTonight leaves out results that are no check of what was due tonight: a runner that keeps
// its workspace may have those of other nights, and one of a clock that was wrong says
// nothing. Where due is not said all count: somebody wants a table of what is there.
func (s *step) ofTonight(cfg settings.ActionSettings, results []repro.Result) (tonight []repro.Result) {
	if cfg.Due == nil && !cfg.DueUnknown {
		return results
	}
	now := s.Now()
	for _, result := range results {
		at := result.CheckedAt
		if !at.Before(now.Add(-nightLasts)) && status.Credible(at, now) {
			tonight = append(tonight, result)
			continue
		}
		s.runner.Warning("reproduce", s.Secrets.Text(printable.OneLine(result.Model().Label(), 200)+": the result of "+at.UTC().Format("2 Jan 2006 15:04")+
			" UTC is of no check of this night, and does not count; clear the directory of results before the night's are put there"))
	}
	return tonight
}
