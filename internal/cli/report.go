package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// report is `reproduce report`: saved results, rendered again.
func (c *console) report() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [RESULT…]",
		Short: "Render saved results again; needs no server",
		Long: "Reads report.json files, and directories that hold them, and prints what reproduce\n" +
			"run did: one result whole, several as a table with what needs somebody first. The\n" +
			"exit code is 0: the verdict was given when the check was made. --history adds the\n" +
			"results to a directory of past checks, one small file each, which is made; with no\n" +
			"RESULT it says how all models stand, with --json as one document. --page and --badges\n" +
			"show the same.",
		Example: "  reproduce report reproduce-report/report.json\n" +
			"  reproduce report reproduce-report --history history --page models.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if err := c.CheckPage(s, page.Known{}); err != nil {
				return app.NewUsageError(fmt.Errorf("report: %w", err))
			}
			if err := c.CheckHistory(s); err != nil {
				return app.NewUsageError(fmt.Errorf("report: %w", err))
			}
			if said := len(s.Due) > 0 || s.DueUnknown; said && len(s.History) == 0 {
				return app.NewUsageError(errors.New("report: --due is for the past checks: name their directory with --history"))
			}
			if err := c.CheckKept(s); err != nil && len(args) == 0 && s.Typed["due"] == "" && !s.DueUnknown {
				return app.NewUsageError(fmt.Errorf("report: %w", err))
			}
			if len(args) == 0 && len(s.History) == 0 {
				args = []string{filepath.Join(s.OutputDir, reportjson.File)}
			}
			var results []report.Outline
			var first repro.Result
			var problem error
			if !s.JSON {
				results, first, problem = c.OutlinedReports(args)
			}
			problem = withoutResult(problem, s)
			missing, fresh := c.missing(cmd.Context(), s, args)
			if len(missing) > 0 && problem != nil && c.noResult(args) { // no check came so far, and the table says so
				c.PrintError("warning: " + problem.Error())
				problem = nil
			}
			known, kept := c.withHistory(cmd.Context(), s, args)
			sweep := report.Sweep{Missing: missing, NoList: s.DueUnknown && len(results) == 0, Widened: page.Widened(known, labels(results))}
			if len(s.Due) > 0 || s.DueUnknown { // else the results are of any time
				sweep.At = c.Now()
			}
			if told := len(missing) > 0 && len(fresh) == 0; sweep.NoList && !told { // by a report of this night before
				if err := c.TellNoNight(cmd.Context(), s, report.NoNight); err != nil {
					c.PrintError("warning: the chat was not told: " + err.Error())
				}
			}
			if s.JSON && len(args) == 0 {
				document, err := page.JSON(known, "reproduce "+app.Release())
				return errors.Join(err, c.PrintJSON(document), kept)
			}
			if s.JSON {
				problem := withoutResult(c.printAll(args), s)
				if len(missing) > 0 && c.noResult(args) {
					c.PrintError("warning: " + problem.Error())
					problem = nil
				}
				return errors.Join(problem, kept)
			}
			switch {
			case len(results) == 1 && len(missing) == 0:
				err = c.Print(report.Terminal(first, c.Style()))
			case len(results)+len(missing) > 0:
				err = c.Print(report.SweptTerminal(results, sweep, c.Style()))
			case problem == nil:
				err = c.Print(page.Terminal(known))
			}
			return errors.Join(problem, err, kept)
		},
	}
	addFlags(cmd)
	return cmd
}

// withoutResult says of results that are not there how a night is reported in which nothing
// was due.
func withoutResult(problem error, s settings.Settings) error {
	if len(s.History) == 0 || !app.NoReport(problem) {
		return problem
	}
	return fmt.Errorf("%w. If nothing was due, leave RESULT out", problem)
}

