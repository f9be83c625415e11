package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Markdown is written by hand: text/template and html/template call methods by
// name, which keeps the linker from dropping any, and that costs megabytes.

// NameWidth and textWidth are the longest foreign name and sentence in Markdown, in
// runes; the report file has them whole.
const (
	NameWidth = 120
	textWidth = 1200
)

// Code gives foreign text as a code span: shown as it is, cut to width runes,
// with a fence longer than any run of backticks in it.
//
// A code span stops Markdown but not everything that reads Markdown: mail
// gateways find mentions in it, and ours and other tools look for markers in
// the raw body. A zero-width space breaks those.
// https://github.com/dependabot/dependabot-core/pull/3157
func Code(text string, width int) string {
	return codeSpan(Inert(printable.Middle(text, width)))
}

// codeSpan gives a text as it is, within a fence longer than any run of backticks in it.
func codeSpan(text string) string {
	if text == "" {
		return "(empty)"
	}
	text = fewTicks(text)
	fence := strings.Repeat("`", 1+longestRun(text, '`'))
	if text[0] == '`' || text[len(text)-1] == '`' || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " " // the one blank that a code span drops at both ends
	}
	return fence + text + fence
}

// Cell gives foreign text as a code span that may stand in a table. A pipe
// ends a cell even in a code span unless it is escaped, and a backslash before
// it is read differently from one renderer to the next.
// https://github.github.com/gfm/#tables-extension-
func Cell(text string, width int) string { return Pipes(Code(text, width)) }

// Pipes is a code span that may stand in a cell of a table.
func Pipes(span string) string {
	if strings.Contains(span, `\`) {
		return strings.ReplaceAll(span, "|", `\u007c`)
	}
	return strings.ReplaceAll(span, "|", `\|`)
}

// Inert breaks what other readers of the text would act on: mentions, issue
// references, comment markers.
func Inert(text string) string {
	if !strings.ContainsAny(text, "@#<-") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		out.WriteByte(c)
		rest := text[i+1:]
		switch {
		case c == '@',
			c == '#' && rest != "" && rest[0] >= '0' && rest[0] <= '9',
			c == '<' && strings.HasPrefix(rest, "!--"),
			c == '-' && strings.HasPrefix(rest, "->"),
			c == '-' && i >= 2 && strings.EqualFold(text[i-2:i], "gh") && rest != "" && rest[0] >= '0' && rest[0] <= '9':
			out.WriteString("\u200b")
		}
	}
	return out.String()
}

// HTML gives text for between two tags, on one line.
func HTML(text string, width int) string {
	return tags.Replace(Inert(printable.Middle(printable.Line(text), width)))
}

var tags = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ")

// mostTicks is how many backticks in a row a fence is built around. cmark reads
// no run of more than 80 as one.
const mostTicks = 8

// fewTicks spells the backticks of a text that has too many in a row.
func fewTicks(text string) string {
	if longestRun(text, '`') <= mostTicks {
		return text
	}
	return strings.ReplaceAll(text, "`", `\x60`)
}

func longestRun(text string, c byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// Prose gives a sentence in which foreign names may stand. Words that are made
// of letters, digits and sentence marks stay words; every other word, and
// whatever could be syntax, becomes a code span.
func Prose(text string) string { return ProseOf(text, nil) }

// ProseOf is prose in which the words that are known to be names are code
// spans too.
func ProseOf(text string, names map[string]bool) string {
	text = printable.Middle(text, textWidth)
	if from, to := wording.CommandIn(text); from > 0 {
		before, after := text[:from], text[to:]
		lead := " "
		if strings.HasSuffix(before, "(") {
			before, lead = strings.TrimSuffix(before, "("), " ("
		}
		rest := strings.TrimLeft(after, ");,.")
		return strings.TrimRight(ProseOf(before, names)+lead+Shell(text[from:to])+after[:len(after)-len(rest)]+" "+ProseOf(rest, names), " ")
	}
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = proseWord(word, i == 0, names)
	}
	return strings.Join(words, " ")
}

// ProseCell is prose that may stand in a table.
func ProseCell(text string) string { return Pipes(Prose(text)) }

