package app

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWriteBack has three nights: each tag is read back, and set only where it
// changes.
func TestWriteBack(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: map[string]string{"owner": "ada"}}, "production")
	dir := t.TempDir()
	env := map[string]string{"GITHUB_SERVER_URL": "https://github.test", "GITHUB_REPOSITORY": "octo/churn", "GITHUB_RUN_ID": "77"}
	a := &App{Process: Process{Dir: dir, Getenv: func(name string) string { return env[name] }, Stderr: &strings.Builder{}}, Secrets: new(redact.Redactor)}
	registry, err := a.OpenRegistry(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	if err := os.MkdirAll(filepath.Join(dir, "report"), 0o755); err != nil {
		t.Fatal(err)
	}
	for night, test := range []struct {
		verdict repro.Verdict
		reason  repro.Reason
		report  string
		sets    int
		widened string
	}{
		{repro.Reproduced, repro.Identical, "one", 5, ""},
		{repro.Reproduced, repro.Identical, "two", 3, "A wider tolerance."}, // it, the time, and the report's digest
		{repro.Unverified, repro.PipelineFailed, "three", 5, ""},
	} {
		version, _, err := mlflow.Resolve(t.Context(), registry, repro.ModelRef{Name: "churn"})
		if err != nil {
			t.Fatal(err)
		}
		r := repro.Result{Verdict: test.verdict, Reason: test.reason, CheckedAt: time.Date(2026, 11, 20+night, 2, 41, 0, 0, time.UTC)}
		r.Plan.Model = version
		if test.verdict == repro.Reproduced {
			r.Evidence = []repro.Gate{{Name: evidence.NumbersComputed, State: repro.GatePassed, Text: "a run logged the numbers; witnesses: run, params, code; not seen: more"}}
		}
		if err := os.WriteFile(filepath.Join(dir, "report", "report.json"), []byte(test.report), 0o644); err != nil {
			t.Fatal(err)
		}
		server.Requests() // those before
		if warnings := WriteBack(t.Context(), registry, r, test.widened); warnings != nil {
			t.Fatal(warnings)
		}
		if err := a.WriteBackReport(t.Context(), registry, r, "report"); err != nil {
			t.Fatal(err)
		}
		if sets := len(server.Requests()) - 1; sets != test.sets { // the version is read once
			t.Errorf("night %d: %d tags were set, want %d", night, sets, test.sets)
		}
	}
	want := map[string]string{
		"owner": "ada", "reproduce.verdict": "unverified (pipeline-failed)", "reproduce.evidence": "not proven", "reproduce.checked_at": "2026-11-22T02:41:00Z", "reproduce.tolerance": "",
		"reproduce.report": "https://github.test/octo/churn/actions/runs/77", "reproduce.report_sha256": "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f",
	}
	if got := server.VersionTags("churn", "1"); !maps.Equal(got, want) {
		t.Errorf("the version has %q\nwant %q (%q)", got, want, slices.Sorted(maps.Keys(got)))
	}
}
