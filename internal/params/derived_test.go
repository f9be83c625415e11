package params

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDerived: a value that differs is the training's own only where something
// shows it. What looks like an input is never taken for an effect.
func TestDerived(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	known := func(id, commit, root, profile string, started time.Time) Known {
		return Known{
			Run: repro.Run{
				ID: id, Started: started, Ended: started.Add(90 * time.Second),
				Tags:     map[string]string{"mlflow.user": "u" + id[:1], "mlflow.source.name": root + "/train.py", "estimator_name": "GridSearchCV"},
				Datasets: []repro.Dataset{{Name: "iris", Context: "training", Profile: profile}},
			},
			Commits: []string{commit}, Branch: "branch-" + id[:1], Roots: []string{root}, Host: "host-" + id[:1],
		}
	}
	a := known("aaaa0000aaaa0000aaaa0000aaaa0000", "1111111111111111111111111111111111111111", "/home/ann/iris", `{"num_rows": 100, "num_elements": 400}`, noon.AddDate(0, -1, 0))
	b := known("bbbb0000bbbb0000bbbb0000bbbb0000", "2222222222222222222222222222222222222222", "/cache/w1/iris", `{"num_rows": 150, "num_elements": 600}`, noon)
	for _, tt := range []struct {
		name, original, reproduced string
		want                       bool
	}{
		{"run_id", a.Run.ID, b.Run.ID, true},
		{"run_id", b.Run.ID, a.Run.ID, false},
		{"out", "mlruns/1/" + a.Run.ID + "/artifacts", "mlruns/1/" + b.Run.ID + "/artifacts", true},
		{"out", "mlruns/1/" + a.Run.ID + "/artifacts", "mlruns/2/" + b.Run.ID + "/artifacts", false},
		{"sha", "1111111", "22222222", true},
		{"sha", "1111111", "1111112", false},
		{"branch", "branch-a", "branch-b", true},
		{"branch", "branch-a", "main", false},
		{"who", "ua", "ub", true},
		{"script", "/home/ann/iris/train.py", "/cache/w1/iris/train.py", true},
		{"path", "/home/ann/iris/data/x.csv", "/cache/w1/iris/data/x.csv", true},
		{"path", "/home/ann/iris/data/x.csv", "/cache/w1/iris/data/y.csv", false},
		{"path", "/home/ann/other/data/x.csv", "/cache/w1/iris/data/x.csv", false},
		{"uri", "/home/ann/iris/mlruns/1/" + a.Run.ID, "/home/ann/iris/mlruns/1/" + b.Run.ID, true},
		{"scratch", "/tmp/tmpab12cd34/model", "/tmp/tmpzz99yy88/model", true},
		{"scratch", "/tmp/tmpab12cd34/model", "/tmp/tmpzz99yy88/other", false},
		{"scratch", "/tmp/tmpab12cd34/model", "/var/folders/x/y/T/tmpzz99yy88/model", true},
		{"scratch", "/scratch/tmpab12cd34/model", "/scratch/tmpzz99yy88/model", true},
		{"scratch", "/scratch/tmpab12cd34/model", "/other/tmpzz99yy88/model", false},
		{"scratch", "/tmp/small/model", "/tmp/large/model", false},
		{"started", "2026-10-28T12:00:05", "2026-11-28T12:00:05.123456", true},
		{"started", "2026-10-28 12:00:05+00:00", "2026-11-28 12:00:05+00:00", true},
		{"started", "20261028_120005", "20261128-120005", true},
		{"out", "outputs/2026-10-28/12-00-05", "outputs/2026-11-28/12-00-05", true},
		{"out", "outputs/2026-10-28/12-00-05/a", "outputs/2026-11-28/12-00-05/b", false},
		{"until", "2026-10-28", "2026-11-28", false},
		{"until", "2026-10-28T00:00:00", "2026-11-28T00:00:00", false},
		{"until", "2025-01-01T10:00:00", "2026-11-28T12:00:05", false},
		{"at", "1793188800", "1795867200", true},
		{"seed", "1793188800", "42", false},
		{"n_rows", "100", "150", true},
		{"n_cells", "400", "600", true},
		{"n_rows", "100", "600", false},
		{"max_depth", "25", "30", false},
		{"data_version", "9803afdd", "11bb22cc", true},
		{"data_version", "v1", "v2", false},
		{"train_md5", "d41d8cd98f00b204e9800998ecf8427e", "8f14e45fceea167a5a36dedd4bea2543", true},
		{"checkpoint", "9803afdd", "11bb22cc", false},
		{"sklearn_version", "1.6.1", "1.9.1", true},
		{"sklearn_version", "old", "new", false},
		{"model_version", "1.6.1", "1.9.1", false},
		{"hostname", "ann-laptop", "runner-7", true},
		{"host", "db1", "db2", false},
		{"platform", "Linux-6.1-x86_64", "macOS-15.1-arm64", true},
		{"platform", "ios", "android", false},
		{"training_time", "12.5", "90.9", true},
		{"training_time", "12.5", "900", false},
		{"max_time", "12.5", "30", false},
		{"best_C", "1", "10", true},
		{"worst_C", "1", "10", false},
		{"lr", "0.1", "0.10000001", false},
		{"branch", "main", "branch-b", true},
		{"git_branch", "HEAD", "branch-b", true},
		{"branch", "two words", "branch-b", false},
		{"node", "gpu-1", "host-b", true},
		{"node", "gpu-1", "gpu-2", false},
		{"db", "gpu-1", "host-b", false},
		{"version", "1.2-3-g1111111", "1.2-4-g2222222", true},
		{"version", "0.3.dev3+g1111111.d20261028", "0.3.dev4+g2222222", true},
		{"version", "1.2-3-g1111111", "1.2-4-g3333333", false},
		{"version", "1.2-3-g1111111", "1.3-4-g2222222", false},
		{"pid", "4711", "4712", true},
		{"pid", "4711", "x", false},
		{"rapid", "4711", "4712", false},
		{"run_uuid", "3f2a9c1e-8b7d-4c6f-9a51-0d2e3f4a5b6c", "9c1e3f2a-7d8b-4f6c-a951-2e0d3f4a5b6c", true},
		{"model_uuid", "3f2a9c1e-8b7d-4c6f-9a51-0d2e3f4a5b6c", "9c1e3f2a-7d8b-4f6c-a951-2e0d3f4a5b6c", false},
		{"date", "2026-10-28", "2026-11-28", true},
		{"run_date", "20261028", "20261128", true},
		{"date", "2026-10-01", "2026-11-28", false},
		{"stamp", "20261028_1200", "20261128_1201", true},
		{"stamp", "2026-10-28 12:00", "2026-11-28 12:01", true},
		{"stamp", "202601010000", "202611281201", false},
		{"log_dir", "runs/Oct28_12-00-05_ann", "runs/Nov28_12-00-05_runner", true},
		{"log_dir", "runs/Jan01_12-00-05_ann", "runs/Nov28_12-00-05_runner", false},
		{"at", "Wed Oct 28 12:00:05 2026", "Sat Nov 28 12:00:05 2026", true},
		{"pythonpath", "/lib", "/cache/w1.observe/hook:/lib", true},
		{"pythonpath", "None", "/cache/w1.observe/hook", true},
		{"pythonpath", "", "/cache/w1.observe/hook", true},
		{"pythonpath", "/lib", "/cache/w1.observe/hook:/other", false},
		{"pythonpath", "/home/ann/iris/src", "/cache/w1.observe/hook:/cache/w1/iris/src", true},
		{"pythonpath", "/l:/home/ann/iris/src", "/cache/w1.observe/hook:/l:/cache/w1/iris/src", true},
		{"env", "{'PATH': '/bin', 'A': '1'}", "{'PATH': '/bin', 'A': '1', 'PYTHONPATH': '/cache/w1.observe/hook', 'REPRODUCE_OBSERVE': '/x', 'SHLVL': '2'}", true},
		{"env", "environ({'PATH': '/bin', 'PYTHONPATH': '/l', 'PWD': '/home/ann/iris'})", "environ({'PATH': '/bin', 'PYTHONPATH': '/cache/w1.observe/hook:/l', 'PWD': '/cache/w1/iris'})", true},
		{"env", "{'PATH': '/bin', 'A': '1'}", "{'PATH': '/bin', 'A': '2', 'REPRODUCE_OBSERVE': '/x'}", false},
		{"env", "{'PATH': '/bin'}", "{'PATH': '/bin', 'B': '2'}", false},
		{"env", "{'PATH': '/bin', 'B': '2'}", "{'PATH': '/bin'}", false},
		{"SHLVL", "1", "3", true},
		{"note", "", "x", false},
	} {
		if got := Derived(tt.name, tt.original, tt.reproduced, a, b); got != "" != tt.want {
			t.Errorf("%s: %q and %q: derived %q, want %v", tt.name, tt.original, tt.reproduced, got, tt.want)
		}
	}
	a.Run.Tags, b.Run.Tags = nil, nil
	if got := Derived("best_C", "1", "10", a, b); got != "" {
		t.Errorf("best_C of no search is derived: %s", got)
	}
}

