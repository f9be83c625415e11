package terminal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file fits lines to paste and help to a terminal's width: a command goes on after a
// backslash, between words alone, and what stands in columns goes on below itself.

// shellLines breaks a command between its words, so that all of it can be pasted: each
// line but the last ends with a backslash. Quoted words and words longer than the width
// stay whole, and an option stays with its value where both fit. A width below 20 is no limit.
func shellLines(command string, width int) []string {
	if width < 20 || Width(command) <= width {
		return []string{command}
	}
	var lines []string
	line := ""
	for _, word := range withValues(shellWords(command), width-2) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word)+2 > width:
			lines = append(lines, line+` \`)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// withValues joins each option with the word behind it, where both fit into a width.
func withValues(words []string, width int) (joined []string) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		if i+1 < len(words) && strings.HasPrefix(word, "-") && !strings.HasPrefix(words[i+1], "-") && Width(word)+1+Width(words[i+1]) <= width {
			i++
			word += " " + words[i]
		}
		joined = append(joined, word)
	}
	return joined
}

// shellWords splits at blanks outside of quotes, and keeps the words as they are.
func shellWords(command string) []string {
	var words []string
	var word strings.Builder
	quote := rune(0)
	escaped := false
	for _, r := range command {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && quote != '\'':
			escaped = true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case quote == 0 && r == ' ':
			if word.Len() > 0 {
				words = append(words, word.String())
				word.Reset()
			}
			continue
		}
		word.WriteRune(r)
	}
	if word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

// Command prints a line to paste behind what introduces it.
func (s *Screen) Command(first, text string) {
	for i, line := range shellLines(printable.Middle(text, TextWidth), s.Style.Width-len(first)) {
		if i > 0 {
			first = strings.Repeat(" ", len(first))
		}
		s.Line("%s%s", first, line)
	}
}

// Note is a paragraph, of which a line to paste at its end is not filled as a sentence is.
func (s *Screen) Note(first, text string) {
	from, to := wording.CommandIn(text)
	if from == 0 || to < len(text) || s.Style.Width == 0 || Width(first)+Width(text) <= s.Style.Width {
		s.Paragraph(first, "  ", text)
		return
	}
	s.Paragraph(first, "  ", strings.TrimSpace(text[:from]))
	s.Command("  ", text[from:])
}

var (
	inColumns = regexp.MustCompile(`^( *\S(?:.*?\S)? {2,})(\S.*)$`)
	example   = regexp.MustCompile(`^( +)((?:reproduce|docker|git|export) .*?)(?: +(# .*))?$`)
)

// Fit fits help to a width: sentences are filled anew, a second column goes on below
// itself, a command after a backslash, with its explanation above. A width below 20 is no
// limit.
func Fit(text string, width int) string {
	if width < 20 {
		return text
	}
	var lines, sentence []string
	flush := func() {
		if slices.ContainsFunc(sentence, func(line string) bool { return Width(line) > width }) {
			sentence = Wrap(strings.Join(sentence, " "), width)
		}
		lines = append(lines, sentence...)
		sentence = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && line[0] != ' ' {
			sentence = append(sentence, line)
			continue
		}
		flush()
		lines = append(lines, broken(line, width)...)
	}
	flush()
	return strings.Join(lines, "\n")
}

// broken breaks one indented line.
func broken(line string, width int) []string {
	if Width(line) <= width {
		return []string{line}
	}
	if parts := example.FindStringSubmatch(line); parts != nil {
		var lines []string
		if parts[3] != "" {
			lines = append(lines, parts[1]+parts[3])
		}
		for _, part := range shellLines(parts[2], width-len(parts[1])) {
			lines = append(lines, parts[1]+part)
		}
		return lines
	}
	head, rest := line[:len(line)-len(strings.TrimLeft(line, " "))], strings.TrimLeft(line, " ")
	if parts := inColumns.FindStringSubmatch(line); parts != nil && Width(parts[1]) <= width/2 {
		head, rest = parts[1], parts[2]
	}
	hang := strings.Repeat(" ", Width(head))
	var lines []string
	for i, part := range Wrap(rest, width-Width(head)) {
		if i > 0 {
			head = hang
		}
		lines = append(lines, head+part)
	}
	return lines
}
