package mlflow

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxCopies is how often a version may be a copy of a copy.
const maxCopies = 5

var (
	runInPath = regexp.MustCompile(`/([0-9a-f]{32})/artifacts(?:/|$)`)
	runInLink = regexp.MustCompile(`/runs/([0-9a-f]{32})(?:[/?#]|$)`)
	copyOf    = regexp.MustCompile(`^models:/([^/@]+)/([0-9]{1,18})$`)
)

// FindRun finds the run that trained a model version. Registries often leave
// run_id empty: versions registered from the web interface, copied, imported,
// or logged outside a run. Then whatever else names a run is tried in turn, and
// what it names must exist. RunFrom of the result says which it was. A version
// whose run cannot be found is a Doubt with repro.NoRun.
func FindRun(ctx context.Context, store Store, version repro.ModelVersion) (repro.ModelVersion, repro.Run, error) {
	if version.RunID != "" {
		version.RunFrom = repro.RunFromVersion
		run, err := store.Run(ctx, version.RunID)
		if errors.Is(err, ErrNotFound) {
			err = repro.Doubtf(repro.NoRun, "model %s: its run %s is not on this tracking server. It was deleted for good, or it is on another server; name that server with --tracking-uri", version.Label(), version.RunID)
		}
		return version, run, err
	}
	search := runSearch{store: store, version: version}
	for _, way := range []func(context.Context) (string, string, error){
		search.loggedModel, search.source, search.copied, search.link, search.modelFile,
	} {
		id, from, err := way(ctx)
		if err != nil {
			return version, repro.Run{}, err
		}
		if id == "" {
			continue
		}
		run, err := store.Run(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue // what named it is a guess; the next one may be better
		}
		version.RunID, version.RunFrom = id, from
		return version, run, err
	}
	return version, repro.Run{}, repro.Doubtf(repro.NoRun, "model %s: the registry names no run for it, and neither does its source (%s); name the training's run: --run-id RUN_ID", version.Label(), shown(version.Source))
}

// A runSearch has ways that each give a run id and what named it, or nothing. Only an
// error that stops everything, such as a server that is away, is returned.
type runSearch struct {
	store   Store
	version repro.ModelVersion
}

// loggedModel asks for the MLflow 3 logged model behind the version.
func (l runSearch) loggedModel(ctx context.Context) (string, string, error) {
	if l.version.ModelID == "" {
		return "", "", nil
	}
	run, err := l.store.LoggedModelRun(ctx, l.version.ModelID)
	return run, "its logged model " + l.version.ModelID, absent(err)
}

// source reads runs:/ID/… and …/ID/artifacts/….
func (l runSearch) source(context.Context) (string, string, error) {
	if rest, ok := strings.CutPrefix(l.version.Source, "runs:/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		if repro.IsRunID(id) {
			return id, "its source runs:/" + id, nil
		}
	}
	if match := runInPath.FindStringSubmatch(l.version.Source); match != nil {
		return match[1], "the path of its source", nil
	}
	return "", "", nil
}

// copied follows models:/OTHER/3: a version that was promoted from another.
func (l runSearch) copied(ctx context.Context) (string, string, error) {
	version, path := l.version, []string{}
	for range maxCopies {
		match := copyOf.FindStringSubmatch(version.Source)
		if match == nil {
			return "", "", nil
		}
		next, err := l.store.ModelVersion(ctx, match[1], match[2])
		if err != nil {
			return "", "", absent(err)
		}
		version = next
		path = append(path, oneLine(version.Label()))
		from := "a copy of " + strings.Join(path, ", a copy of ")
		for _, way := range []func(context.Context) (string, string, error){
			func(context.Context) (string, string, error) { return version.RunID, from, nil },
			runSearch{l.store, version}.loggedModel, runSearch{l.store, version}.source,
		} {
			if id, _, err := way(ctx); id != "" || err != nil {
				return id, from, err
			}
		}
	}
	return "", "", nil
}

// link reads the run's id out of a page's address, which is not fetched.
func (l runSearch) link(context.Context) (string, string, error) {
	if match := runInLink.FindStringSubmatch(l.version.RunLink); match != nil {
		return match[1], "its run_link", nil
	}
	return "", "", nil
}

// modelFile reads run_id in the model's own MLmodel.
func (l runSearch) modelFile(ctx context.Context) (string, string, error) {
	data, err := l.store.ModelFile(ctx, l.version, "MLmodel")
	var refused *rest.ServerError
	if errors.As(err, &refused) || errors.Is(err, rest.ErrNoEndpoint) || errors.Is(err, ErrUnreadable) {
		return "", "", nil
	}
	if err != nil {
		return "", "", absent(err)
	}
	mlmodel, err := readMeta(data)
	if id := mlmodel.text("run_id"); err == nil && repro.IsRunID(id) {
		return id, "its MLmodel file", nil
	}
	return "", "", nil
}

// absent turns "not there" into nothing, and keeps every other error.
func absent(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