// TestDerived_unknownCommit: where the original recorded no commit, a commit under its
// name is the run's own if the new one is.
func TestDerived_unknownCommit(t *testing.T) {
	t.Parallel()
	b := Known{Commits: []string{"2222222222222222222222222222222222222222"}}
	for _, tt := range []struct {
		name, original, reproduced string
		commits                    []string
		want                       bool
	}{
		{"git_commit", "1111111", "2222222", nil, true},
		{"sha", "1111111", "22222222222", []string{""}, true},
		{"git_commit", "1111111", "3333333", nil, false},
		{"git_commit", "1111111", "2222222", []string{"4444444444444444444444444444444444444444"}, false},
		{"checkpoint", "1111111", "2222222", nil, false},
		{"git_commit", "v1", "2222222", nil, false},
	} {
		if got := Derived(tt.name, tt.original, tt.reproduced, Known{Commits: tt.commits}, b); got != "" != tt.want {
			t.Errorf("%s: %q and %q: derived %q, want %v", tt.name, tt.original, tt.reproduced, got, tt.want)
		}
	}
}

// TestByNature: names of what each training has another of.
func TestByNature(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"git_branch": true, "start_time": true, "timestamp": true, "hostname": true, "output_dir": true, "log_path": true, "commit": true, "run_dir": true, "user": true,
		"lr": false, "data_dir": false, "input_path": false, "max_depth": false, "times": false, "output_size": false, "seed": false,
	} {
		if got := ByNature(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
