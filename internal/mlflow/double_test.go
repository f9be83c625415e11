package mlflow_test

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// TestDoubleIsLikeTheRealOne fills the server in memory with what make.py
// fills a real one with, and has it tell the story of the real one. Tests
// elsewhere lean on the double, and so it must not be kinder than the truth.
func TestDoubleIsLikeTheRealOne(t *testing.T) {
	t.Parallel()
	const start = 1_750_000_000_000
	server := mlflowtest.New(t)
	first := server.AddRun(mlflowtest.Run{
		Name: "first", Start: start, End: start + 60_000,
		Params: map[string]string{
			"lr": "1e-05", "train/depth": "3", "seed": "None", "shuffle": "True", "größe": "ß", "empty": "", "multi": "a\nb", "layers": "[1, 2]",
		},
		History: map[string][]mlflowtest.Point{
			"accuracy":            {{Value: 0.5, Time: start + 1, Step: 3}, {Value: 0.9123456789012345, Time: start + 2, Step: 10}, {Value: 0.25, Time: start + 3, Step: 7}},
			"loss":                {{Value: math.NaN(), Time: start + 1}},
			"up":                  {{Value: math.Inf(1), Time: start + 1}},
			"down":                {{Value: math.Inf(-1), Time: start + 1}},
			"zero":                {{Time: start + 1}},
			"tiny/rate of change": {{Value: 1e-300, Time: start + 1, Step: -1}},
		},
		Tags: map[string]string{
			"mlflow.runName": "first", "mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567", "reproduce.id": "it's 1",
		},
		Datasets: []mlflowtest.Dataset{{Name: "iris.csv", Digest: "2fa1b0c3", Source: `{"url": "https://example.org/iris.csv"}`, Context: "training"}},
	})
	run := func(name string, after int64, lr string, more mlflowtest.Run) string {
		more.Name, more.Start = name, start+after
		if more.End == 0 {
			more.End = more.Start + 60_000
		}
		more.Params, more.Tags = map[string]string{"lr": lr}, map[string]string{"mlflow.runName": name}
		return server.AddRun(more)
	}
	second := run("second", 100_000, "0.1", mlflowtest.Run{History: map[string][]mlflowtest.Point{"accuracy": {{Value: 0.9, Time: start + 100_001}}}})
	third := run("third", 200_000, "0.2", mlflowtest.Run{Status: "FAILED"})
	run("gone", 300_000, "0.3", mlflowtest.Run{Deleted: true})
	run("going", 400_000, "0.4", mlflowtest.Run{Status: "RUNNING", End: -1})

	files := func(model, run string) map[string]string {
		return map[string]string{"MLmodel": "model_id: " + model + "\nrun_id: " + run + "\n", "requirements.txt": "scikit-learn==1.9.0\n"}
	}
	const modelA, modelB = "m-0000000000000000000000000000000a", "m-0000000000000000000000000000000b"
	server.AddFiles(second, map[string]string{"model/MLmodel": "run_id: " + second + "\n"})
	server.AddLoggedModel(modelA, first)
	server.AddLoggedModel(modelB, third)
	server.AddModel("churn", "who leaves", map[string]string{"team": "a"})
	server.AddVersion("churn", mlflowtest.Version{RunID: first, Source: "models:/" + modelA, Tags: map[string]string{"checked": "yes"}, Files: files(modelA, first)}, "champion", "oldest")
	server.AddVersion("churn", mlflowtest.Version{RunID: second, Stage: "Production"})
	server.AddVersion("churn", mlflowtest.Version{RunID: third, Source: "models:/" + modelB}, "Production")
	for range 7 {
		server.AddVersion("churn", mlflowtest.Version{RunID: second})
	}
	server.AddVersion("blessed", mlflowtest.Version{RunID: first, Source: "models:/churn/1", Tags: map[string]string{"checked": "yes"}, Files: files(modelA, first)})
	server.AddModel("empty", "", nil)
	registry, _ := connect(t, server)
	golden(t, fixtures+"story.txt", story(t, registry))
}
