package local

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestMetRuns: ids that a training prints, and those whose metrics it reads. What we
// named after the original's run shows no look-up.
func TestMetRuns(t *testing.T) {
	t.Parallel()
	a, b, c, original := strings.Repeat("a1", 16), strings.Repeat("b2", 16), strings.Repeat("c3", 16), strings.Repeat("e5", 16)
	dir := "/home/ada/.cache/reproduce/clones/reproduce-run-" + original + "-run-0a1b"
	met := metIn(repro.Plan{Original: repro.Run{ID: original}}, repro.Change{Branch: "reproduce/run-" + original + "/run-challenge1"}, dir)
	for _, line := range []string{
		"Found existing run " + a, "again " + a + ".", "http://localhost:5000/#/experiments/1/runs/" + b,
		"sha256 " + a + b, "0123456789abcdef", "an image x" + c,
		`  File "` + dir + `/train.py", line 3, in <module>`, // a traceback that was caught
		"make[1]: Entering directory '" + dir + "'", "in ./" + filepath.Base(dir) + "/train.py",
		"[reproduce/run-" + original + "/run-challenge1 1234567] auto", "On branch reproduce/run-" + original + "/run-challenge1",
		`MLFLOW_RUN_CONTEXT={"reproduce.id": "x", "reproduce.original_run_id": "` + original + `"}`,
	} {
		met.read(line)
	}
	reads := []observe.Access{{Path: "/p/mlruns/1/" + c + "/metrics/loss"}, {Path: "/p/mlruns/1/" + strings.Repeat("d", 32) + "/meta.yaml"}, {Path: "/p/mlruns/1/" + a + "/meta.yaml"}}
	seen := &observe.Observation{Processes: []observe.Process{{Reads: reads}}}
	if got := met.with(seen, false); !slices.Equal(got, []string{c, a, b}) {
		t.Errorf("%q", got)
	}
	if got := met.with(seen, true); !slices.Equal(got, []string{c, a}) {
		t.Errorf("a store of files in which nothing of %s was read: %q", b, got)
	}
	wrote := &observe.Observation{Processes: []observe.Process{{Writes: []observe.Access{{Path: "/p/mlruns/1/" + b + "/meta.yaml"}}}}}
	if got := met.with(wrote, true); !slices.Equal(got, []string{b}) {
		t.Errorf("a run of its own that mlflow run printed: %q", got)
	}
	if got := met.with(&observe.Observation{Doubts: []string{"-I"}}, true); !slices.Equal(got, []string{a, b}) {
		t.Errorf("not all was seen: %q", got)
	}
	if got := met.with(nil, true); !slices.Equal(got, []string{a, b}) {
		t.Errorf("nobody looked: %q", got)
	}
	met.read("resuming " + original)
	if got := met.with(nil, false); !slices.Contains(got, original) {
		t.Errorf("the original's id by itself: %q", got)
	}
}

// TestTakenFrom: a run that was read before the training had numbers of its own, not one
// that these are compared with.
func TestTakenFrom(t *testing.T) {
	t.Parallel()
	old, own := strings.Repeat("a1", 16), strings.Repeat("b2", 16)
	at := func(path string, when int64) observe.Access { return observe.Access{Path: path, At: when} }
	metric := func(id, name string) string { return "/srv/mlruns/1/" + id + "/metrics/" + name }
	for name, tt := range map[string]struct {
		reads, writes []observe.Access
		want          []string
	}{
		"read first":                    {[]observe.Access{at(metric(old, "mse"), 1)}, []observe.Access{at(metric(own, "mse"), 2)}, []string{old}},
		"compared afterwards":           {[]observe.Access{at(metric(old, "mse"), 3)}, []observe.Access{at(metric(own, "mse"), 2)}, nil},
		"between its loss and its mse":  {[]observe.Access{at(metric(old, "mse"), 3)}, []observe.Access{at(metric(own, "loss"), 2), at(metric(own, "mse"), 4)}, []string{old}},
		"its own, read back":            {[]observe.Access{at(metric(own, "loss"), 3)}, []observe.Access{at(metric(own, "loss"), 2), at(metric(own, "mse"), 4)}, nil},
		"its artifact":                  {[]observe.Access{at("/srv/mlruns/1/"+old+"/artifacts/w.json", 1)}, []observe.Access{at(metric(own, "mse"), 2)}, []string{old}},
		"its artifact in another store": {[]observe.Access{at("/srv/artifacts-of/artifacts/w.json", 1)}, []observe.Access{at(metric(own, "mse"), 2)}, nil},
		"its name":                      {[]observe.Access{at("/srv/mlruns/1/"+old+"/meta.yaml", 1)}, []observe.Access{at(metric(own, "mse"), 2)}, nil},
		"before a metrics file":         {[]observe.Access{at(metric(old, "mse"), 1)}, []observe.Access{at("/p/metrics.json", 2)}, []string{old}},
		"after a metrics file":          {[]observe.Access{at(metric(old, "mse"), 3)}, []observe.Access{at("/p/metrics.json", 2)}, nil},
		"nothing of its own was seen":   {[]observe.Access{at(metric(old, "mse"), 3)}, nil, []string{old}},
		"no run":                        {[]observe.Access{at("/p/data.csv", 1)}, []observe.Access{at(metric(own, "mse"), 2)}, nil},
	} {
		seen := &observe.Observation{Processes: []observe.Process{{Reads: tt.reads}, {Writes: tt.writes}}}
		if got := runReadsOf(seen, func(file string) bool { return file == "/p/metrics.json" }).takenFrom(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if got := runReadsOf(nil, nil).takenFrom(); got != nil {
		t.Errorf("nobody looked: %q", got)
	}
}

// TestLooksWithGit: calls of git that read files by chance.
func TestLooksWithGit(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"git status --porcelain && make": true, "git -C . diff --quiet HEAD": true, "git describe --dirty": true,
		"git rev-parse HEAD && make": false, "mlflow.source.git.commit": false, `["git", "status", "-s"]`: true, "repo.git.add(A=True)": true,
		"python train.py": false, "echo digit status": false, "git log; make status": false,
	} {
		if got := looksWithGit.MatchString(command); got != want {
			t.Errorf("%s: %v, want %v", command, got, want)
		}
	}
}
