package train

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Lacking collects from a training's output which of some files it says it did without.
type Lacking struct {
	Files []string // that it may lack, from the project
	told  []string
}

var (
	// noSuch finds the words of who does not find a file, in any language.
	noSuch = regexp.MustCompile(`(?i)no such file|not found|does(?: not|n't) exist|cannot open|can't open|unable to open`)
	// missing finds the word alone, which counts where a training failed.
	missing = regexp.MustCompile(`(?i)missing`)
	// without finds the words of a program that goes on without a file.
	without = regexp.MustCompile(`(?i)(?:is|file|model|weights|checkpoint) missing|missing (?:file|model|weights|checkpoint)|from scratch|no (?:previous|earlier|existing|saved|prior|base|pretrained)\b|cold start`)
	// clears finds those of who removes what stands in the way.
	clears = regexp.MustCompile(`(?i)\bcannot remove\b|^rm:`)
)

// NoSuchFile says of a line of a training that failed whether it tells of a file that is not there.
func NoSuchFile(line string) bool { return noSuch.MatchString(line) || missing.MatchString(line) }

// Read takes one line.
func (l *Lacking) Read(line string) {
	if len(l.Files) == 0 || !noSuch.MatchString(line) && !without.MatchString(line) || clears.MatchString(line) {
		return
	}
	for _, file := range l.Files {
		if !slices.Contains(l.told, file) && slices.ContainsFunc(Paths(line), func(word string) bool {
			word = strings.TrimRight(word, ".")
			return word == file || strings.HasSuffix(word, "/"+file) || word == path.Base(file)
		}) {
			l.told = append(l.told, file)
		}
	}
}

// Paths are the words of a line that may be paths.
func Paths(line string) []string { return strings.FieldsFunc(line, outsideOfPaths) }

// outsideOfPaths says of a character that it ends a path.
func outsideOfPaths(c rune) bool { return strings.ContainsRune(" \t'\"`“”‘’(){}[]<>,;:=", c) }

// Of says whether the output told so of a file.
func (l *Lacking) Of(file string) bool { return slices.Contains(l.told, file) }
