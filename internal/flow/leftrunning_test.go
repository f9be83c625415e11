package flow

import (
	"strings"
	"testing"
)

// TestLeftRunning: what is said can be pasted.
func TestLeftRunning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		uri  string
		runs []string
		want string
	}{
		{"./mlruns", []string{"a1"}, `run a1. End it with MLflow: python -c "import mlflow; mlflow.MlflowClient('./mlruns').set_terminated('a1', 'KILLED')"`},
		{"sqlite:///m.db", []string{"a1", "b2"}, `2 runs. SQLite's journal beside the database goes with the next program that writes there. End them with MLflow: python -c "import mlflow; [mlflow.MlflowClient('sqlite:///m.db').set_terminated(run, 'KILLED') for run in 'a1 b2'.split()]"`},
		{"a'b$(c)", []string{"a1"}, `mlflow.MlflowClient().set_terminated('a1', 'KILLED')"`},
	} {
		if got := LeftRunning(c.uri, c.runs); !strings.HasSuffix(got, c.want) || !IsLeftRunning(got) {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
