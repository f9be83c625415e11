package scaffold

import (
	"strings"
)

// oddFirst are the first characters of a value that YAML could take for something else.
const oddFirst = "!&*-?|>@`\"'%#{}[],:= "

// scalar writes a value so that YAML reads that text: in quotes where it must.
func scalar(text string) string {
	odd := text == "" || strings.ContainsAny(text[:1], oddFirst) || strings.Contains(text, ": ") || strings.Contains(text, " #") ||
		strings.HasSuffix(text, ":") || strings.HasSuffix(text, " ") || strings.ContainsAny(text, "\t\n\r")
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n":
		odd = true
	}
	if !odd && strings.Trim(text, "0123456789.+-eE_xo:") != "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
