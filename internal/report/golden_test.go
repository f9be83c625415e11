package report

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds got against testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "(end)", "(end)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return "got:  " + a + "\nwant: " + b
		}
	}
	return ""
}

var results = map[string]func() repro.Result{
	"reproduced": reproducedResult,
	"drifted":    driftedResult,
	"unverified": unverifiedResult,
	"noisy":      noisyResult,
	"compared":   comparedResult,
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	for name, result := range results {
		golden(t, name+".txt", Terminal(result(), Style{Width: 100}))
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
	for name, result := range results {
		body, left := Comment(result(), page)
		golden(t, name+".comment.md", body)
		summary, leftToo := Summary(result(), page)
		golden(t, name+".summary.md", summary)
		if len(left)+len(leftToo) > 0 {
			t.Errorf("%s: a small result lost %q and %q", name, left, leftToo)
		}
	}
}

func view() View {
	plan := story().Plan
	plan.Original.Metrics = story().Original.Metrics
	plan.Model.URL = "https://mlflow.example/#/models/churn-classifier/versions/7"
	return View{Plan: plan, Lineage: repro.Lineage{
		Commit:  repro.Fact{Value: originalCommit, From: "tag mlflow.source.git.commit", Note: "uncommitted changes are not recorded"},
		Data:    []repro.DataVersion{{Path: "data/train.parquet", Hash: "md5 8f14e45fceea167a5a36dedd4bea2543", From: "dvc.lock at a1b2c3d"}},
		Seeds:   []repro.Fact{{Value: "train.seed = 42", From: "param train.seed"}},
		Command: repro.Fact{Value: "src/train.py", From: "tag mlflow.source.name"},
	}}
}

func TestShow(t *testing.T) {
	t.Parallel()
	v := view()
	golden(t, "show.txt", Show(v, Style{Width: 100}))
	v.Updated = true
	golden(t, "show-updated.txt", Show(v, Style{Width: 100}))
	held := view()
	held.Plan.Files, held.Plan.Params = nil, held.Plan.Params[1:2]
	golden(t, "show-held.txt", Show(held, Style{}))
	golden(t, "show-bare.txt", Show(View{Plan: repro.Plan{Model: repro.ModelVersion{Name: "a b", Version: "1"}}}, Style{}))
}

func TestPlan(t *testing.T) {
	t.Parallel()
	plan := view().Plan
	plan.Warnings = []string{"the branch exists already and will be moved", "dvc.yaml declares no metrics"}
	golden(t, "plan.txt", Plan(plan, Style{Width: 100}))
	plan.Workflow, plan.Command, plan.Files = "", "make run", nil
	golden(t, "plan-local.txt", Plan(plan, Style{}))
}

func TestSwept(t *testing.T) {
	t.Parallel()
	identical := reproducedResult()
	identical.Reason, identical.Comparison.Deltas = repro.Identical, identical.Comparison.Deltas[:1]
	identical.Plan.Model = repro.ModelVersion{Name: "upsell", Version: "2"}
	drifted := driftedResult()
	failed := unverifiedResult()
	failed.Plan.Model = repro.ModelVersion{Name: "ltv|regressor @team", Version: "12"}
	body, left := Swept([]repro.Result{identical, failed, drifted}, Sweep{
		At: at("2026-11-23T03:00:00Z"), NotDue: 9, Never: 2,
		Pages: map[string]Pages{"churn-classifier v7": {Issue: "https://github.example/acme/churn/issues/3", Job: "https://github.example/acme/churn/actions/runs/1"}},
		Earlier: map[string][]repro.Past{"churn-classifier v7": {
			{At: at("2026-10-19T02:00:00Z"), Verdict: repro.Unverified}, {At: at("2026-10-26T02:00:00Z"), Verdict: repro.Reproduced},
			{At: at("2026-11-02T02:00:00Z"), Verdict: repro.Drifted}, {At: at("2026-11-09T02:00:00Z"), Verdict: repro.Drifted}}},
	})
	golden(t, "swept.md", body)
	if len(left) > 0 {
		t.Errorf("three rows lost %q", left)
	}
	none, _ := Swept(nil, Sweep{At: at("2026-11-23T03:00:00Z"), NotDue: 1})
	golden(t, "swept-none.md", none)
}

func TestViewAsJSON(t *testing.T) {
	t.Parallel()
	text, err := EncodeView(view())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "show.json", string(text))
}
