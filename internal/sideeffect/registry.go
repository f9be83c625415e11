package sideeffect

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file looks at what a training does to the model registry: one that
// registers its model, or promotes it, changes what others load. We change
// nothing, and say what changed before anything else.

const (
	registryPatience = 20 * time.Second // for all questions after a training
	cancelledAsk     = 2 * time.Second  // the same, where the runner is about to end us
	maxOtherModels   = 5                // models that the training registered and nobody asked about
)

// A Before is a model's entry in the registry before a training.
type Before struct {
	registry *mlflow.Registry // nil where there is none
	model    mlflow.Model
	known    bool
	versions []repro.ModelVersion
	runs     map[string]repro.Run // of the versions and beside the original
	doubt    string               // why it is not known; "" where nobody asked
}

// Read reads the model's aliases, stages and versions and their runs, to be
// held against later. A training that is only taken up may have changed them already.
func Read(ctx context.Context, registry *mlflow.Registry, version repro.ModelVersion, original repro.Run, resumed bool) (before Before) {
	before.registry = registry
	if registry == nil || resumed {
		return before
	}
	var err error
	if version.Name != "" {
		before.model, err = registry.RegisteredModel(ctx, version.Name)
		before.known = err == nil
	}
	if err == nil {
		err = before.watch(ctx, original)
	}
	if err != nil {
		before.doubt = fmt.Sprintf("the registry was not read before the training, so whether it moved or deleted something%s is not known: %v", ofModel(version.Name), err)
	}
	return before
}

func ofModel(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

// byTraining begins what Changes says of what the training's runs did.
const byTraining = "this training "

// Own are those changes that a training made: others may be anybody's.
func Own(changes []string) []string {
	return slices.DeleteFunc(slices.Clone(changes), func(change string) bool { return !strings.HasPrefix(change, byTraining) })
}

// Changes says what became of the registry while a training ran: which
// versions its runs registered, and which aliases and stages are elsewhere now.
func (before Before) Changes(ctx context.Context, runIDs []string) []string {
	if before.registry == nil {
		return nil
	}
	patience := registryPatience
	if ctx.Err() != nil {
		patience = cancelledAsk
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	changes, err := before.lostRuns(ctx)
	var doubts []string
	if err != nil {
		doubts = append(doubts, "whether this training deleted a run is not known: "+err.Error())
	}
	if before.doubt != "" {
		doubts = append(doubts, before.doubt)
	}
	ours, err := before.registry.VersionsOfRuns(ctx, runIDs)
	if err != nil && !errors.Is(err, mlflow.ErrNoRegistry) {
		doubts = append(doubts, "whether this training registered a model is not known: "+err.Error())
	}
	var names []string
	if before.known {
		names = append(names, before.model.Name)
	}
	for _, version := range ours {
		if !slices.Contains(names, version.Name) && len(names) <= maxOtherModels {
			names = append(names, version.Name)
		}
	}
	for _, name := range names {
		after, err := before.registry.RegisteredModel(ctx, name)
		watched := before.known && name == before.model.Name
		switch {
		case watched && errors.Is(err, mlflow.ErrNotFound):
			changes = append(modelGone(before), changes...)
		case err != nil:
			doubts = append(doubts, fmt.Sprintf("the registry was not read after the training, so whether it moved an alias or a stage of %s is not known: %v", name, err))
		case watched:
			lost, gone, err := before.lost(ctx, after)
			if err != nil {
				doubts = append(doubts, fmt.Sprintf("whether this training deleted a version of %s is not known: %v", name, err))
			}
			changes = append(lost, append(moved(before.model, after, ours, gone), changes...)...)
		default:
			changes = append(changes, pointed(after, ours)...)
		}
	}
	for _, version := range ours {
		changes = append(changes, fmt.Sprintf(byTraining+"registered version %s of %s (a reproduction, not a new model)", version.Version, version.Name))
	}
	return append(changes, doubts...)
}

// moved compares a model's entries before and after; gone are versions that are
// deleted, to which nothing can be put back.
func moved(before, after mlflow.Model, ours []repro.ModelVersion, gone map[string]bool) []string {
	var changes []string
	name := before.Name
	own := func(number string) bool {
		return slices.ContainsFunc(ours, func(v repro.ModelVersion) bool { return v.Name == name && v.Version == number })
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
		if own(to) {
			change = byTraining + verb + " " + what + " " + where
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
	if is, _ := after.Latest(); higher(was.Version, is.Version) && !own(is.Version) {
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
func pointed(after mlflow.Model, ours []repro.ModelVersion) []string {
	var changes []string
	for _, version := range ours {
		if version.Name != after.Name {
			continue
		}
		for _, alias := range after.AliasesOf(version.Version) {
			changes = append(changes, fmt.Sprintf("alias @%s of %s now points to version %s, which this reproduction registered; the version it pointed to before is not known", alias, after.Name, version.Version))
		}
		if version.Stage != "" {
			changes = append(changes, fmt.Sprintf("version %s of %s, which this reproduction registered, is now in stage %s; the version that was there before is not known", version.Version, after.Name, version.Stage))
		}
	}
	return changes
}

// python writes a text as Python does: Go's escapes are Python's as well. What a reader
// of a report would act on, a mention, a comment or a code span, is spelled out.
func python(text string) string { return spelled.Replace(strconv.QuoteToASCII(text)) }

var spelled = strings.NewReplacer("@", `\x40`, "<", `\x3c`, ">", `\x3e`, "`", `\x60`)
