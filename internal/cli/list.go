package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func (c *console) listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List model versions that are due for a check",
		Long: "Of the registered models that match, the version that --version names: never\n" +
			"checked first, then the oldest check. When a version was checked is known from the\n" +
			"tag that reproduce run --write-back leaves on it. Versions that reproductions\n" +
			"registered themselves are left out. Where no model matches at all, or none has such\n" +
			"a version, the command fails. --json prints a matrix for fromJSON.",
		Example: "  reproduce list --models 'churn-*' --version production --json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, args)
			if err != nil {
				return err
			}
			due, err := c.due(cmd.Context(), s)
			if err != nil {
				return err
			}
			text := matrix(due) + "\n"
			if !s.JSON {
				text = report.Due(dueRows(due), due.Later, due.Fresh, due.Notes, c.Now(), c.style())
			}
			return errors.Join(c.print(text), nothing(due))
		},
	}
	addFlags(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions // a model is no file
	return cmd
}

func (c *console) due(ctx context.Context, s action.Settings) (flow.DueList, error) {
	registry, err := c.registry(ctx, s)
	if err != nil {
		return flow.DueList{}, err
	}
	defer registry.Close()
	due, err := flow.Due(ctx, registry, s, c.Now().UTC())
	return action.Hidden(c.secrets, due), err
}

// list is `command: list` of the action: a matrix for the next job and a table
// for people.
func (s *step) list(ctx context.Context, settings action.Settings) error {
	due, err := s.due(ctx, settings)
	if err != nil {
		return err
	}
	if err := s.runner.SetOutput("models", matrix(due)); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	if settings.JobSummary {
		summary := report.DuePage(dueRows(due), due.Later, due.Fresh, due.Notes, s.Now())
		if err := s.runner.Summary(s.secrets.Text(summary)); err != nil {
			s.runner.Warning("reproduce", s.secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	for _, unmatched := range due.Unmatched {
		if due.Empty == nil { // which says so itself
			s.runner.Warning("reproduce", s.secrets.Text(unmatched))
		}
	}
	return errors.Join(s.print(report.Due(dueRows(due), due.Later, due.Fresh, due.Notes, s.Now(), report.Style{})), nothing(due))
}

// nothing fails a list that could never name anything: a misspelt name would be
// a night of green checks.
func nothing(due flow.DueList) error {
	if due.Empty == nil {
		return nil
	}
	return fmt.Errorf("list: %w", due.Empty)
}

// matrix is the JSON that a workflow gives to fromJSON.
func matrix(due flow.DueList) string {
	var versions []repro.ModelVersion
	for _, version := range due.Due {
		versions = append(versions, repro.ModelVersion{Name: version.Name, Version: version.Version, RunID: version.RunID})
	}
	return action.Matrix(versions)
}

func dueRows(due flow.DueList) []report.DueRow {
	var rows []report.DueRow
	for _, version := range due.Due {
		rows = append(rows, report.DueRow{Name: version.Name, Version: version.Version, Checked: version.Checked.In(time.UTC)})
	}
	return rows
}
