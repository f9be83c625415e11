package reportjson

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/scaffold"
)

type scaffoldJSON struct {
	SchemaVersion int                `json:"schema_version"`
	Written       bool               `json:"written"`
	Files         []scaffoldFileJSON `json:"files"`
	Found         []string           `json:"found"`
	Notes         []string           `json:"notes"`
	Next          []string           `json:"next"`
}

type scaffoldFileJSON struct {
	Path string `json:"path"`
	Diff string `json:"diff"` // unified, of the whole change
}

// EncodeScaffold is the document that init --json prints.
func EncodeScaffold(p scaffold.Plan, written bool) ([]byte, error) {
	d := scaffoldJSON{
		SchemaVersion: 1, Written: written, Files: []scaffoldFileJSON{},
		Found: append([]string{}, p.Found...), Notes: append([]string{}, p.Notes...), Next: append([]string{}, p.Next...),
	}
	for _, file := range p.Files {
		d.Files = append(d.Files, scaffoldFileJSON{Path: file.Path, Diff: report.Diff(file)})
	}
	text, err := doc.EncodeJSON(d, "  ")
	if err != nil {
		return nil, fmt.Errorf("encode what init found: %w", err)
	}
	return append(text, '\n'), nil
}
