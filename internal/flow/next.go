package flow

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// next is the one thing to do now, as a line that can be pasted; "" when there
// is nothing to do.
func next(r repro.Result) string {
	switch {
	case r.Verdict == repro.Reproduced:
		return ""
	case r.Reason == repro.NotExecuted && strings.Contains(r.Plan.Command, "dvc repro"):
		return again(r, strings.Replace(r.Plan.Command, "dvc repro", "dvc repro --force", 1), "")
	case r.Verdict == repro.Drifted && pinned(r) != "" && r.Plan.Command != "":
		return pinned(r) + " && " + again(r, r.Plan.Command, "")
	case r.Verdict == repro.Drifted && len(r.Repeats) == 0:
		return again(r, r.Plan.Command, " --repeats 5")
	case r.Reason == repro.PipelineFailed && r.Change.Branch != "" && r.Plan.Command != "":
		return "git switch --detach " + r.Change.Branch + " && " + r.Plan.Command
	case r.Reason == repro.PipelineTimedOut && r.Plan.Workflow != "":
		return "reproduce resume --timeout 24h"
	case r.Reason == repro.PipelineTimedOut:
		return again(r, r.Plan.Command, " --timeout 24h")
	}
	return ""
}

// pinned is the line that puts back the package that leads the causes; ""
// where something else does.
func pinned(r repro.Result) string {
	if len(r.Causes) == 0 || r.Causes[0].Factor != "environment" || r.Causes[0].Strength != repro.ConsistentWith {
		return ""
	}
	return r.Causes[0].Next
}

// again is the command that makes the same check once more.
func again(r repro.Result, command, flags string) string {
	train := " --run-command " + quote(command)
	if command == "" {
		train = " --workflow " + quote(r.Plan.Workflow)
	}
	line := "reproduce run"
	switch model := r.Model(); {
	case model.Version != "":
		line += " " + quote(model.Name) + " --version " + model.Version
	case r.Original.ID != "":
		line += " --run-id " + r.Original.ID
	default:
		return ""
	}
	return line + train + flags
}

// quote writes a word so that a POSIX shell reads it back as it is.
func quote(word string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=@%+,", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !safe(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
