package contents

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/scripts"
)

// This file says what a change of a Makefile or a shell script is to the command that
// trains.

// isShell says whether a file is a Makefile or a script for a shell.
func isShell(file string) bool {
	switch path.Ext(file) {
	case ".sh", ".bash", ".mk":
		return true
	}
	return slices.Contains([]string{"Makefile", "makefile", "GNUmakefile"}, path.Base(file))
}

// sameScript says whether two scripts differ in comments and blank lines alone. In a text
// that a script has for others, and on its first line, # may begin something else.
func sameScript(then, now string) bool {
	plain := func(text string) string {
		var kept strings.Builder
		for line := range strings.Lines(scripts.WithoutComments(text)) {
			if strings.TrimSpace(line) != "" {
				kept.WriteString(strings.TrimRight(line, " \t\r\n") + "\n")
			}
		}
		return kept.String()
	}
	return !strings.Contains(then+now, "<<") && !strings.Contains(then+now, "define ") && sourcetext.Directives(then) == sourcetext.Directives(now) && plain(then) == plain(now)
}

// SameGoals says whether two versions of a Makefile come to the same for all calls of it.
func SameGoals(then, now string, calls []scripts.Script) bool {
	if aroundRules(then) != aroundRules(now) {
		return false
	}
	return !slices.ContainsFunc(calls, func(call scripts.Script) bool {
		a, known := scripts.Rules(then, call.Goals)
		b, known2 := scripts.Rules(now, call.Goals)
		return !known || !known2 || !slices.EqualFunc(a, b, sameRule)
	})
}

// sameRule compares two rules. One whose recipe calls make again may come to any other.
func sameRule(a, b *scripts.Rule) bool {
	again := func(line string) bool { return strings.Contains(line, "$(MAKE)") || strings.Contains(line, "make") }
	return a.Target == b.Target && slices.Equal(a.Lines, b.Lines) && !slices.ContainsFunc(a.Lines, again)
}

// aroundRules are the lines of a Makefile that belong to no rule: what they set holds for
// all of them.
func aroundRules(text string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		name, rest, rule := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(line, "\t"), strings.HasPrefix(strings.TrimSpace(line), "#"), strings.TrimSpace(line) == "":
		case rule && !strings.Contains(name, "=") && !strings.Contains(rest, "="):
		default:
			kept.WriteString(line)
		}
	}
	return kept.String()
}
