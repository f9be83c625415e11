package mlflow

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
)

const aRun = "0123456789abcdef0123456789abcdef"

// filesWith makes an ./mlruns tree of one run, whose artifacts are where location says;
// TREE stands for the tree.
func filesWith(t *testing.T, location string) (tree, artifacts string) {
	t.Helper()
	tree = filepath.Join(t.TempDir(), "mlruns")
	dir := filepath.Join(tree, "1", aRun)
	artifacts = filepath.Join(dir, "artifacts")
	for _, sub := range []string{"artifacts", "tags", "params", "metrics"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(tree, "1", "meta.yaml"), "experiment_id: '1'\nname: x\nlifecycle_stage: active\n")
	write(filepath.Join(dir, "meta.yaml"), "artifact_uri: "+strings.ReplaceAll(location, "TREE", tree)+"\nrun_id: "+aRun+"\nexperiment_id: '1'\nstatus: 3\nlifecycle_stage: active\nstart_time: 1\nend_time: 2\n")
	return tree, artifacts
}

// TestWriteRunFile_files: a file goes below the run's own directory, in place of an older
// one, and nowhere else.
func TestWriteRunFile_files(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		location string
		link     bool // reproduce leads out of the tree
		wrong    string
	}{
		"a path":                {"TREE/1/" + aRun + "/artifacts", false, ""},
		"a file URI":            {"file://TREE/1/" + aRun + "/artifacts", false, ""},
		"a tree that moved":     {"/gone/mlruns/1/" + aRun + "/artifacts", false, ""},
		"a bucket":              {"s3://bucket/1/" + aRun + "/artifacts", false, "does not write there"},
		"another directory":     {"TREE/../elsewhere", false, "does not write there"},
		"a link that leads out": {"TREE/1/" + aRun + "/artifacts", true, "escapes"},
	} {
		tree, artifacts := filesWith(t, tt.location)
		outside := t.TempDir()
		if tt.link {
			if err := os.Symlink(outside, filepath.Join(artifacts, "reproduce")); err != nil {
				t.Fatal(err)
			}
		}
		registry, err := Open(context.Background(), Config{TrackingURI: tree})
		if err != nil {
			t.Fatal(err)
		}
		if !tt.link { // what one that was killed left
			killed := filepath.Join(artifacts, "reproduce", ".lineage.json.new")
			if err := errors.Join(os.MkdirAll(filepath.Dir(killed), 0o755), os.WriteFile(killed, []byte("ol"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		for _, text := range []string{"old", "new"} {
			err = registry.WriteRunFile(context.Background(), aRun, "reproduce/lineage.json", []byte(text))
		}
		if tt.wrong != "" {
			if entries, _ := os.ReadDir(outside); err == nil || !strings.Contains(err.Error(), tt.wrong) || len(entries) > 0 {
				t.Errorf("%s: %v, and %d files outside; want %q", name, err, len(entries), tt.wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		entries, _ := os.ReadDir(filepath.Join(artifacts, "reproduce"))
		read, err := RunFile(context.Background(), registry, aRun, "reproduce/lineage.json")
		if err != nil || string(read) != "new" || len(entries) != 1 {
			t.Errorf("%s: read %q of %d files, %v", name, read, len(entries), err)
		}
		if err := registry.WriteRunFile(context.Background(), aRun, "../x", nil); err == nil {
			t.Errorf("%s: a path that leads out was taken", name)
		}
		registry.Close()
	}
}

// TestWriteRunFile_server: a file goes through the server that keeps the run's artifacts,
// under its prefix and with its password.
func TestWriteRunFile_server(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t).At("/team/x.mlflow")
	server.User, server.Password = "ada", "canary-of-the-server"
	run := server.AddRun(mlflowtest.Run{})
	registry, err := Open(context.Background(), Config{TrackingURI: server.URL, Getenv: func(name string) string {
		return map[string]string{"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "canary-of-the-server"}[name]
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	if _, err := RunFile(context.Background(), registry, run, "reproduce/lineage.json"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := registry.WriteRunFile(context.Background(), run, "reproduce/lineage.json", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if read, err := RunFile(context.Background(), registry, run, "reproduce/lineage.json"); err != nil || string(read) != "{}" {
		t.Errorf("read %q, %v", read, err)
	}
	if err := registry.WriteRunFile(context.Background(), "x", "reproduce/lineage.json", nil); err == nil {
		t.Error("a run that is none was taken")
	}
}

// TestWriteRunFile_named: what a server names is written to only where it is the run's own
// directory and there already.
func TestWriteRunFile_named(t *testing.T) {
	t.Parallel()
	_, artifacts := filesWith(t, "x")
	client, err := rest.New(rest.Options{URL: &url.URL{Scheme: "http", Host: "a.example"}, Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	store := &server{Client: client}
	for location, wrong := range map[string]string{
		artifacts:                                         "",
		"file://" + artifacts:                             "",
		filepath.Dir(artifacts):                           "does not write there",
		"/nowhere/1/" + aRun + "/artifacts":               "not on this machine",
		"s3://bucket/1/" + aRun + "/artifacts":            "does not write there",
		"mlflow-artifacts:/1/../2/" + aRun + "/artifacts": "does not write there",
		"mlflow-artifacts:/1/other/artifacts":             "does not write there",
		"mlflow-artifacts://b/1/" + aRun + "/artifacts":   `another server, "b",`,
	} {
		err = writeArtifact(context.Background(), store, location, nil, aRun, "reproduce/lineage.json", []byte("{}"))
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v; want %q", location, err, wrong)
		}
	}
}
