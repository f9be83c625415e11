package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// auditRows is how many versions an audit of many lists, and auditKinds how
// many kinds of what is missing.
const (
	auditRows  = 10
	auditKinds = 8
)

// Audit gives an audit for a terminal: of one version every check with what
// was found and how to mend it; of many the levels, the worst versions, what is
// missing, and the one fix that unlocks most of them.
func Audit(a audit.Audit, style terminal.Style) string {
	s := newScreen(style)
	if len(a.Versions) == 1 {
		s.audited(a.Versions[0])
	} else {
		s.funnel(a)
		s.Gap()
		s.worst(a)
		s.Gap()
		s.lacking(a)
		s.Gap()
		s.firstFix(a)
	}
	s.Gap()
	s.numbered(a.Notes)
	return s.String()
}

// scope says what was looked at, and what was not.
func scope(a audit.Audit) string {
	text := wording.Count(len(a.Versions), "version", "versions") + " of " + wording.Count(a.Models, "model", "models")
	if a.Store != "" {
		text += " at " + a.Store
	}
	if a.Clone != "" {
		return text + "; commits in " + a.Clone
	}
	return text + "; no clone here, so commits were not looked up"
}

func (s *screen) funnel(a audit.Audit) {
	s.Paragraph("", "  ", scope(a)+".")
	if len(a.Versions) == 0 {
		return
	}
	s.Gap()
	rows := [][]string{{"LEVEL", "", "VERSIONS", ""}}
	for _, step := range a.Funnel() {
		rows = append(rows, []string{
			levelName(step.Level), step.Level.Word(), strconv.Itoa(step.Versions),
			strings.TrimSpace(bar(step.Versions, len(a.Versions)) + maybe(step)),
		})
	}
	s.Table(rows, "llr")
}

// maybe says how many of a level may stand higher.
func maybe(step audit.LevelCount) string {
	switch step.Possible {
	case 0:
		return ""
	case step.Versions:
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

func levelName(l audit.Level) string { return "L" + strconv.Itoa(int(l)) }

// levels is a version's level, with what is possible where that is more.
func levels(v audit.AuditedVersion) string {
	if v.Possible > v.Level {
		return levelName(v.Level) + " to " + levelName(v.Possible)
	}
	return levelName(v.Level)
}

func (s *screen) worst(a audit.Audit) {
	shown := a.Versions
	if len(shown) > auditRows+1 {
		shown = shown[:auditRows]
	}
	rows := [][]string{{"MODEL", "VERSION", "LEVEL", "WHY"}}
	used := 0
	for _, version := range shown {
		row := []string{printable.Middle(version.Name, s.Names(60)), printable.Middle(version.Version, 20), levels(version)}
		used = max(used, terminal.Width(row[0]))
		rows = append(rows, row)
	}
	room := terminal.TextWidth
	if s.Style.Width > 0 {
		room = max(s.Style.Width-used-len("  VERSION  L0 to L5  "), 20)
	}
	for i, version := range shown {
		rows[i+1] = append(rows[i+1], why(version, room))
	}
	if len(shown) == 0 {
		return
	}
	s.Table(rows, "lr")
	if left := len(a.Versions) - len(shown); left > 0 {
		s.Line("and %d more, none worse (--json has all)", left)
	}
}

// why gives what keeps a version from the next level, as many reasons as there
// is room for, and one at least.
func why(v audit.AuditedVersion, room int) string {
	var texts []string
	before, separator := "", "; "
	for _, finding := range v.Failed() {
		texts = append(texts, finding.Lacks())
	}
	if len(texts) == 0 {
		before, separator = "not checked: ", ", "
		for _, finding := range v.NotLooked() {
			if finding.Check.Level() == v.Level+1 {
				texts = append(texts, finding.Check.Label())
			}
		}
	}
	if len(texts) == 0 {
		if slices.ContainsFunc(v.NotLooked(), func(f audit.Finding) bool { return f.Check == audit.CheckClean }) {
			return "whether its tree was clean is not recorded"
		}
		return "nothing is missing"
	}
	for n := min(len(texts), 3); n > 1; n-- {
		if text := before + strings.Join(few(texts, n), separator); len(text) <= room {
			return text
		}
	}
	return before + strings.Join(few(texts, 1), separator)
}

// lacking counts what is missing, most first, and what nobody looked at.
func (s *screen) lacking(a audit.Audit) {
	rows := [][]string{{"MISSING", "VERSIONS", "FIX ALONE LIFTS"}}
	var blind []string
	for _, tally := range byFailed(a) {
		if tally.Failed > 0 {
			rows = append(rows, []string{tally.Check.Missing(), strconv.Itoa(tally.Failed), strconv.Itoa(tally.Unlocks)})
		}
	}
	for _, check := range audit.Checks() {
		if n := open(a, check); n > 0 && check != audit.CheckClean { // hardly any training says that
			blind = append(blind, fmt.Sprintf("%s (%d)", check.Label(), n))
		}
	}
	if rest := len(rows) - 1 - auditKinds; rest > 1 {
		rows = append(rows[:1+auditKinds], []string{"and " + strconv.Itoa(rest) + " other kinds, each in fewer"})
	}
	if len(rows) > 1 {
		s.Table(rows, "lrr")
	} else if len(a.Versions) > 0 {
		s.Line("Nothing that was checked is missing.")
	}
	if len(blind) > 0 {
		text := "Not checked, so it may be present or missing: " + strings.Join(blind, ", ") + "."
		if !a.Deep {
			text += " --deep reads the models' own files, some requests a version."
		}
		if open(a, audit.CheckReachable) > 0 {
			text += " To check what is in the code, run this in a clone that has the commit."
		}
		s.Gap()
		s.Paragraph("", "  ", text)
	}
}

// open counts versions for which an answer would still say something: those
// that nothing keeps from the check's level. Where the run itself was not
// looked at, that is all there is to say.
func open(a audit.Audit, check audit.Check) int {
	n := 0
	for _, version := range a.Versions {
		blind := version.NotLooked()
		if len(blind) == 0 || check.Level() > version.Possible || blind[0].Check == audit.CheckRun && check != audit.CheckRun {
			continue
		}
		if slices.ContainsFunc(blind, func(f audit.Finding) bool { return f.Check == check }) {
			n++
		}
	}
	return n
}

func byFailed(a audit.Audit) []audit.Tally {
	tallies := a.Tallies()
	order.Stable(tallies, func(t, u audit.Tally) int { return cmp.Compare(u.Failed, t.Failed) })
	return tallies
}

func (s *screen) firstFix(a audit.Audit) {
	best, found := a.BestFix()
	if !found {
		return
	}
	fix := best.Check.Fix()
	s.Paragraph("", "", "Fix first, "+unlocks(best, len(a.Versions)))
	s.fix(fix)
}

// unlocks says what a fix is good for.
func unlocks(t audit.Tally, all int) string {
	text := fmt.Sprintf("in %d of %s: %s. ", t.Failed, wording.Count(all, "version", "versions"), t.Check.Missing())
	switch t.Unlocks {
	case 0:
		return text + "No single fix is enough for any version; this one is needed most."
	case t.Failed:
		return text + "Nothing else was found in the way of a higher level."
	}
	return text + fmt.Sprintf("In %d of them nothing else was found in the way of a higher level.", t.Unlocks)
}
