package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// outside gives Markdown without what stands in code spans and code blocks, by
// CommonMark's rules for both: what is left is what Markdown acts on.
// https://spec.commonmark.org/0.31.2/#code-spans
func outside(body string) string {
	var out strings.Builder
	fence := ""
	for _, line := range strings.Split(body, "\n") {
		bare := strings.TrimLeft(line, " ")
		ticks := bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		switch {
		case fence != "":
			if len(ticks) >= len(fence) && strings.TrimSpace(bare) == ticks {
				fence = ""
			}
			continue
		case len(ticks) >= 3 && !strings.Contains(bare[len(ticks):], "`"):
			fence = ticks
			continue
		}
		out.WriteString(withoutSpans(line) + "\n")
	}
	if fence != "" {
		return "unclosed code block"
	}
	return out.String()
}

func withoutSpans(line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		if line[i] != '`' {
			out.WriteByte(line[i])
			i++
			continue
		}
		run := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		end := closing(line[i+run:], run)
		if end < 0 {
			out.WriteString(line[i : i+run])
			i += run
			continue
		}
		out.WriteString("CODE")
		i += run + end + run
	}
	return out.String()
}

func closing(text string, run int) int {
	for i := 0; i < len(text); {
		if text[i] != '`' {
			i++
			continue
		}
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if n == run {
			return i
		}
		i += n
	}
	return -1
}

var (
	ourTags  = regexp.MustCompile(`^<(/?details( open)?|/?summary|/?sub)>`)
	anyLink  = regexp.MustCompile(`!?\]\(([^)]*)\)`)
	goodLink = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/#%?=&+-]*)?$`)
	autoLink = regexp.MustCompile(`(?i)(https?:|ftp:|mailto:|www\.|[a-z0-9]@|@[a-z0-9]|\bgh-\d|#\d)`)
)

// checkMarkdown finds what a hostile text could have made of a body.
func checkMarkdown(body string, marker bool) error {
	if n := strings.Count(body, "<!--"); marker && n != 1 || !marker && n != 0 {
		return fmt.Errorf("%d comment markers", n)
	}
	if marker {
		if !strings.HasPrefix(body, "<!-- ") {
			return fmt.Errorf("the marker is not first")
		}
		body = body[strings.Index(body, "\n"):]
	}
	for _, r := range body {
		if r != '\n' && r != '\u200b' && !printable.Shows(r) && r != '\ufe0f' {
			return fmt.Errorf("invisible character %U", r)
		}
	}
	rest := outside(body)
	if rest == "unclosed code block" {
		return fmt.Errorf("%s", rest)
	}
	for _, l := range anyLink.FindAllStringSubmatch(rest, -1) {
		if !goodLink.MatchString(l[1]) || strings.HasPrefix(l[0], "!") || strings.Contains(l[1], "evil") {
			return fmt.Errorf("link %q", l[0])
		}
	}
	rest = anyLink.ReplaceAllString(rest, "]")
	for i := range len(rest) {
		if rest[i] == '<' && !ourTags.MatchString(rest[i:]) {
			return fmt.Errorf("raw HTML %.30q", rest[i:])
		}
	}
	if found := autoLink.FindString(rest); found != "" {
		return fmt.Errorf("%q would become a link or a mention", found)
	}
	for _, line := range strings.Split(rest, "\n") {
		if bare := strings.ReplaceAll(line, " ", ""); len(bare) > 2 && strings.Trim(bare, "*") == "" || len(bare) > 2 && strings.Trim(bare, "-") == "" {
			return fmt.Errorf("a ruled line %q", line)
		}
	}
	if strings.Contains(body, strings.Repeat("`", 81)) {
		return fmt.Errorf("more backticks in a row than cmark reads as one run")
	}
	if strings.Contains(rest, "`") {
		return fmt.Errorf("a backtick outside code")
	}
	if opened, closed := strings.Count(rest, "<details"), strings.Count(rest, "</details>"); opened != closed {
		return fmt.Errorf("%d details opened, %d closed", opened, closed)
	}
	return checkTables(body)
}

// checkTables counts the cells of every row as cmark-gfm does: a backslash
// takes the next character with it, in code spans too.
func checkTables(body string) error {
	columns := 0
	for _, line := range strings.Split(body, "\n") {
		if !strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "|:") {
			columns = 0
			continue
		}
		cells := 0
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '|':
				cells++
			}
		}
		if columns != 0 && cells != columns {
			return fmt.Errorf("a row with %d bars in a table of %d: %.100q", cells, columns, line)
		}
		columns = cells
	}
	return nil
}

func checkTerminal(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("invalid UTF-8")
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "::") || strings.Contains(line, "##[") {
			return fmt.Errorf("a command to the runner: %.80q", line)
		}
		for _, r := range line {
			if unicode.IsControl(r) || !printable.Shows(r) {
				return fmt.Errorf("invisible character %U in %.80q", r, line)
			}
		}
	}
	return nil
}
