package printable

import (
	"strings"
	"unicode"
)

// maxLine is longer than what people read of one line.
const maxLine = 2000

// Line makes a line that a program printed safe for a terminal and for a job's log.
// Tabs become spaces, and a workflow command becomes none.
func Line(line string) string {
	line = strings.ReplaceAll(Clip(line, maxLine), "\t", "    ")
	if !Plain(line) {
		line = escaped(line, inLine)
	}
	return strings.ReplaceAll(line, "##[", "# #[")
}

// Lines is Text for a text that may have several lines: they stay apart, and in each every
// character shows. Tabs become spaces.
func Lines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Text(strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

// inLine is Shows and what makes an emoji of two characters: programs print them,
// and nobody compares lines of a log.
func inLine(r rune) bool {
	const joiner = 0x200d
	return Shows(r) || r == joiner || unicode.Is(unicode.Variation_Selector, r)
}
