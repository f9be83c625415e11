//go:build unix

package audit

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// A planted version is made of one choice for each of these; the first is
// sound. What each leads to is in plan, which knows nothing of the auditor.
var plantings = map[string][]string{
	"run":     {"recorded", "by source", "a copy", "none", "purged", "deleted", "logged model"},
	"status":  {"FINISHED", "FAILED", "RUNNING", "KILLED"},
	"metrics": {"sound", "none", "NaN", "infinite", "a NaN nobody judges"},
	"params":  {"sound", "none", "cut at 250", "cut at 500", "cut at 6000", "cut with dots", "two places"},
	"commit":  {"sound", "none", "short", "dirty", "clean", "unreachable", "absent", "lock lies", "data gone", "as a param"},
	"data":    {"by commit", "dataset", "tag"},
	"seed":    {"set", "missing", "None"},
}

// plan gives the checks that must fail, in the order of the checks.
func plan(p map[string]string) []Check {
	var checks []Check
	fails := func(check Check, when bool) {
		if when {
			checks = append(checks, check)
		}
	}
	has := func(aspect string, choices ...string) bool { return slices.Contains(choices, p[aspect]) }
	if has("run", "none", "purged") {
		return []Check{CheckRun}
	}
	if has("run", "logged model") {
		return nil // to find its run costs a request: not checked
	}
	noCommit := has("commit", "none", "short")
	fails(CheckRun, has("run", "deleted"))
	fails(CheckFinished, !has("status", "FINISHED"))
	fails(CheckMetrics, has("metrics", "none"))
	fails(CheckFinite, has("metrics", "NaN", "infinite"))
	fails(CheckParams, has("params", "none"))
	fails(CheckWhole, strings.HasPrefix(p["params"], "cut"))
	fails(CheckCommit, noCommit)
	fails(CheckClean, has("commit", "dirty"))
	fails(CheckReachable, has("commit", "unreachable", "absent"))
	fails(CheckPlace, has("params", "two places") && !noCommit && !has("commit", "absent"))
	fails(CheckData, has("data", "by commit") && noCommit)
	fails(CheckPresent, has("commit", "data gone"))
	fails(CheckLock, has("commit", "lock lies"))
	logged := !has("params", "none")
	fails(CheckSeed, logged && has("seed", "None") || (!logged || has("seed", "missing")) && !has("commit", "absent"))
	return checks
}

// plant fills the registry and gives what must be found, by label.
func (w *auditWorld) plant(server *mlflowtest.Server, versions, models int) map[string][]Check {
	random := rand.New(rand.NewPCG(1, 10_000))
	want := map[string][]Check{}
	for i := range models {
		// One sound version each, so that the clone is known to be theirs.
		w.add(server, want, fmt.Sprintf("model-%02d", i), soundPlanting())
	}
	for len(want) < versions {
		p := soundPlanting()
		for range random.IntN(4) { // none, one, two or three odd choices
			aspect := slices.Sorted(maps.Keys(plantings))[random.IntN(len(plantings))]
			p[aspect] = plantings[aspect][random.IntN(len(plantings[aspect]))]
		}
		if p["run"] == "a copy" && len(want)+2 > versions {
			continue // it would be two
		}
		w.add(server, want, fmt.Sprintf("model-%02d", random.IntN(models)), p)
	}
	return want
}

func soundPlanting() map[string]string {
	p := map[string]string{}
	for aspect, choices := range plantings {
		p[aspect] = choices[0]
	}
	return p
}

// add registers one version as planted, and notes what must be found.
func (w *auditWorld) add(server *mlflowtest.Server, want map[string][]Check, name string, p map[string]string) {
	i := len(want)
	run := mlflowtest.Run{
		Status: p["status"], Experiment: fmt.Sprint(1 + i%30), Deleted: p["run"] == "deleted",
		Metrics: map[string]float64{"accuracy": 0.9, "f1": 0.8, "val/loss": 0.1},
		Params:  map[string]string{"train.lr": "0.1", "max_depth": "5", "estimator": "RandomForestClassifier(max_depth=5)"},
		Tags:    map[string]string{"mlflow.source.name": "src/train.py", "mlflow.user": "ada", "mlflow.source.type": "LOCAL"},
	}
	for k := range 20 { // as autologging leaves them
		run.Params[fmt.Sprintf("estimator__option_%d", k)] = "None"
		run.Metrics[fmt.Sprintf("system/cpu_%d", k)] = float64(k) + 0.123456789
	}
	switch p["metrics"] {
	case "none":
		run.Metrics = nil
	case "NaN":
		run.Metrics["f1"] = math.NaN()
	case "infinite":
		run.Metrics["val/loss"] = math.Inf(1)
	case "a NaN nobody judges":
		run.Metrics["system/gpu_0_power"] = math.NaN()
	}
	w.seed(&run, p["seed"])
	switch p["params"] {
	case "none":
		run.Params = nil
	case "cut at 250":
		run.Params["note"] = strings.Repeat("x", 250)
	case "cut at 500":
		run.Params["note"] = strings.Repeat("é", 500)
	case "cut at 6000":
		run.Params["note"] = strings.Repeat("x", 6000)
	case "cut with dots":
		run.Params["layers"] = strings.Repeat("x", 300) + "..."
	case "two places":
		run.Params["depth"] = "3"
	}
	w.commitOf(&run, p["commit"], i)
	switch p["data"] {
	case "dataset":
		run.Datasets = []mlflowtest.Dataset{{Name: "train", Digest: "2fa1b0c3", Source: `{"uri": "data/train.csv"}`, Context: "training"}}
	case "tag":
		run.Tags["data_version"] = "9803afdd"
	}
	version := mlflowtest.Version{}
	switch p["run"] {
	case "none":
	case "purged":
		version.RunID = fmt.Sprintf("%032x", 0xdead0000+i)
	case "by source":
		version.Source = "mlflow-artifacts:/1/" + server.AddRun(run) + "/artifacts/model"
	case "a copy":
		original := server.AddVersion("archive", mlflowtest.Version{RunID: server.AddRun(run)})
		want["archive v"+original] = plan(p)
		version.Source = "models:/archive/" + original
	case "logged model":
		id := fmt.Sprintf("m-%032x", i)
		server.AddLoggedModel(id, server.AddRun(run))
		version.Source = "models:/" + id
	default:
		version.RunID = server.AddRun(run)
	}
	want[name+" v"+server.AddVersion(name, version)] = plan(p)
}

func (w *auditWorld) seed(run *mlflowtest.Run, choice string) {
	switch choice {
	case "set":
		run.Params["seed"] = "42"
	case "None":
		run.Params["random_state"] = "None"
	}
}

func (w *auditWorld) commitOf(run *mlflowtest.Run, choice string, i int) {
	const tag = "mlflow.source.git.commit"
	good := w.good[i%len(w.good)]
	switch choice {
	case "none":
	case "short":
		run.Tags["git_commit"] = good[:7]
	case "dirty", "clean":
		run.Tags[tag] = good
		run.Tags["mlflow.source.git.dirty"] = map[string]string{"dirty": "True", "clean": "False"}[choice]
	case "unreachable":
		run.Tags[tag] = w.unreachable
	case "absent":
		run.Tags[tag] = fmt.Sprintf("%040x", 0xbad0000+i)
	case "lock lies":
		run.Tags[tag] = w.lies
	case "data gone":
		run.Tags[tag] = w.gone
	case "as a param":
		if run.Params == nil {
			run.Tags["git.commit"] = good
			return
		}
		run.Params["git_commit"] = good
	default:
		run.Tags[tag] = good
	}
}
