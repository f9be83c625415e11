package mlflow

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var (
	// ErrNotFound is in the chain of every error about a model, version, run or
	// file that the store does not have.
	ErrNotFound = rest.ErrNotFound

	// ErrNoRegistry is in the chain where a server has runs but no model registry.
	ErrNoRegistry = rest.ErrNoRegistry

	// ErrReadOnly is in the chain of every attempt to write to a local store.
	ErrReadOnly = errors.New("local stores are opened read-only")

	// ErrUnreadable is in the chain where a model's files are out of reach: in a
	// bucket, on another machine, outside the store.
	ErrUnreadable = errors.New("not readable from here")

	// ErrLimit is in the chain where an answer was longer than this package reads.
	ErrLimit = rest.ErrLimit
)

// Limits on what is read. They are far above anything seen in the wild, and
// reaching one is an error, never a silently shorter answer.
const (
	maxModels      = 100_000
	maxVersions    = 200_000
	maxExperiments = 100_000
	maxFoundRuns   = 1_000
	maxPages       = 1_000
	maxHistory     = 50_000_000 // points of one metric
	maxFile        = 8 << 20    // bytes of one file of a model
	runBatch       = 500        // ids in one IN (…); MLflow 3.17 parses 1,000 and refuses 5,000
)

// A Store is one MLflow tracking store with its model registry. Runs and
// versions that are deleted or unfinished are returned as they are; judging
// them is the caller's.
type Store interface {
	// RegisteredModel gives the model of that exact name.
	RegisteredModel(ctx context.Context, name string) (Model, error)

	// RegisteredModels gives all models, sorted by name, prompts left out.
	RegisteredModels(ctx context.Context) ([]Model, error)

	// ModelVersion gives one version by its number, with its aliases.
	ModelVersion(ctx context.Context, name, number string) (repro.ModelVersion, error)

	// AliasVersion gives the version that an alias of a model points at, asked for
	// by itself: there are registries whose models come without their aliases.
	AliasVersion(ctx context.Context, name, alias string) (repro.ModelVersion, error)

	// ModelVersions gives the versions of a model, or of all models where name is
	// empty, sorted by name and then by number, highest first. Their Aliases are
	// empty, because MLflow's search leaves them out; Model.Aliases has them.
	ModelVersions(ctx context.Context, name string) ([]repro.ModelVersion, error)

	// VersionsOfRuns gives the versions that were registered from any of the runs,
	// of all models, in the order and form of ModelVersions. At most 100 runs are
	// asked for.
	VersionsOfRuns(ctx context.Context, runIDs []string) ([]repro.ModelVersion, error)

	// LoggedModelRun gives the id of the run that logged a model, by the model's
	// id ("m-…", MLflow 3).
	LoggedModelRun(ctx context.Context, modelID string) (string, error)

	// LoggedModels gives the models that a run logged and nobody need have
	// registered, by their ids, the newest first (MLflow 3). ModelFile reads
	// them. A store from before has none.
	LoggedModels(ctx context.Context, run repro.Run) ([]repro.ModelVersion, error)

	// Run gives one run by its id.
	Run(ctx context.Context, id string) (repro.Run, error)

	// Runs gives many runs by id, in few requests. Ids that the store does not
	// have are missing from the map.
	Runs(ctx context.Context, ids []string) (map[string]repro.Run, error)

	// FindRuns gives the runs a query finds, newest first.
	FindRuns(ctx context.Context, query RunQuery) ([]repro.Run, error)

	// Experiments gives all experiments, sorted by id as text.
	Experiments(ctx context.Context) ([]Experiment, error)

	// MetricHistory calls each for every logged value of a metric, in the store's
	// own order: by time on a server, as logged in files. An error of each ends
	// it and is returned. A metric that was never logged has no points.
	MetricHistory(ctx context.Context, runID, metric string, each func(repro.Point) error) error

	// ModelFile gives the content of one file of the model's folder, such as
	// MLmodel or requirements.txt; at most 8 MiB. path has forward slashes.
	ModelFile(ctx context.Context, version repro.ModelVersion, path string) ([]byte, error)

	// ModelFolder opens the model's folder, to be listed and read whole.
	ModelFolder(ctx context.Context, version repro.ModelVersion) (Folder, error)

	// SetVersionTag sets a tag of a model version. Setting it twice is setting it
	// once. Local stores return ErrReadOnly.
	SetVersionTag(ctx context.Context, name, number, key, value string) error

	// SetRunTag sets a tag of a run, in the same way.
	SetRunTag(ctx context.Context, runID, key, value string) error

	// KillRun ends a run that nothing computes any more, as KILLED, in the same way.
	KillRun(ctx context.Context, runID string, ended time.Time) error

	// ReadOnly says that no tag of a run can be set here: local stores are only read.
	ReadOnly() bool

	// Close lets go of files and connections.
	Close() error
}

// A Model is one registered model.
type Model struct {
	Name        string
	Description string
	Tags        map[string]string
	Aliases     map[string]string // alias -> version number
	Newest      []repro.ModelVersion
	Updated     time.Time
}

// An Experiment is a named group of runs.
type Experiment struct {
	ID      string
	Name    string
	Deleted bool
}

// A RunQuery finds active runs by their tags.
type RunQuery struct {
	ExperimentIDs []string          // empty: every experiment that is not deleted
	Tags          map[string]string // all must have exactly these values
	Since         time.Time         // started at or after; zero: ever
	Begins        string            // how the id begins: hex digits; "": any way
	Limit         int               // 1 to 1,000; 0 means 1,000
}

func (q RunQuery) limit() int {
	if q.Limit < 1 || q.Limit > maxFoundRuns {
		return maxFoundRuns
	}
	return q.Limit
}

// matches holds a run against the query once more: a server that ignored the
// filter must not hand us somebody else's run.
func (q RunQuery) matches(run repro.Run) bool {
	if run.Deleted || !strings.HasPrefix(run.ID, q.Begins) || !q.Since.IsZero() && run.Started.Before(q.Since) {
		return false
	}
	for key, value := range q.Tags {
		if got, ok := run.Tags[key]; !ok || got != value {
			return false
		}
	}
	return true
}

// notARun answers a text that cannot be a run id.
func notARun(text string) error {
	return fmt.Errorf("read run %s: %w: that is no run id; MLflow's have 32 hex digits, as in the run's address", shown(text), ErrNotFound)
}

// shortRunID is the beginning of a run's id, as reports and web pages show it.
var shortRunID = regexp.MustCompile(`^[0-9a-f]{8,31}$`)

// byBeginning finds the one active run whose id begins so.
func byBeginning(ctx context.Context, store Store, begins string) (repro.Run, error) {
	runs, err := store.FindRuns(ctx, RunQuery{Begins: begins, Limit: 2})
	switch {
	case err != nil:
		return repro.Run{}, fmt.Errorf("read run %s: %w; give all 32 digits of its id", begins, err)
	case len(runs) == 0:
		return repro.Run{}, fmt.Errorf("read run %s: %w: no active run's id begins so", begins, ErrNotFound)
	case len(runs) > 1:
		return repro.Run{}, fmt.Errorf("read run %s: several runs' ids begin so, %s and %s among them; give more digits", begins, runs[0].ID, runs[1].ID)
	}
	return runs[0], nil
}
