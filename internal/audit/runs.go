package audit

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A foundRun is the run behind a version, or why there is none.
type foundRun struct {
	version repro.ModelVersion // with RunID and RunFrom of the run
	run     repro.Run
	has     bool
	missing string // what was looked for and is not there
	unasked string // what was not asked, because it costs a request a version
}

// runs finds the runs of a batch of versions, those whose version names none
// among them, with requests for the batch and not for each.
func (a *Auditor) runs(ctx context.Context, batch []repro.ModelVersion, all map[[2]string]repro.ModelVersion, deep bool) ([]foundRun, error) {
	memory := &cachedStore{Store: a.Store, all: all, deep: deep, wanted: map[string]bool{}}
	for _, version := range batch {
		// Nothing is known yet: every run that a version may mean is noted down.
		if _, _, err := mlflow.FindRun(ctx, memory, version); err != nil && !expected(err) {
			return nil, err
		}
	}
	ids := make([]string, 0, len(memory.wanted))
	for id := range memory.wanted {
		ids = append(ids, id)
	}
	var err error
	if memory.runs, err = a.Store.Runs(ctx, ids); err != nil {
		return nil, err
	}
	found := make([]foundRun, len(batch))
	for i, version := range batch {
		memory.unasked = ""
		resolved, run, err := mlflow.FindRun(ctx, memory, version)
		found[i] = foundRun{version: resolved, run: run, has: err == nil}
		switch {
		case err == nil:
		case !expected(err):
			return nil, err
		case version.RunID != "":
			found[i].missing = "run " + version.RunID + " is not on this tracking server"
		case memory.unasked != "":
			found[i].unasked = memory.unasked
		default:
			found[i].missing = "the registry names no run, and neither does the version's source"
		}
	}
	return found, nil
}

// expected says whether err means that there is no run, and not that nobody
// could look.
func expected(err error) bool {
	doubt, ok := repro.AsDoubt(err)
	return ok && doubt.Reason == repro.NoRun || errors.Is(err, mlflow.ErrNotFound)
}

// cachedStore answers from what was read already, and notes what it was asked
// for. What would cost a request is asked only when the audit is deep.
type cachedStore struct {
	mlflow.Store
	all     map[[2]string]repro.ModelVersion
	runs    map[string]repro.Run
	wanted  map[string]bool
	deep    bool
	unasked string
	models  map[string]string // logged model -> run, asked once
}

func (r *cachedStore) Run(_ context.Context, id string) (repro.Run, error) {
	run, ok := r.runs[id]
	if !ok {
		r.wanted[id] = true
		return run, mlflow.ErrNotFound
	}
	return run, nil
}

func (r *cachedStore) ModelVersion(ctx context.Context, name, number string) (repro.ModelVersion, error) {
	version, ok := r.all[[2]string{name, number}]
	switch {
	case ok:
		return version, nil
	case r.deep:
		return r.Store.ModelVersion(ctx, name, number)
	}
	r.unasked = "it is a copy of " + name + " v" + number + ", which was not read"
	return repro.ModelVersion{}, mlflow.ErrNotFound
}

func (r *cachedStore) LoggedModelRun(ctx context.Context, id string) (string, error) {
	if !r.deep {
		r.unasked = "it belongs to the logged model " + id + ", whose run was not asked for"
		return "", mlflow.ErrNotFound
	}
	if run, known := r.models[id]; known {
		return run, nil
	}
	run, err := r.Store.LoggedModelRun(ctx, id)
	if err == nil {
		if r.models == nil {
			r.models = map[string]string{}
		}
		r.models[id] = run
	}
	return run, err
}

// ModelFile: the last rung of the ladder reads the model's own file.
func (r *cachedStore) ModelFile(ctx context.Context, version repro.ModelVersion, path string) ([]byte, error) {
	if r.deep {
		return r.Store.ModelFile(ctx, version, path)
	}
	if r.unasked == "" && version.Source != "" {
		r.unasked = "the registry names no run; the model's MLmodel file may"
	}
	return nil, mlflow.ErrNotFound
}
