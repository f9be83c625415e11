package terminal

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
	NameWidth = 60
	TextWidth = 2000
)

// A Screen collects the lines of a terminal report.
type Screen struct {
	Style Style
	out   strings.Builder
}

// Line prints one line, and nothing that a terminal would obey. The runner of GitHub's actions reads every line of a
// job's output for commands, in two spellings; neither leaves here.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func (s *Screen) Line(format string, args ...any) {
	text := printable.Text(fmt.Sprintf(format, args...))
	if bare := strings.TrimLeft(text, " "); strings.HasPrefix(bare, "::") {
		text = text[:len(text)-len(bare)] + `\` + bare
	}
	s.out.WriteString(strings.ReplaceAll(text, "##[", `##\[`))
	s.out.WriteByte('\n')
}

// String ends with one line end, whatever was left out at the end.
func (s *Screen) String() string { return strings.TrimRight(s.out.String(), "\n") + "\n" }

// Gap puts one empty line, and never two.
func (s *Screen) Gap() {
	if text := s.out.String(); text != "" && !strings.HasSuffix(text, "\n\n") {
		s.out.WriteByte('\n')
	}
}

// Paragraph wraps a sentence of mixed origin; later lines are indented by hang.
func (s *Screen) Paragraph(first, hang, text string) {
	if text == "" {
		return
	}
	width := 0
	if s.Style.Width > 0 {
		width = max(s.Style.Width-len(hang), 30)
	}
	for i, line := range WrapAfter(max(Width(first)-len(hang), 0), printable.Middle(text, TextWidth), width) {
		if i == 0 {
			s.Line("%s%s", first, line)
		} else {
			s.Line("%s%s", hang, line)
		}
	}
}

// Table prints rows with an indentation, which is where a mark may stand.
func (s *Screen) Table(rows [][]string, sides string) {
	for _, line := range Align(rows, sides) {
		s.Line("%s", line)
	}
}

// Wrapped prints rows like a table; a last cell that is longer than the terminal
// is wide goes on below itself. All rows have as many cells.
func (s *Screen) Wrapped(rows [][]string) {
	heads := make([][]string, len(rows))
	width := 0
	for i, row := range rows {
		heads[i] = row[:len(row)-1]
	}
	beside := Align(heads, "")
	for _, head := range beside {
		width = max(width, utf8.RuneCountInString(head)+2)
	}
	for i, row := range rows {
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(beside[i]))
		s.Paragraph(beside[i]+pad, strings.Repeat(" ", width), row[len(row)-1])
	}
}

// Names gives the width that the first column of a table may have when the
// others need rest columns.
func (s *Screen) Names(rest int) int {
	if s.Style.Width == 0 {
		return NameWidth
	}
	return min(max(s.Style.Width-rest, 16), NameWidth)
}

// Raw puts text as it is: colours, and what was made safe before.
func (s *Screen) Raw(text string) { s.out.WriteString(text) }
