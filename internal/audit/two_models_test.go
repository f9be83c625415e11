//go:build unix

package audit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// lacks is why a version whose data is not there is told to fall short.
func lacks(v AuditedVersion) string {
	for _, finding := range v.Failed() {
		if finding.Check == CheckPresent {
			return finding.Lacks()
		}
	}
	return ""
}

// TestAuditOfDataThatTheVersionReads: data of another model's stages is not missing from
// this one's, unless nobody knows which stage trained.
func TestAuditOfDataThatTheVersionReads(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	world.write(t, "dvc.yaml", `stages:
  clean:
    cmd: python clean.py
    deps: [data/raw.csv]
    outs: [clean.csv]
  demand:
    cmd: python demand.py
    deps: [clean.csv]
    outs: [demand.pkl]
  check:
    cmd: python check.py
    deps: [demand.pkl, data/test.csv]
    metrics: [{demand.json: {cache: false}}]
  price:
    cmd: sh price.sh
    deps: [data/train.csv]
    metrics: [{price.json: {cache: false}}]
`)
	world.write(t, "price.sh", "python price.py\n")
	world.write(t, "dvc.lock", "schema: '2.0'\nstages: {}\n")
	for _, name := range []string{"raw", "test", "train"} {
		world.write(t, "data/"+name+".csv.dvc", fmt.Sprintf("outs:\n- {md5: %s, hash: md5, path: %s.csv}\n", sum(name), name))
	}
	world.put(t, sum("train"), "train")
	commit := world.commit(t)
	for program, want := range map[string]string{
		"demand.py":         "failed: data/raw.csv: not in remote shelf, data/test.csv: not in remote shelf",
		"/home/me/price.py": "passed: 1 of 1 in remote shelf",
		"elsewhere.py":      "failed: data/raw.csv: not in remote shelf, data/test.csv: not in remote shelf",
		"":                  "failed: data/raw.csv: not in remote shelf, data/test.csv: not in remote shelf",
	} {
		server := mlflowtest.New(t)
		run := soundRun(world)
		run.Tags = map[string]string{"mlflow.source.git.commit": commit, "mlflow.source.name": program}
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
		v := auditOf(t, server.URL, world.clone, seven(t)).Versions[0]
		if got := told(v, CheckPresent); got != want {
			t.Errorf("%q: %s, want %s", program, got, want)
		}
		if failed := strings.HasPrefix(want, "failed"); failed != (lacks(v) == "the data is not in the DVC remote") {
			t.Errorf("%q lacks %q", program, lacks(v))
		}
	}
}
