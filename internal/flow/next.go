package flow

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// next is the one thing to do now, as a line that can be pasted; "" when there
// is nothing to do. The flags that were typed are in it: without them it would
// be another check.
func next(r repro.Result, typed settings.Values) string {
	command := r.Plan.Command
	switch {
	case r.Verdict == repro.Reproduced:
		return ""
	case r.Reason == repro.NotExecuted && forced(command) != "":
		return again(r, typed, forced(command), "")
	case r.Reason == repro.NotExecuted && command != "" && len(r.Execution.Skipped) > 0 && !strings.Contains(command, "dvc"):
		return again(r, typed, "dvc repro --force", "") // what the command called skipped as DVC does
	case r.Verdict == repro.Drifted && pinned(r) != "" && command != "":
		return pinned(r) + " && " + again(r, typed, command, "")
	case r.Verdict == repro.Drifted && otherCode(typed) && lineage.RecordedCommit(r.Original).Known():
		return again(r, typed, command, "code-ref", "original")
	case r.Verdict == repro.Drifted && len(r.Repeats) == 0:
		return again(r, typed, command, "repeats", "5")
	case r.Reason == repro.PipelineFailed && missed(r.Execution) != "":
		return again(r, typed, command, "keep", append(slices.Clone(r.Plan.Keep), missed(r.Execution))...)
	case r.Reason == repro.PipelineFailed && r.Change.Branch != "" && command != "":
		if strings.ContainsAny(command, ";&|\n") { // one word, so that all of it hangs on the first half
			command = "sh -c " + wording.Quote(command)
		}
		return "git switch --detach " + r.Change.Branch + " && " + command
	case r.Reason == repro.PipelineTimedOut && r.Plan.Workflow != "":
		return "reproduce resume --timeout 24h" + typed.ShellFlags("resume", "timeout")
	case r.Reason == repro.PipelineTimedOut:
		return again(r, typed, command, "timeout", "24h")
	}
	return ""
}

// otherCode says that other code than the original's was asked for: whether
// that made the drift is the first thing to know, and one training tells.
func otherCode(typed settings.Values) bool {
	return typed["code-ref"] != "" && typed["code-ref"] != "original"
}

// pinned is the line that puts back the package that leads the causes; ""
// where something else does.
func pinned(r repro.Result) string {
	if len(r.Causes) == 0 || r.Causes[0].Factor != repro.KindEnvironment || r.Causes[0].Strength != repro.ConsistentWith {
		return ""
	}
	return r.Causes[0].Next
}

// again is the command that makes the same check once more, with another
// command or with a flag changed.
func again(r repro.Result, typed settings.Values, command, flag string, value ...string) string {
	line := "reproduce run"
	switch model := r.Model(); {
	case model.Version != "":
		line += " " + wording.Quote(model.Name) + " --version " + model.Version
	case r.Original.From != "":
		// --metadata is among the flags that were typed.
	case r.Original.ID != "":
		line += " --run-id " + r.Original.ID
	default:
		return ""
	}
	if command != "" {
		line += " --run-command " + wording.Quote(command)
	} else {
		line += " --workflow " + wording.Quote(r.Plan.Workflow)
	}
	line += typed.ShellFlags("run", "version", "run-id", "run-command", "workflow", "dry-run", "json", flag)
	for _, v := range value {
		line += " --" + flag + " " + wording.Quote(v)
	}
	return line
}
