package report

import (
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// auditPage is how many versions an audit lists in Markdown.
const auditPage = 50

// AuditPage gives an audit as Markdown, for a job summary.
func AuditPage(a audit.Audit) string {
	var parts []string
	if len(a.Versions) == 1 {
		parts = auditOne(a.Versions[0])
	} else {
		parts = auditMany(a)
	}
	for _, warning := range a.Warnings {
		parts = append(parts, "⚠️ "+markdown.Prose(warning))
	}
	for _, note := range a.Notes {
		parts = append(parts, "Note: "+markdown.Prose(note))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func auditMany(a audit.Audit) []string {
	parts := []string{"## Could these models be trained again?", markdown.Prose(scope(a)) + "."}
	if len(a.Versions) == 0 {
		return parts
	}
	var rows [][]string
	for _, step := range a.Funnel() {
		rows = append(rows, []string{levelName(step.Level), step.Level.Word(), strconv.Itoa(step.Versions), strconv.Itoa(step.Possible)})
	}
	parts = append(parts, markdown.Table("llrr", []string{"Level", "", "Versions", "May be higher"}, rows))
	if best, found := a.BestFix(); found {
		parts = append(parts, "### Fix first", wording.Capital(unlocks(best, len(a.Versions))))
		parts = append(parts, mdFix(best.Check.Fix())...)
	}
	rows = nil
	for _, tally := range byFailed(a) {
		if tally.Failed > 0 {
			rows = append(rows, []string{tally.Check.Missing(), strconv.Itoa(tally.Failed), strconv.Itoa(tally.Unlocks), strconv.Itoa(tally.NotLooked)})
		}
	}
	if len(rows) > 0 {
		parts = append(parts, "### What is missing", markdown.Table("lrrr", []string{"Missing", "Versions", "Fix alone lifts", "Not looked at"}, rows))
	}
	rows = nil
	for i, version := range a.Versions {
		if i == auditPage {
			break
		}
		name := markdown.Link(markdown.Cell(repro.ModelVersion{Name: version.Name, Version: version.Version}.Label(), markdown.NameWidth), version.URL)
		rows = append(rows, []string{name, levels(version), why(version, 100)})
	}
	parts = append(parts, "### Worst first", markdown.Table("lll", []string{"Version", "Level", "Why"}, rows))
	if left := len(a.Versions) - len(rows); left > 0 {
		parts = append(parts, "And "+strconv.Itoa(left)+" more, none worse.")
	}
	return parts
}

func auditOne(v audit.AuditedVersion) []string {
	label := repro.ModelVersion{Name: v.Name, Version: v.Version}.Label()
	head := "## " + markdown.Link(markdown.Code(label, markdown.NameWidth), v.URL) + ": " + levelName(v.Level) + ", " + v.Level.Word()
	parts := []string{head}
	if v.Possible > v.Level {
		parts = append(parts, "Up to "+levelName(v.Possible)+", if what was not checked passes.")
	}
	var rows [][]string
	for _, finding := range v.Findings {
		rows = append(rows, []string{levelName(finding.Check.Level()), finding.Check.Label(), answer(finding.State), markdown.Pipes(markdown.Prose(finding.Found))})
	}
	parts = append(parts, markdown.Table("llll", []string{"Level", "Check", "", "Found"}, rows))
	for _, finding := range v.Failed() {
		parts = append(parts, "### To fix: "+finding.Check.Label())
		parts = append(parts, mdFix(finding.Check.Fix())...)
	}
	return parts
}

// mdFix is ours from end to end: nothing in it needs escaping.
func mdFix(fix audit.Fix) []string {
	parts := []string{fix.Do}
	if fix.Snippet != "" {
		parts = append(parts, "```"+fix.Lang+"\n"+fix.Snippet+"\n```")
	}
	switch {
	case fix.PastLine != "":
		parts = append(parts, "Versions that exist: "+fix.Past+": `"+fix.PastLine+"`")
	case fix.Past != "":
		parts = append(parts, "Versions that exist: "+fix.Past+".")
	}
	return parts
}
