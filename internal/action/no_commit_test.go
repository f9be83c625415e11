package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// TestStep_commitTagThatIsNoCommit: today's code is trained with a warning, and the note says
// what the tag is.
func TestStep_commitTagThatIsNoCommit(t *testing.T) {
	w := newWorld(t)
	w.begin("reproduced")
	run := w.registry.AddRun(mlflowtest.Run{Params: map[string]string{"lr": "0.002"}, Metrics: map[string]float64{"accuracy": 0.9}, Tags: map[string]string{"mlflow.source.git.commit": "main"}})
	w.registry.AddVersion("m1", mlflowtest.Version{RunID: run, Created: w.now().UnixMilli()})
	w.relay.begin()
	var log strings.Builder
	w.process(t.TempDir(), &log, map[string]string{"COMMAND": "run", "MODEL": "m1", "VERSION": "1", "WORKFLOW": "train.yml", "TRACKING-URI": w.tracking.URL})
	for _, want := range []string{"::warning title=reproduce::the original's code is not known", `the run's commit tag is "main", which is no commit`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
}
