package collect

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A dispatched training leaves its numbers in more than one place, and nobody sees who wrote
// which: where two of them disagree, one is not this training's.

// What is uploaded is looked for where the workflow is known to upload, or to call what may.

// maxBeside bounds the files that are looked at beside a run.
const maxBeside = 2

// besideRun holds the metrics files that a dispatched training committed or uploaded against its run.
// Where the commit's file had another value than the original's run, the two mean different things.
func (c *Collected) besideRun(ctx context.Context, plan repro.Plan, training train.Training) {
	if training.Upload == nil || plan.Metrics.Source != "auto" {
		return
	}
	if !training.Uploads {
		training.Upload = nil
	}
	uploads := 0
	for i, name := range dvc.MetricsIn(training.Files, plan.Metrics.Files) {
		file := metricsFile{path: name}
		if i >= maxBeside {
			return
		}
		data, err := c.left(ctx, &file, training, &uploads)
		if err != nil || !file.wrote {
			continue
		}
		content, err := dvc.ParseMetrics(name, data)
		if err != nil {
			continue
		}
		differ := otherValues(plan, c.Run.Metrics, content.Metrics)
		if len(differ) == 0 || training.Earlier != nil && anotherMeaning(plan, name, training.Earlier(name)) {
			continue
		}
		c.Disagree = fmt.Sprintf("run %s of this training and %s have different values of %s; take the run's with --metrics-source mlflow, or name another file with --metrics-file", c.Run.ID, name, wording.List(differ))
	}
}

// anotherMeaning says whether the metrics file of the commit had other numbers than the original.
func anotherMeaning(plan repro.Plan, file string, before []train.EarlierContent) bool {
	for _, then := range before {
		content, err := dvc.ParseMetrics(file, then.Data)
		if err == nil && len(otherValues(plan, plan.Original.Metrics, content.Metrics)) > 0 {
			return true
		}
	}
	return false
}

// besideCommitted holds a metrics file that a dispatched training committed against the one
// that it uploaded.
func (c *Collected) besideCommitted(ctx context.Context, plan repro.Plan, training train.Training, file metricsFile) {
	if training.Upload == nil || !training.Uploads || !file.wrote || file.uploaded != nil {
		return
	}
	data, err := training.Upload(ctx, file.path)
	if err != nil {
		return
	}
	content, err := dvc.ParseMetrics(file.path, data)
	if differ := otherValues(plan, file.content.Metrics, content.Metrics); err == nil && len(differ) > 0 {
		c.Disagree = fmt.Sprintf("%s has different values of %s as the training committed it and as it uploaded it; keep it in one of the two", file.path, wording.List(differ))
	}
}

// otherValues words the judged metrics that two places have with different values. One may have
// fewer digits, or percents.
func otherValues(plan repro.Plan, a, b repro.Metrics) (differ []string) {
	judged := judge.Judges(plan.Metrics)
	for _, metric := range plan.Original.Metrics {
		x, has := valueOf(plan, metric.Name, a)
		y, there := valueOf(plan, metric.Name, b)
		if judged(metric.Name) && has && there && !sameWritten(x, y) && !sameWritten(100*x, y) && !sameWritten(x, 100*y) {
			differ = append(differ, fmt.Sprintf("%s (%v and %v)", metric.Name, x, y))
		}
	}
	return differ
}

// valueOf finds a metric of the original by its own name, or by the one that the map gives.
func valueOf(plan repro.Plan, name string, in repro.Metrics) (float64, bool) {
	if value, has := in.Get(name); has {
		return value, true
	}
	return in.Get(plan.Metrics.Map[name])
}

func sameWritten(a, b float64) bool { return decimal.SameWritten(a, b) || decimal.SameWritten(b, a) }
