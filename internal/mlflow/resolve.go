package mlflow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Resolve finds the model version that ref names, and the run that trained it.
// The version comes back with its number, so that an alias that moves later
// moves nothing; with a run id instead of a model it holds nothing but the run.
//
// A version whose run nobody can name is a Doubt with repro.NoRun. A run that
// is deleted or did not finish is returned as it is; NotFinished judges it.
func Resolve(ctx context.Context, store Store, ref repro.ModelRef) (repro.ModelVersion, repro.Run, error) {
	if ref.RunID != "" {
		run, err := store.Run(ctx, ref.RunID)
		if errors.Is(err, ErrNotFound) && shortRunID.MatchString(ref.RunID) {
			run, err = byBeginning(ctx, store, ref.RunID)
		}
		if err == nil {
			ref.RunID = run.ID
		}
		if errors.Is(err, ErrNotFound) && repro.IsRunID(ref.RunID) {
			err = fmt.Errorf("%w; a run id is the last part of the run's address, and the run must be on this tracking server", err)
		}
		return repro.ModelVersion{RunID: ref.RunID, RunFrom: "the run id given"}, run, err
	}
	version, err := resolveVersion(ctx, store, ref)
	if errors.Is(err, ErrNoRegistry) {
		err = fmt.Errorf("%w; name the training's run instead: --run-id RUN_ID", err)
	}
	if err != nil {
		return repro.ModelVersion{}, repro.Run{}, err
	}
	version, run, err := FindRun(ctx, store, version)
	if err == nil && ref.Selector.Kind == repro.SelectLatest && run.Ours() {
		return firstHand(ctx, store, version, run)
	}
	return version, run, err
}

// maxClimbs bounds for how many versions that name no run one is looked for.
const maxClimbs = 20

// firstHand gives the newest version that no reproduction registered: a training
// that registers its model leaves a newer one each time it is checked. Where all
// are a reproduction's, it is the newest after all.
func firstHand(ctx context.Context, store Store, newest repro.ModelVersion, newestRun repro.Run) (repro.ModelVersion, repro.Run, error) {
	versions, err := store.ModelVersions(ctx, newest.Name)
	if err != nil {
		return repro.ModelVersion{}, repro.Run{}, err
	}
	var ids []string
	for _, version := range versions {
		if version.RunID != "" && version.RunID != newest.RunID {
			ids = append(ids, version.RunID)
		}
	}
	if len(ids) == 0 && len(versions) < 2 {
		return newest, newestRun, nil
	}
	runs, err := store.Runs(ctx, ids)
	if err != nil {
		return repro.ModelVersion{}, repro.Run{}, err
	}
	runs[newest.RunID] = newestRun
	var newer []string
	climbs := 0
	for _, version := range versions {
		run, known := runs[version.RunID]
		if !known {
			if climbs++; climbs > maxClimbs {
				break
			}
			if version, run, err = FindRun(ctx, store, version); err != nil {
				return version, run, err // whether it is a reproduction's nobody can tell
			}
		}
		if run.Ours() {
			newer = append(newer, version.Version)
			continue
		}
		if version, err = store.ModelVersion(ctx, version.Name, version.Version); err != nil {
			return version, run, err // it has the aliases
		}
		if version.RunFrom = repro.RunFromVersion; version.RunID == "" {
			version, run, err = FindRun(ctx, store, version)
		}
		version.Newer = newer
		return version, run, err
	}
	return newest, newestRun, nil
}

// resolveVersion asks as little as it can: the model's entry already holds its
// aliases and the newest version of each stage in full.
func resolveVersion(ctx context.Context, store Store, ref repro.ModelRef) (repro.ModelVersion, error) {
	if ref.Selector.Kind == repro.SelectNumber {
		version, err := store.ModelVersion(ctx, ref.Name, ref.Selector.Text)
		if errors.Is(err, ErrNotFound) {
			return version, noSuchVersion(ctx, store, ref, err)
		}
		return version, err
	}
	model, err := store.RegisteredModel(ctx, ref.Name)
	switch {
	case errors.Is(err, ErrNotFound):
		return repro.ModelVersion{}, noSuchModel(ctx, store, ref, err)
	case err != nil:
		return repro.ModelVersion{}, err
	case model.IsPrompt():
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: this entry of the registry is a prompt, not a model; nothing was trained", ref)
	}
	switch ref.Selector.Kind {
	case repro.SelectAlias:
		return byAlias(ctx, store, model, ref)
	case repro.SelectStage:
		return byStage(ctx, store, model, ref)
	case repro.SelectWord:
		return byWord(ctx, store, model, ref)
	default:
		return latest(ctx, store, model, ref)
	}
}

func byAlias(ctx context.Context, store Store, model Model, ref repro.ModelRef) (repro.ModelVersion, error) {
	if number, ok := model.Aliases[ref.Selector.Text]; ok {
		return pinned(ctx, store, model, number)
	}
	version, err := unlisted(ctx, store, model, ref.Selector.Text)
	if number, parsed := repro.ParseSelector(ref.Selector.Text); errors.Is(err, ErrNotFound) && parsed == nil && number.Kind == repro.SelectNumber { // NAME@1
		if version, err := store.ModelVersion(ctx, model.Name, number.Text); err == nil || !errors.Is(err, ErrNotFound) {
			return version, err
		}
	}
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("resolve %s: alias %w; %s", ref, ErrNotFound, whatThereIs(ctx, store, model, ref.Selector.Text))
	}
	return version, err
}

