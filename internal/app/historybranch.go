package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A HistoryBranch is a branch on GitHub that keeps past checks.
type HistoryBranch struct {
	Client *gitdata.Client
	Name   string
}

// appendRounds is how often a branch is read again because somebody else added to it.
const appendRounds = 6

// BranchDir is the directory of a history branch that its badges are in.
const BranchDir = "badges"

// Read reads the checks that the settings name out of the branch, and those of
// directories. A branch that is not there yet has none.
func (b HistoryBranch) Read(ctx context.Context, a *App, s settings.Settings) (checks []repro.Check, warnings []string) {
	reader := a.HistoryReader(ctx, s)
	if b.Name != "" {
		if _, err := b.read(ctx, reader); err != nil {
			warnings = append(warnings, "history-branch "+b.Name+": earlier checks are not known from it: "+err.Error())
		}
	}
	checks, more := reader.Read(s.History)
	return checks, append(warnings, more...)
}

// read gives the commit of the branch, "" where it is not there.
func (b HistoryBranch) read(ctx context.Context, reader *history.Reader) (head string, err error) {
	if head, err = b.Client.Ref(ctx, "heads/"+b.Name); err != nil || head == "" {
		return "", err
	}
	return head, b.Client.EachFile(ctx, head, reader.Add)
}

// Add adds checks to the branch in one commit, and what derive makes of all its
// checks then. Where somebody else adds at the same time, what both added is
// kept. It gives all checks of the branch, and whether it was extended.
func (b HistoryBranch) Add(ctx context.Context, a *App, s settings.Settings, added []repro.Check, derive func(all []repro.Check) []gitdata.NewFile) (all []repro.Check, extended bool, err error) {
	files, problem := history.Files(added)
	defer func() { err = errors.Join(problem, err) }() // the others are kept
	for round := range appendRounds {
		if err := b.Client.Sleep(ctx, time.Duration(round)*time.Second); err != nil {
			return nil, false, err
		}
		reader := a.HistoryReader(ctx, s)
		head, err := b.read(ctx, reader)
		if err != nil {
			return nil, false, err
		}
		for _, file := range files {
			reader.Add(file.Path, file.Data)
		}
		all, _ = reader.Read(nil)
		write := []gitdata.NewFile{{Path: history.ReadmeFile, Data: []byte(history.Readme)}}
		for _, file := range files {
			write = append(write, gitdata.NewFile{Path: file.Path, Data: file.Data})
		}
		write = append(write, derive(all)...)
		commit, err := b.Client.Append(ctx, b.Name, head, []string{history.ReadmeFile, history.Dir, BranchDir}, write, commitMessage(added))
		if !errors.Is(err, gitdata.ErrMoved) {
			return all, err == nil && commit != head, err
		}
	}
	return nil, false, errors.New("others keep adding to it; run the job again")
}

// commitMessage is that of the commit of one night. No workflow is to start by it.
func commitMessage(added []repro.Check) string {
	ran := slices.DeleteFunc(slices.Clone(added), func(c repro.Check) bool { return c.Verdict == repro.Missed })
	text := "Add " + wording.Count(len(ran), "check", "checks")
	if missed := len(added) - len(ran); missed > 0 {
		text += fmt.Sprintf(", and %d that did not run", missed)
	}
	return text + "\n\n[skip ci]\n"
}
