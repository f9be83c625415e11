package cause

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// byStages lets the pipeline's locks speak: what entered at the first stage
// that differs is consistent with the drift, what changed no output is ruled
// out, and where outputs differ and inputs do not, the cause is none of them.
// What a training saw of its data, by MLflow's digest, is left out where the
// locks show other data: it is that data, or what a stage made of it.
func byStages(causes []repro.Cause, clues Clues) []repro.Cause {
	if slices.ContainsFunc(clues.Stages, repro.StageChange.ReadsOther) {
		causes = slices.DeleteFunc(causes, func(c repro.Cause) bool {
			return c.Factor == repro.KindData && c.Strength == repro.DiffersUntested && scheme(c.Original) == "mlflow"
		})
	}
	for i := range causes {
		if cause := &causes[i]; cause.Strength == repro.DiffersUntested && cause.Factor != repro.KindEnvironment {
			inStages(cause, clues.Stages)
		}
	}
	born := slices.IndexFunc(clues.Stages, func(s repro.StageChange) bool { return s.Born() && s.Leads })
	if born < 0 || clues.variesBy(clues.Stages[born]) {
		return causes
	}
	return bornIn(causes, clues.Stages[born], clues)
}

// inStages judges one differing input by the stages that read it.
func inStages(cause *repro.Cause, stages []repro.StageChange) {
	var readers []repro.StageChange
	for _, stage := range stages {
		if stage.Uses(cause.Factor, cause.Name) {
			readers = append(readers, stage)
		}
	}
	if len(readers) == 0 {
		return
	}
	names := func(want func(repro.StageChange) bool) []string {
		var list []string
		for _, stage := range readers {
			if want(stage) {
				list = append(list, stage.Stage)
			}
		}
		return list
	}
	enters := names(func(s repro.StageChange) bool { return s.Enters() && s.Leads })
	idle := names(func(s repro.StageChange) bool { return s.Outs == repro.OutsEqual || !s.Leads })
	switch {
	case len(enters) > 0:
		stage := stages[slices.IndexFunc(stages, func(s repro.StageChange) bool { return s.Stage == enters[0] })]
		cause.Strength = repro.ConsistentWith
		if cause.Evidence = entry(*cause, stage); cause.Factor == repro.KindCommand && len(stage.Own) > 1 {
			cause.Evidence = entry(repro.Cause{}, stage)
		}
	case len(idle) == len(readers):
		cause.Strength = repro.Same
		cause.Evidence = ruledOut(readers)
		cause.Next = ""
	default:
		cause.Evidence = packaging.JoinNotes(cause.Evidence, "read by stage "+strings.Join(names(func(repro.StageChange) bool { return true }), ", "))
	}
}

// entry says what was seen where a difference comes in.
func entry(cause repro.Cause, stage repro.StageChange) string {
	text := fmt.Sprintf("it is an input of stage %s, whose outputs differ (%s)", stage.Stage, stage.Witness)
	switch {
	case cause.Factor == repro.KindCommand && cause.Original == repro.NotThere:
		text = fmt.Sprintf("the original's lock does not name it (%s)", stage.Witness)
	case stage.Outs == repro.OutsUnknown:
		text = fmt.Sprintf("it is an input of stage %s, whose outputs cannot be compared (%s)", stage.Stage, stage.Witness)
	case cause.Factor == repro.KindCommand:
		text = fmt.Sprintf("the outputs of the stage differ, and nothing that it read does (%s)", stage.Witness)
	}
	if stage.Measures && len(stage.Ignored) == 0 && stage.Outs == repro.OutsDiffer {
		text += "; so only the evaluation differs"
	}
	return text
}

func ruledOut(readers []repro.StageChange) string {
	for _, stage := range readers {
		if stage.Leads {
			but := ""
			if len(stage.Left) > 0 {
				but = ", " + strings.Join(stage.Left, ", ") + " left out"
			}
			return fmt.Sprintf("ruled out: stage %s read it, and its outputs are equal%s (%s)", stage.Stage, but, stage.Witness)
		}
	}
	return fmt.Sprintf("ruled out: only stage %s reads it, which leads to no metric", readers[0].Stage)
}

