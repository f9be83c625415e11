package reportjson

import (
	"maps"
	"regexp"
)

// maxNote is how much of a note is kept: the registry has the whole.
const maxNote = 500

// noteTags are the tags that people write prose into.
var noteTags = regexp.MustCompile(`(?i)(?:^|[._-])(?:notes?|descriptions?|readme|comments?)(?:[._-]|$)`)

// clipTags gives the tags of a run or a version as a report keeps them: notes are cut,
// what programs read of tags is not.
func clipTags(tags map[string]string) map[string]string {
	clipped := maps.Clone(tags)
	for name, value := range tags {
		if runes := []rune(value); len(runes) > maxNote && noteTags.MatchString(name) {
			clipped[name] = string(runes[:maxNote-1]) + "…"
		}
	}
	return clipped
}
