package sideeffect

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says which aliases and stages are elsewhere after a training, and who moved them.

// moved compares a model's entries before and after; gone are versions that are
// deleted, to which nothing can be put back.
func moved(before, after mlflow.Model, ours []repro.ModelVersion, by makers, gone map[string]bool) []string {
	var changes []string
	name := before.Name
	own := func(number string) string {
		for _, version := range ours {
			if version.Name == name && version.Version == number {
				return by.of(version)
			}
		}
		return ""
	}
	say := func(what, from, to, back string) {
		what += " of " + name
		verb, where := "moved", "from version "+from+" to version "+to
		switch {
		case from == "":
			verb, where = "set", "to version "+to
		case to == "":
			verb, where = "taken", "from version "+from
		}
		change := "while it trained, " + what + " was " + verb + " " + where
		if who := own(to); who != "" {
			change = who + verb + " " + what + " " + where
		}
		if gone[from] {
			changes = append(changes, change+"; it cannot be put back, as version "+from+" is deleted")
			return
		}
		changes = append(changes, change+undo(back))
	}
	all := map[string]string{}
	maps.Copy(all, before.Aliases)
	maps.Copy(all, after.Aliases)
	for _, alias := range slices.Sorted(maps.Keys(all)) {
		switch from, to := before.Aliases[alias], after.Aliases[alias]; from {
		case to:
		case "":
			say("alias @"+alias, from, to, fmt.Sprintf("delete_registered_model_alias(%s, %s)", python(name), python(alias)))
		default:
			say("alias @"+alias, from, to, fmt.Sprintf("set_registered_model_alias(%s, %s, %s)", python(name), python(alias), python(from)))
		}
	}
	for _, stage := range []string{"Production", "Staging"} {
		was, _ := before.InStage(stage)
		is, _ := after.InStage(stage)
		switch from, to := was.Version, is.Version; from {
		case to:
		case "":
			say("stage "+stage, from, to, fmt.Sprintf("transition_model_version_stage(%s, %s, %s)", python(name), python(to), python("None")))
		default:
			say("stage "+stage, from, to, fmt.Sprintf("transition_model_version_stage(%s, %s, %s, archive_existing_versions=True)", python(name), python(from), python(stage)))
		}
	}
	was, _ := before.Latest()
	if is, _ := after.Latest(); higher(was.Version, is.Version) && own(is.Version) == "" {
		changes = append(changes, fmt.Sprintf("while it trained, version %s of %s was registered, by a run without this reproduction's id", is.Version, name))
	}
	return changes
}

// higher says whether a version number is above another, or the first there is.
func higher(before, after string) bool {
	return len(after) > len(before) || len(after) == len(before) && after > before
}

// pointed says which aliases and stages a version of ours has in a model that
// nobody looked at before the training.
func pointed(after mlflow.Model, ours []repro.ModelVersion, by makers) []string {
	var changes []string
	for _, version := range ours {
		if version.Name != after.Name {
			continue
		}
		who := "this reproduction"
		if by.challenged(version) {
			who = strings.TrimSpace(byChallenge)
		}
		for _, alias := range after.AliasesOf(version.Version) {
			changes = append(changes, fmt.Sprintf("alias @%s of %s now points to version %s, which %s registered; the version it pointed to before is not known", alias, after.Name, version.Version, who))
		}
		if version.Stage != "" {
			changes = append(changes, fmt.Sprintf("version %s of %s, which %s registered, is now in stage %s; the version that was there before is not known", version.Version, after.Name, who, version.Stage))
		}
	}
	return changes
}

// python writes a text as Python does: Go's escapes are Python's as well. What a reader
// of a report would act on, a mention, a comment or a code span, is spelled out.
func python(text string) string { return spelled.Replace(strconv.QuoteToASCII(text)) }

var spelled = strings.NewReplacer("@", `\x40`, "<", `\x3c`, ">", `\x3e`, "`", `\x60`)