// withHistory adds saved results to the history, and writes the page and the badges of
// all checks that are then known, which it gives.
func (c *console) withHistory(ctx context.Context, s settings.Settings, paths []string) (page.Known, error) {
	if len(s.History) == 0 && s.Page == "" && s.Badges == "" {
		return page.Known{}, nil
	}
	if len(s.History) == 0 {
		checks, unread := c.NewChecks(paths) // which is said where it is rendered too
		if err := ctx.Err(); err != nil {
			return page.Known{}, fmt.Errorf("report: %w", err)
		}
		known := c.Known(s, checks, c.LostResults(unread))
		return known, c.writePage(s, known)
	}
	var missed []repro.Check
	if len(paths)+len(s.Due) > 0 || s.DueUnknown || c.Owes(s) {
		release, err := c.LockHistory(ctx, s)
		if err != nil {
			return page.Known{}, fmt.Errorf("report: %w", err)
		}
		defer release()
		_, fresh := c.missing(ctx, s, paths) // whoever had the lock before may have told of them
		missed = c.Missed(fresh)
		c.warnNotKept(c.KeepNews(ctx, s, func() []repro.Check {
			checks, _ := c.NewChecks(paths) // which is said below
			return append(checks, missed...)
		}))
	}
	night, unread, problem := c.AddReports(s, paths)
	if len(missed) > 0 {
		kept, err := c.AddHistory(s, missed)
		c.NameNew(s, kept)
		night, problem = append(night, kept...), errors.Join(problem, err)
	}
	if problem != nil {
		problem = fmt.Errorf("report: %w", problem)
	}
	checks, gaps := c.HistoryReader(ctx).Read(s.History)
	if err := ctx.Err(); err != nil { // what is known is a part
		return page.Known{}, errors.Join(problem, fmt.Errorf("report: %w", err))
	}
	if s.JSON || len(paths)+len(missed) > 0 { // the table says it itself
		for _, note := range gaps.Notes {
			c.PrintError("warning: " + note)
		}
	}
	if len(paths)+len(missed) > 0 {
		if problem == nil {
			read, _ := c.NewChecks(paths)
			c.PrintError(addedWords(len(night), len(read)+len(missed), c.HistoryDirs(s)))
		}
	}
	if len(paths)+len(missed) > 0 || c.Owes(s) {
		c.tellChat(ctx, s, checks, night)
	}
	known := c.Known(s, checks, c.LostResults(errors.Join(unread, problem)).And(gaps))
	return known, errors.Join(problem, c.writePage(s, known))
}

// addedWords say what became of the history, of so many checks that were read.
func addedWords(added, read int, dirs []string) string {
	switch {
	case read == 0:
		return "history: nothing was added to " + wording.List(dirs) + ", as no result of a training was read"
	case added == 0:
		return "history: nothing was added to " + wording.List(dirs) + ", which has these checks"
	}
	return fmt.Sprintf("history: added %s to %s", wording.Count(added, "check", "checks"), wording.List(dirs))
}

// tellChat tells the chat of a night, and has the history keep what it could not.
func (c *console) tellChat(ctx context.Context, s settings.Settings, checks, night []repro.Check) {
	told, kept := c.TellChat(ctx, s, checks, night, c.Untold(s), func(text []byte) error { return c.KeepUntold(s, text) })
	if told != nil {
		c.PrintError("warning: the chat was not told: " + told.Error())
	}
	c.warnNotKept(kept)
}

func (c *console) warnNotKept(err error) {
	if err != nil {
		c.PrintError("warning: what the chat is to be told the next time was not kept: " + err.Error())
	}
}

func (c *console) writePage(s settings.Settings, known page.Known) error {
	if err := c.WritePage(s, known); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// printAll prints saved results as JSON, one after the other.
func (c *console) printAll(paths []string) error {
	var failed error
	problem := c.EachReport(paths, func(result repro.Result) {
		document, err := reportjson.Encode(result)
		if err == nil && failed == nil {
			err = c.PrintJSON(document)
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("report: %w", err)
		}
	})
	return errors.Join(problem, failed)
}
