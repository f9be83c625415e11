package action

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// report is `command: report` of the action: one table of what the jobs of a
// matrix found. It ends as the worst of them does; a version that was due and
// left no result could not be verified.
//
// Issues come first: they are the same however often they are kept, and a check that the
// history has is not due the next night. Then the night goes into the history, with the
// versions that were due and came to nothing, and with what a chat is to be told of it: no
// later night shall see their old verdict alone, and a job that is killed loses no word.
func (s *step) report(ctx context.Context, cfg settings.ActionSettings) error {
	s.client.SetPermissions(s.permissions(cfg)...)
	results, problem := s.SavedReports(cfg.Results)
	results = s.ofTonight(cfg, results)
	past := s.pastOnce(ctx, cfg)
	if cfg.DueUnknown {
		cfg.Due = page.DueBy(slices.Clone(past()), s.Now(), app.StaleAfter(cfg.Settings))
	}
	if cfg.Issue == "on-drift" {
		s.keepIssues(ctx, results)
	}
	var known []repro.Check
	sweep := report.Sweep{At: s.Now(), Missing: withoutResult(cfg.Due, results), NoList: cfg.DueUnknown && len(results) == 0}
	fresh := sweep.Missing
	if len(fresh) > 0 {
		fresh = app.DueVersions(cfg.Due).NotKept(fresh, past(), s.Now())
	}
	if cfg.HistoryBranch != "" || len(cfg.History) > 0 || cfg.Page != "" || cfg.Badges != "" {
		added, unread := s.NewChecks(cfg.Results)
		if len(results) == 0 && (len(sweep.Missing) > 0 || cfg.DueUnknown) {
			unread = nil // no job came so far, and each is known to be missing
		}
		var gaps repro.HistoryGaps
		known, gaps = s.addHistory(ctx, cfg, append(added, s.Missed(fresh)...), s.LostResults(unread))
		all := s.Known(cfg.Settings, known, gaps)
		sweep.Widened = page.Widened(all, labels(results))
		if err := s.WritePage(cfg.Settings, all); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the page was not written: "+err.Error()))
		}
	}
	outlines := report.Outlines(results)
	sweep.Earlier = earlierChecks(ofRepository(known, s.RepositoryPage()), results, sweep)
	sweep.Page.Full = "the summary of each check"
	if server := s.Getenv("GITHUB_SERVER_URL"); server != "" {
		sweep.Page.Repository = server + "/" + s.Getenv("GITHUB_REPOSITORY")
	}
	switch {
	case sweep.NoList:
		problem = s.tellNoNight(ctx, cfg, len(sweep.Missing) > 0 && len(fresh) == 0)
	case cfg.Due != nil && len(cfg.Due) == 0 && errors.Is(problem, fs.ErrNotExist): // nor did any job save one
		s.runner.Notice("reproduce", "nothing was due, so nothing was checked")
		problem = nil
	case problem != nil && len(results) == 0 && len(sweep.Missing) > 0: // no job came so far, and the table says so
		s.runner.Warning("reproduce", s.Secrets.Text(problem.Error()))
		problem = nil
	}
	if cfg.JobSummary {
		body, _ := report.Swept(outlines, sweep)
		if err := s.runner.Summary(s.Secrets.Text(body)); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	worst, title := report.Worst(outlines, sweep), s.Secrets.Text(report.SweepTitle(outlines, sweep))
	err := errors.Join(problem, s.runner.SetOutput("verdict", string(worst)), s.runner.SetOutput("summary", title),
		s.Print(report.SweptTerminal(outlines, sweep, terminal.Style{})))
	switch {
	case err != nil:
		return err
	case cfg.Fails(worst):
		s.runner.Error("reproduce", title)
		return app.NewVerdictError(worst)
	}
	return nil
}

// labels are those of the versions that results are of.
func labels(results []repro.Result) (labels []string) {
	for _, r := range results {
		labels = append(labels, r.Model().Label())
	}
	return labels
}

// ofRepository are the checks of one repository, and those that name none: others have
// models of the same names.
func ofRepository(checks []repro.Check, page string) []repro.Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c repro.Check) bool {
		return strings.HasPrefix(c.Repository, "http") && !app.SameRepository(c.Repository, page)
	})
}

// earlierChecks are the checks before the night's, by the version's label, oldest first.
func earlierChecks(known []repro.Check, night []repro.Result, sweep report.Sweep) map[string][]repro.Past {
	ran := map[string]time.Time{} // when the night's checks began
	for _, result := range night {
		ran[result.Model().Label()] = result.CheckedAt
	}
	for _, version := range sweep.Missing {
		ran[version.Label()] = sweep.At
	}
	earlier := map[string][]repro.Past{}
	for _, c := range known {
		label := repro.ModelVersion{Name: c.Model, Version: c.Version}.Label()
		if at, there := ran[label]; c.Verdict != repro.Missed && there && c.At.Before(at) {
			earlier[label] = append(earlier[label], c.Past)
		}
	}
	for label, past := range earlier {
		order.By(past, func(a, b repro.Past) int { return a.At.Compare(b.At) })
		each := past[:0]
		for i := range past { // a branch and a directory may both have it
			if last := len(each) - 1; last < 0 || !each[last].At.Equal(past[i].At) {
				each = append(each, past[i])
			}
		}
		earlier[label] = each
	}
	return earlier
}

// withoutResult are the versions that were due and have no result.
func withoutResult(due app.DueVersions, results []repro.Result) []repro.ModelVersion {
	var left []repro.ModelVersion
	for _, version := range due {
		if !slices.ContainsFunc(results, func(r repro.Result) bool {
			return due.Has(version, repro.Record{Model: r.Model().Name, Version: r.Model().Version, Original: r.Original.ID})
		}) {
			left = append(left, version)
		}
	}
	return left
}
