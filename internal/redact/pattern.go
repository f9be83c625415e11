package redact

import (
	"regexp"
	"sync"
)

// A pattern is a regular expression that is compiled when it is first asked: there are two
// hundred, and most starts of the program ask few.
type pattern func() *regexp.Regexp

func newPattern(expression string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// MatchString says whether a text has what the pattern describes.
func (p pattern) MatchString(text string) bool { return p().MatchString(text) }

// FindStringSubmatch is the first, with its groups.
func (p pattern) FindStringSubmatch(text string) []string { return p().FindStringSubmatch(text) }

// FindStringSubmatchIndex is where the first and its groups are.
func (p pattern) FindStringSubmatchIndex(text string) []int { return p().FindStringSubmatchIndex(text) }

// FindAllStringSubmatchIndex is where all and their groups are, up to n of them.
func (p pattern) FindAllStringSubmatchIndex(text string, n int) [][]int {
	return p().FindAllStringSubmatchIndex(text, n)
}
