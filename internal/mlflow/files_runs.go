package mlflow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// trash is where deleted experiments go, their runs with them.
const trash = ".trash"

// runStatus is what the numbers in a run's meta.yaml mean.
// https://github.com/mlflow/mlflow/blob/master/mlflow/protos/service.proto (RunStatus)
var runStatus = map[string]repro.RunStatus{
	"1": repro.RunRunning, "2": repro.RunScheduled, "3": repro.RunFinished, "4": repro.RunFailed, "5": repro.RunKilled,
}

// experimentDirs lists the experiments' directories, deleted ones last.
func (f *files) experimentDirs() ([]string, error) {
	active, err := f.dirs(".")
	if err != nil {
		return nil, err
	}
	deleted, err := f.dirs(trash)
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, name := range active {
		if name != trash && name != registryDir {
			dirs = append(dirs, name)
		}
	}
	for _, name := range deleted {
		dirs = append(dirs, path.Join(trash, name))
	}
	return dirs, nil
}

func (f *files) Experiments(context.Context) ([]Experiment, error) {
	dirs, err := f.experimentDirs()
	if err != nil {
		return nil, lost(err, "list experiments")
	}
	var experiments []Experiment
	for _, dir := range dirs {
		entry, err := f.meta(dir)
		if errors.Is(err, ErrNotFound) {
			continue // a directory without a meta.yaml is no experiment
		}
		if err != nil {
			return nil, lost(err, "list experiments")
		}
		experiments = append(experiments, Experiment{
			ID: cmp.Or(entry.text("experiment_id"), path.Base(dir)), Name: entry.text("name"),
			Deleted: entry.text("lifecycle_stage") == "deleted" || strings.HasPrefix(dir, trash+"/"),
		})
	}
	order.By(experiments, func(a, b Experiment) int { return strings.Compare(a.ID, b.ID) })
	return experiments, nil
}

// runDir finds a run: the tree is by experiment, and a run id names none.
func (f *files) runDir(id string) (string, error) {
	if !repro.IsRunID(id) {
		return "", notARun(id)
	}
	experiments, err := f.experimentDirs()
	if err != nil {
		return "", err
	}
	for _, experiment := range experiments {
		dir := path.Join(experiment, id)
		if info, err := f.root.Stat(path.Join(dir, "meta.yaml")); err == nil && info.Mode().IsRegular() {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%w in %s", ErrNotFound, f.dir)
}

func (f *files) Run(_ context.Context, id string) (repro.Run, error) {
	if !repro.IsRunID(id) {
		return repro.Run{}, notARun(id)
	}
	dir, err := f.runDir(id)
	if err != nil {
		return repro.Run{}, lost(err, "read run %s", id)
	}
	run, err := f.run(dir)
	return run, lost(err, "read run %s", id)
}

func (f *files) run(dir string) (repro.Run, error) {
	entry, err := f.meta(dir)
	if err != nil {
		return repro.Run{}, err
	}
	run := repro.Run{
		ID: cmp.Or(entry.text("run_id"), entry.text("run_uuid")), Name: entry.text("run_name"),
		ExperimentID: entry.text("experiment_id"), Deleted: entry.text("lifecycle_stage") == "deleted",
		Started: millis(entry.integer("start_time")), Ended: millis(entry.integer("end_time")),
		Metrics: repro.Metrics{},
	}
	if run.ID != path.Base(dir) {
		return repro.Run{}, fmt.Errorf("%s/meta.yaml: is about run %s; the tree was damaged or edited", dir, shown(run.ID))
	}
	status := entry.text("status")
	if run.Status = runStatus[status]; run.Status == "" {
		run.Status = repro.RunStatus(status)
	}
	params, err := f.texts(path.Join(dir, "params"))
	if err != nil {
		return repro.Run{}, err
	}
	run.Params = repro.NewParams(params)
	if run.Tags, err = f.texts(path.Join(dir, "tags")); err != nil {
		return repro.Run{}, err
	}
	if err := f.metrics(dir, &run); err != nil {
		return repro.Run{}, err
	}
	if err := f.datasets(dir, &run); err != nil {
		return repro.Run{}, err
	}
	return settleRun(run), nil
}

// datasets reads a run's inputs. What was used is named by the source_id; the
// destination_id says the same, which is a fault of MLflow's.
func (f *files) datasets(dir string, run *repro.Run) error {
	inputs, err := f.dirs(path.Join(dir, "inputs"))
	if err != nil {
		return err
	}
	for _, name := range inputs {
		input, err := f.meta(path.Join(dir, "inputs", name))
		if err != nil {
			return err
		}
		source := input.text("source_id")
		if input.text("source_type") != "DATASET" || !oneName(source) {
			continue
		}
		dataset, err := f.meta(path.Join(path.Dir(dir), "datasets", source))
		if err != nil {
			return err
		}
		run.Datasets = append(run.Datasets, repro.Dataset{
			Name: dataset.text("name"), Digest: dataset.text("digest"), Source: dataset.text("source"),
			Context: input.text("tags", datasetContextTag), Profile: dataset.text("profile"),
		})
	}
	return nil
}

func (f *files) Runs(ctx context.Context, ids []string) (map[string]repro.Run, error) {
	found := make(map[string]repro.Run, len(ids))
	for _, id := range ids {
		run, err := f.Run(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		found[id] = run
	}
	return found, nil
}

func (f *files) FindRuns(ctx context.Context, query RunQuery) ([]repro.Run, error) {
	const doing = "search runs"
	experiments, err := f.experimentDirs()
	if err != nil {
		return nil, lost(err, doing)
	}
	var runs []repro.Run
	for _, experiment := range experiments {
		if strings.HasPrefix(experiment, trash+"/") || len(query.ExperimentIDs) > 0 && !slices.Contains(query.ExperimentIDs, experiment) {
			continue
		}
		names, err := f.dirs(experiment)
		if err != nil {
			return nil, lost(err, doing)
		}
		for _, name := range names {
			if err := ctx.Err(); err != nil {
				return nil, lost(err, doing)
			}
			dir := path.Join(experiment, name)
			if !repro.IsRunID(name) || !strings.HasPrefix(name, query.Begins) || !f.tagged(dir, query.Tags) {
				continue
			}
			run, err := f.run(dir)
			if errors.Is(err, ErrNotFound) {
				continue // no meta.yaml: not a run, or not yet one
			}
			if err != nil {
				return nil, lost(err, doing)
			}
			if query.matches(run) {
				runs = append(runs, run)
			}
		}
	}
	order.By(runs, newestFirst)
	return runs[:min(len(runs), query.limit())], nil
}

// tagged looks at the tags alone, so that a search does not read every run.
func (f *files) tagged(dir string, tags map[string]string) bool {
	for key, want := range tags {
		name := path.Join(dir, "tags", key)
		got, err := f.small(name)
		if err != nil || string(got) != want || !strings.HasPrefix(name, dir+"/tags/") {
			return false
		}
	}
	return true
}
