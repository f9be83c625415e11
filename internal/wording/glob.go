package wording

import (
	"strings"
)

// MatchGlob says whether name matches pattern, in which * stands for any run of
// characters, slashes and points included, and everything else for itself.
// It takes at most len(pattern)*len(name) steps.
func MatchGlob(pattern, name string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Literal counts the characters of a pattern that stand for themselves: the
// more, the more specific it is.
func Literal(pattern string) int {
	return len(pattern) - strings.Count(pattern, "*")
}

// MatchPath says so of a path, part by part, as a shell does: a * stands for nothing with a slash.
func MatchPath(pattern, name string) bool {
	patterns, names := strings.Split(pattern, "/"), strings.Split(name, "/")
	if len(patterns) != len(names) {
		return false
	}
	for i, part := range patterns {
		if !MatchGlob(part, names[i]) {
			return false
		}
	}
	return true
}
