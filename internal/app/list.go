package app

import (
	"context"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/versions"
)

// Due are the versions that are due for a check, by the registry's tags and by
// past checks.
func (a *App) Due(ctx context.Context, s settings.Settings, past []repro.Record) (versions.DueList, error) {
	registry, err := a.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		return versions.DueList{}, err
	}
	defer registry.Close()
	due, err := versions.Due(ctx, registry, s.Selecting, past, a.Now().UTC())
	return redact.Copy(a.Secrets, due), err
}

// EmptyError fails a list that could never name anything: a misspelt name would be
// a night of green checks.
func EmptyError(due versions.DueList) error {
	if due.Empty == nil {
		return nil
	}
	return fmt.Errorf("list: %w", due.Empty)
}

// DueMatrix is the JSON that a workflow gives to fromJSON.
func DueMatrix(due versions.DueList) string {
	var versions []repro.ModelVersion
	for _, version := range due.Due {
		versions = append(versions, repro.ModelVersion{Name: version.Name, Version: version.Version, RunID: version.RunID})
	}
	return settings.Matrix(versions)
}

func DueRows(due versions.DueList) []report.DueRow {
	var rows []report.DueRow
	for _, version := range due.Due {
		rows = append(rows, report.DueRow{Name: version.Name, Version: version.Version, Checked: version.Checked.In(time.UTC)})
	}
	return rows
}
