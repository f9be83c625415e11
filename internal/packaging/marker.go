package packaging

import (
	"regexp"
	"strings"
)

// markerHolds evaluates an environment marker as far as the Python version
// alone decides it. known is false where something else does: the platform, an
// extra, an unknown Python.
// https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
func markerHolds(marker, python string) (holds, known bool) {
	if marker == "" {
		return true, true
	}
	if strings.ContainsAny(marker, "()") {
		return false, false // nested ones are rare, and unknown is never wrong
	}
	anyUnknown := false
	for _, part := range orWord.Split(marker, -1) {
		all, allKnown := true, true
		for _, clause := range andWord.Split(part, -1) {
			one, oneKnown := clauseHolds(clause, python)
			all = all && (one || !oneKnown)
			allKnown = allKnown && oneKnown
		}
		switch {
		case all && allKnown:
			return true, true
		case all:
			anyUnknown = true
		}
	}
	return false, !anyUnknown
}

var (
	orWord       = regexp.MustCompile(`\s+or\s+`)
	andWord      = regexp.MustCompile(`\s+and\s+`)
	pythonClause = regexp.MustCompile(`^\s*(python_version|python_full_version)\s*(==|!=|<=|>=|<|>)\s*["']([0-9.]+)["']\s*$`)
)

func clauseHolds(clause, python string) (holds, known bool) {
	m := pythonClause.FindStringSubmatch(clause)
	now, ok := ParseRelease(python)
	if m == nil || !ok {
		return false, false
	}
	have := python
	if m[1] == "python_version" {
		have = now.number(0) + "." + now.number(1)
	}
	less, more := OlderThan(have, m[3]), OlderThan(m[3], have)
	switch m[2] {
	case "==":
		return !less && !more, true
	case "!=":
		return less || more, true
	case "<":
		return less, true
	case "<=":
		return !more, true
	case ">":
		return more, true
	default:
		return !less, true
	}
}
