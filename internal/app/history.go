package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// HistoryReader reads what the settings name: all models' checks, for one run may have been
// checked by several names.
func (a *App) HistoryReader(ctx context.Context) *history.Reader {
	return &history.Reader{
		Branch: func(b history.Branch) (history.Remote, error) { return a.historyOf(ctx, b) },
		Stop:   a.interrupted,
		Dir:    a.Dir, Redact: a.Secrets.Text,
		Report: func(text []byte, from string) (repro.Check, error) {
			if page.IsBadge(text) { // they may be kept beside the checks
				return repro.Check{}, history.ErrNoCheck
			}
			result, err := reportjson.Decode(text)
			switch {
			case err != nil:
				return repro.Check{}, err
			case result.Compared(): // nothing was checked: two runs were laid side by side
				return repro.Check{}, history.ErrNoCheck
			}
			return history.NewCheck(result, text, report.Sentence(result), from), nil
		},
	}
}

// History reads the earlier checks that the settings name. It is done before
// anything is written: the last report may be among them.
func (a *App) History(ctx context.Context, s settings.Settings) (records []repro.Record, warnings []string) {
	checks, gaps := a.HistoryReader(ctx).Read(s.History)
	return Records(checks), gaps.Notes
}

// Records are what later checks want of earlier ones. A check that was missed or lost tells
// nothing of a training.
func Records(checks []repro.Check) (records []repro.Record) {
	for _, c := range checks {
		if c.Verdict != repro.Missed && !c.Lost {
			records = append(records, c.Record)
		}
	}
	return records
}

// NewChecks gives what a history keeps of saved reports: files, and every report.json
// below directories.
func (a *App) NewChecks(paths []string) (checks []repro.Check, problem error) {
	problem = a.eachCheck(paths, func(c repro.Check) { checks = append(checks, c) })
	return checks, problem
}

// eachCheck is NewChecks, one at a time. Two runs that were compared are no check: nothing
// was trained.
func (a *App) eachCheck(paths []string, take func(repro.Check)) error {
	return a.eachReport(paths, func(result repro.Result, text []byte, from string) {
		if !result.Compared() {
			take(a.newCheck(result, text, from))
		}
	})
}

func (a *App) newCheck(result repro.Result, text []byte, from string) repro.Check {
	c := history.NewCheck(result, text, report.Sentence(result), from)
	c.Repository, c.Links.Job, c.JobCommit = a.RepositoryPage(), a.jobPage(), a.jobCommit()
	return redact.Copy(a.Secrets, c)
}

// AddReports adds saved reports to the history as AddHistory does, one after the other,
// and says which checks were not there: the history has them whole. unread is about what
// cannot be read, which is left out.
func (a *App) AddReports(s settings.Settings, paths []string) (added []repro.Check, unread, err error) {
	unread = a.eachCheck(paths, func(c repro.Check) {
		fresh, problem := a.AddHistory(s, []repro.Check{c})
		err = errors.Join(err, problem)
		for _, c := range fresh {
			added = append(added, repro.Check{Repository: c.Repository, Record: repro.Record{Past: c.Past, Model: c.Model, Version: c.Version, ID: c.ID}})
		}
	})
	a.NameNew(s, added)
	return added, unread, err
}

// LostResults says that results which were to be added could not be: problem has why. nil
// is none.
func (a *App) LostResults(problem error) (g repro.HistoryGaps) {
	if problem == nil {
		return g
	}
	for line := range strings.Lines(a.Secrets.Text(problem.Error())) {
		if line = strings.TrimSpace(line); line != "" && len(g.Notes) < maxLostNotes {
			g.Notes = append(g.Notes, line)
		}
	}
	g.Lost = true
	return g
}

// maxLostNotes is how many of them are named.
const maxLostNotes = 10

// Missed are the entries of versions that were due tonight and left no result.
func (a *App) Missed(versions []repro.ModelVersion) (checks []repro.Check) {
	for _, version := range versions {
		c := history.NewMissed(version, a.Now(), "reproduce "+Release())
		c.Repository, c.Links.Job, c.JobCommit = a.RepositoryPage(), a.jobPage(), a.jobCommit()
		checks = append(checks, c)
	}
	return checks
}