// bornIn raises what can make other outputs from equal inputs: code that the
// pipeline does not name, packages that are numerical or that the stage's own
// programs import, seeds, hardware; where none of these differs, chance, as far
// as anything shows it; and where nothing does, another Python, from which
// chance cannot be told.
func bornIn(causes []repro.Cause, stage repro.StageChange, clues Clues) []repro.Cause {
	seen := fmt.Sprintf("the outputs of stage %s differ, although its command and declared dependencies are equal (%s)", stage.Stage, stage.Witness)
	for _, before := range clues.Stages {
		if before.Stage == stage.Stage {
			break
		}
		if before.Leads && before.Outs == repro.OutsUnknown {
			seen += fmt.Sprintf("; the outputs of stage %s could not be compared", before.Stage)
		}
	}
	felt := func(cause repro.Cause) bool {
		imported := slices.Contains(clues.Imports[stage.Stage], cause.Name)
		switch cause.Factor {
		case repro.KindCode, repro.KindFile:
			return imported || clues.seenRead(cause) || slices.Contains(clues.Imports[""], cause.Name)
		case repro.KindEnvironment:
			return imported || packaging.PackageRank(cause.Name) == packaging.RankNumerical
		}
		return cause.Factor == repro.KindSeed || cause.Factor == repro.KindHardware
	}
	differs := func(could func(repro.Cause) bool) func(repro.Cause) bool {
		return func(cause repro.Cause) bool { return cause.Strength == repro.DiffersUntested && could(cause) }
	}
	raise := func(could func(repro.Cause) bool, evidence func(repro.Cause) string) (raised bool) {
		for i, cause := range causes {
			if could(cause) {
				causes[i].Strength, causes[i].Evidence, raised = repro.ConsistentWith, evidence(cause), true
			}
		}
		return raised
	}
	steers := func(cause repro.Cause) bool {
		return cause.Factor == repro.KindVariable && repro.SteersNumbers(cause.Name)
	}
	nobodys := repro.Cause{
		Factor: repro.FactorChance, Name: "stage " + stage.Stage, Strength: repro.ConsistentWith,
		Evidence: seen + "; it may be the environment, non-determinism, or something that the pipeline does not declare",
		Next:     "dvc repro --single-item --force " + wording.Quote(stage.Stage),
	}
	switch {
	case raise(differs(felt), func(cause repro.Cause) string {
		if clues.seenRead(cause) {
			return seen + "; the training was seen to read it"
		}
		return seen
	}):
		return causes
	case raise(isChance, func(cause repro.Cause) string {
		return strings.TrimSuffix(cause.Evidence, couldContribute) + "; " + seen
	}):
		return causes
	case raise(differs(steers), func(repro.Cause) string { return seen }):
		return causes
	case slices.ContainsFunc(causes, differs(func(c repro.Cause) bool { return c.Unlisted() || clues.recordedAround(c, stage) })):
		// What git or MLflow has a change of comes before what nobody recorded.
		nobodys.Strength = repro.NotRecorded
	case raise(differs(isPython), func(repro.Cause) string { return seen + "; non-determinism that was not recorded would look the same" }):
		nobodys.Strength = repro.NotRecorded
	}
	return append(causes, nobodys)
}

// seenRead says of a file that the training was seen to read that no stage declares it
// and no program names it: which stage read it, nobody knows.
func (c Clues) seenRead(cause repro.Cause) bool {
	return cause.Bearing == repro.BearingRead && !slices.Contains(slices.Concat(slices.Collect(maps.Values(c.Imports))...), cause.Name) &&
		!slices.ContainsFunc(c.Stages, func(s repro.StageChange) bool { return s.Uses(cause.Factor, cause.Name) })
}

// recordedAround says of a variable whose values are known, or of a package that the
// training imported, that nothing shows it to be another stage's alone.
func (c Clues) recordedAround(cause repro.Cause, stage repro.StageChange) bool {
	switch cause.Factor {
	case repro.KindVariable:
		return cause.Bearing != repro.BearingSeldom
	case repro.KindEnvironment:
		imported := packaging.ByPackage(c.Now.Packages)[cause.Name]
		return !isPython(cause) && imported.From == repro.SeenInTraining && !slices.ContainsFunc(slices.Sorted(maps.Keys(c.Imports)), func(name string) bool {
			return name != stage.Stage && slices.Contains(c.Imports[name], cause.Name)
		})
	}
	return false
}

func isChance(c repro.Cause) bool { return c.Factor == repro.FactorChance }

func isPython(c repro.Cause) bool {
	return c.Factor == repro.KindEnvironment && packaging.PackageRank(c.Name) == packaging.RankPython
}