// unlisted asks for an alias by its name where the model's entry lists none at
// all: there are registries whose entries never do.
func unlisted(ctx context.Context, store Store, model Model, alias string) (repro.ModelVersion, error) {
	if len(model.Aliases) > 0 {
		return repro.ModelVersion{}, ErrNotFound
	}
	return store.AliasVersion(ctx, model.Name, alias)
}

func byStage(ctx context.Context, store Store, model Model, ref repro.ModelRef) (repro.ModelVersion, error) {
	stage, ok := canonicalStage(ref.Selector.Text)
	if !ok {
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: no such stage; MLflow's are %s", ref, strings.Join(stages, ", "))
	}
	if version, ok := model.InStage(stage); ok {
		return version, nil
	}
	return repro.ModelVersion{}, fmt.Errorf("resolve %s: no version is in that stage; %s", ref, whatThereIs(ctx, store, model, ref.Selector.Text))
}

// byWord takes a bare word as an alias or a stage, whichever the model has. A
// word that is both, of two different versions, is nobody's to decide here.
// Stages go by any case, and so a word that is an alias but for its case counts.
func byWord(ctx context.Context, store Store, model Model, ref repro.ModelRef) (repro.ModelVersion, error) {
	word := ref.Selector.Text
	number, isAlias := model.Aliases[word]
	rival, rivalNumber := word, number
	for alias, target := range model.Aliases {
		if !isAlias && strings.EqualFold(alias, word) {
			rival, rivalNumber = alias, target
		}
	}
	stage, isStage := canonicalStage(word)
	staged, inStage := repro.ModelVersion{}, false
	if isStage {
		staged, inStage = model.InStage(stage)
	}
	var named repro.ModelVersion // by an alias that the model's entry does not list
	if !isAlias {
		var err error
		if named, err = unlisted(ctx, store, model, word); err != nil && !errors.Is(err, ErrNotFound) {
			return named, err
		}
		if named.Version != "" {
			rival, rivalNumber = word, named.Version
		}
	}
	switch {
	case inStage && rivalNumber != "" && staged.Version != rivalNumber:
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: %s is both an alias (of version %s) and a stage (of version %s); write @%s or stage:%s", ref, word, rivalNumber, staged.Version, rival, stage)
	case isAlias:
		return pinned(ctx, store, model, number)
	case named.Version != "":
		return named, nil
	case inStage:
		return staged, nil
	case isStage:
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: no version is in stage %s and no alias has that name; %s", ref, stage, whatThereIs(ctx, store, model, ref.Selector.Text))
	default:
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: alias %w; %s", ref, ErrNotFound, whatThereIs(ctx, store, model, ref.Selector.Text))
	}
}

// latest is the highest number: not the last one made, nor the last one ready.
// A registry that lists no newest versions (Databricks) is searched.
func latest(ctx context.Context, store Store, model Model, ref repro.ModelRef) (repro.ModelVersion, error) {
	if version, ok := model.Latest(); ok {
		return version, nil
	}
	versions, err := store.ModelVersions(ctx, model.Name)
	if err != nil {
		return repro.ModelVersion{}, err
	}
	if len(versions) == 0 {
		return repro.ModelVersion{}, fmt.Errorf("resolve %s: the model has no versions; register one, or give --run-id", ref)
	}
	versions[0].Aliases = model.AliasesOf(versions[0].Version)
	return versions[0], nil
}

// pinned gives the version with that number, from the model's entry if it is
// there: one request less, and both from the same moment.
func pinned(ctx context.Context, store Store, model Model, number string) (repro.ModelVersion, error) {
	for _, version := range model.Newest {
		if version.Version == number {
			return version, nil
		}
	}
	return store.ModelVersion(ctx, model.Name, number)
}

// NotFinished says why a run cannot be an original to compare with: it was
// deleted, or it did not end well. Nil is a run that can.
func NotFinished(run repro.Run) error {
	const reason = repro.OriginalNotFinished
	switch {
	case run.Deleted:
		return repro.Doubtf(reason, "run %s was deleted; restore it (mlflow runs restore --run-id %s) or name another version", run.ID, run.ID)
	case run.Status == repro.RunRunning || run.Status == repro.RunScheduled:
		return repro.Doubtf(reason, "run %s is %s, not FINISHED, so its metrics are not final; wait for its end, or name a version whose run finished", run.ID, run.Status)
	case run.Status == "" && run.From != "":
		return nil // a file tells results, not how the training ended
	case run.Status != repro.RunFinished:
		return repro.Doubtf(reason, "run %s ended as %s; name a version whose run finished", run.ID, cmp.Or(oneLine(string(run.Status)), "nothing known"))
	}
	return nil
}
