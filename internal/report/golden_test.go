package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestTerminal(t *testing.T) {
	t.Parallel()
	for name, result := range reporttest.Results {
		reporttest.Golden(t, name+".txt", Terminal(result(), terminal.Style{Width: 100}))
	}
}

// page is what a comment has around it.
var page = Page{
	Marker:     `<!-- reproduce:1 {"key":"churn-classifier/7"} -->`,
	Again:      "/reproduce churn-classifier 7",
	Job:        "https://github.example/acme/churn/actions/runs/19604117000",
	Repository: "https://github.example/acme/churn",
	Tracking:   "https://mlflow.example",
	Full:       "the job summary",
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	for name, result := range reporttest.Results {
		body, left := Comment(result(), page)
		reporttest.Golden(t, name+".comment.md", body)
		summary, leftToo := Summary(result(), page)
		reporttest.Golden(t, name+".summary.md", summary)
		if len(left)+len(leftToo) > 0 {
			t.Errorf("%s: a small result lost %q and %q", name, left, leftToo)
		}
	}
}

func view() View {
	plan := reporttest.Story().Plan
	plan.Original.Metrics = reporttest.Story().Original.Metrics
	plan.Model.URL = "https://mlflow.example/#/models/churn-classifier/versions/7"
	return View{Plan: plan, Lineage: repro.Lineage{
		Commit:  repro.Fact{Value: reporttest.OriginalCommit, From: "tag mlflow.source.git.commit", Note: "uncommitted changes are not recorded"},
		Data:    []repro.DataVersion{{Path: "data/train.parquet", Hash: "md5 8f14e45fceea167a5a36dedd4bea2543", From: "dvc.lock at a1b2c3d"}},
		Seeds:   []repro.Fact{{Value: "train.seed = 42", From: "param train.seed"}},
		Command: repro.Fact{Value: "src/train.py", From: "tag mlflow.source.name"},
	}}
}

func TestShow(t *testing.T) {
	t.Parallel()
	v := view()
	reporttest.Golden(t, "show.txt", Show(v, terminal.Style{Width: 100}))
	v.Updated = true
	reporttest.Golden(t, "show-updated.txt", Show(v, terminal.Style{Width: 100}))
	held := view()
	held.Plan.Files, held.Plan.Params = nil, held.Plan.Params[1:2]
	reporttest.Golden(t, "show-held.txt", Show(held, terminal.Style{}))
	reporttest.Golden(t, "show-bare.txt", Show(View{Plan: repro.Plan{Model: repro.ModelVersion{Name: "a b", Version: "1"}}}, terminal.Style{}))
}

func TestPlan(t *testing.T) {
	t.Parallel()
	plan := view().Plan
	plan.Warnings = []string{"the branch exists already and will be moved", "dvc.yaml declares no metrics"}
	reporttest.Golden(t, "plan.txt", Plan(Planned{Plan: plan, Next: "reproduce run iris-classifier --version 7 --workflow train.yml"}, terminal.Style{Width: 100}))
	plan.Workflow, plan.Command, plan.Files = "", "make run", nil
	reporttest.Golden(t, "plan-local.txt", Plan(Planned{Plan: plan, Price: "at most 8 trainings", Next: "reproduce run iris --version 7 --run-command 'make run'"}, terminal.Style{}))
}

func TestSwept(t *testing.T) {
	t.Parallel()
	identical := reporttest.ReproducedResult()
	identical.Reason, identical.Comparison.Deltas = repro.Identical, identical.Comparison.Deltas[:1]
	identical.Plan.Model = repro.ModelVersion{Name: "upsell", Version: "2"}
	drifted := reporttest.DriftedResult()
	failed := reporttest.UnverifiedResult()
	failed.Plan.Model = repro.ModelVersion{Name: "ltv|regressor @team", Version: "12"}
	body, left := Swept(Outlines([]repro.Result{identical, failed, drifted}), Sweep{
		At: reporttest.At("2026-11-23T03:00:00Z"), NotDue: 9, Never: 2,
		Pages: map[string]Pages{"churn-classifier v7": {Issue: "https://github.example/acme/churn/issues/3", Job: "https://github.example/acme/churn/actions/runs/1"}},
		Earlier: map[string][]repro.Past{"churn-classifier v7": {
			{At: reporttest.At("2026-10-19T02:00:00Z"), Verdict: repro.Unverified}, {At: reporttest.At("2026-10-26T02:00:00Z"), Verdict: repro.Reproduced},
			{At: reporttest.At("2026-11-02T02:00:00Z"), Verdict: repro.Drifted}, {At: reporttest.At("2026-11-09T02:00:00Z"), Verdict: repro.Drifted}}},
	})
	reporttest.Golden(t, "swept.md", body)
	if len(left) > 0 {
		t.Errorf("three rows lost %q", left)
	}
	against := repro.Result{Verdict: repro.Drifted, Original: repro.Run{ID: "a"}, Reproduction: repro.Run{From: "metrics.json"}}
	if table := SweptTerminal(Outlines([]repro.Result{identical, against}), Sweep{}, terminal.Style{}); !strings.Contains(table, "run a against metrics.json") {
		t.Errorf("the table is\n%s", table)
	}
	none, _ := Swept(nil, Sweep{At: reporttest.At("2026-11-23T03:00:00Z"), NotDue: 1})
	reporttest.Golden(t, "swept-none.md", none)
}
