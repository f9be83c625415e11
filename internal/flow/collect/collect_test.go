package collect

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

func TestClaims(t *testing.T) {
	t.Parallel()
	names := func(id string) fstest.MapFS {
		return fstest.MapFS{mlflow.MetadataFile: {Data: []byte(`{"run_id": "` + id + `"}`)}}
	}
	ours := repro.Run{ID: "new", Params: flowtest.Original.Params}
	for name, tt := range map[string]struct {
		files   fs.FS
		wrote   bool
		tracked repro.Run
		want    bool
	}{
		"no metadata file":                               {fstest.MapFS{}, false, repro.Run{}, false},
		"nobody can look":                                {nil, false, repro.Run{}, false},
		"it names the original, written now":             {names(flowtest.OriginalID), true, ours, true},
		"it names the original, from git, no run":        {names(flowtest.OriginalID), false, repro.Run{}, true},
		"it names the original, from git, and a run":     {names(flowtest.OriginalID), false, ours, false},
		"it names the original, a run of something else": {names(flowtest.OriginalID), false, repro.Run{ID: "new"}, true},
		"it names another run":                           {names(strings.Repeat("f", 32)), true, repro.Run{}, false},
		"it is no JSON":                                  {fstest.MapFS{mlflow.MetadataFile: {Data: []byte("{")}}, true, repro.Run{}, false},
		"it is a directory":                              {fstest.MapFS{mlflow.MetadataFile + "/x": {}}, true, repro.Run{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := Collected{Tracked: tt.tracked}
			c.claims(flowtest.Original, train.Training{Files: tt.files, Wrote: func(string) bool { return tt.wrote }})
			if c.ClaimsOriginal != tt.want {
				t.Errorf("claims the original: %t, want %t", c.ClaimsOriginal, tt.want)
			}
		})
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Original: flowtest.Original, Metrics: repro.MetricPolicy{Source: "auto", Files: []string{"m.json"}}}
	upload := func(data string, err error) func(context.Context, string) ([]byte, error) {
		return func(_ context.Context, path string) ([]byte, error) {
			if path != "m.json" {
				return nil, fs.ErrNotExist
			}
			return []byte(data), err
		}
	}
	here := fstest.MapFS{"m.json": {Data: []byte(`{"accuracy": 0.25}`)}}
	for name, tt := range map[string]struct {
		files  fs.FS
		wrote  bool
		upload func(context.Context, string) ([]byte, error)
		value  float64 // of accuracy; 0 for no run
		fresh  bool
		doubt  repro.Reason
	}{
		"left, and written":                 {files: here, wrote: true, value: 0.25, fresh: true},
		"left, and old":                     {files: here, value: 0.25},
		"not there":                         {files: fstest.MapFS{}},
		"uploaded":                          {files: fstest.MapFS{}, upload: upload(`{"accuracy": 0.5}`, nil), value: 0.5, fresh: true},
		"old in git, and uploaded":          {files: here, upload: upload(`{"accuracy": 0.5}`, nil), value: 0.5, fresh: true},
		"old in git, and uploaded as it is": {files: here, upload: upload(`{"accuracy": 0.25}`, nil), value: 0.25},
		"written, and uploaded":             {files: here, wrote: true, upload: upload(`{"accuracy": 0.5}`, nil), value: 0.25, fresh: true},
		"old in git, and not uploaded":      {files: here, upload: upload("", fs.ErrNotExist), value: 0.25},
		"old in git, and nobody may look":   {files: here, upload: upload("", errors.New("403")), value: 0.25},
		"a directory":                       {files: fstest.MapFS{"m.json/x": {}}, wrote: true, doubt: repro.MetricsMissing},
		"no JSON":                           {files: fstest.MapFS{"m.json": {Data: []byte("{")}}, wrote: true, doubt: repro.MetricsMissing},
	} {
		t.Run(name, func(t *testing.T) {
			var c Collected
			err := c.readFiles(t.Context(), plan, train.Training{Files: tt.files, Wrote: func(string) bool { return tt.wrote }, Upload: tt.upload})
			if tt.doubt != "" {
				if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != tt.doubt {
					t.Errorf("error %v, want a doubt with reason %s", err, tt.doubt)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, _ := c.Run.Metrics.Get("accuracy")
			if got != tt.value || c.Wrote != tt.fresh || (c.Run.From == "m.json") != (tt.value != 0) {
				t.Errorf("accuracy %v from %q, written now %t; want %v, %t", got, c.Run.From, c.Wrote, tt.value, tt.fresh)
			}
		})
	}
}

// TestTagged finds the run that carries our id on a tracking server: in the
// original's experiment, or else in another one, and no other attempt's.
func TestTagged(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	here := server.AddRun(mlflowtest.Run{Experiment: "1", Tags: map[string]string{repro.IDTag: "mine"}})
	server.AddRun(mlflowtest.Run{Experiment: "1", Tags: map[string]string{repro.IDTag: "another"}})
	server.AddRun(mlflowtest.Run{Experiment: "1"})
	there := server.AddRun(mlflowtest.Run{Experiment: "2", Tags: map[string]string{repro.IDTag: "moved"}})
	first := server.AddRun(mlflowtest.Run{Experiment: "1", Tags: map[string]string{repro.IDTag: "both"}})
	server.AddRun(mlflowtest.Run{Experiment: "2", Tags: map[string]string{repro.IDTag: "both"}})
	server.AddRun(mlflowtest.Run{Experiment: "1", Deleted: true, Tags: map[string]string{repro.IDTag: "deleted"}})
	challenge := map[string]string{repro.IDTag: "challenge", repro.ChallengeTag: "epochs = 100 in place of 200"}
	moved := server.AddRun(mlflowtest.Run{Experiment: "1", Tags: challenge})
	f := Collector{Registry: flowtest.Connect(t, server)}
	original := flowtest.Original
	original.ExperimentID = "1"
	if runs, _, err := f.tagged(t.Context(), repro.Plan{ID: "challenge", Original: original, Challenge: "epochs"}, repro.Change{}, train.Training{}); err != nil || len(runs) != 1 || runs[0].ID != moved {
		t.Errorf("of the challenge: %v, %v", runs, err)
	}
	for id, want := range map[string]string{"challenge": "", "mine": here, "moved": there, "both": first, "deleted": "", "nobody's": ""} {
		plan := repro.Plan{ID: id, Original: original}
		runs, elsewhere, err := f.tagged(t.Context(), plan, repro.Change{}, train.Training{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(runs) > 0 {
			got = runs[0].ID
		}
		if got != want || len(runs) > 1 || elsewhere {
			t.Errorf("%s: %d runs, %q, elsewhere %t; want %q", id, len(runs), got, elsewhere, want)
		}
	}
	// An earlier attempt's commit was taken up: its run is the one that counts.
	runs, _, err := f.tagged(t.Context(), repro.Plan{ID: "mine", Original: flowtest.Original}, repro.Change{ID: "moved"}, train.Training{})
	if err != nil || len(runs) != 1 || runs[0].ID != there {
		t.Errorf("taken up: %v, %v; want %s", runs, err, there)
	}
}

// TestTagged_elsewhere: a training may make a store of its own. It is looked in
// where the original's store has no run of ours, and the caller is told.
func TestTagged_elsewhere(t *testing.T) {
	t.Parallel()
	const own = "0123456789abcdef0123456789abcdef"
	store := filepath.Join(t.TempDir(), "mlruns")
	run := filepath.Join(store, "0", own)
	for _, dir := range []string{"metrics", "params", "artifacts", "tags"} {
		if err := os.MkdirAll(filepath.Join(run, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for file, text := range map[string]string{
		filepath.Join(store, "0", "meta.yaml"):          "experiment_id: '0'\nname: Default\nlifecycle_stage: active\n",
		filepath.Join(run, "meta.yaml"):                 "run_id: " + own + "\nexperiment_id: '0'\nstatus: 3\nlifecycle_stage: active\nstart_time: 1\nend_time: 2\n",
		filepath.Join(run, "tags", "reproduce.id"):      "mine",
		filepath.Join(run, "tags", "mlflow.runName"):    "again",
		filepath.Join(run, "metrics", "accuracy"):       "1 0.5 0\n",
		filepath.Join(run, "params", "train.max_depth"): "5",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server := mlflowtest.New(t)
	here := server.AddRun(mlflowtest.Run{Experiment: "1", Tags: map[string]string{repro.IDTag: "both"}})
	f := Collector{Registry: flowtest.Connect(t, server)}
	for _, tt := range []struct {
		id, store, want string
		elsewhere       bool
	}{
		{"mine", store, own, true},
		{"both", store, here, false},
		{"mine", "", "", false},
		{"mine", filepath.Join(t.TempDir(), "half-made"), "", false},
		{"nobody's", store, "", false},
	} {
		runs, elsewhere, err := f.tagged(t.Context(), repro.Plan{ID: tt.id, Original: flowtest.Original}, repro.Change{}, train.Training{Store: tt.store})
		got := ""
		if len(runs) == 1 {
			got = runs[0].ID
		}
		if err != nil || len(runs) > 1 || got != tt.want || elsewhere != tt.elsewhere {
			t.Errorf("%s in %q: %d runs, %q, elsewhere %t, %v; want %q, %t", tt.id, tt.store, len(runs), got, elsewhere, err, tt.want, tt.elsewhere)
		}
	}
}
