package wording

import (
	"regexp"
	"strings"
)

// SnakeCase is a name in small letters, with _ between its words: maxDepth, max-depth and
// "Max depth" are max_depth. What else parts a name, as a point, stays.
func SnakeCase(name string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(capital.ReplaceAllString(name, "${1}_$2")))
}

var capital = regexp.MustCompile(`([a-z0-9])([A-Z])`)
