package absent

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What a text has of asking whether a file is there, in the ways of shells, make and most
// languages.

var (
	unquoted = strings.NewReplacer(`"`, " ", `'`, " ")
	// assigned finds a variable that gets a name or a path, in a shell, make, Perl or R.
	assigned = regexp.MustCompile(`(?m)(?:^|[\s;$])([A-Za-z_]\w*)\s*[:?]?=\s*["']?([\w./*-]+)["']?\s*(?:;|$)`)
	// used finds where one is used.
	used = regexp.MustCompile(`\$(?:\{(\w+)\}|\((\w+)\)|(\w+))`)
	// patterns finds what lists files: make's wildcard, a shell's listing whose failure is of no
	// matter, a function of a library.
	patterns = regexp.MustCompile(`(?m)\$\(wildcard\s[^)\n]*\)|^[^#\n]*\b(?:ls|cat|cp|find|head|compgen|stat)\s[^\n]*(?:2>\s*/dev/null|&>\s*/dev/null|\|\|\s*true)|\b(?:opendir|readdir|readdirSync|scandir|list\.files|Sys\.glob|Dir\.\w+|glob|globSync|ReadDir|read_dir|Glob)\s*\([^\n]*`)
)

// mostSets bounds the variables of a text.
const mostSets = 500

// Asks says whether a text asks whether a file is there: a program of any
// language, a shell or make. Who asks in order to remove it does not count.
func Asks(text, file string) bool {
	text = unquoted.Replace(filledIn(text))
	if listed(text, file) {
		return true
	}
	for _, name := range []string{file, path.Base(file)} {
		if !strings.Contains(text, name) {
			continue
		}
		asks := regexp.MustCompile(`(?m)(?:(?:\[|\btest)\s+(?:!\s+)?-[defrs]|\bwildcard|(?i:exists?(?:sync)?|is_?file|access(?:sync)?)\()[\s${(]*(?:[\w./-]*/)?` + regexp.QuoteMeta(name) + `(?:[\s)\];,}][^\n]*\n?[^\n]*|$)`)
		for _, found := range asks.FindAllString(text, -1) {
			if !sourcetext.Removes(found) {
				return true
			}
		}
		pathlib := regexp.MustCompile(`\b[Pp]ath\s*\(\s*(?:[\w./-]*/)?` + regexp.QuoteMeta(name) + `\s*\)\s*\.\s*(?:exists|is_file)\(`)
		if pathlib.MatchString(text) {
			return true
		}
	}
	return false
}

// filledIn has the values of a text's own variables in their places, where each has one.
func filledIn(text string) string {
	values := map[string]string{}
	for _, set := range assigned.FindAllStringSubmatch(text, mostSets) {
		if was, known := values[set[1]]; known && was != set[2] {
			set[2] = ""
		}
		values[set[1]] = set[2]
	}
	return used.ReplaceAllStringFunc(text, func(one string) string {
		if value := values[strings.Trim(one, "${()}")]; value != "" {
			return value
		}
		return one
	})
}

// listed says whether a text lists a file by a pattern or by its directory, and does not remove
// what it lists.
func listed(text, file string) bool {
	for _, at := range patterns.FindAllStringIndex(text, -1) {
		if sourcetext.Removes(linesAround(text, at[0], at[1])) {
			continue
		}
		found := text[at[0]:at[1]]
		lists := strings.Contains(found, "(") && !strings.HasPrefix(found, "$(")
		if slices.ContainsFunc(strings.FieldsFunc(found, betweenWords), func(word string) bool {
			word = path.Clean(word)
			return wording.MatchPath(word, file) || lists && word == path.Dir(file) && word != "."
		}) {
			return true
		}
	}
	return false
}

// linesAround are the lines of a part of a text, and the one after them.
func linesAround(text string, begin, end int) string {
	begin = strings.LastIndexByte(text[:begin], '\n') + 1
	for range 2 {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			return text[begin:]
		}
		end += next + 1
	}
	return text[begin:end]
}

func betweenWords(r rune) bool { return strings.ContainsRune(" \t\n,;()&|<>{}[]$", r) }
