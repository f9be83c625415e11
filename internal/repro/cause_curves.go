package repro

import (
	"slices"
	"strings"
)

// byCurves lets the training histories speak. A pattern raises the factors
// that it is typical of, unless the pipeline's locks point already, which are
// the better witness, and says of the others that it is not: against is true
// for those. Where the pattern is that of an evaluation and nothing
// recorded is, the evaluation itself is added.
func byCurves(causes []Cause, curves []Curve) (all []Cause, against []bool) {
	against = make([]bool, len(causes))
	pattern, curve := firstPattern(curves)
	if pattern == PatternNothing {
		return causes, against
	}
	leads, pointed := false, slices.ContainsFunc(causes, Cause.pointed)
	for i := range causes {
		cause := &causes[i]
		leads = leads || cause.Strength == ConsistentWith && cause.Factor != FactorChance
		if cause.Strength != DiffersUntested {
			continue
		}
		switch fits, speaks := curveFits(pattern, *cause); {
		case fits && pointed:
		case fits:
			cause.Strength, leads = ConsistentWith, true
			cause.Evidence = curve + " " + pattern.short()
		case speaks:
			against[i] = true
			cause.Evidence = joinNotes(cause.Evidence, curve+" "+pattern.short()+", which speaks for something else")
		}
	}
	if evaluates := pattern == PatternEvaluation || pattern == PatternOffset || pattern == PatternFactor; evaluates && !leads {
		causes = append(causes, Cause{Factor: "evaluation", Name: curve, Strength: ConsistentWith, Evidence: curve + " " + pattern.short()})
		against = append(against, false)
	}
	return causes, against
}

// firstPattern takes what all curves say together, or the pattern of the first
// curve that parts: those that drifted come first.
func firstPattern(curves []Curve) (Pattern, string) {
	if curve, only := evaluationOnly(curves); only {
		return PatternEvaluation, curve
	}
	for _, curve := range curves {
		if curve.Pattern != PatternNothing && curve.Pattern != PatternEqual {
			return curve.Pattern, curve.Name
		}
	}
	return PatternNothing, ""
}

// short is a pattern as the end of a sentence about a metric.
func (p Pattern) short() string {
	switch p {
	case PatternLength:
		return "is equal as far as both runs go"
	case PatternStart:
		return "is far apart from the first step on"
	case PatternArithmetic:
		return "first parts by a rounding error"
	case PatternSecond:
		return "is equal at the first step only"
	case PatternJump:
		return "is equal at first and then apart at once"
	case PatternEvaluation:
		return "differs while the training curves are equal"
	}
	return "has a " + string(p) + " at every step"
}

// What params and data are about, by words in their names.
var (
	wordsOfLength   = []string{"epoch", "patience", "early", "iter", "estimators", "steps", "rounds"}
	wordsOfSchedule = []string{"schedul", "warmup", "decay", "gamma", "milestone", "step_size", "anneal", "augment", "checkpoint", "resume", "unfreeze"}
	wordsOfThreads  = []string{"n_jobs", "nthread", "num_threads", "threads", "device", "precision", "tf32"}
	wordsOfLoading  = []string{"shuffle", "num_workers"}

	partsOfScoring = []string{"eval", "evaluation", "threshold", "metric", "metrics"}
	partsOfHeldOut = []string{"eval", "evaluation", "val", "valid", "validation", "test", "holdout"} // of data: a param test_size is about the split
)

// names says whether a name has one of the words in it.
func (c Cause) names(groups ...[]string) bool {
	name := strings.ToLower(c.Name)
	return slices.ContainsFunc(slices.Concat(groups...), func(word string) bool { return strings.Contains(name, word) })
}

// hasPart says whether a part of a name is one of the words.
func (c Cause) hasPart(words []string) bool {
	return slices.ContainsFunc(nameParts(c.Name), func(part string) bool { return slices.Contains(words, part) })
}

// nameParts splits a name where people do: eval_loss, data/test.csv.
func nameParts(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_/.-", r) })
}

// curveFits says whether a pattern is typical of a factor, and where it is not,
// whether it speaks against it. What could act at any step is neither.
func curveFits(p Pattern, cause Cause) (fits, against bool) {
	numeric := cause.Factor == "environment" && packageRank(cause.Name) == rankNumerical || cause.Factor == "hardware" ||
		cause.Factor == "params" && cause.names(wordsOfThreads)
	params := cause.Factor == "params" && !numeric
	read := cause.Factor == "data" || cause.Factor == "seed" || params
	switch p {
	case PatternArithmetic:
		return numeric, read
	case PatternStart:
		return read, numeric
	case PatternSecond:
		return cause.Factor == "seed" || params && cause.names(wordsOfSchedule, wordsOfLoading), params && !cause.names(wordsOfLength)
	case PatternJump:
		return params && cause.names(wordsOfSchedule), false
	case PatternLength:
		return params && cause.names(wordsOfLength), cause.Factor == "seed" || cause.Factor == "data"
	case PatternOffset, PatternFactor:
		return false, read || numeric
	case PatternEvaluation:
		scoring := params && cause.hasPart(partsOfScoring) || cause.Factor == "data" && cause.hasPart(partsOfHeldOut)
		return scoring, (params || cause.Factor == "seed") && !scoring
	}
	return false, false
}
