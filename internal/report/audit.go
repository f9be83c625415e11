package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// auditRows is how many versions an audit of many lists.
const auditRows = 10

// Audit gives an audit for a terminal: of one version every check with what
// was found and how to mend it; of many the levels, the worst versions, what is
// missing, and the one fix that unlocks most of them.
func Audit(a repro.Audit, style Style) string {
	s := &screen{style: style}
	if len(a.Versions) == 1 {
		s.audited(a.Versions[0])
	} else {
		s.funnel(a)
		s.gap()
		s.worst(a)
		s.gap()
		s.lacking(a)
		s.gap()
		s.firstFix(a)
	}
	s.gap()
	s.numbered(a.Notes)
	return s.String()
}

// scope says what was looked at, and what was not.
func scope(a repro.Audit) string {
	text := count(len(a.Versions), "version", "versions") + " of " + count(a.Models, "model", "models")
	if a.Store != "" {
		text += " at " + a.Store
	}
	if a.Clone != "" {
		return text + "; commits in " + a.Clone
	}
	return text + "; no clone here, so commits were not looked up"
}

func (s *screen) funnel(a repro.Audit) {
	s.paragraph("", "  ", scope(a)+".")
	if len(a.Versions) == 0 {
		return
	}
	s.gap()
	rows := [][]string{{"LEVEL", "", "VERSIONS", ""}}
	for _, step := range a.Funnel() {
		rows = append(rows, []string{
			levelName(step.Level), step.Level.Word(), strconv.Itoa(step.Versions),
			strings.TrimSpace(bar(step.Versions, len(a.Versions)) + maybe(step)),
		})
	}
	s.table(rows, "llr")
}

// maybe says how many of a level may stand higher.
func maybe(step repro.Step) string {
	switch {
	case step.Possible == 0:
		return ""
	case step.Possible == step.Versions:
		return "  may be higher"
	}
	return "  " + strconv.Itoa(step.Possible) + " may be higher"
}

// bar draws a share as at most twenty characters; what is not nothing shows.
func bar(part, whole int) string {
	if part == 0 || whole == 0 {
		return ""
	}
	return strings.Repeat("█", max(1, part*20/whole))
}

func levelName(l repro.Level) string { return "L" + strconv.Itoa(int(l)) }

// standing is a version's level, with what is possible where that is more.
func standing(v repro.AuditedVersion) string {
	if v.Possible > v.Level {
		return levelName(v.Level) + " to " + levelName(v.Possible)
	}
	return levelName(v.Level)
}

func (s *screen) worst(a repro.Audit) {
	rows := [][]string{{"MODEL", "VERSION", "LEVEL", "WHY"}}
	for i, version := range a.Versions {
		if i == auditRows && len(a.Versions) > auditRows+1 {
			break
		}
		rows = append(rows, []string{clip(version.Name, s.names(60)), clip(version.Version, 20), standing(version), clip(why(version), s.reasons())})
	}
	if len(rows) == 1 {
		return
	}
	s.table(rows, "lr")
	if left := len(a.Versions) - len(rows) + 1; left > 0 {
		s.line("and %d more, none worse (--json has all)", left)
	}
}

// reasons is how wide the last column of the versions may be.
func (s *screen) reasons() int {
	if s.style.Width == 0 {
		return 100
	}
	return max(s.style.Width-s.names(60)-22, 30)
}

// why gives what keeps a version from the next level, in a few words.
func why(v repro.AuditedVersion) string {
	var texts []string
	for _, finding := range v.Failed() {
		texts = append(texts, finding.Check.Missing())
	}
	if len(texts) == 0 {
		for _, finding := range v.NotLooked() {
			if finding.Check.Level() == v.Level+1 {
				texts = append(texts, finding.Check.Label()+" not looked at")
			}
		}
	}
	if len(texts) == 0 {
		return "nothing is missing"
	}
	return strings.Join(few(texts, 2), "; ")
}

// lacking counts what is missing, most first, and what nobody looked at.
func (s *screen) lacking(a repro.Audit) {
	rows := [][]string{{"MISSING", "VERSIONS", "THIS ALONE LIFTS"}}
	var blind []string
	for _, tally := range byFailed(a) {
		if tally.Failed > 0 {
			rows = append(rows, []string{tally.Check.Missing(), strconv.Itoa(tally.Failed), strconv.Itoa(tally.Unlocks)})
		}
	}
	for _, tally := range a.Tallies() {
		if tally.NotLooked > 0 && tally.Check != repro.CheckClean {
			blind = append(blind, fmt.Sprintf("%s %d", tally.Check.Label(), tally.NotLooked))
		}
	}
	if len(rows) > 1 {
		s.table(rows, "lrr")
	} else if len(a.Versions) > 0 {
		s.line("Nothing that was looked at is missing.")
	}
	if len(blind) > 0 {
		text := "Not looked at, so neither there nor missing: " + strings.Join(blind, ", ") + "."
		if !a.Deep {
			text += " --deep reads the models' own files, some requests a version."
		}
		s.gap()
		s.paragraph("", "  ", text)
	}
}

func byFailed(a repro.Audit) []repro.Tally {
	tallies := a.Tallies()
	for i := range tallies { // a dozen, kept in the checks' order between equals
		for j := i; j > 0 && tallies[j].Failed > tallies[j-1].Failed; j-- {
			tallies[j], tallies[j-1] = tallies[j-1], tallies[j]
		}
	}
	return tallies
}

func (s *screen) firstFix(a repro.Audit) {
	best, found := a.BestFix()
	if !found {
		return
	}
	fix := best.Check.Fix()
	s.paragraph("", "  ", "Fix first: "+unlocks(best, len(a.Versions)))
	s.fix(fix)
}

// unlocks says what a fix is good for.
func unlocks(t repro.Tally, all int) string {
	if t.Unlocks == 0 {
		return fmt.Sprintf("%s in %d of %d. No single fix is enough for any version; this one is needed most.", t.Check.Missing(), t.Failed, all)
	}
	return fmt.Sprintf("%s in %d of %d, and for %d of them nothing else was found in the way of a higher level.", t.Check.Missing(), t.Failed, all, t.Unlocks)
}

// fix prints what to do, the lines to paste, and what can be done for the past.
func (s *screen) fix(fix repro.Fix) {
	s.paragraph("", "", fix.Do)
	if fix.Snippet != "" {
		s.gap()
		for line := range strings.Lines(fix.Snippet) {
			s.line("%s", strings.TrimRight("    "+line, " \n"))
		}
		s.gap()
	}
	if fix.Past != "" {
		s.paragraph("", "  ", "Versions that exist: "+fix.Past+".")
	}
}

// audited prints every check of one version, level by level, and a fix for
// each that failed.
func (s *screen) audited(v repro.AuditedVersion) {
	model := repro.ModelVersion{Name: clip(v.Name, nameWidth), Version: clip(v.Version, 20)}
	s.line("%s: %s, %s", model.Label(), levelName(v.Level), v.Level.Word())
	if v.Possible > v.Level {
		s.line("Up to %s, if what was not looked at is there.", levelName(v.Possible))
	}
	if url, ok := safeURL(v.URL); ok {
		s.line("%s", url)
	}
	s.gap()
	level := repro.Level(0)
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
		s.line("To mend %q:", finding.Check.Label())
		s.fix(finding.Check.Fix())
	}
}

// answer is a state in a word that reads down a column.
func answer(state repro.CheckState) string {
	switch state {
	case repro.CheckPassed:
		return "yes"
	case repro.CheckFailed:
		return "NO"
	}
	return "?"
}
