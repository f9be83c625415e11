package flow

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

const stagesYAML = `stages:
  prepare:
    cmd: python prepare.py
    deps: [prepare.py]
    outs: [features]
  train:
    cmd: python train.py
    deps: [train.py, features]
    outs: [model]
  evaluate:
    cmd: python evaluate.py
    deps: [evaluate.py, model]
    metrics: [metrics.json]
`

// lockWith is the lock of a training of these stages; each digit stands for what a
// file held.
func lockWith(code, features, model, metrics int) string {
	entry := func(path string, digit int) string {
		return fmt.Sprintf("    - {path: %s, hash: md5, md5: %s, size: 9}\n", path, strings.Repeat(fmt.Sprint(digit), 32))
	}
	return "schema: '2.0'\nstages:\n" +
		"  prepare:\n    cmd: python prepare.py\n    deps:\n" + entry("prepare.py", 1) + "    outs:\n" + entry("features", features) +
		"  train:\n    cmd: python train.py\n    deps:\n" + entry("train.py", code) + entry("features", features) + "    outs:\n" + entry("model", model) +
		"  evaluate:\n    cmd: python evaluate.py\n    deps:\n" + entry("evaluate.py", 1) + entry("model", model) + "    outs:\n" + entry("metrics.json", metrics)
}

// A placeOf is the files of a training, which are gone when the next one starts.
type placeOf struct {
	fstest.MapFS
	gone *bool
}

func (p placeOf) Open(name string) (fs.File, error) {
	if *p.gone {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("the place is gone")}
	}
	return p.MapFS.Open(name)
}

// TestRepeatsProveAStage: where re-runs read equal inputs and made other outputs,
// the first stage that did is named, and no package is suspected for it.
func TestRepeatsProveAStage(t *testing.T) {
	t.Parallel()
	noisy := []float64{0.1412, 0.1187, 0.1334}
	far := []float64{0.31, 0.312, 0.311}
	for name, tt := range map[string]struct {
		losses    []float64
		locks     func(number int) string
		diagnosis string // "!" in front: not in it
		cause     string
		strength  repro.Strength
	}{
		"training varies": {noisy, func(n int) string { return lockWith(1, 1, n, n) }, "Stage train is not deterministic: re-runs made other outputs from equal inputs.", "stage train", repro.ConsistentWith},
		"preparing the data does, and all that follows": {noisy, func(n int) string { return lockWith(1, n, n, n) }, "Stage prepare is not deterministic", "stage prepare", repro.ConsistentWith},
		"only one re-run differs":                       {noisy, func(n int) string { return lockWith(1, 1, n/3, n/3) }, "Stage train is not deterministic", "stage train", repro.ConsistentWith},
		"the evaluation varies":                         {noisy, func(n int) string { return lockWith(1, 1, 1, n) }, "Stage evaluate is not deterministic", "stage evaluate", repro.ConsistentWith},
		"its inputs differ":                             {noisy, func(n int) string { return lockWith(n, 1, n, n) }, "!not deterministic", "", ""},
		"no lock tells":                                 {noisy, func(int) string { return "" }, "!not deterministic", "", ""},
		"training varies, and the original is far off":  {far, func(n int) string { return lockWith(1, 1, n, n) }, "!is not deterministic:", "stage train", repro.NotRecorded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			var last *bool
			d.train = func(number int, plan repro.Plan) train.Training {
				if last != nil {
					*last = true
				}
				last = new(bool)
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": tt.losses[number-1]}))
				files := fstest.MapFS{"dvc.yaml": {Data: []byte(stagesYAML)}}
				if lock := tt.locks(number); lock != "" {
					files["dvc.lock"] = &fstest.MapFile{Data: []byte(lock)}
				}
				training := flowtest.Succeeded()
				training.Execution.Executed = []string{"prepare", "train", "evaluate"}
				training.Execution.Started, training.Execution.Ended = flowtest.Today, flowtest.Today.Add(time.Minute)
				training.Files, training.Wrote = placeOf{files, last}, func(string) bool { return true }
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "3", "ignore-outs": "none/*"}))
			if err != nil || len(d.trainings) != 3 {
				t.Fatalf("%d trainings, %v, %s", len(d.trainings), err, result.Detail)
			}
			want, not := strings.CutPrefix(tt.diagnosis, "!")
			if strings.Contains(result.Diagnosis, want) == not {
				t.Errorf("diagnosis %q, want %q", result.Diagnosis, tt.diagnosis)
			}
			at := slices.IndexFunc(result.Causes, func(c repro.Cause) bool { return strings.HasPrefix(c.Evidence, "not deterministic: ") })
			if (at < 0) != (tt.cause == "") || at >= 0 && (result.Causes[at].Name != tt.cause || result.Causes[at].Strength != tt.strength) {
				t.Errorf("causes %+v, want %s, %s", result.Causes, tt.cause, tt.strength)
			}
			if !slices.Contains(result.Warnings, "ignore-outs none/* names no output of the pipeline") {
				t.Errorf("what the first training left was not read: warnings %q", result.Warnings)
			}
			if result.Further != (repro.Trainings{Made: 2, Took: 2 * time.Minute}) {
				t.Errorf("%+v beside the first, want two of a minute each", result.Further)
			}
		})
	}
}
