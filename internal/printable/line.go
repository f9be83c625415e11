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

// inLine is Shows and what makes an emoji of two characters: programs print them,
// and nobody compares lines of a log.
func inLine(r rune) bool {
	const joiner = 0x200d
	return Shows(r) || r == joiner || unicode.Is(unicode.Variation_Selector, r)
}
