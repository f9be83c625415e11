package train

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestSkippedTraining: which skipped stages make a training no training.
func TestSkippedTraining(t *testing.T) {
	t.Parallel()
	const pipeline = `stages:
  fetch:
    cmd: curl -o raw.csv https://example.com/raw.csv
    frozen: true
    outs: [raw.csv]
  prepare:
    cmd: python prepare.py
    deps: [raw.csv]
    params: [prepare.seed]
    outs: [clean.csv]
  convert:
    cmd: python convert.py
    deps: [clean.csv]
    outs: [features.csv]
  train:
    cmd: python train.py
    deps: [features.csv]
    outs: [model.pkl]
  evaluate:
    cmd: python evaluate.py
    deps: [model.pkl]
    metrics: [metrics.json]
  report:
    cmd: python report.py
    deps: [raw.csv]
    outs: [report.html]
`
	project, err := dvc.Read(fstest.MapFS{
		"dvc.yaml": {Data: []byte(pipeline)}, "params.yaml": {Data: []byte("prepare: {seed: 1}\n")},
		"data/x.csv.dvc": {Data: []byte("frozen: true\ndeps: [{path: x.csv, repo: {url: https://example.com/d, rev_lock: 0a1b}}]\nouts: [{md5: aa11, path: x.csv}]\n")},
		"old.dvc":        {Data: []byte("cmd: python train.py\nouts: [{md5: aa11, path: old}]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		log  dvc.Log
		want string
	}{
		"nothing was skipped":            {dvc.Log{Executed: []string{"train", "evaluate"}}, ""},
		"nothing was said":               {dvc.Log{}, ""},
		"everything was up to date":      {dvc.Log{UpToDate: true}, "any stage"},
		"up to date, after it ran":       {dvc.Log{UpToDate: true, Executed: []string{"train"}}, ""},
		"the training":                   {dvc.Log{Skipped: []string{"train"}}, "train"},
		"a frozen download":              {dvc.Log{Skipped: []string{"fetch"}}, ""},
		"a stage that takes params":      {dvc.Log{Skipped: []string{"prepare"}}, "prepare"},
		"a stage on the way to metrics":  {dvc.Log{Skipped: []string{"convert"}}, "convert"},
		"the evaluation":                 {dvc.Log{Skipped: []string{"evaluate"}}, "evaluate"},
		"a report that nothing hangs on": {dvc.Log{Skipped: []string{"report"}}, ""},
		"a stage nobody knows":           {dvc.Log{Skipped: []string{"mystery"}}, "mystery"},
		"a frozen import":                {logOf([]string{"Verifying outputs in frozen stage: 'data/x.csv.dvc'"}), ""},
		"an import that was fetched":     {logOf([]string{"Pulling data for stage: 'x.csv.dvc'"}), ""},
		"a stage of DVC before 1.0":      {logOf([]string{"Stage 'old.dvc' didn't change, skipping"}), "old.dvc"},
		"an import nobody knows":         {logOf([]string{"Verifying outputs in frozen stage: 'y.csv.dvc'"}), "y.csv.dvc"},
		"several":                        {dvc.Log{Skipped: []string{"fetch", "report", "train", "evaluate"}}, "train, evaluate"},
		"by the name of its directory":   {dvc.Log{Skipped: []string{"../dvc.yaml:report"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(SkippedTraining(project, tt.log), ", "); got != tt.want {
				t.Errorf("decisive: %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("a project without DVC", func(t *testing.T) {
		none, err := dvc.Read(fstest.MapFS{})
		if err != nil {
			t.Fatal(err)
		}
		if got := SkippedTraining(none, dvc.Log{Skipped: []string{"train"}}); len(got) != 1 {
			t.Errorf("decisive: %v, want the stage that was named", got)
		}
	})
}

// logOf reads all lines of a log.
func logOf(lines []string) (log dvc.Log) {
	for _, line := range lines {
		log.Read(line)
	}
	return log
}
