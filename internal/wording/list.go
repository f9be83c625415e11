package wording

import (
	"fmt"
	"slices"
	"strings"
)

// Few cuts a list after n entries and says how many more there are.
func Few(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	return append(slices.Clone(list[:n]), fmt.Sprintf("%d more", len(list)-n))
}

// List joins names for a sentence, at most five of them.
func List(names []string) string { return ListUpTo(names, 5) }

// ListUpTo joins names for a sentence, at most so many of them.
func ListUpTo(names []string, most int) string {
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
