package repro

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Clues are what was seen of two trainings besides their inputs.
type Clues struct {
	Original, Now Lineage
	Before, After Params
	Stages        []StageChange // in the order in which they run; nil where no locks could be compared
	Comparison    Comparison
	Imports       map[string][]string // by stage: the files and packages that its programs import
	Ledger        Ledger
}

// drifted says whether there is anything to explain.
func (c Clues) drifted() bool {
	return len(c.Comparison.In(StateOutside, StateMissing, StateUndecided)) > 0
}

// born says whether a stage made other outputs from equal inputs.
func (c Clues) born() bool {
	return slices.ContainsFunc(c.Stages, func(s StageChange) bool { return s.Born() && s.Leads })
}

// strengths are the levels of evidence, strongest first.
var strengths = []Strength{Established, Isolated, ConsistentWith, DiffersUntested, NotRecorded, Same}

// FindCauses turns inputs into factors that may explain a difference, or are
// ruled out, strongest evidence first. Stages, curves and earlier checks raise
// a factor to "consistent with" at most: more takes an experiment.
func FindCauses(inputs []Input, clues Clues) []Cause {
	levels := map[string]Strength{InputSame: Same, InputDiffers: DiffersUntested, InputUnknown: NotRecorded}
	var causes []Cause
	for _, input := range inputs {
		if input.Kind == KindDerived && !(clues.born() && input.State == InputDiffers && input.Name != "commit") {
			continue
		}
		if input.Kind == KindDerived { // equal inputs do not make it differ: it may be one itself
			input.Kind = "params"
			input.Evidence = joinNotes(input.Evidence, input.Note)
		}
		level, known := levels[input.State]
		if !known {
			level = NotRecorded
		}
		cause := Cause{Factor: input.Kind, Name: input.Name, Original: input.Original, Now: input.Now, Strength: level, Evidence: input.Evidence, Since: input.Since, Bearing: input.Bearing}
		if input.Bearing == BearingIdle {
			cause.Strength, cause.Evidence, level = Same, input.Note, Same
		}
		if level == DiffersUntested {
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
	slices.SortStableFunc(causes, func(a, b Cause) int {
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
func (c Cause) pointed() bool {
	return c.Strength == ConsistentWith && c.Factor != "evaluation" && c.Factor != FactorChance
}

// CausesOf is FindCauses where nothing but the inputs is known.
func CausesOf(inputs []Input) []Cause { return FindCauses(inputs, Clues{}) }

// factorRanks put factors of equal evidence in order: what a pipeline reads
// before what surrounds it. It is an order to look at things in, no evidence.
var factorRanks = map[string]int{"evaluation": 0, "data": 1, "params": 2, "code": 3, KindFile: 3, "command": 3, "seed": 4, "environment": 5, KindRun: 6, KindOverride: 8, FactorChance: 9, "hardware": 10}

func causeRank(c Cause) int {
	rank, known := factorRanks[c.Factor]
	if !known {
		rank = 11
	}
	if c.Factor == "environment" {
		rank += packageRank(c.Name)
	}
	switch {
	case c.Factor == "code" && c.Name == DirtyTree, c.Bearing == BearingSeldom:
		return 8
	case c.Bearing == BearingTracked:
		return 4
	case c.Bearing == BearingNotApplied:
		return -1
	}
	return rank
}

// nextFor is one line that undoes a difference. Names and versions are
// somebody's text: what is not of their form makes no line to paste.
func nextFor(input Input) string {
	name := PackageName(input.Name)
	if input.Kind != "environment" || name == "python" || packageName.FindString(name) != name {
		return ""
	}
	if input.Original == "not there" {
		return "pip uninstall " + name
	}
	if _, ok := parseRelease(input.Original); !ok {
		return ""
	}
	return fmt.Sprintf("pip install %s==%s", name, strings.TrimSpace(input.Original))
}

// evaluationHints are differences that look like another definition of a
// metric, not another model.
func evaluationHints(c Comparison) []Cause {
	var causes []Cause
	for _, delta := range c.In(StateOutside, StateMissing) {
		for _, note := range delta.Notes {
			if strings.Contains(note, "same value") || strings.Contains(note, "percent against fraction") {
				causes = append(causes, Cause{Factor: "evaluation", Name: delta.Name, Strength: ConsistentWith, Evidence: strings.Replace(note, "looks like", "the two values look like", 1)})
			}
		}
	}
	return causes
}
