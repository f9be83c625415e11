package challenge

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Named is where the texts of a commit name a param that no file and no command gives to the
// training.
type Named struct {
	// Same are files that give the name, or one that may mean it, the logged value.
	Same []string
	// Other is a file that gives the very name another number, but for the defaults of a
	// function's arguments, or has it as an option, where the logged number stands in no text;
	// "" for none.
	Other string
}

// FindNamed reads the programs and settings of a plan's commit, those that stand. What it gives
// says where they name a param. lr, learning_rate and optimizer.lr may mean each other, as may
// epochs and n_epochs.
func FindNamed(files fs.FS, plan repro.Plan, stands func(repro.FileEdit) bool) func(edit repro.ParamEdit) Named {
	texts := slices.DeleteFunc(textsOf(files, plan), func(text repro.FileEdit) bool { return !stands(text) })
	return func(edit repro.ParamEdit) (found Named) {
		_, name := sections(edit.Name)
		for _, text := range texts {
			if given := givenTo(text.After, func(other string) bool { return mayMean(other, name) }); slices.ContainsFunc(given, func(value string) bool { return params.Equal(edit.Logged, value) }) {
				found.Same = append(found.Same, text.Path)
			}
			if found.Other == "" && namesOtherwise(text.After, name) {
				found.Other = text.Path
			}
		}
		if slices.ContainsFunc(texts, func(text repro.FileEdit) bool { return len(places(string(text.After), number, edit.Logged)) > 0 }) {
			found.Other = ""
		}
		return found
	}
}

// givenTo are the numbers and the texts in quotes that a text gives to names.
func givenTo(text []byte, name func(string) bool) (values []string) {
	for _, given := range anyAssignment.FindAllSubmatch(text, -1) {
		if _, last := sections(string(given[1])); name(last) {
			values = append(values, string(given[2])+string(given[3])+string(given[4]))
		}
	}
	return values
}

// namesOtherwise says whether a text gives a name a number, or has it as an option.
func namesOtherwise(text []byte, name string) bool {
	given := givenTo(signature.ReplaceAll(text, nil), func(other string) bool { return other == name })
	return optionIn(name).Match(text) || slices.ContainsFunc(given, number.MatchString)
}

// signature is the first line of a function of Python, whose defaults a call may replace.
var signature = regexp.MustCompile(`(?s)\bdef\s+\w+\s*\(.*?\)[^\n]*?:\s`)

// anyAssignment finds a number or a text in quotes that is given to any name, as assignment
// does for one.
var anyAssignment = regexp.MustCompile(`(?m)([A-Za-z_][\w-]*)` + anyQuote + `(?:[ \t]*(?::[ \t]*\w+[ \t]*)?[=:]|,(?:[^()\n]*\bdefault[ \t]*=)?)[ \t]*(?:` + anyQuote + aNumber + `|"([^"\n]{0,200})"|'([^'\n]{0,200})')`)

// optionIn finds a name as an option that a program has: "--lr".
func optionIn(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)["']--` + spelled(name) + `["'=]`)
}

// mayMean says whether two names, in small letters with _ between the words, can be of one
// param: one has all words of the other, or is the first letters of its words.
func mayMean(a, b string) bool {
	x, y := strings.Split(a, "_"), strings.Split(b, "_")
	return within(x, y) || within(y, x) || initials(x) == b || initials(y) == a
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(word string) bool { return !slices.Contains(all, word) })
}

func initials(words []string) string {
	if len(words) < 2 {
		return ""
	}
	var letters strings.Builder
	for _, word := range words {
		if word != "" {
			letters.WriteByte(word[0])
		}
	}
	return letters.String()
}
