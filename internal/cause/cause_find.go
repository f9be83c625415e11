package cause

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Clues are what was seen of two trainings besides their inputs.
type Clues struct {
	Original, Now repro.Lineage
	Before, After repro.Params
	Stages        []repro.StageChange // in the order in which they run; nil where no locks could be compared
	Varied        []repro.StageChange // not deterministic, as re-runs with equal inputs show
	Comparison    repro.Comparison
	Imports       map[string][]string // by stage: the files and packages that its programs import
	Ledger        Ledger
}

// drifted says whether there is anything to explain.
func (c Clues) drifted() bool {
	return len(c.Comparison.In(repro.StateOutside, repro.StateUndecided)) > 0
}

// born says whether a stage made other outputs from equal inputs.
func (c Clues) born() bool {
	return slices.ContainsFunc(c.Stages, func(s repro.StageChange) bool { return s.Born() && s.Leads })
}

// strengths are the levels of evidence, strongest first.
var strengths = []repro.Strength{repro.Established, repro.Isolated, repro.ConsistentWith, repro.DiffersUntested, repro.NotRecorded, repro.RuledOut, repro.Same}

// FindCauses turns inputs into factors that may explain a difference, or are
// ruled out, strongest evidence first. Stages, curves and earlier checks raise
// a factor to "consistent with" at most: more takes an experiment.
func FindCauses(inputs []repro.Input, clues Clues) []repro.Cause {
	levels := map[string]repro.Strength{repro.InputSame: repro.Same, repro.InputDiffers: repro.DiffersUntested, repro.InputUnknown: repro.NotRecorded}
	var causes []repro.Cause
	for _, input := range inputs {
		if input.Kind == repro.KindDerived && !(clues.born() && input.State == repro.InputDiffers && input.Name != "commit") {
			continue
		}
		if input.Kind == repro.KindDerived { // equal inputs do not make it differ: it may be one itself
			input.Kind = repro.KindParams
			input.Evidence = packaging.JoinNotes(input.Evidence, input.Note)
		}
		level, known := levels[input.State]
		if !known {
			level = repro.NotRecorded
		}
		cause := repro.Cause{Factor: input.Kind, Name: input.Name, Original: input.Original, Now: input.Now, Strength: level, Evidence: input.Evidence, Since: input.Since, Bearing: input.Bearing}
		if input.Bearing == repro.BearingIdle {
			cause.Strength, cause.Evidence, level = repro.Same, input.Note, repro.Same
		}
		if input.Bearing == repro.BearingSeldom && repro.TextAlone(input.Note) {
			cause.Evidence = input.Note
		}
		if level == repro.DiffersUntested {
			cause.Next = nextFor(input)
		}
		causes = append(causes, cause)
	}
	causes = append(causes, chancesOf(factsOf(clues.Original, clues.Now, clues.Before, clues.After))...)
	causes = append(causes, evaluationHints(clues.Comparison)...)
	if clues.drifted() {
		causes = byStages(causes, clues)
		var against []bool
		causes, against = byCurves(causes, clues.Comparison.Curves)
		byLedger(causes, inputs, clues.Ledger, against)
	}
	causes = append(causes, variedStages(clues)...)
	order.Stable(causes, func(a, b repro.Cause) int {
		return cmp.Or(
			cmp.Compare(slices.Index(strengths, a.Strength), slices.Index(strengths, b.Strength)),
			cmp.Compare(sinceRank(a), sinceRank(b)),
			cmp.Compare(causeRank(a), causeRank(b)),
		)
	})
	return causes
}

// pointed says whether the evidence points to the cause as one that differs: not
// to chance, and not to how a metric is defined, which says nothing of the model.
func pointed(c repro.Cause) bool {
	return c.Strength == repro.ConsistentWith && c.Factor != repro.FactorEvaluation && c.Factor != repro.FactorChance
}

// factorRanks put factors of equal evidence in order: what a pipeline reads
// before what surrounds it. It is an order to look at things in, no evidence.
var factorRanks = map[string]int{repro.FactorEvaluation: 0, repro.KindData: 1, repro.KindParams: 2, repro.KindCode: 3, repro.KindFile: 3, repro.KindCommand: 3, repro.KindSeed: 4, repro.KindVariable: 3, repro.KindEnvironment: 5, repro.KindRun: 6, repro.KindOverride: 8, repro.FactorChance: 9, repro.KindHardware: 10}

func causeRank(c repro.Cause) int {
	rank, known := factorRanks[c.Factor]
	if !known {
		rank = 11
	}
	if c.Factor == repro.KindEnvironment {
		rank += packaging.PackageRank(c.Name)
	}
	switch {
	case c.Evidence == repro.ChangedSince:
		return 0 // git has them, and of the others nothing is known
	case c.Name == repro.DirtyTree && c.Strength == repro.NotRecorded:
		return -1 // they are the usual cause of all
	case c.Name == repro.DirtyTree && c.Bearing == repro.BearingRead: // they were recorded, and the training ran or read them
		return 2
	case c.Factor == repro.KindCode && c.Name == repro.DirtyTree, c.Bearing == repro.BearingSeldom:
		return 13
	case c.Bearing == repro.BearingTracked: // nothing was seen to read it: it comes after what a training is known to take
		return 5
	case c.Factor == repro.KindEnvironment && packaging.PackageRank(c.Name) != packaging.RankPython && strings.Contains(c.Evidence, repro.SeenInTraining):
		return 4
	case c.Bearing == repro.BearingNotApplied:
		return -1
	}
	return rank
}

// nextFor is one line that undoes a difference. Names and versions are
// somebody's text: what is not of their form makes no line to paste.
func nextFor(input repro.Input) string {
	name := packaging.PackageName(input.Name)
	if input.Kind != repro.KindEnvironment || name == "python" || packaging.NamePattern.FindString(name) != name {
		return ""
	}
	if input.Original == repro.NotThere {
		return "pip uninstall " + name
	}
	if _, ok := packaging.ParseRelease(input.Original); !ok {
		return ""
	}
	again := ""
	if now, _, _ := strings.Cut(input.Now, " "); now == strings.TrimSpace(input.Original) { // pip would find it there
		again = "--force-reinstall --no-deps "
	}
	return fmt.Sprintf("pip install %s%s==%s", again, name, strings.TrimSpace(input.Original))
}

// evaluationHints are differences that look like another definition of a
// metric, not another model.
func evaluationHints(c repro.Comparison) []repro.Cause {
	var causes []repro.Cause
	for _, delta := range c.In(repro.StateOutside, repro.StateMissing) {
		for _, note := range delta.Notes {
			if strings.Contains(note, "same value") || strings.Contains(note, "percent against fraction") {
				causes = append(causes, repro.Cause{Factor: repro.FactorEvaluation, Name: delta.Name, Strength: repro.ConsistentWith, Evidence: strings.Replace(note, "looks like", "the two values look like", 1)})
			}
		}
	}
	return causes
}
