package sideeffect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says what a training took away or wrote over in the registry: versions
// and runs that are gone, and tags that say something else.

const (
	maxWatchedRuns = 400 // runs of the model's newest versions
	maxBesideRuns  = 100 // the newest runs of the original's experiment
	maxToldChanges = 10  // of one kind
)

// ourTags begin tags that a check itself writes.
const ourTags = "reproduce."

// watch remembers the model's versions, their runs and those beside the original.
func (before *Before) watch(ctx context.Context, original repro.Run) error {
	ids := []string{original.ID}
	if before.known {
		versions, err := before.registry.ModelVersions(ctx, before.model.Name)
		if err != nil {
			return err
		}
		before.versions = versions
		for _, version := range versions[:min(len(versions), maxWatchedRuns)] {
			ids = append(ids, version.RunID)
		}
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	if original.ExperimentID != "" && original.From == "" {
		beside, err := before.registry.FindRuns(ctx, mlflow.RunQuery{ExperimentIDs: []string{original.ExperimentID}, Limit: maxBesideRuns})
		if err != nil {
			return err
		}
		ids = append(ids, repro.RunIDs(beside)...)
	}
	var err error
	before.runs, err = before.registry.Runs(ctx, ids)
	return err
}

// lost says which of a model's versions are gone and which tags are other ones.
func (before Before) lost(ctx context.Context, after mlflow.Model) (changes []string, gone map[string]bool, err error) {
	name := before.model.Name
	changes = retagged("model "+name, fmt.Sprintf("registered_model_tag(%s, ", python(name)), before.model.Tags, after.Tags)
	if was := before.model.Description; was != after.Description {
		changes = append(changes, "while it trained, the description of "+name+" was changed"+undo(fmt.Sprintf("update_registered_model(%s, description=%s)", python(name), python(was))))
	}
	versions, err := before.registry.ModelVersions(ctx, name)
	if err != nil {
		return changes, nil, err
	}
	now := map[string]repro.ModelVersion{}
	for _, version := range versions {
		now[version.Version] = version
	}
	gone = map[string]bool{}
	var deleted []string
	for _, was := range before.versions {
		is, there := now[was.Version]
		if !there {
			gone[was.Version] = true
			deleted = append(deleted, "while it trained, version "+was.Version+" of "+name+" was deleted; MLflow cannot restore a version"+registerAgain(was))
			continue
		}
		changes = append(changes, retagged("version "+was.Version+" of "+name, fmt.Sprintf("model_version_tag(%s, %s, ", python(name), python(was.Version)), was.Tags, is.Tags)...)
		if was.Stage != is.Stage && !served(was.Stage) && !served(is.Stage) { // the others are told where their stage is
			changes = append(changes, fmt.Sprintf("while it trained, version %s of %s was moved from stage %s to %s%s", was.Version, name, stageName(was.Stage), stageName(is.Stage),
				undo(fmt.Sprintf("transition_model_version_stage(%s, %s, %s)", python(name), python(was.Version), python(stageName(was.Stage))))))
		}
	}
	return append(fewer(deleted, "versions of "+name), fewer(changes, "tags and stages of "+name)...), gone, nil
}

// registerAgain is how the model of a version that is gone gets a number again, with the run
// that it was of. mlflow.register_model looks for a logged model, and forgets the run where
// the source is a directory; a server takes a logged model as the source with its id alone.
func registerAgain(was repro.ModelVersion) string {
	if was.Source == "" {
		return ""
	}
	const again = "; to register its model again, under a new number: "
	id, ofModel := strings.CutPrefix(was.Source, "models:/")
	if ofModel && !strings.HasPrefix(id, "m-") { // a copy of another version
		return again + "python -c " + wording.Quote(fmt.Sprintf("import mlflow; mlflow.register_model(%s, %s)", python(was.Source), python(was.Name)))
	}
	arguments := python(was.Name) + ", " + python(was.Source)
	if was.RunID != "" {
		arguments += ", " + python(was.RunID)
	}
	if ofModel {
		arguments += ", model_id=" + python(id)
	}
	return again + client("create_model_version("+arguments+")")
}

// client is a command line that calls MLflow's client.
func client(call string) string {
	return "python -c " + wording.Quote("import mlflow; mlflow.MlflowClient()."+call)
}

func served(stage string) bool { return stage == "Production" || stage == "Staging" }

func stageName(stage string) string {
	if stage == "" {
		return "None"
	}
	return stage
}

// lostRuns says which runs are deleted or gone, and which tags of those that were
// over already are other ones.
func (before Before) lostRuns(ctx context.Context) ([]string, error) {
	if len(before.runs) == 0 {
		return nil, nil
	}
	now, err := before.registry.Runs(ctx, slices.Sorted(maps.Keys(before.runs)))
	if err != nil {
		return nil, err
	}
	var deleted, changes []string
	for _, id := range slices.Sorted(maps.Keys(before.runs)) {
		was, of := before.runs[id], before.ofVersion(id)
		switch is, there := now[id]; {
		case !there:
			deleted = append(deleted, "while it trained, run "+id+of+" was deleted for good; MLflow cannot restore it")
		case is.Deleted && !was.Deleted:
			deleted = append(deleted, "while it trained, run "+id+of+" was deleted; to undo it: mlflow runs restore --run-id "+id)
		case was.Status == repro.RunFinished:
			changes = append(changes, retagged("run "+id+of, fmt.Sprintf("tag(%s, ", python(id)), was.Tags, is.Tags)...)
		}
	}
	return append(fewer(deleted, "runs"), fewer(changes, "tags of runs")...), nil
}

// ofVersion says which version was registered from a run.
func (before Before) ofVersion(runID string) string {
	for _, version := range before.versions {
		if version.RunID == runID {
			return " of version " + version.Version
		}
	}
	return ""
}

// retagged says which tags of something are other ones, with the calls that put them
// back: call follows set_ or delete_ and ends before the tag's name.
func retagged(what, call string, before, after map[string]string) []string {
	all := maps.Clone(after)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, before)
	var changes []string
	for _, tag := range slices.Sorted(maps.Keys(all)) {
		was, had := before[tag]
		is, has := after[tag]
		set := fmt.Sprintf("set_%s%s, %s)", call, python(tag), python(was))
		change := "while it trained, tag " + python(tag) + " of " + what
		switch {
		case strings.HasPrefix(tag, ourTags), had == has && was == is:
		case !had:
			changes = append(changes, change+" was set"+undo(fmt.Sprintf("delete_%s%s)", call, python(tag))))
		case !has:
			changes = append(changes, change+" was deleted"+undo(set))
		default:
			changes = append(changes, change+" was changed"+undo(set))
		}
	}
	return changes
}

// undo is the line that takes a change back, as what follows it in a sentence.
func undo(call string) string {
	return "; to undo it: " + client(call)
}

// fewer gives the first of many changes, and says how many there are.
func fewer(changes []string, of string) []string {
	if len(changes) <= maxToldChanges {
		return changes
	}
	return append(slices.Clone(changes[:maxToldChanges]), fmt.Sprintf("while it trained, %d more changes were made to the %s", len(changes)-maxToldChanges, of))
}

// modelGone says what became of a model that the registry does not have any more.
func modelGone(before Before) []string {
	changes := []string{fmt.Sprintf("while it trained, the registered model %s was deleted, with %s; MLflow cannot restore it; to make it again, before its versions: %s",
		before.model.Name, wording.Count(len(before.versions), "version", "versions"), client("create_registered_model("+python(before.model.Name)+")"))}
	for _, was := range before.versions[:min(len(before.versions), maxToldChanges)] {
		if again := registerAgain(was); again != "" {
			changes = append(changes, "version "+was.Version+" of "+was.Name+" is gone"+again)
		}
	}
	return changes
}
