package redact

import (
	"strconv"
	"strings"
)

var (
	// assignment is a line of settings that no parser reads: of a .properties or an .ini file,
	// of what a shell reads.
	assignment = newPattern(`^\s*(?:(?:export|set)\s+)?[A-Za-z_](?:[\w.-]|\\[:= ])*(?: [\w.-]+)?\s*[=:]`)
	// noAssignment is a line between such: a comment, the head of a section.
	noAssignment = newPattern(`^\s*(?:[#;!].*|\[[^\]]*\].*)?$`)
	// lineGoesOn is where a line goes on in the next: a shell keeps the blanks that begin that
	// one, a .properties file does not.
	lineGoesOn = newPattern(`\\\r?\n`)
	withIndent = newPattern(`\\\r?\n[ \t]*`)
	// propertyEscape is a character as .properties files write it.
	propertyEscape = newPattern(`\\(?:u[0-9A-Fa-f]{4}|[:=#! ])`)
)

// isAssignments says whether a text is nothing but names with their values.
func isAssignments(text string) bool {
	found := false
	for line := range strings.Lines(lineGoesOn().ReplaceAllString(text, "")) {
		line = strings.TrimRight(line, "\r\n")
		if !noAssignment.MatchString(line) && !assignment.MatchString(line) {
			return false
		}
		found = found || assignment.MatchString(line)
	}
	return found
}

// joined are the texts that a program may read where lines go on in the next or characters are
// escaped; none where that is not so.
func joined(text string) (found []string) {
	for _, whole := range []string{lineGoesOn().ReplaceAllString(text, ""), withIndent().ReplaceAllString(text, "")} {
		plain := propertyEscape().ReplaceAllStringFunc(whole, func(escape string) string {
			if code, err := strconv.ParseUint(strings.TrimPrefix(escape, `\u`), 16, 32); err == nil {
				return string(rune(code))
			}
			return escape[1:]
		})
		for _, said := range []string{whole, plain} {
			if said != text {
				found = append(found, said)
			}
		}
	}
	return found
}
