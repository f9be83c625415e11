package params

import (
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"strings"
	"unicode/utf8"
)

// truncationLimits are the lengths, in characters, at which MLflow cuts a
// param's value without saying so: 250 before 1.28 and in loggers that still
// respect it, 500 after, 6000 since 2.8.
// https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
var truncationLimits = []int{250, 500, 6000}

// Truncated says why a logged text may be less than the value was, or "".
func Truncated(text string) string { return truncated(text) }

// truncated says why a logged text may be less than the value was, or "".
func truncated(text string) string {
	length := utf8.RuneCountInString(text)
	for _, limit := range truncationLimits {
		if length == limit {
			return "possibly truncated: it is as long as MLflow's limit"
		}
	}
	if strings.HasSuffix(text, "...") {
		return "possibly truncated: it ends with ..."
	}
	if !balanced(text) {
		return "possibly truncated: its brackets are not closed"
	}
	return ""
}

// balanced follows the brackets of a text that begins with one, or with a name
// and one, outside its quotes. Other texts may hold what brackets they like.
func balanced(text string) bool {
	name := 0
	for name < len(text) && (literal.IsNameByte(text[name]) || text[name] == '.') {
		name++
	}
	if name == len(text) || strings.IndexByte("[({", text[name]) < 0 {
		return true
	}
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.IndexByte("[({", c) >= 0:
			depth++
		case strings.IndexByte("])}", c) >= 0:
			depth--
		}
	}
	return depth <= 0 && quote == 0
}
