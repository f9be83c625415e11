package lineage

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

const twoModels = `stages:
  demand:
    cmd: python demand.py
    params: [demand]
    outs: [demand.pkl]
    metrics: [{demand.json: {cache: false}}]
  price:
    cmd: python price.py
    params: [price]
    outs: [price.pkl]
    metrics: [{price.json: {cache: false}}]
`

// twoModelsAt is a project with two models, by what its lock has of each.
func twoModelsAt(t *testing.T, pipeline, demand, price, file string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{
		"dvc.yaml": {Data: []byte(pipeline)}, "params.yaml": {Data: []byte(file)},
		"demand.json": {Data: []byte(`{"rmse": 2.5}`)}, "price.json": {Data: []byte(`{"mae": 7}`)},
	}
	var lock strings.Builder
	lock.WriteString("schema: '2.0'\nstages:\n")
	for _, stage := range [][2]string{{"demand", demand}, {"price", price}} {
		hash, err := dvc.HashPath(files, stage[0]+".json", dvc.MD5)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lock, "  %s:\n    cmd: python %s.py\n    params:\n      params.yaml:\n        %s: {%s}\n    outs:\n    - {path: %s.json, hash: md5, md5: %s}\n",
			stage[0], stage[0], stage[0], stage[1], stage[0], hash.Digest)
	}
	files["dvc.lock"] = &fstest.MapFile{Data: []byte(lock.String())}
	return files
}

// TestReadComparesOnlyStagesOfTheModel: a lock has the stages of other models, and those
// that did not run for the version are as an earlier training left them.
func TestReadComparesOnlyStagesOfTheModel(t *testing.T) {
	t.Parallel()
	const params = "demand: {depth: 3}\nprice: {alpha: 0.2}\n"
	joined := strings.Replace(twoModels, "    params: [demand]\n", "    params: [demand]\n    deps: [price.pkl]\n", 1)
	for _, c := range []struct {
		about, pipeline string
		lock, now       [2]string // of demand and price
		params          string
		metric          repro.Metric
		program         string
		want            []string
	}{
		{"another model's stage that did not run", twoModels, [2]string{"depth: 3", "alpha: 0.5"}, [2]string{"depth: 3", "alpha: 0.2"}, params, repro.Metric{Name: "rmse", Value: 2.5}, "", nil},
		{"another model's stage that did", twoModels, [2]string{"depth: 3", "alpha: 0.2"}, [2]string{"depth: 3", "alpha: 0.3"}, params, repro.Metric{Name: "rmse", Value: 2.5}, "", nil},
		{"the model's own stage", twoModels, [2]string{"depth: 3", "alpha: 0.5"}, [2]string{"depth: 4", "alpha: 0.2"}, params, repro.Metric{Name: "rmse", Value: 2.5}, "", []string{"demand.depth 3 -> 4, stage demand in dvc.lock at aaaaaaa and after the training"}},
		{"the same, of the other model", twoModels, [2]string{"depth: 3", "alpha: 0.2"}, [2]string{"depth: 4", "alpha: 0.3"}, params, repro.Metric{Name: "mae", Value: 7}, "", []string{"price.alpha 0.2 -> 0.3, stage price in dvc.lock at aaaaaaa and after the training"}},
		{"a stage that the proven metrics rest on, and whose param nobody committed", joined, [2]string{"depth: 3", "alpha: 0.5"}, [2]string{"depth: 3", "alpha: 0.2"}, params, repro.Metric{Name: "rmse", Value: 2.5}, "", []string{"price.alpha 0.5 -> 0.2, stage price in dvc.lock at aaaaaaa and after the training"}},
		{"no metrics file that tells, and a stale stage upstream", joined, [2]string{"depth: 3", "alpha: 0.5"}, [2]string{"depth: 3", "alpha: 0.2"}, params, repro.Metric{Name: "other", Value: 1}, "demand.py", nil},
		{"no metrics file that tells, and the program of the run", twoModels, [2]string{"depth: 3", "alpha: 0.2"}, [2]string{"depth: 3", "alpha: 0.3"}, params, repro.Metric{Name: "other", Value: 1}, "/home/me/demand.py", nil},
	} {
		files := twoModelsAt(t, c.pipeline, c.lock[0], c.lock[1], c.params)
		commit := strings.Repeat("a", 40)
		result := repro.Result{
			Original: repro.Run{
				ID: strings.Repeat("1", 32), Metrics: []repro.Metric{c.metric}, Params: repro.Params{{Name: "depth", Value: "3"}},
				Tags: map[string]string{"git_commit": commit, MlflowSource: c.program},
			},
			Change: repro.Change{Base: commit},
			Plan:   repro.Plan{Params: []repro.ParamEdit{{Name: "depth", Logged: "3", File: "params.yaml", Key: []string{"demand", "depth"}, Status: repro.ParamUnchanged}}},
		}
		d := Diagnosis{Head: func(context.Context) string { return commit }, RepositoryFiles: func(context.Context, string) (fs.FS, string, error) { return files, "", nil }}
		reading := d.Read(t.Context(), settings.Comparing{}, result, Trained{Files: twoModelsAt(t, c.pipeline, c.now[0], c.now[1], c.params), Executed: []string{"demand", "price"}})
		var got []string
		for _, input := range reading.inputs {
			if input.Kind == repro.KindParams && input.State == repro.InputDiffers {
				got = append(got, fmt.Sprintf("%s %s -> %s, %s", input.Name, input.Original, input.Now, input.Evidence))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.about, got, c.want)
		}
	}
}
