package printable

import (
	"strings"
)

// Word makes a stranger's word fit for an error message.
func Word(word string) string {
	word = strings.Map(func(r rune) rune {
		if r > 0x20 && r < 0x7f && r != '`' {
			return r
		}
		return '?'
	}, word)
	return word[:min(40, len(word))]
}
