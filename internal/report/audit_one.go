package report

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// audited prints every check of one version, level by level, and a fix for
// each that failed.
func (s *screen) audited(v audit.AuditedVersion) {
	model := repro.ModelVersion{Name: printable.Middle(v.Name, terminal.NameWidth), Version: printable.Middle(v.Version, 20)}
	s.Line("%s: %s, %s", model.Label(), levelName(v.Level), v.Level.Word())
	if v.Possible > v.Level {
		s.Line("Up to %s, if what was not checked passes.", levelName(v.Possible))
	}
	if url, ok := printable.URL(v.URL); ok {
		s.Line("%s", url)
	}
	s.Gap()
	level := audit.Level(0)
	label := 0
	for _, finding := range v.Findings {
		label = max(label, len(finding.Check.Label()))
	}
	for _, finding := range v.Findings {
		if finding.Check.Level() != level {
			level = finding.Check.Level()
			s.Line("%s  %s", levelName(level), level.Word())
		}
		first := fmt.Sprintf("    %-3s  %-*s  ", answer(finding.State), label, finding.Check.Label())
		s.Paragraph(first, strings.Repeat(" ", len(first)), finding.Found)
	}
	for _, finding := range v.Failed() {
		s.Gap()
		s.Line("To fix %q:", finding.Check.Label())
		s.fix(finding.Check.Fix())
	}
}

// answer is a state in a word that reads down a column.
func answer(state audit.CheckState) string {
	switch state {
	case audit.CheckPassed:
		return "yes"
	case audit.CheckFailed:
		return "NO"
	case audit.CheckMoot:
		return "-"
	}
	return "?"
}

// fix prints what to do, the lines to paste, and what can be done for the past.
func (s *screen) fix(fix audit.Fix) {
	s.Paragraph("", "", fix.Do)
	if fix.Snippet != "" {
		s.Gap()
		for line := range strings.Lines(fix.Snippet) {
			s.Line("%s", strings.TrimRight("    "+line, " \n"))
		}
		s.Gap()
	}
	switch {
	case fix.PastLine != "":
		s.Paragraph("", "  ", "Versions that exist: "+fix.Past+".")
		s.Gap()
		s.Line("    %s", fix.PastLine)
	case fix.Past != "":
		s.Paragraph("", "  ", "Versions that exist: "+fix.Past+".")
	}
}