// RepositoryPage is the page of the repository that a job runs for; "" elsewhere.
func (a *App) RepositoryPage() string {
	server, repository := a.Getenv("GITHUB_SERVER_URL"), a.Getenv("GITHUB_REPOSITORY")
	if server == "" || repository == "" {
		return ""
	}
	return server + "/" + repository
}

// SameRepository says whether two pages are of one repository, however they are spelled.
func SameRepository(a, b string) bool { return history.SameRepository(a, b) }

// jobCommit is the commit that a job runs for: a nightly's is that of the default branch.
func (a *App) jobCommit() string {
	if commit := a.Getenv("GITHUB_SHA"); gitformat.IsID(commit) && a.RepositoryPage() != "" {
		return commit
	}
	return ""
}

// jobPage is the page of the workflow run that this is a job of; "" elsewhere.
func (a *App) jobPage() string {
	page, run := a.RepositoryPage(), a.Getenv("GITHUB_RUN_ID")
	if page == "" || run == "" {
		return ""
	}
	return fmt.Sprintf("%s/actions/runs/%s", page, run)
}

// AddHistory adds checks to the one directory that the settings name, and gives those that
// were not there. Branches of repositories beside it are only read.
func (a *App) AddHistory(s settings.Settings, checks []repro.Check) (added []repro.Check, err error) {
	dirs := a.HistoryDirs(s)
	switch {
	case len(dirs) == 0:
		return nil, fmt.Errorf("history %s: a branch of a repository is only read here; name a directory too, or no results", s.History[0])
	case len(dirs) > 1:
		return nil, fmt.Errorf("history: results are added to one directory, and %d are named; name one, or no results", len(dirs))
	}
	dir := a.absolute(dirs[0])
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("history %s: not a directory; name one, which is made where it is missing", dirs[0])
	}
	if err := a.CheckHistory(s); err != nil {
		return nil, err
	}
	return history.Append(dir, checks)
}

// CheckHistory says why the settings name no place for a history.
func (a *App) CheckHistory(s settings.Settings) error {
	for _, dir := range a.HistoryDirs(s) {
		if err := outsideGit(a.absolute(dir)); err != nil {
			return fmt.Errorf("history %s: %w; name another directory", dir, err)
		}
	}
	return nil
}

// CheckKept refuses histories of which none is there. A name with a typing error would be one
// of no checks.
func (a *App) CheckKept(s settings.Settings) error {
	dirs := a.HistoryDirs(s)
	there := func(dir string) bool { return Exists(a.absolute(dir)) }
	if len(dirs) == 0 || len(dirs) < len(history.Distinct(a.Dir, s.History)) || slices.ContainsFunc(dirs, there) {
		return nil
	}
	return fmt.Errorf("history %s: there is no such directory; correct its name, or make it with reproduce report RESULT --history %s", dirs[0], wording.Quote(dirs[0]))
}

// NameNew names the directory that new checks were added to as their repository, where
// they have none and the reader does the same: they are the same checks.
func (a *App) NameNew(s settings.Settings, added []repro.Check) {
	for i := range added {
		if dirs := a.HistoryDirs(s); added[i].Repository == "" && len(history.Distinct(a.Dir, s.History)) > 1 && len(dirs) > 0 {
			added[i].Repository = dirs[0]
		}
	}
}

// HistoryDirs are the histories that the settings name but branches of repositories, each
// once.
func (a *App) HistoryDirs(s settings.Settings) (dirs []string) {
	for _, path := range history.Distinct(a.Dir, s.History) {
		if _, isBranch := history.ParseBranch(path); !isBranch || Exists(a.absolute(path)) {
			dirs = append(dirs, path)
		}
	}
	return dirs
}

// historyOf opens the branch of another repository.
func (a *App) historyOf(ctx context.Context, b history.Branch) (history.Remote, error) {
	client, page, err := a.OpenRepository(b.Repository)
	if err != nil {
		return history.Remote{}, err
	}
	head, err := client.Ref(ctx, "heads/"+b.Name)
	if err != nil {
		return history.Remote{}, err
	}
	if head == "" {
		return history.Remote{}, fmt.Errorf("%s has no branch %s, or the token may not read it", b.Repository, b.Name)
	}
	return history.Remote{Page: page, Each: func(add func(path string, text []byte)) error { return client.EachFile(ctx, head, add) }}, nil
}
