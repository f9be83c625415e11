package reportjson

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestViewAsJSON(t *testing.T) {
	t.Parallel()
	plan := reporttest.Story().Plan
	plan.Original.Metrics = reporttest.Story().Original.Metrics
	text, err := EncodeView(report.View{Plan: plan, Lineage: repro.Lineage{
		Commit:  repro.Fact{Value: plan.Code.Commit, From: "tag mlflow.source.git.commit", Note: "uncommitted changes are not recorded"},
		Data:    []repro.DataVersion{{Path: "data/train.parquet", Hash: "md5 8f14e45fceea167a5a36dedd4bea2543", From: "dvc.lock at a1b2c3d"}},
		Seeds:   []repro.Fact{{Value: "train.seed = 42", From: "param train.seed"}},
		Command: repro.Fact{Value: "src/train.py", From: "tag mlflow.source.name"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "show.json", string(text))
}
