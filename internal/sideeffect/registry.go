package sideeffect

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// Registered says whether runs registered a version of any model.
func (before Before) Registered(ctx context.Context, runIDs []string) bool {
	if before.registry == nil || len(runIDs) == 0 {
		return false
	}
	ctx, done := context.WithTimeout(ctx, registryPatience)
	defer done()
	versions, err := before.registry.VersionsOfRuns(ctx, runIDs)
	return err == nil && len(versions) > 0
}

// Changes says what became of the registry while a training ran: which
// versions its runs registered, and which aliases and stages are elsewhere now. challenges
// are further runs, which trained with other params than the original's.
func (before Before) Changes(ctx context.Context, runIDs []string, challenges ...string) []string {
	return slices.Concat(before.Seen(ctx, runIDs, challenges...))
}

// Seen is Changes by what was seen to change, and what could not be seen.
func (before Before) Seen(ctx context.Context, runIDs []string, challenges ...string) (changes, doubts []string) {
	if before.registry == nil {
		return nil, nil
	}
	patience := registryPatience
	if ctx.Err() != nil {
		patience = cancelledAsk
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	changes, err := before.lostRuns(ctx)
	if err != nil {
		doubts = append(doubts, "whether this training deleted a run is not known: "+err.Error())
	}
	if before.doubt != "" {
		doubts = append(doubts, before.doubt)
	}
	ours, err := before.registry.VersionsOfRuns(ctx, slices.Concat(runIDs, challenges))
	by := makers(challenges)
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
			changes = append(lost, append(moved(before.model, after, ours, by, gone), changes...)...)
		default:
			changes = append(changes, pointed(after, ours, by)...)
		}
	}
	for _, version := range ours {
		what := "(a reproduction, not a new model)"
		if by.challenged(version) {
			what = "with a param changed; nobody should use it"
		}
		changes = append(changes, fmt.Sprintf("%sregistered version %s of %s %s", by.of(version), version.Version, version.Name, what))
	}
	return changes, doubts
}
