package wording

import (
	"strconv"
	"strings"
)

// Capital begins a sentence that was an error: those begin in lower case.
func Capital(text string) string {
	word, _, _ := strings.Cut(text, " ")
	if plain := strings.Trim(word, "abcdefghijklmnopqrstuvwxyz,"); plain != "" || word == "" {
		return text // a name, a path, a command or a metric with its colon stays as it is
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Stop ends a text as a sentence, if it does not end as one already.
func Stop(text string) string {
	for _, stop := range []string{".", "?", "!", "…"} {
		if strings.HasSuffix(text, stop) {
			return text
		}
	}
	if text == "" {
		return ""
	}
	return text + "."
}

// Count gives "1 metric", "4 metrics".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
