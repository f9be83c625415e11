package action

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// slashWord is what a comment must begin with.
const slashWord = "/reproduce"

// slashOptions are the flags a comment may carry: those that say what is
// checked. Where it reads, what it runs and how far metrics may be off stays
// with the workflow and its configuration.
var slashOptions = []string{"code-ref", "repeats", "diagnose", "run-id"}

// errNoCommand is returned for a comment that is not addressed to us.
var errNoCommand = errors.New("not a " + slashWord + " comment")

// errHelp is returned for a comment that asks how one is written.
var errHelp = errors.New(slashWord + " help")

// maxSlash is the longest first line that is read.
const maxSlash = 1024

// parseSlash reads "/reproduce MODEL [VERSION] [--flag value]" from the first
// line of a comment. Anything after that line is talk. It gives ErrNoCommand
// where the comment does not begin with the word, and values that still are
// checked like any others.
func parseSlash(body string) (settings.Values, error) {
	line, _, _ := strings.Cut(strings.TrimLeft(body, "\ufeff"), "\n")
	line = strings.TrimRight(line, "\r")
	if len(line) > maxSlash {
		line = line[:maxSlash]
	}
	words := strings.Fields(line)
	if len(words) == 0 || words[0] != slashWord || !strings.HasPrefix(line, slashWord) {
		return nil, errNoCommand
	}
	values := settings.Values{}
	var names []string
	for rest := words[1:]; len(rest) > 0; {
		word := rest[0]
		rest = rest[1:]
		flag, isFlag := strings.CutPrefix(word, "--")
		if !isFlag {
			names = append(names, word)
			continue
		}
		name, value, joined := strings.Cut(flag, "=")
		if name == "help" {
			return nil, errHelp
		}
		if !slices.Contains(slashOptions, name) && name != "version" { // which people type as on a command line
			return nil, refusedFlag(name)
		}
		if !joined {
			if len(rest) == 0 {
				return nil, fmt.Errorf("%s: --%s wants a value", slashWord, name)
			}
			value, rest = rest[0], rest[1:]
		}
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("%s: --%s is said twice", slashWord, name)
		}
		values[name] = value
	}
	switch {
	case len(names) == 1 && strings.EqualFold(names[0], "help"), len(words) == 2 && (words[1] == "-h" || words[1] == "?"):
		return nil, errHelp
	case len(names) > 2, len(names) == 2 && values["version"] != "":
		return nil, fmt.Errorf("%s: too many words; write %s MODEL [VERSION]", slashWord, slashWord)
	case len(names) == 0 && values["run-id"] == "":
		return nil, fmt.Errorf("%s: which model? write %s MODEL [VERSION]", slashWord, slashWord)
	}
	for i, name := range names {
		values[[]string{"model", "version"}[i]] = name
	}
	return values, nil
}

// formatSlash is the first line of a comment that asks for a check once more: the
// model by its number, and of the flags those that the check was asked with. ""
// for a name that a comment cannot say.
func formatSlash(asked settings.Values, model, version string) string {
	words := []string{slashWord}
	if asked["run-id"] == "" {
		if model == "" || strings.ContainsFunc(model, unicode.IsSpace) || strings.HasPrefix(model, "--") {
			return ""
		}
		words = append(words, model)
		if version != "" {
			words = append(words, version)
		}
	}
	for _, name := range slashOptions {
		if value := asked[name]; value != "" {
			words = append(words, "--"+name, value)
		}
	}
	return strings.Join(words, " ")
}

// refusedFlag says of a flag that a comment cannot have which was probably meant, and
// which there are.
func refusedFlag(name string) error {
	meant := ""
	if best := wording.Nearest(name, slashOptions); best != "" {
		meant = "did you mean --" + best + "? "
	}
	return fmt.Errorf("%s: --%s is not allowed in a comment; %sa comment can have --%s", slashWord, printable.Word(name), meant, strings.Join(slashOptions, ", --"))
}
