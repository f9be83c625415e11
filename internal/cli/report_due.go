package cli

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// missing are the versions that were due and of which neither the results nor the past
// checks have one of this night; fresh are those of them that no past check says so of yet.
// Where list came to nothing, past checks tell what was due.
func (c *console) missing(ctx context.Context, s settings.Settings, paths []string) (left, fresh []repro.ModelVersion) {
	if len(s.Due) == 0 && !s.DueUnknown {
		return nil, nil
	}
	known, _ := c.HistoryReader(ctx).Read(s.History) // what cannot be read is told where the night is added
	if s.DueUnknown {
		s.Due = page.DueBy(slices.Clone(known), c.Now(), app.StaleAfter(s))
	}
	made, _ := c.NewChecks(paths)
	all, due := append(made, known...), app.DueVersions(s.Due)
	for _, version := range s.Due {
		if !slices.ContainsFunc(all, func(check repro.Check) bool {
			return check.Verdict != repro.Missed && due.Has(version, check.Record) && page.OfNight(check.Past, c.Now())
		}) {
			left = append(left, version)
		}
	}
	return left, due.NotKept(left, all, c.Now())
}

// noResult says whether there is no saved result at all, good or not.
func (c *console) noResult(paths []string) bool {
	made, problem := c.NewChecks(paths)
	return len(made) == 0 && problem != nil && app.NoReport(problem)
}

// labels are those of the versions that results are of.
func labels(results []report.Outline) (labels []string) {
	for _, r := range results {
		labels = append(labels, repro.ModelVersion{Name: r.Model, Version: r.Version}.Label())
	}
	return labels
}
