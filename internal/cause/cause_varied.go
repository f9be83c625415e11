package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Re-runs of one commit with the same params are an experiment: where a stage
// read equal inputs and made other outputs, it is not deterministic. That may be
// all there is to a difference from the original, unless the original is further
// off than re-runs are from each other.

// notDeterministic begins the evidence of a stage that re-runs showed to vary.
const notDeterministic = "not deterministic: "

// variedStages are the stages that re-runs showed to vary, as causes, where a
// metric varies.
func variedStages(clues Clues) []repro.Cause {
	if !slices.ContainsFunc(clues.Comparison.Judged(), func(d repro.Delta) bool { return d.Noise != nil && d.Noise.Deviation > 0 }) {
		return nil
	}
	var causes []repro.Cause
	for _, stage := range clues.Varied {
		cause := repro.Cause{
			Factor: repro.FactorChance, Name: "stage " + stage.Stage, Strength: repro.ConsistentWith, Next: "seed the stage and log the seed",
			Evidence: fmt.Sprintf("%sre-runs made other outputs from equal inputs (%s; %s)", notDeterministic, strings.Join(firstOf(stage.Differ, 3), ", "), stage.Witness),
		}
		if drifts(clues.Comparison) {
			cause.Strength = repro.NotRecorded
			cause.Evidence += ", but the original is further off than they are from each other"
		}
		causes = append(causes, cause)
	}
	return causes
}

// variesBy says whether re-runs differ in what a stage made as the original does,
// so that what differs there tells nothing.
func (c Clues) variesBy(stage repro.StageChange) bool {
	return !drifts(c.Comparison) && slices.ContainsFunc(c.Varied, func(v repro.StageChange) bool { return v.Stage == stage.Stage })
}

// variedWords is the sentence of stages that re-runs showed to vary, where they may
// be all there is to a difference; "" where there are none.
func variedWords(c repro.Comparison, causes []repro.Cause) string {
	var stages []string
	for _, cause := range causes {
		if cause.Factor == repro.FactorChance && cause.Strength == repro.ConsistentWith && strings.HasPrefix(cause.Evidence, notDeterministic) {
			stages = append(stages, strings.TrimPrefix(cause.Name, "stage "))
		}
	}
	switch {
	case len(stages) == 0 || len(c.In(repro.StateNoise, repro.StateUndecided)) == 0:
		return ""
	case len(stages) == 1:
		return "Stage " + stages[0] + " is not deterministic: re-runs made other outputs from equal inputs."
	}
	return "Stages " + wording.List(stages) + " are not deterministic: re-runs made other outputs from equal inputs."
}

func firstOf(list []string, most int) []string {
	if len(list) > most {
		return append(slices.Clone(list[:most]), fmt.Sprintf("%d more", len(list)-most))
	}
	return list
}
