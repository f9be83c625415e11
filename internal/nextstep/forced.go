//go:build !nodesk

package nextstep

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file says which call of DVC would have settled what one did not.

// trainingAnew is the command made to run every stage; "" where nobody knows how.
func trainingAnew(r repro.Result, typed settings.Values) string {
	command := asGiven(r, typed)
	if forced := forced(command); forced != "" {
		return forced
	}
	if command != "" && len(r.Execution.Skipped) > 0 && !strings.Contains(command, "dvc") {
		return "dvc repro --force" // what the command called skipped as DVC does
	}
	return ""
}

// dvcRepro is a call of dvc repro: what stands before it, options of dvc
// itself, and what follows up to the next command of the shell.
var dvcRepro = regexp.MustCompile(`^(?s)(.*?\bdvc)((?:\s+-[-\w]+)*)\s+repro\b([^;&|<>\n]*)(.*)$`)

// keptOptions change nothing about which stages run and what is printed.
var keptOptions = []string{"-P", "--all-pipelines", "-v", "--verbose", "--no-commit", "--no-run-cache", "--pull"}

// forced gives a command with its dvc repro made to train the whole pipeline and
// to print what it does: without the stages that were named, which leave out
// others, and without --quiet. It is "" where that is no other command, and
// where nobody can tell.
func forced(command string) string {
	parts := dvcRepro.FindStringSubmatch(command)
	if parts == nil || strings.ContainsAny(parts[3], "'\"$`\\()") {
		return ""
	}
	own := slices.DeleteFunc(strings.Fields(parts[2]), func(option string) bool { return option == "-q" || option == "--quiet" })
	words := []string{"repro", "--force"}
	already, dropped := false, len(own) != len(strings.Fields(parts[2]))
	for _, word := range strings.Fields(parts[3]) {
		switch {
		case word == "--force" || word == "-f":
			already = true
		case slices.Contains(keptOptions, word), strings.HasSuffix(word, "dvc.yaml"):
			words = append(words, word)
		default:
			dropped = true
		}
	}
	if already && !dropped {
		return ""
	}
	tail := parts[4]
	if tail != "" && strings.HasSuffix(parts[3], " ") {
		tail = " " + tail
	}
	return parts[1] + strings.Join(append([]string{""}, append(own, words...)...), " ") + tail
}
