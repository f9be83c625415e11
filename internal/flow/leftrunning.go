package flow

import (
	"context"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// What was ended early could not end its run itself: the tracking store has it as one that
// still runs, until somebody says otherwise.

// leftRunning is how the sentence of LeftRunning begins.
const leftRunning = "ended early, and still RUNNING in the tracking store: "

// LeftRunning says which runs are left as if they ran, and how to end them: a store of files
// or a database is only read here.
func LeftRunning(uri string, runs []string) string {
	of := "'" + uri + "'"
	if strings.ContainsAny(uri, "'\"\\$`") {
		of = "" // as the environment names it
	}
	text, them := leftRunning+"run "+runs[0], "it"
	end := fmt.Sprintf("mlflow.MlflowClient(%s).set_terminated('%s', 'KILLED')", of, runs[0])
	if len(runs) > 1 {
		text, them = fmt.Sprintf("%s%d runs", leftRunning, len(runs)), "them"
		end = fmt.Sprintf("[mlflow.MlflowClient(%s).set_terminated(run, 'KILLED') for run in '%s'.split()]", of, strings.Join(runs, " "))
	}
	if strings.HasPrefix(uri, "sqlite:") {
		text += ". SQLite's journal beside the database goes with the next program that writes there"
	}
	return text + fmt.Sprintf(". End %s with MLflow: python -c \"import mlflow; %s\"", them, end)
}

// IsLeftRunning says whether a warning is one of LeftRunning.
func IsLeftRunning(warning string) bool { return strings.HasPrefix(warning, leftRunning) }

// StillRunning are those of some runs, each ended by us, that are left as if they ran.
func (f *Flow) StillRunning(ctx context.Context, runs []string) (left []string) {
	if f.Registry == nil {
		return nil
	}
	for _, id := range runs {
		if run, err := f.Registry.Run(ctx, id); err == nil && run.Status == repro.RunRunning {
			left = append(left, id)
		}
	}
	return left
}
