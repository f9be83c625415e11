package app

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWriteBack_drift: the version keeps what drifted until a check has judged it, and no check
// writes over a later one, however long it took.
func TestWriteBack_drift(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{})})
	a := &App{Process: Process{Dir: t.TempDir(), Getenv: func(string) string { return "" }, Stderr: &strings.Builder{}}, Secrets: new(redact.Redactor)}
	registry, err := a.OpenRegistry(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	metric := func(name string, off, allowed float64) repro.Delta {
		d := repro.Delta{Name: name, Original: 100, Reproduced: 100 + off, Tolerance: "1 abs", State: repro.StateWithin}
		if allowed > 1 {
			d.Tolerance = "9 abs"
		}
		if off > allowed {
			d.State = repro.StateOutside
		}
		return d
	}
	asked, _, err := mlflow.Resolve(t.Context(), registry, repro.ModelRef{Name: "churn"}) // before all of them
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		day     int
		verdict repro.Verdict
		deltas  []repro.Delta
		left    string // of what a check of acc alone would leave open afterwards
		tag     string // the verdict's beginning
	}{
		{1, repro.Reproduced, []repro.Delta{metric("acc", 0, 1), metric("f1", 0, 1)}, "", "reproduced"},
		{3, repro.Drifted, []repro.Delta{metric("acc", 0, 1), metric("f1", 5, 1)}, "f1", "drifted"},
		{2, repro.Reproduced, []repro.Delta{metric("acc", 0, 1), metric("f1", 0, 1)}, "f1", "drifted"}, // it began before, and was over later
		{4, repro.Unverified, nil, "f1", "unverified"},
		{5, repro.Drifted, []repro.Delta{metric("acc", 0, 1), metric("loss", 5, 1)}, "f1 loss", "drifted"},
		{6, repro.Reproduced, []repro.Delta{metric("acc", 0, 1), metric("f1", 5, 9), metric("loss", 0, 1)}, "f1 loss", "reproduced"}, // a wider tolerance
		{7, repro.Reproduced, []repro.Delta{metric("acc", 0, 1), metric("f1", 0, 1), metric("loss", 0, 1)}, "", "reproduced"},
	} {
		r := repro.Result{Verdict: test.verdict, Reason: repro.Identical, CheckedAt: time.Date(2026, 11, test.day, 2, 41, 0, 0, time.UTC)}
		r.Plan.Model, r.Original.ID = asked, "run"
		r.Plan.Model.Tags = server.VersionTags("churn", "1")
		r.Comparison.Deltas = test.deltas
		warnings := WriteBack(t.Context(), registry, r, Widened(nil, r))
		if later := test.day == 2; later != (len(warnings) == 1 && strings.Contains(warnings[0], "of a later check, of 3 Nov 2026")) {
			t.Errorf("day %d: %q", test.day, warnings)
		}
		tags := server.VersionTags("churn", "1")
		next := repro.Result{Verdict: repro.Reproduced, CheckedAt: r.CheckedAt.AddDate(0, 0, 9)}
		next.Plan.Model, next.Original.ID = asked, "run"
		next.Plan.Model.Tags = tags
		var series drift.Series
		for _, record := range cause.Course(nil, next) {
			series.Add(record)
		}
		now := cause.RecordOf(next, "")
		now.Metrics = judge.Checked([]repro.Delta{metric("acc", 0, 1)})
		if left := strings.Join(series.Add(now).Left, " "); left != test.left || !strings.HasPrefix(tags[cause.VerdictTag], test.tag) {
			t.Errorf("day %d: left open %q, want %q; %q", test.day, left, test.left, tags)
		}
	}
}
