package flow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow/siblings"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// knownValues are all values that the original is known by: its own run, its
// siblings, its baseline, and earlier reproductions of it that were found to be
// one. The original comes first. named says in words which the others are; ""
// for none.
func (f *Flow) knownValues(ctx context.Context, result repro.Result) (samples []judge.Sample, named string, doubts []string) {
	samples = []judge.Sample{siblings.SampleOf(result.Original)}
	var words []string
	count := func(runs []repro.Run, what, alike string) {
		for _, run := range runs {
			samples = append(samples, siblings.SampleOf(run))
		}
		if len(runs) > 0 {
			words = append(words, wording.Count(len(runs), what, what+"s")+alike)
		}
	}
	others, err := siblings.Of(ctx, f.Registry, result.Original, result.Reproduction.ID)
	if err != nil {
		doubts = append(doubts, "other runs with the original's params were not looked for: "+err.Error())
	}
	count(others, "sibling run", " with the same params, commit and data")
	baseline, err := siblings.OfBaseline(ctx, f.Registry, result.Original, result.Reproduction.ID)
	if err != nil {
		doubts = append(doubts, "the baseline was not looked for: "+err.Error())
	}
	count(baseline, "baseline run", "")
	if commit := lineage.RecordedCommit(result.Original); commit.Known() {
		earlier := cause.EarlierReproductions(without(f.Past, baseline), result, commit.Value)
		for _, metrics := range earlier {
			samples = append(samples, judge.Sample{Metrics: metrics})
		}
		if len(earlier) > 0 {
			words = append(words, wording.Count(len(earlier), "earlier reproduction", "earlier reproductions"))
		}
	}
	return samples, strings.Join(words, " and "), doubts
}

// yardstick holds a difference of one run against the spread of the originals,
// where that is known. policy has the names of the new metrics.
func (f *Flow) yardstick(ctx context.Context, alpha float64, result repro.Result, policy repro.MetricPolicy) (repro.Result, error) {
	if len(result.Comparison.In(repro.StateOutside)) == 0 {
		return result, nil
	}
	originals, named, doubts := f.knownValues(ctx, result)
	result.Warnings = append(result.Warnings, doubts...)
	if len(originals) < 3 {
		return result, nil // two values have no spread to speak of
	}
	selection, err := siblings.Selection(ctx, f.Registry, result.Original)
	if err != nil {
		result.Warnings = append(result.Warnings, "whether the original is the best of several runs is not known: "+err.Error())
	}
	compared, err := judge.CompareRepeats(originals, []judge.Sample{siblings.SampleOf(result.Reproduction)}, policy, judge.NoisePolicy{Alpha: alpha, Selection: selection})
	if err != nil {
		return result, err
	}
	compared.Curves = result.Comparison.Curves
	for i, delta := range result.Comparison.Deltas {
		compared.Deltas[i] = settled(delta, compared.Deltas[i])
	}
	result.Comparison = compared
	result.Warnings = append(result.Warnings, spreadOf(named))
	return result, nil
}

// settled keeps what one run settles by itself: a value that cannot be judged.
func settled(alone, held repro.Delta) repro.Delta {
	if alone.State == repro.StateUndecided && alone.Noise == nil {
		return alone
	}
	return held
}

// spreadOf names what the numbers were held against.
func spreadOf(named string) string {
	return "compared with the spread of the original and " + named
}

// Price says what repeats may cost, going by how long the original took. every
// is for a baseline, which makes all of them.
func Price(original repro.Run, repeats int, every bool) string {
	most := " at most"
	text := fmt.Sprintf("at most %d trainings; the check stops as soon as the verdict is clear, most often after 3", repeats)
	if every {
		most, text = "", fmt.Sprintf("%d trainings", repeats)
	}
	if took := original.Ended.Sub(original.Started); took >= time.Second {
		text += fmt.Sprintf("; the original took %s, so about %s%s", took.Round(time.Second), (time.Duration(repeats) * took).Round(time.Second), most)
	}
	return text
}
