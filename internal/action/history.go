package action

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// history is the branch that keeps past checks, if one was named.
func (s *step) history(cfg settings.ActionSettings) app.HistoryBranch {
	return app.HistoryBranch{Client: s.git, Name: cfg.HistoryBranch}
}

// addHistory adds the night's checks to the history: to the branch, and to the
// directory that is named. What cannot be kept is a warning, as with every place
// where a result is said.
func (s *step) addHistory(ctx context.Context, cfg settings.ActionSettings, added []repro.Check) (all []repro.Check) {
	warn := func(err error) {
		if err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the history was not extended: "+err.Error()))
		}
	}
	all = slices.Clone(added) // what is made of all sorts them
	extended := false
	if len(s.HistoryDirs(cfg.Settings)) > 0 {
		n, err := s.AddHistory(cfg.Settings, added)
		warn(err)
		extended = n > 0
		s.NameNew(cfg.Settings, added)
	}
	if len(cfg.History) > 0 {
		earlier, warnings := s.HistoryReader(ctx, cfg.Settings).Read(cfg.History)
		for _, warning := range warnings {
			s.runner.Warning("reproduce", s.Secrets.Text(warning))
		}
		all = append(all, earlier...)
	}
	if cfg.HistoryBranch != "" {
		branch, more, err := s.history(cfg).Add(ctx, s.App, cfg.Settings, added, s.badges(cfg))
		warn(err)
		extended = extended || more
		all = append(all, branch...)
	}
	if extended { // else this night was told
		if err := s.TellChat(ctx, cfg.Settings, all, added); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the chat was not told: "+err.Error()))
		}
	}
	return all
}

// badges are the files of the branch that are made of its checks. They are small: the
// page is not among them, or each night would keep another.
func (s *step) badges(cfg settings.ActionSettings) func([]repro.Check) []gitdata.NewFile {
	return func(all []repro.Check) (files []gitdata.NewFile) {
		for _, file := range page.Badges(all, s.Now(), app.StaleAfter(cfg.Settings)) {
			files = append(files, gitdata.NewFile{Path: app.BranchDir + "/" + file.Path, Data: file.Data, Replace: true})
		}
		return files
	}
}

// openRepository gives another repository on the same GitHub, which the job's token may
// read if it is public, and the address of its page.
func (s *step) openRepository(name string) (client *gitdata.Client, page string, err error) {
	opened, err := github.New(github.Options{API: s.Getenv("GITHUB_API_URL"), Repository: name, Token: s.values["github-token"], Tool: "reproduce/" + app.Release(), Sleep: s.Sleep})
	if err != nil {
		return nil, "", fmt.Errorf("open %s: %w", name, err)
	}
	return gitdata.New(opened), s.Getenv("GITHUB_SERVER_URL") + "/" + name, nil
}
