package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// A Style says what the terminal can do. The zero Style is right for a file, a
// pipe and a log: no colour, no width.
type Style struct {
	Color bool // colour the verdict's word
	Width int  // in columns; 0 is no limit
}

// Widths of what may be cut when a Style gives none: names are for reading,
// and the report file has them whole.
const (
	nameWidth  = 60
	valueWidth = 80
	textWidth  = 2000
)

// A screen collects the lines of a terminal report.
type screen struct {
	style Style
	out   strings.Builder
}

// line prints one line, and nothing that a terminal would obey. The runner of GitHub's actions reads every line of a
// job's output for commands, in two spellings; neither leaves here.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func (s *screen) line(format string, args ...any) {
	text := printable.Text(fmt.Sprintf(format, args...))
	if bare := strings.TrimLeft(text, " "); strings.HasPrefix(bare, "::") {
		text = text[:len(text)-len(bare)] + `\` + bare
	}
	s.out.WriteString(strings.ReplaceAll(text, "##[", `##\[`))
	s.out.WriteByte('\n')
}

// String ends with one line end, whatever was left out at the end.
func (s *screen) String() string { return strings.TrimRight(s.out.String(), "\n") + "\n" }

// gap puts one empty line, and never two.
func (s *screen) gap() {
	if text := s.out.String(); text != "" && !strings.HasSuffix(text, "\n\n") {
		s.out.WriteByte('\n')
	}
}

// paragraph wraps a sentence of mixed origin; later lines are indented by hang.
func (s *screen) paragraph(first, hang, text string) {
	if text == "" {
		return
	}
	width := 0
	if s.style.Width > 0 {
		width = max(s.style.Width-len(hang), 30)
	}
	for i, line := range wrapAfter(max(columns(first)-len(hang), 0), clip(text, textWidth), width) {
		if i == 0 {
			s.line("%s%s", first, line)
		} else {
			s.line("%s%s", hang, line)
		}
	}
}

// table prints rows with an indentation, which is where a mark may stand.
func (s *screen) table(rows [][]string, sides string) {
	for _, line := range align(rows, sides) {
		s.line("%s", line)
	}
}

// wrapped prints rows like a table; a last cell that is longer than the terminal
// is wide goes on below itself. All rows have as many cells.
func (s *screen) wrapped(rows [][]string) {
	heads := make([][]string, len(rows))
	width := 0
	for i, row := range rows {
		heads[i] = row[:len(row)-1]
	}
	beside := align(heads, "")
	for _, head := range beside {
		width = max(width, utf8.RuneCountInString(head)+2)
	}
	for i, row := range rows {
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(beside[i]))
		s.paragraph(beside[i]+pad, strings.Repeat(" ", width), row[len(row)-1])
	}
}

// names gives the width that the first column of a table may have when the
// others need rest columns.
func (s *screen) names(rest int) int {
	if s.style.Width == 0 {
		return nameWidth
	}
	return min(max(s.style.Width-rest, 16), nameWidth)
}

// term gives foreign text as a terminal may have it.
func term(text string) string { return printable.Text(text) }
