package report

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// audited prints every check of one version, level by level, and a fix for
// each that failed.
func (s *screen) audited(v audit.AuditedVersion) {
	model := repro.ModelVersion{Name: clip(v.Name, nameWidth), Version: clip(v.Version, 20)}
	s.line("%s: %s, %s", model.Label(), levelName(v.Level), v.Level.Word())
	if v.Possible > v.Level {
		s.line("Up to %s, if what was not checked passes.", levelName(v.Possible))
	}
	if url, ok := safeURL(v.URL); ok {
		s.line("%s", url)
	}
	s.gap()
	level := audit.Level(0)
	label := 0
	for _, finding := range v.Findings {
		label = max(label, len(finding.Check.Label()))
	}
	for _, finding := range v.Findings {
		if finding.Check.Level() != level {
			level = finding.Check.Level()
			s.line("%s  %s", levelName(level), level.Word())
		}
		first := fmt.Sprintf("    %-3s  %-*s  ", answer(finding.State), label, finding.Check.Label())
		s.paragraph(first, strings.Repeat(" ", len(first)), finding.Found)
	}
	for _, finding := range v.Failed() {
		s.gap()
		s.line("To fix %q:", finding.Check.Label())
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
	s.paragraph("", "", fix.Do)
	if fix.Snippet != "" {
		s.gap()
		for line := range strings.Lines(fix.Snippet) {
			s.line("%s", strings.TrimRight("    "+line, " \n"))
		}
		s.gap()
	}
	switch {
	case fix.PastLine != "":
		s.paragraph("", "  ", "Versions that exist: "+fix.Past+".")
		s.gap()
		s.line("    %s", fix.PastLine)
	case fix.Past != "":
		s.paragraph("", "  ", "Versions that exist: "+fix.Past+".")
	}
}
