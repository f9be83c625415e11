package wording

import (
	"strings"
)

// Quote writes text as one word of a POSIX shell, so that a line we suggest can
// be pasted as it is. Words that are safe stay bare.
func Quote(text string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=@%+,", r)
	}
	if text != "" && text[0] != '-' && strings.IndexFunc(text, func(r rune) bool { return !safe(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// Unquote gives the text that Python's shlex.quote has written as one word in quotes, as
// mlflow run logs a param with a blank; any other text as it is.
func Unquote(text string) string {
	const within = `'"'"'`
	if len(text) < 2 || text[0] != '\'' || text[len(text)-1] != '\'' {
		return text
	}
	inner := text[1 : len(text)-1]
	if strings.Contains(strings.ReplaceAll(inner, within, ""), "'") {
		return text
	}
	return strings.ReplaceAll(inner, within, "'")
}
