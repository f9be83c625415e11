package report

import (
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Baseline says which runs count as originals from now on, and how much the
// judged metrics vary over them and the original. next is the check that they
// were made for.
func Baseline(r repro.Result, counted int, next string, style terminal.Style) string {
	s := newScreen(style)
	s.steps(r)
	s.Gap()
	s.Line("%s: %s as originals from now on.", printable.Middle(label(r), terminal.NameWidth), wording.Count(counted, "run counts", "runs count"))
	s.Gap()
	table := [][]string{{"  METRIC", "ORIGINAL", "LOWEST", "HIGHEST", "DEVIATION"}}
	judged := r.Comparison.Judged()
	for _, delta := range judged[:min(len(judged), tableLimit)] {
		values := []float64{delta.Original}
		for _, run := range append([]repro.Run{r.Reproduction}, r.Repeats...) {
			if v, logged := run.Metrics.Get(delta.Name); logged {
				values = append(values, v)
			}
		}
		table = append(table, []string{"  " + printable.Middle(delta.Name, s.Names(60)), alone(delta.Original), alone(slices.Min(values)), alone(slices.Max(values)), alone(roundTo(deviation(values), 2))})
	}
	s.Table(table, "lrrrr")
	s.Gap()
	s.notes(r)
	s.Gap()
	s.Line("Next, and a difference is compared with these runs:")
	s.Command("  ", next)
	return s.String()
}

// deviation is the standard deviation of a sample: the root of the sum of
// squared differences from the mean, over one less than their number.
func deviation(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	mean, squares := 0.0, 0.0
	for _, v := range values {
		mean += (v - values[0]) / float64(len(values))
	}
	for _, v := range values {
		squares += (v - values[0] - mean) * (v - values[0] - mean)
	}
	return math.Sqrt(squares / float64(len(values)-1))
}
