package page

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// SchemaVersion is that of the document that JSON gives. New members do not change it.
const SchemaVersion = 1

// jsonDocument is how all models stand, for programs.
type jsonDocument struct {
	SchemaVersion int                  `json:"schema_version"`
	Tool          string               `json:"tool"`
	At            time.Time            `json:"at"`
	Summary       string               `json:"summary"`
	Late          bool                 `json:"late"` // the latest night did not run
	Complete      bool                 `json:"complete"`
	Notes         []string             `json:"notes"`
	LastCheck     *time.Time           `json:"last_check,omitempty"`
	States        map[status.State]int `json:"states"`
	LeftOut       int                  `json:"versions_left_out"` // no longer checked, and last reproduced
	Models        []jsonModel          `json:"models"`
}

type jsonModel struct {
	Repository string        `json:"repository,omitempty"`
	Name       string        `json:"name"`
	Version    string        `json:"version"`
	Run        string        `json:"original_run_id,omitempty"` // where two have the number
	State      status.State  `json:"state"`
	Since      *time.Time    `json:"since,omitempty"`
	Checks     int           `json:"checks"`
	Checked    *time.Time    `json:"checked_at,omitempty"`
	Verdict    repro.Verdict `json:"verdict,omitempty"`
	Decided    *time.Time    `json:"verdict_at,omitempty"`
	Good       *time.Time    `json:"reproduced_at,omitempty"`
	Outside    []string      `json:"outside"` // metrics
	Summary    string        `json:"summary,omitempty"`
	Widened    string        `json:"tolerance_widened,omitempty"` // since a drift that it alone ended
	Cause      string        `json:"cause,omitempty"`
	Report     string        `json:"report_sha256,omitempty"`
	URL        string        `json:"url,omitempty"`
}

// JSON is how all models stand, what needs somebody first, as one document.
func JSON(k Known, tool string) ([]byte, error) {
	models := Models(k.Checks, k.Now, k.Limit)
	last := lastChecked(models)
	d := jsonDocument{SchemaVersion: SchemaVersion, Tool: tool, At: k.Now.UTC(), Summary: lead(models), Late: !last.IsZero() && k.late(models), Complete: !k.Gaps.Any(),
		Notes: append([]string{}, k.Gaps.Notes...), LastCheck: when(last), States: map[status.State]int{}, LeftOut: leftOut(models), Models: []jsonModel{}}
	for _, m := range models {
		d.States[m.State]++
		j := jsonModel{Repository: m.Repository, Name: m.Name, Version: m.Version, Run: m.Run, State: m.State, Since: when(m.Since), Checks: m.Status.Checks,
			Checked: when(m.Checked), Verdict: m.Verdict, Decided: when(m.Decided), Good: when(m.Good), Outside: []string{}}
		if judged := m.Judged(); judged != nil {
			for _, metric := range judged.Metrics {
				if metric.State == repro.StateOutside || metric.State == repro.StateMissing {
					j.Outside = append(j.Outside, metric.Name)
				}
			}
		}
		j.Widened = m.widened()
		if latest := m.Latest(); latest != nil {
			j.Summary, j.Cause, j.Report, j.URL = latest.Summary, latest.Cause, latest.Report, pageOf(latest)
		}
		d.Models = append(d.Models, j)
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return append(text, '\n'), nil
}

// when is a time as JSON has it; nil for none.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// pageOf is a page of a check: its job, its training or its run.
func pageOf(c *repro.Check) string {
	for _, address := range []string{c.Links.Job, c.Links.Workflow, c.Links.Run} {
		if a := link(address); a != "" {
			return a
		}
	}
	return ""
}
