package printable

import (
	"fmt"
	"strings"
)

// Line makes a foreign line safe for a terminal and for a job's log:
// control characters become visible and no line is longer than people read.
func Line(line string) string {
	const most = 2000
	var b strings.Builder
	for i, r := range line {
		if i > most {
			b.WriteString(" …")
			break
		}
		switch {
		case r == '\t':
			b.WriteString("    ")
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			fmt.Fprintf(&b, "\\x%02x", r)
		default:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "##[", "# #[")
}
