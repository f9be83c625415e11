package app

import (
	"cmp"
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/versions"
)

// Due are the versions that are due for a check, and the plan of the night, by the
// registry, by past checks and by the commits of the default branch.
func (a *App) Due(ctx context.Context, s settings.Settings, past []repro.Check, commits due.CommitsSince) (versions.DueList, error) {
	registry, err := a.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		return versions.DueList{}, err
	}
	defer registry.Close()
	if s.Repository == "" {
		s.Repository = a.RepositoryPage()
	}
	list, err := versions.Due(ctx, registry, s.Selecting, past, commits, a.Now().UTC())
	return redact.Copy(a.Secrets, list), err
}

// UnusedEntries names entries of the configuration file that may have been meant for the
// model that is checked, and that count for none.
func (a *App) UnusedEntries(ctx context.Context, store mlflow.Store, s settings.Settings) []string {
	return redact.Copy(a.Secrets, versions.UnusedFor(ctx, store, s.Entries, s.Ref.Name))
}

// EmptyError fails a list that could never name anything, and one that lets nothing through of
// what is due: a misspelt name or a small budget would be a night of green checks.
func EmptyError(list versions.DueList) error {
	if why := cmp.Or(list.Empty, list.Vain); why != nil {
		return fmt.Errorf("list: %w", why)
	}
	return nil
}

// DueMatrix is the JSON that a workflow gives to fromJSON.
func DueMatrix(list versions.DueList) string {
	var versions []repro.ModelVersion
	for _, item := range list.Tonight {
		versions = append(versions, repro.ModelVersion{Name: item.Name, Version: item.Version, RunID: item.RunID})
	}
	return settings.Matrix(versions)
}

// DueForPeople is the plan as a report shows it.
func DueForPeople(list versions.DueList) report.DueList {
	return report.DueList{Plan: list.Plan, CheckedRecently: list.CheckedRecently, Notes: list.Notes, Latest: list.Latest, Slept: list.Slept, Unmatched: list.Warnings()}
}
