package repro

import (
	"fmt"
	"slices"
	"strings"
)

// byStages lets the pipeline's locks speak: what entered at the first stage
// that differs is consistent with the drift, what changed no output is ruled
// out, and where outputs differ and inputs do not, the cause is none of them.
func byStages(causes []Cause, clues Clues) []Cause {
	for i := range causes {
		if cause := &causes[i]; cause.Strength == DiffersUntested && cause.Factor != "environment" {
			inStages(cause, clues.Stages)
		}
	}
	born := slices.IndexFunc(clues.Stages, func(s StageChange) bool { return s.Born() && s.Leads })
	if born < 0 {
		return causes
	}
	return bornIn(causes, clues.Stages[born], clues)
}

// inStages judges one differing input by the stages that read it.
func inStages(cause *Cause, stages []StageChange) {
	var readers []StageChange
	for _, stage := range stages {
		if stage.uses(cause.Factor, cause.Name) {
			readers = append(readers, stage)
		}
	}
	if len(readers) == 0 {
		return
	}
	names := func(want func(StageChange) bool) []string {
		var list []string
		for _, stage := range readers {
			if want(stage) {
				list = append(list, stage.Stage)
			}
		}
		return list
	}
	enters := names(func(s StageChange) bool { return s.Enters() && s.Leads })
	idle := names(func(s StageChange) bool { return s.Outs == OutsEqual || !s.Leads })
	switch {
	case len(enters) > 0:
		stage := stages[slices.IndexFunc(stages, func(s StageChange) bool { return s.Stage == enters[0] })]
		cause.Strength = ConsistentWith
		if cause.Evidence = entry(*cause, stage); cause.Factor == "command" && len(stage.Own) > 1 {
			cause.Evidence = entry(Cause{}, stage)
		}
	case len(idle) == len(readers):
		cause.Strength = Same
		cause.Evidence = ruledOut(readers)
		cause.Next = ""
	default:
		cause.Evidence = joinNotes(cause.Evidence, "read by stage "+strings.Join(names(func(StageChange) bool { return true }), ", "))
	}
}

// entry says what was seen where a difference comes in.
func entry(cause Cause, stage StageChange) string {
	text := fmt.Sprintf("it enters at stage %s, which made other outputs (%s)", stage.Stage, stage.Witness)
	switch {
	case stage.Outs == OutsUnknown:
		text = fmt.Sprintf("it enters at stage %s, whose outputs cannot be compared (%s)", stage.Stage, stage.Witness)
	case cause.Factor == "command":
		text = fmt.Sprintf("the stage made other outputs, and nothing that it read differs (%s)", stage.Witness)
	}
	if stage.Measures && len(stage.Ignored) == 0 && stage.Outs == OutsDiffer {
		text += "; so only the evaluation differs"
	}
	return text
}

func ruledOut(readers []StageChange) string {
	for _, stage := range readers {
		if stage.Leads {
			but := ""
			if len(stage.Left) > 0 {
				but = ", " + strings.Join(stage.Left, ", ") + " left out"
			}
			return fmt.Sprintf("ruled out: stage %s read it and made the same outputs%s (%s)", stage.Stage, but, stage.Witness)
		}
	}
	return fmt.Sprintf("ruled out: only stage %s reads it, which leads to no metric", readers[0].Stage)
}

// bornIn raises what can make other outputs from equal inputs: code that the
// pipeline does not name, numerical packages, seeds and chance.
func bornIn(causes []Cause, stage StageChange, clues Clues) []Cause {
	seen := fmt.Sprintf("stage %s made other outputs from equal inputs, as far as the pipeline names them (%s)", stage.Stage, stage.Witness)
	for _, before := range clues.Stages {
		if before.Stage == stage.Stage {
			break
		}
		if before.Leads && before.Outs == OutsUnknown {
			seen += fmt.Sprintf("; what stage %s made could not be compared", before.Stage)
		}
	}
	raised := false
	raise := func(i int) {
		causes[i].Strength, raised = ConsistentWith, true
		causes[i].Evidence = seen
	}
	for i, cause := range causes {
		inside := cause.Factor == "code" && slices.Contains(clues.Inside, cause.Name)
		package0 := cause.Factor == "environment" && packageRank(cause.Name) == rankNumerical
		if cause.Strength == DiffersUntested && (inside || package0 || cause.Factor == "seed" || cause.Factor == "hardware") {
			raise(i)
		}
	}
	if !raised { // nothing recorded differs that could: then what makes trainings differ by themselves
		for i, cause := range causes {
			if cause.Factor == FactorChance {
				raise(i)
				causes[i].Evidence = cause.Evidence + "; " + seen
			}
		}
	}
	if raised {
		return causes
	}
	return append(causes, Cause{
		Factor: FactorChance, Name: "stage " + stage.Stage, Strength: ConsistentWith,
		Evidence: seen + "; its environment, chance, or something that the pipeline does not name",
		Next:     "dvc repro --single-item --force " + Quote(stage.Stage),
	})
}
