package collect

import (
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// One new number makes no file new: a time, or a noisy value, moves by itself beside
// numbers that were copied.

// notePartlyOld notes as numbers that stood before those of a file of which one, with many
// digits, stood in that file or in one that the training left alone. It matters
// only where every number came back.
func (c *Collected) notePartlyOld(plan repro.Plan, training train.Training, read []metricsFile) {
	if len(c.Stood) > 0 || !c.Wrote || c.Ambiguous != "" {
		return
	}
	compared, err := Compare(plan, *c)
	if err != nil || slices.ContainsFunc(compared.Judged(), func(d repro.Delta) bool { return d.State == repro.StateOutside }) {
		return
	}
	for _, delta := range compared.Judged() {
		value, there := c.Run.Metrics.Get(delta.Name)
		if !there || delta.State != repro.StateIdentical || !decimal.IsTelling(value) {
			continue
		}
		if where := c.stands(value, plan.Original.From, training, read); where != "" {
			c.Stood, c.Told = append(c.Stood, delta.Name+" in "+where), slices.Clone(c.Files)
			return
		}
	}
}

// stands says where a number stood before the training, the file of the original
// apart; "" for nowhere.
func (c *Collected) stands(value float64, original string, training train.Training, read []metricsFile) string {
	for _, file := range read {
		for _, before := range file.before {
			then, err := dvc.ParseMetrics(file.path, before.Data)
			if err == nil && slices.ContainsFunc(then.Metrics, func(m repro.Metric) bool { return decimal.SameValue(m.Value, value) }) {
				return before.Where
			}
		}
	}
	if training.UntouchedNumbers == nil {
		return ""
	}
	for _, file := range training.UntouchedNumbers([]float64{value}) {
		if file == original || file == mlflow.MetadataFile {
			continue
		}
		if training.Observed != nil && !filepath.IsAbs(file) && training.Observed(c.Files, c.Run.ID).Unread(file) {
			continue
		}
		return file
	}
	return ""
}
