package reportjson

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/doc"
)

// auditDocument is what reproduce audit --json prints.
type auditDocument struct {
	SchemaVersion int            `json:"schema_version"`
	Tool          string         `json:"tool"`
	CheckedAt     string         `json:"checked_at"`
	Store         string         `json:"store,omitempty"`
	Clone         string         `json:"clone,omitempty"`
	Deep          bool           `json:"deep"`
	Models        int            `json:"models"`
	Levels        []auditLevel   `json:"levels"`
	Checks        []auditTally   `json:"checks"`
	FixFirst      *auditFix      `json:"fix_first,omitempty"`
	Versions      []auditVersion `json:"versions"`
	Notes         []string       `json:"notes,omitempty"`
}

type auditLevel struct {
	Level       int    `json:"level"`
	Means       string `json:"means"`
	Versions    int    `json:"versions"`
	MayBeHigher int    `json:"may_be_higher"`
}

type auditTally struct {
	Check     string `json:"check"`
	Level     int    `json:"level"`
	Passed    int    `json:"passed"`
	Failed    int    `json:"failed"`
	NotLooked int    `json:"not_looked_at"`
	Moot      int    `json:"nothing_to_look_at"`
	Unlocks   int    `json:"unlocks"`
}

type auditFix struct {
	Check    string `json:"check"`
	Unlocks  int    `json:"unlocks"`
	Do       string `json:"do"`
	Snippet  string `json:"snippet,omitempty"`
	Language string `json:"language,omitempty"`
	Past     string `json:"versions_that_exist,omitempty"`
	PastLine string `json:"line_for_them,omitempty"`
}

type auditVersion struct {
	Name      string         `json:"name"`
	Version   string         `json:"version"`
	RunID     string         `json:"run_id,omitempty"`
	URL       string         `json:"url,omitempty"`
	Level     int            `json:"level"`
	Possible  int            `json:"possible_level"`
	Passed    []string       `json:"passed"`
	Failed    []auditFinding `json:"failed"`
	NotLooked []auditFinding `json:"not_looked_at"`
	Moot      []string       `json:"nothing_to_look_at"`
}

type auditFinding struct {
	Check string `json:"check"`
	Found string `json:"found,omitempty"`
}

// EncodeAudit gives an audit as JSON: every version, worst first, with its
// checks by their answers.
func EncodeAudit(a audit.Audit) ([]byte, error) {
	d := auditDocument{
		SchemaVersion: SchemaVersion, Tool: a.Tool, CheckedAt: a.CheckedAt.UTC().Format(time.RFC3339),
		Store: a.Store, Clone: a.Clone, Deep: a.Deep, Models: a.Models, Notes: append(slices.Clone(a.Warnings), a.Notes...), Versions: make([]auditVersion, 0, len(a.Versions)),
	}
	for _, step := range a.Funnel() {
		d.Levels = append(d.Levels, auditLevel{int(step.Level), step.Level.Word(), step.Versions, step.Possible})
	}
	for _, tally := range a.Tallies() {
		d.Checks = append(d.Checks, auditTally{string(tally.Check), int(tally.Check.Level()), tally.Passed, tally.Failed, tally.NotLooked, tally.Moot, tally.Unlocks})
	}
	if best, found := a.BestFix(); found {
		fix := best.Check.Fix()
		d.FixFirst = &auditFix{string(best.Check), best.Unlocks, fix.Do, fix.Snippet, fix.Lang, fix.Past, fix.PastLine}
	}
	for _, version := range a.Versions {
		entry := auditVersion{
			Name: version.Name, Version: version.Version, RunID: version.RunID, URL: version.URL, Level: int(version.Level), Possible: int(version.Possible),
			Passed: []string{}, Failed: []auditFinding{}, NotLooked: []auditFinding{}, Moot: []string{},
		}
		for _, finding := range version.Findings {
			told := auditFinding{string(finding.Check), finding.Found}
			switch finding.State {
			case audit.CheckPassed:
				entry.Passed = append(entry.Passed, told.Check)
			case audit.CheckFailed:
				entry.Failed = append(entry.Failed, told)
			case audit.CheckMoot:
				entry.Moot = append(entry.Moot, told.Check)
			default:
				entry.NotLooked = append(entry.NotLooked, told)
			}
		}
		d.Versions = append(d.Versions, entry)
	}
	clean(reflect.ValueOf(&d).Elem())
	text, err := doc.EncodeJSON(d, "  ")
	if err != nil {
		return nil, fmt.Errorf("encode audit: %w", err)
	}
	return append(text, '\n'), nil
}
