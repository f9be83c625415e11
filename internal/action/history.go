package action

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
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
// where a result is said. lost are results that cannot be added.
func (s *step) addHistory(ctx context.Context, cfg settings.ActionSettings, added []repro.Check, lost repro.HistoryGaps) (all []repro.Check, gaps repro.HistoryGaps) {
	gaps = lost
	warn := func(err error) {
		if err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the history was not extended: "+err.Error()))
		}
	}
	all = slices.Clone(added) // what is made of all sorts them
	var fresh []repro.Check   // the others were told
	var untold []byte
	keep := func(text []byte) error { return s.KeepUntold(cfg.Settings, text) }
	if len(s.HistoryDirs(cfg.Settings)) > 0 {
		release, err := s.LockHistory(ctx, cfg.Settings)
		warn(err)
		if err == nil {
			defer release()
		}
		s.warnNotKept(s.KeepNews(ctx, cfg.Settings, func() []repro.Check { return added }))
		fresh, err = s.AddHistory(cfg.Settings, added)
		warn(err)
		s.NameNew(cfg.Settings, added)
		s.NameNew(cfg.Settings, fresh)
		untold = s.Untold(cfg.Settings)
	}
	if len(cfg.History) > 0 {
		earlier, lacking := s.history(cfg).Reader(ctx, s.App, cfg.Settings).Read(cfg.History)
		for _, warning := range lacking.Notes {
			s.runner.Warning("reproduce", s.Secrets.Text(warning))
		}
		all, gaps = append(all, earlier...), gaps.And(lacking)
	}
	if cfg.HistoryBranch != "" {
		elsewhere := all // checks that the branch need not have
		after, err := s.history(cfg).Add(ctx, s.App, cfg.Settings, added, s.badges(cfg, lost), func(all, fresh []repro.Check, untold []byte) []byte {
			return s.ToTell(cfg.Settings, append(slices.Clone(elsewhere), all...), fresh, untold)
		})
		warn(err)
		fresh, untold = after.Fresh, after.Untold
		keep = func(text []byte) error {
			if len(text) > 0 { // the branch has it already, with the checks
				return nil
			}
			return s.history(cfg).DropUntold(ctx, s.App)
		}
		all = append(all, after.All...)
		gaps = gaps.And(after.Gaps)
	}
	told, kept := s.TellChat(ctx, cfg.Settings, all, fresh, untold, keep)
	if told != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("the chat was not told: "+told.Error()))
	}
	s.warnNotKept(kept)
	return all, gaps
}

// warnNotKept says that what the chat could not be told of is told no more.
func (s *step) warnNotKept(err error) {
	if err != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("what the chat is to be told the next time was not kept: "+err.Error()))
	}
}

// badges are the files of the branch that are made of its checks. They are small: the
// page is not among them, or each night would keep another.
func (s *step) badges(cfg settings.ActionSettings, lost repro.HistoryGaps) func([]repro.Check, repro.HistoryGaps) []gitdata.NewFile {
	leftOut := func(why error) { // its path has no badge then, and no older one
		s.runner.Warning("reproduce", s.Secrets.Text("a badge was not written: "+why.Error()+"; remove it from the branch "+cfg.HistoryBranch))
	}
	return func(all []repro.Check, gaps repro.HistoryGaps) (files []gitdata.NewFile) {
		for _, file := range page.Badges(s.Known(cfg.Settings, all, lost.And(gaps))) {
			files = append(files, gitdata.NewFile{Path: app.BranchDir + "/" + file.Path, Data: file.Data, Replace: true, LeftOut: leftOut})
		}
		return files
	}
}

// openRepository gives another repository on the same GitHub, which the job's token may
// read if it is public, and the address of its page.
func (s *step) openRepository(name string) (client *gitdata.Client, page string, err error) {
	opened, err := s.connect(name, nil)
	if err != nil {
		return nil, "", fmt.Errorf("open %s: %w", name, err)
	}
	return gitdata.New(opened), s.Getenv("GITHUB_SERVER_URL") + "/" + name, nil
}
