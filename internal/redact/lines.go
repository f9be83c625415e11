package redact

import (
	"strings"
)

// acrossLines hides what a line tells of only together with lines before it: the lines
// of a private key, and a secret below its name. Lines are given one after the other.
type acrossLines struct {
	key   int    // lines that may still belong to a private key; 0 outside of one
	below string // the name of a secret, with which the line before ends
	pair  bool   // which is that of a pair: name: DB_PASSWORD
	table secretColumns
}

var (
	// nameAtEnd is a name that stands alone before the line's end, as in YAML and a prompt, or
	// that of a pair.
	nameAtEnd = newPattern(`(?i)(?:\b(name|key)["']?[ \t]*[:=][ \t]*["']?([a-z0-9][\w.-]*)["']?,?|([a-z0-9][\w.-]*)["']?[ \t]*[:=][ \t]*[>|{]?-?)[ \t\r\n]*$`)
	// alonePart is a line of one word, before which a log may have put words of its own.
	alonePart = newPattern(`^(?:[^\r\n]{0,80}\S[ \t]{2,}|[ \t]*\|[ \t])?[ \t]*(?:- )?["']?([^\s"',]{6,}?)(?:["'][\])}]*)?,?[ \t\r\n]*$`)
	// valuePart is a line that says what the name in the line before has for a value.
	valuePart = newPattern(`(?i)(?:^|[ \t|])["']?(?:` + valueNames + `)["']?[ \t]*[:=][ \t]*["']?([^\s"',;]{6,}?)(?:["'][\])}]*)?,?[ \t\r\n]*$`)
	// codeWord is a word of a program.
	codeWord = newPattern(`^(?:\$?[{\[(<])|\w[(\[].*[)\]]$|[({\[]$|[=:/]`)
)

// hide gives one or several lines without such secrets. The hints are those in them.
func (a *acrossLines) hide(text string, hints hintSet) string {
	if a.key == 0 && a.below == "" && !a.table.inside() && !hints.has(keyHint) && !hints.has(nameHint) {
		return text
	}
	var out strings.Builder
	for _, line := range brokenLines(text) {
		out.WriteString(a.line(line))
	}
	return out.String()
}

func (a *acrossLines) line(line string) string {
	hints := hintsIn(line)
	switch {
	case hints.has(keyHint) && keyBegin.MatchString(line):
		a.key = keyLines
	case a.key > 0 && isKeyLine(line):
		a.key--
		return "***" + line[len(strings.TrimRight(line, "\r\n")):]
	default: // its end, or what can be none of it: a log that only speaks of a key goes on
		a.key = 0
	}
	if start, end, found := a.afterName(line, hints); found {
		return line[:start] + "***" + line[end:]
	}
	return hideFound(line, func(line string, take func(start, end int)) { a.table.each(line, hints, take) })
}

// brokenLines are the lines of a text, those too that a carriage return ends.
func brokenLines(text string) (lines []string) {
	for text != "" {
		end := strings.IndexAny(text, "\r\n") + 1
		if end == 0 {
			end = len(text)
		} else if strings.HasPrefix(text[end-1:], "\r\n") {
			end++
		}
		lines, text = append(lines, text[:end]), text[end:]
	}
	return lines
}

// afterName finds a line's only word where the line before ends with a secret's name, or its
// value where it is said to be that.
func (a *acrossLines) afterName(line string, hints hintSet) (start, end int, found bool) {
	name, pair := a.below, a.pair
	a.below = ""
	if hints.has(nameHint) {
		if at := nameAtEnd.FindStringSubmatch(line); at != nil {
			if level := secrecyInText(at[2] + at[3]); level == password || level == certainSecret {
				a.below, a.pair = at[2]+at[3], at[1] != ""
			}
		}
	}
	if name == "" {
		return 0, 0, false
	}
	if at := valuePart.FindStringSubmatchIndex(line); at != nil {
		return at[2], at[3], underName(name, line[at[2]:at[3]])
	}
	at := alonePart.FindStringSubmatchIndex(line)
	if at == nil || pair {
		return 0, 0, false
	}
	word, indented := line[at[2]:at[3]], strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
	prose := !password.hides(word) || letters.MatchString(word) && !indented || codeWord.MatchString(word) // or a number of a log, or another name
	return at[2], at[3], !prose && !placeholder.MatchString(word) && !aboutSecret.MatchString(word)
}

// eachBelow calls take with the place of every word that stands in a text below the
// name of a secret.
func eachBelow(text string, take func(start, end int)) {
	if !strings.Contains(text, "\n") || !hasSecretHint(text) {
		return
	}
	var lines acrossLines
	at := 0
	for _, line := range brokenLines(text) {
		if start, end, found := lines.afterName(line, hintsIn(line)); found {
			take(at+start, at+end)
		}
		at += len(line)
	}
}
