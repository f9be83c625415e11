package collect

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// projectTag is on the runs of MLflow projects, and on no others.
const projectTag = "mlflow.project.backend"

// projectRun finds mlflow run: MLflow makes the run of a project without the tags that
// it is asked to give to all others.
var projectRun = regexp.MustCompile(`\bmlflow\s+run\s`)

// RunsProject says whether a command calls mlflow run.
func RunsProject(command string) bool { return projectRun.MatchString(command) }

// projectRuns are the runs that mlflow run made in this training. It gives them no tags
// that it is asked for, so they are known by all that it does give them: it printed the
// run's id, the run is of the branch's commit and of the project in this place, and it
// began while the training ran.
func (f Collector) projectRuns(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) ([]repro.Run, error) {
	_, places := f.Places()
	if f.Registry == nil || !RunsProject(plan.Command) || len(places) == 0 || change.Commit == "" {
		return nil, nil
	}
	runs, err := f.Registry.FindRuns(ctx, mlflow.RunQuery{Tags: map[string]string{lineage.MlflowCommit: change.Commit}, Limit: maxRuns})
	if err != nil {
		return nil, fmt.Errorf("find the run of the MLflow project: %w", err)
	}
	return slices.DeleteFunc(runs, func(run repro.Run) bool { return !ofProject(run, places, change.Commit, training) }), nil
}

// ofProject says so of one run.
func ofProject(run repro.Run, places []string, commit string, training train.Training) bool {
	began, ended := training.Execution.Started.Truncate(time.Millisecond), training.Execution.Ended
	source, local := strings.CutPrefix(run.Tags[lineage.MlflowSource], "file://")
	source, _, _ = strings.Cut(source, "#")
	inPlace := local && slices.ContainsFunc(places, func(place string) bool { return source == place || strings.HasPrefix(source, place+"/") })
	inTime := !began.IsZero() && !run.Started.Before(began) && (ended.IsZero() || !run.Started.After(ended))
	return inPlace && inTime && run.Tags[projectTag] != "" && run.Tags[lineage.MlflowCommit] == commit && slices.Contains(training.MetRuns, run.ID)
}
