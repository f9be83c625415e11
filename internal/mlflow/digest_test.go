package mlflow_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// digested is a version's files as lines: PATH SHA256, or PATH: why.
func digested(t *testing.T, registry *mlflow.Registry, name, number string) (string, error) {
	t.Helper()
	version, err := registry.ModelVersion(context.Background(), name, number)
	if err != nil {
		t.Fatal(err)
	}
	files, err := mlflow.Digests(context.Background(), registry, version)
	var lines []string
	for _, file := range files {
		if file.SHA256 == "" {
			lines = append(lines, file.Path+": "+file.Why)
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %d %s", file.Path, file.Bytes, file.SHA256))
	}
	return strings.Join(lines, "\n"), err
}

func line(path, content string) string {
	sum := sha256.Sum256([]byte(content))
	return fmt.Sprintf("%s %d %s", path, len(content), hex.EncodeToString(sum[:]))
}

// TestDigests: every file of a model, wherever the server keeps it, as it gives it out.
func TestDigests(t *testing.T) {
	t.Parallel()
	const model = "m-0123456789abcdef0123456789abcdef"
	s := mlflowtest.New(t)
	run := s.AddRun(mlflowtest.Run{Files: map[string]string{
		"model/MLmodel": "of the run", "model/data/weights.bin": "w", "model/data/deep/er/x": "", "modelling/other": "o", "top": "t",
		model + "/MLmodel": "of the logged model", model + "/a b/ü.txt": "u",
	}})
	s.AddVersion("of a run", mlflowtest.Version{RunID: run})
	s.AddLoggedModel(model, run)
	s.AddVersion("logged", mlflowtest.Version{RunID: run, Source: "models:/" + model, Files: map[string]string{"MLmodel": "as the registry gives it", "a b/ü.txt": "u"}})
	s.AddVersion("elsewhere", mlflowtest.Version{Source: "s3://bucket/model"})
	s.AddVersion("half there", mlflowtest.Version{RunID: run, Source: "models:/" + model, Files: map[string]string{"MLmodel": "x"}})
	registry := open(t, mlflow.Config{TrackingURI: s.URL, Sleep: func(context.Context, time.Duration) error { return nil }})
	for name, want := range map[string]string{
		"of a run": line("MLmodel", "of the run") + "\n" + line("data/deep/er/x", "") + "\n" + line("data/weights.bin", "w"),
		"logged":   line("MLmodel", "as the registry gives it") + "\n" + line("a b/ü.txt", "u"),
	} {
		if got, err := digested(t, registry, name, "1"); got != want || err != nil {
			t.Errorf("%s:\n%s\n%v\nwant\n%s", name, got, err, want)
		}
	}
	if got, err := digested(t, registry, "elsewhere", "1"); err == nil || !strings.Contains(err.Error(), "s3://bucket/model") {
		t.Errorf("elsewhere: %q, %v", got, err)
	}
	if got, err := digested(t, registry, "half there", "1"); err != nil || !strings.HasPrefix(got, line("MLmodel", "x")+"\na b/ü.txt: read a b/ü.txt of model half there v1: ") {
		t.Errorf("half there: %q, %v", got, err)
	}
}

// TestDigests_serverThatLies: a server's word on paths and sizes is nobody's.
func TestDigests_serverThatLies(t *testing.T) {
	t.Parallel()
	const id = "m-0123456789abcdef0123456789abcdef"
	for name, tt := range map[string]struct{ files, want string }{
		"a path up":           {`{"path": "../../etc/passwd", "file_size": 1}`, "is not there"},
		"a full path":         {`{"path": "/etc/passwd", "file_size": 1}`, "is not there"},
		"of another folder":   {`{"path": "data/x", "file_size": 1}`, "is not there"},
		"a backslash":         {`{"path": "a\\b", "file_size": 1}`, "is not there"},
		"itself":              {`{"path": ".", "is_dir": true}`, "is not there"},
		"twice":               {`{"path": "a", "file_size": 1}, {"path": "a", "file_size": 1}`, "twice"},
		"larger than it says": {`{"path": "a", "file_size": 1}, {"path": "b", "file_size": 9999999999999}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/model-versions/get"):
					fmt.Fprintf(w, `{"model_version": {"name": "churn", "version": "1", "source": "models:/%s"}}`, id)
				case strings.HasSuffix(r.URL.Path, "/artifacts/directories"):
					fmt.Fprintf(w, `{"files": [%s]}`, tt.files)
				default:
					fmt.Fprint(w, "content")
				}
			}))
			t.Cleanup(server.Close)
			got, err := digested(t, open(t, mlflow.Config{TrackingURI: server.URL}), "churn", "1")
			switch {
			case tt.want == "" && (err != nil || got != line("a", "content")+"\nb: at most 2 GiB of a model are read"):
				t.Errorf("%q, %v", got, err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%q, %v; want an error with %q", got, err, tt.want)
			}
		})
	}
}

// TestDigests_many: of more files than are read, the others are named.
func TestDigests_many(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range mlflow.MaxDigested + 2 {
		files[fmt.Sprintf("model/%05d", i)] = "x"
	}
	s := mlflowtest.New(t)
	run := s.AddRun(mlflowtest.Run{Files: files})
	s.AddVersion("churn", mlflowtest.Version{RunID: run})
	got, err := digested(t, open(t, mlflow.Config{TrackingURI: s.URL}), "churn", "1")
	lines := strings.Split(got, "\n")
	if err != nil || len(lines) != mlflow.MaxDigested+2 || lines[999] != line("00999", "x") || lines[1001] != "01001: only the first 1000 files are read" {
		t.Errorf("%d lines, %v; the last is %q", len(lines), err, lines[len(lines)-1])
	}
}

// TestDigests_serverThatFails is not asked for a thousand files.
func TestDigests_serverThatFails(t *testing.T) {
	t.Parallel()
	const model = "m-0123456789abcdef0123456789abcdef"
	files := map[string]string{}
	for i := range 10 {
		files[fmt.Sprintf("%s/%d", model, i)] = "x"
	}
	s := mlflowtest.New(t)
	run := s.AddRun(mlflowtest.Run{Files: files})
	s.AddLoggedModel(model, run)
	s.AddVersion("churn", mlflowtest.Version{RunID: run, Source: "models:/" + model, Files: map[string]string{"0": "x", "2": "x"}})
	got, err := digested(t, open(t, mlflow.Config{TrackingURI: s.URL, Sleep: func(context.Context, time.Duration) error { return nil }}), "churn", "1")
	lines := strings.Split(got, "\n")
	if err != nil || len(lines) != 10 || lines[2] != line("2", "x") || !strings.HasPrefix(lines[5], "5: read 5 of model churn v1: ") || lines[6] != "6: not asked for, as 3 files before it could not be read" {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestDigests_local: in a tree and beside a database; no link leads out of the folder.
func TestDigests_local(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret")
	write(t, outside, "hunter2")
	folder := filepath.Join("1", runA, "artifacts", "model")
	for path, content := range map[string]string{
		folder + "/MLmodel":                "m",
		folder + "/data/w":                 "w",
		"models/churn/version-1/meta.yaml": "name: churn\nversion: 1\nrun_id: " + runA + "\nsource: runs:/" + runA + "/model\n",
		"models/churn/version-2/meta.yaml": "name: churn\nversion: 2\nsource: " + filepath.Dir(outside) + "\n",
		"models/churn/meta.yaml":           "name: churn\n",
		"1/" + runA + "/meta.yaml":         "run_id: " + runA + "\nexperiment_id: '1'\nlifecycle_stage: active\n",
		"1/meta.yaml":                      "experiment_id: '1'\nname: one\nlifecycle_stage: active\n",
	} {
		write(t, filepath.Join(dir, path), content)
	}
	if err := os.Symlink("MLmodel", filepath.Join(dir, folder, "same")); err != nil {
		t.Skip(err)
	}
	registry := open(t, mlflow.Config{TrackingURI: dir})
	want := line("MLmodel", "m") + "\n" + line("data/w", "w") + "\n" + line("same", "m")
	if got, err := digested(t, registry, "churn", "1"); got != want || err != nil {
		t.Errorf("%s\n%v\nwant\n%s", got, err, want)
	}
	if got, err := digested(t, registry, "churn", "2"); err == nil {
		t.Errorf("outside of the store: %q", got)
	}
	if err := os.Symlink(outside, filepath.Join(dir, folder, "secret")); err != nil {
		t.Fatal(err)
	}
	want += "\nsecret: path escapes from parent"
	if got, err := digested(t, registry, "churn", "1"); got != want || err != nil {
		t.Errorf("with a link that leads out:\n%s\n%v\nwant\n%s", got, err, want)
	}
}
