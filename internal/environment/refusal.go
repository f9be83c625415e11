package environment

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
)

// What uv and pip print where a package cannot be had.
var (
	namedAfter  = regexp.MustCompile(`(?i)(?:no versions? of|only(?: the following versions of)?|satisfies the requirement|distribution found for) ([a-z0-9][a-z0-9._-]*)`)
	namedBefore = regexp.MustCompile(`(?i)([a-z0-9][a-z0-9._-]*)(?:[=<>!~]=?\S+)? (?:was not found|has no|were not found|was yanked)`)
	askedFor    = regexp.MustCompile(`([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?[=<>!~]`)
	credentials = regexp.MustCompile(`://[^\s/@]+@`)
)

// refused names those of ours that an installer's output says cannot be had; where it
// names none so, those of ours whose versions do not go together.
func refused(log []string, ours map[string]bool) []string {
	text := strings.Join(strings.Fields(strings.Join(log, " ")), " ")
	found := map[string]bool{}
	for _, pattern := range []*regexp.Regexp{namedAfter, namedBefore} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			if name := packaging.PackageName(strings.TrimRight(match[1], ".")); ours[name] {
				found[name] = true
			}
		}
	}
	if len(found) == 0 {
		for _, match := range askedFor.FindAllStringSubmatch(text, -1) {
			if name := packaging.PackageName(match[1]); ours[name] {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// why is the line of an output that says most of a failure.
func why(log []string) string {
	for _, sign := range []string{"cause:", "╰─▶", "ERROR:", "error:"} {
		for _, line := range log {
			if at := strings.Index(line, sign); at >= 0 {
				return credentials.ReplaceAllString(strings.TrimSpace(line[at+len(sign):]), "://***@")
			}
		}
	}
	return "its output says no more"
}
