package record

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestLeave: each run that the training made by itself gets the record, as files and tags;
// parts of it, others' runs and deleted ones do not.
func TestLeave(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const id = "0123456789abcdef0123456789abcdef"
	server := mlflowtest.New(t)
	mine := map[string]string{recorded.Tag: id}
	first := server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: id}})
	second := server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: id, "mlflow.parentRunId": "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"}})
	server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: id, "mlflow.parentRunId": first}})
	server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: "another"}})
	server.AddRun(mlflowtest.Run{Tags: mine, Deleted: true})
	resumed := server.AddRun(mlflowtest.Run{})
	registry, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()

	recording := &Recording{ID: id, Recorder: Recorder{Environ: []string{"MLFLOW_RUN_ID=" + resumed}}}
	runs, err := recording.Runs(ctx, registry)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	record := Record{Text: []byte("{}\n"), Diff: "diff\n", Lineage: recorded.Lineage{ID: id, Code: recorded.Code{Commit: strings.Repeat("a", 40), Tree: recorded.Dirty}}}
	for _, run := range runs {
		found = append(found, run.ID)
		left, err := Leave(ctx, registry, run, record)
		if err != nil || !strings.HasPrefix(left, "reproduce/lineage.json of run ") {
			t.Errorf("left in %q, %v", left, err)
		}
		for name, want := range map[string]string{"reproduce/lineage.json": "{}\n", "reproduce/uncommitted.diff": "diff\n"} {
			if text, err := mlflow.RunFile(ctx, registry, run.ID, name); err != nil || string(text) != want {
				t.Errorf("%s: %q, %v", name, text, err)
			}
		}
		now, err := registry.Run(ctx, run.ID)
		tags := now.Tags
		if err != nil || tags[recorded.Tag] != id || tags[recorded.CommitTag] != record.Lineage.Code.Commit || tags[recorded.TreeTag] != "dirty" || len(tags[recorded.DigestTag]) != 64 {
			t.Errorf("tags %v, %v", tags, err)
		}
	}
	want := []string{first, second, resumed}
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("found %q; want %q", found, want)
	}
}

// TestRuns_leftover: a run that was over before the training, and that only the environment
// names, is another training's; one that was gone on with is not.
func TestRuns_leftover(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		ended time.Time
		found int
	}{
		"over before":  {began.Add(-time.Minute), 0},
		"gone on with": {began.Add(time.Minute), 1},
	} {
		server := mlflowtest.New(t)
		id := server.AddRun(mlflowtest.Run{Start: began.Add(-time.Hour).UnixMilli(), End: tt.ended.UnixMilli()})
		registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		recording := &Recording{ID: "0123456789abcdef0123456789abcdef", Recorder: Recorder{Environ: []string{"MLFLOW_RUN_ID=" + id}}}
		recording.document.StartedAt = began.Format(time.RFC3339)
		runs, err := recording.Runs(t.Context(), registry)
		if err != nil || len(runs) != tt.found {
			t.Errorf("%s: %d runs, %v; want %d", name, len(runs), err, tt.found)
		}
		registry.Close()
	}
}

// TestLeave_silence: a tracking server that does not answer is not waited for, at whatever
// request it falls silent, and the runs without the record are known.
func TestLeave_silence(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	silent := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server would not see that the client is gone
		<-r.Context().Done()
	}
	for name, tt := range map[string]struct {
		fail         string
		found        bool
		missed, left int
	}{
		"before its runs are known": {"runs/search", false, 0, 0},
		"at a file":                 {"/api/2.0/mlflow-artifacts", true, 3, 0},
		"at a tag":                  {"runs/set-tag", true, 3, 1},
	} {
		server := mlflowtest.New(t)
		for range 3 {
			server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: id}})
		}
		server.Fail(tt.fail, 100, silent)
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		find, leave := time.Hour, 300*time.Millisecond
		if !tt.found {
			find = leave
		}
		record := Record{Text: []byte("{}\n"), Lineage: recorded.Lineage{ID: id, Code: recorded.Code{Commit: strings.Repeat("a", 40), Tree: recorded.Clean}}}
		left, err := (&Recording{ID: id}).leaveOnRuns(context.Background(), registry, record, find, leave)
		registry.Close()
		if err == nil || !strings.Contains(err.Error(), "did not answer in time") || left.Found != tt.found || len(left.Missed) != tt.missed || len(left.In) != tt.left {
			t.Errorf("%s: %+v, %v", name, left, err)
		}
	}
}

// TestLeave_earlier: a run that has a record keeps it, whatever goes on with the run.
func TestLeave_earlier(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const id, earlier = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	for name, tt := range map[string]struct {
		tag, file string // before
		kept      bool
	}{
		"no record":                        {"", "", false},
		"begun by the training":            {id, "", false},
		"a tag and a file":                 {earlier, "then\n", true},
		"a tag alone":                      {earlier, "", true},
		"a file alone":                     {"", "then\n", true},
		"a file beside the training's tag": {id, "then\n", true},
	} {
		server := mlflowtest.New(t)
		tags := map[string]string{}
		if tt.tag != "" {
			tags[recorded.Tag] = tt.tag
		}
		registry, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		defer registry.Close()
		run, err := registry.Run(ctx, server.AddRun(mlflowtest.Run{Tags: tags}))
		if err == nil && tt.file != "" {
			err = registry.WriteRunFile(ctx, run.ID, "reproduce/lineage.json", []byte(tt.file))
		}
		if err != nil {
			t.Fatal(err)
		}
		left, err := Leave(ctx, registry, run, Record{Text: []byte("now\n"), Diff: "diff\n", Lineage: recorded.Lineage{ID: id, Code: recorded.Code{Commit: strings.Repeat("a", 40)}}})
		if (err != nil && left == "" && strings.Contains(err.Error(), "nothing was written")) != tt.kept {
			t.Errorf("%s: left %q, %v", name, left, err)
		}
		want, wantTag := "now\n", id
		if tt.kept {
			want, wantTag = tt.file, tt.tag
		}
		text, _ := mlflow.RunFile(ctx, registry, run.ID, "reproduce/lineage.json")
		diff, _ := mlflow.RunFile(ctx, registry, run.ID, "reproduce/uncommitted.diff")
		now, err := registry.Run(ctx, run.ID)
		if err != nil || string(text) != want || now.Tags[recorded.Tag] != wantTag || tt.kept && (now.Tags[recorded.CommitTag] != "" || len(diff) > 0) {
			t.Errorf("%s: %q, %v, %v", name, text, now.Tags, err)
		}
	}
}
