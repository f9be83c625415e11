package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// listCommand is `reproduce list`: which versions are due for a check.
func (c *console) listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List model versions that are due for a check",
		Long: "Of the registered models that match, the version that --version names, and which of\n" +
			"them a night checks within --budget and --max-models: never checked first, then the\n" +
			"oldest, sooner after a change. When a version was checked is known from the tag that\n" +
			"reproduce run --write-back leaves on it, and from --history, which also tells what a\n" +
			"check takes. Versions that reproductions registered themselves are left out. Where no\n" +
			"model matches at all, or none has such a version, the command fails; so it does where\n" +
			"nothing that is due fits into the budget. --json prints a matrix for fromJSON.",
		Example: "  reproduce list --models 'churn-*' --version production --json\n" +
			"  reproduce list --version production --history past --budget 90m",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, args)
			if err != nil {
				return err
			}
			past, gaps := c.HistoryReader(cmd.Context()).Read(s.History)
			for _, warning := range gaps.Notes {
				c.PrintError("warning: " + warning)
			}
			s.Repository = c.origin(cmd.Context())
			list, err := c.Due(cmd.Context(), s, past, c.commits(cmd.Context(), past))
			if err != nil {
				return err
			}
			for _, warning := range list.Warnings() {
				c.PrintError("warning: " + warning)
			}
			text := app.DueMatrix(list) + "\n"
			if !s.JSON {
				text = report.Due(app.DueForPeople(list), c.Now(), c.Style())
			}
			return errors.Join(c.Print(text), app.EmptyError(list))
		},
	}
	addFlags(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions // a model is no file
	c.completesVersion(cmd)
	return cmd
}

// origin is the address that the clone's origin has; "" without a clone, or where the
// environment names the repository.
func (c *console) origin(ctx context.Context) string {
	if c.Getenv("GITHUB_REPOSITORY") != "" {
		return ""
	}
	clone, err := git.Open(ctx, c.Dir)
	if err != nil {
		return ""
	}
	address, err := clone.RemoteURL(ctx, "origin")
	if err != nil {
		return "" // the models may be of anywhere
	}
	return address
}

// commits are those of the project's default branch that may have changed a version
// since its latest check. Without a repository, or without checks, there are none.
func (c *console) commits(ctx context.Context, past []repro.Check) due.CommitsSince {
	if len(past) == 0 {
		return nil
	}
	oldest := past[0].At
	for i := range past {
		if past[i].At.Before(oldest) {
			oldest = past[i].At
		}
	}
	repository, err := git.Open(ctx, c.Dir)
	if err != nil {
		return nil // the models may be of anywhere
	}
	touches, err := repository.Touched(ctx, oldest)
	if err != nil {
		c.PrintError("warning: changes of code since the latest checks are not known: " + err.Error())
	}
	var commits []due.Commit
	for _, touch := range touches {
		commits = append(commits, due.Commit{At: touch.At, Files: touch.Files})
	}
	return func(repro.Check) []due.Commit { return commits }
}
