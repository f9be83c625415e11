package nextstep

import (
	"cmp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// CommandLine is the next step as a line that can be pasted; "" where there is
// none. The flags that were typed are in it: without them it would be another
// check. saved is the directory that the report is kept in; "" for none.
func CommandLine(r repro.Result, typed settings.Values, saved string) string {
	command := asGiven(r, typed)
	switch Of(r, typed) {
	case TrainAnew:
		return again(r, typed, trainingAnew(r, typed), "")
	case PinPackage:
		return pin(r) + " && " + again(r, typed, command, "")
	case SeeChanges:
		return changesLine(r)
	case ExplainCause:
		if saved == "" {
			return again(r, typed, command, "repeats", "auto")
		}
		return explainLine(r, typed, saved)
	case OriginalCode:
		return again(r, typed, command, "code-ref", "original")
	case Repeat:
		return again(r, typed, command, "repeats", "auto")
	case SayMaterial:
		return again(r, typed, command, "material", material(r)...)
	case Observe:
		return again(r, typed, r.Execution.Reporting, "")
	case KeepFile:
		files := keepable(r)
		if len(files) == 0 {
			files = []string{MissedFile(r.Execution)}
		}
		return again(r, typed, command, "keep", slices.Concat(r.Plan.Keep, files)...)
	case LendFile:
		var lent, tracking []string
		for _, file := range r.Execution.LookedFor {
			if strings.HasSuffix(file, ".dvc") {
				tracking = append(tracking, file)
			} else {
				lent = append(lent, file)
			}
		}
		return again(r, typed, Checkout(tracking)+command, "with", append(slices.Clone(r.Plan.With), lent...)...)
	case FixTraining:
		if line := again(r, typed, command, ""); line != "" && repro.LacksSubmodule(r) {
			return repro.FillSubmodules + " && " + line
		}
		if r.Execution.Linking != "" && command != "" {
			return again(r, typed, r.Execution.Linking+command, "")
		}
		if command = r.Plan.Command; r.Change.Branch == "" || command == "" { // typed into a shell, which knows no placeholders
			return ""
		}
		if strings.ContainsAny(command, ";&|\n") { // one word, so that all of it hangs on the first half
			command = "sh -c " + wording.Quote(command)
		}
		return "git switch --detach " + r.Change.Branch + " && " + command
	case WaitLonger:
		if r.Plan.Workflow != "" {
			return "reproduce resume --timeout 24h" + typed.ShellFlags("resume", "timeout")
		}
		return again(r, typed, command, "timeout", "24h")
	}
	return ""
}

// Again is the command that makes the same check once more, with the flags that were
// typed; "" where nothing was trained or the model has no name.
func Again(r repro.Result, typed settings.Values) string {
	if r.Plan.Command == "" && r.Plan.Workflow == "" || r.Original.From != "" && typed["metadata"] == "" {
		return ""
	}
	return again(r, typed, asGiven(r, typed), "")
}

// Advice is what the notes of a plan advise, for the line that does what was planned.
type Advice struct {
	Tracking []string // .dvc files whose data the training will not find, unless its command begins by getting it
	Lend     []string // what git does not have and the training will not find
	Scratch  bool     // the training may register or promote, and nobody said in which registry
}

// maxLent is how much a line lends: of more, somebody has to choose what the training reads.
const maxLent = 10

// Planned is the line that does what a dry run of `reproduce SUBCOMMAND` planned, as its notes advise.
func Planned(subcommand string, plan repro.Plan, typed settings.Values, advice Advice) string {
	r := repro.Result{Plan: plan, Original: plan.Original}
	command := asGiven(r, typed)
	if command == "" {
		return line(subcommand, r, typed, command, "")
	}
	if advice.Scratch && typed["registry"] == "" {
		typed = settings.Values{"registry": settings.RegistryScratch}.Over(typed)
	}
	command = Checkout(advice.Tracking) + command
	if len(advice.Lend) == 0 || len(advice.Lend) > maxLent {
		return line(subcommand, r, typed, command, "")
	}
	return line(subcommand, r, typed, command, "with", slices.Concat(plan.With, advice.Lend)...)
}

// AfterBaseline is the check that the runs of a baseline were made for: one training. Where they
// vary too much it would end as they did, so it has what they can tell.
func AfterBaseline(r repro.Result, typed settings.Values) string {
	line := again(r, typed, asGiven(r, typed), "repeats")
	for _, spec := range material(r) {
		line += " --material " + wording.Quote(spec)
	}
	return line
}

// asGiven is the run command with its placeholders, as it was typed or is in the configuration.
// With the params filled in, another check would not know that they are the original's.
func asGiven(r repro.Result, typed settings.Values) string {
	if r.Plan.Command == "" {
		return ""
	}
	return cmp.Or(typed["run-command"], r.Plan.Given, r.Plan.Command)
}

// again is the command that makes the same check once more, with another
// command or with a flag changed.
func again(r repro.Result, typed settings.Values, command, flag string, value ...string) string {
	return line("run", r, typed, command, flag, value...)
}

func line(subcommand string, r repro.Result, typed settings.Values, command, flag string, value ...string) string {
	line := "reproduce " + subcommand
	switch model := r.Model(); {
	case model.Version != "":
		line += " " + repro.Typed(model.Name, model.Version)
	case r.Original.From != "":
		// --metadata is among the flags that were typed.
	case r.Original.ID != "":
		line += " --run-id " + wording.Quote(r.Original.ID)
	default:
		return ""
	}
	if command != "" {
		line += " --run-command " + wording.Quote(command)
	} else {
		line += " --workflow " + wording.Quote(r.Plan.Workflow)
	}
	line += typed.ShellFlags(subcommand, "version", "run-id", "run-command", "workflow", "dry-run", "json", flag)
	for _, v := range value {
		line += " --" + flag + " " + wording.Quote(v)
	}
	return line
}

// Checkout begins a command with getting the data of .dvc files; "" where there are none.
func Checkout(tracking []string) string {
	if len(tracking) == 0 {
		return ""
	}
	text := "dvc checkout"
	for _, file := range tracking { // one by one: all of it may be old models
		text += " " + wording.Quote(file)
	}
	return text + " && "
}