func proseWord(word string, first bool, names map[string]bool) string {
	switch {
	case word == "->":
		return "→"
	case !first && (word == "=" || word == "%" || word == "–"):
		return word
	}
	start := len(word) - len(strings.TrimLeft(word, `("'`))
	end := len(strings.TrimRight(word, `)"',.;:!?`))
	if start >= end {
		return Code(word, NameWidth)
	}
	lead, core, trail := word[:start], word[start:end], word[end:]
	if first && IsNumber(core) && strings.HasPrefix(trail, ".") {
		return lead + core + `\` + trail // "1." would start a list
	}
	if !names[core] && harmless(core) && !strings.Contains(trail, ")(") {
		if IsNumber(core) {
			core = Minus(core)
		}
		return lead + core + trail
	}
	return lead + Code(core, NameWidth) + trail
}

// harmless says that a word is prose to every reader of Markdown: letters and
// digits with hyphens or apostrophes between them, or a number.
func harmless(word string) bool {
	if IsNumber(word) || IsNumber(strings.TrimPrefix(word, "v")) {
		return true
	}
	if len(word) >= 7 && gitformat.IsHex(word) || Inert(word) != word {
		return false
	}
	letters := 0
	for i, r := range word {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters++
		case (r == '-' || r == '\'' || r == '’' || r == '/') && i > 0 && i+utf8.RuneLen(r) < len(word):
		case r == '…' || r == '%':
		default:
			return false
		}
	}
	return letters > 0 && utf8.RuneCountInString(word) <= NameWidth && strings.Count(word, "/") <= 1
}

// IsNumber says that a word is a number as reports write it: 0.9, -1.5e-07, ±3%.
func IsNumber(word string) bool {
	word = strings.TrimSuffix(strings.TrimPrefix(word, "±"), "%")
	digits := 0
	for i := range len(word) {
		switch c := word[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.', c == ',' && digits > 0, (c == '-' || c == '+') && (i == 0 || word[i-1] == 'e'), c == 'e' && digits > 0:
		default:
			return false
		}
	}
	return digits > 0 && len(word) < 40
}

// Link gives text, which is Markdown already, as a link where the address may
// become one, and alone where not.
func Link(text, address string) string {
	url, ok := printable.URL(address)
	if !ok || text == "" {
		return text
	}
	return "[" + text + "](" + url + ")"
}

// Bold leaves nothing as it is: four stars in a row are a ruled line.
func Bold(text string) string {
	if text == "" {
		return ""
	}
	return "**" + text + "**"
}

// Minus gives a number with a minus sign in place of the hyphen: the table is
// for reading, report.json is for parsing.
func Minus(number string) string {
	if strings.HasPrefix(number, "-") {
		return "−" + number[1:]
	}
	return number
}

// Fenced gives foreign lines as a code block.
func Fenced(lines []string) string {
	longest := 2
	shown := make([]string, len(lines))
	for i, line := range lines {
		shown[i] = fewTicks(Inert(printable.Middle(line, 300)))
		longest = max(longest, longestRun(shown[i], '`'))
	}
	fence := strings.Repeat("`", longest+1)
	return fence + "text\n" + strings.Join(shown, "\n") + "\n" + fence
}

// Diagram gives lines of ours, in Mermaid's language, as GitHub draws them.
// https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams
func Diagram(lines []string) string {
	return "```mermaid\n" + strings.Join(lines, "\n") + "\n```"
}

// Table gives a table of cells that are Markdown already. sides holds a
// letter a column: 'r' right-aligns it.
func Table(sides string, header []string, rows [][]string) string {
	var out strings.Builder
	line := func(cells []string) {
		out.WriteByte('|')
		for i := range sides {
			text := ""
			if i < len(cells) {
				text = cells[i]
			}
			out.WriteString(" " + text + " |")
		}
		out.WriteByte('\n')
	}
	line(header)
	out.WriteByte('|')
	for i := range len(sides) {
		if sides[i] == 'r' {
			out.WriteString("--:|")
		} else {
			out.WriteString(":--|")
		}
	}
	out.WriteByte('\n')
	for _, row := range rows {
		line(row)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// Shell gives a command as one code span, to be pasted as it is: nothing is put
// between its characters. One in which a reader of the raw body would find a
// marker, which no command of ours has, is broken as a name is.
func Shell(command string) string {
	command = printable.Middle(command, textWidth)
	if strings.Contains(command, "<!--") || strings.Contains(command, "-->") {
		return Code(command, textWidth)
	}
	return codeSpan(command)
}
