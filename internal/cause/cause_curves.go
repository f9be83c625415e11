package cause

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// byCurves lets the training histories speak. A pattern raises the factors
// that it is typical of, unless the pipeline's locks point already, which are
// the better witness, and says of the others that it is not: against is true
// for those. Where the pattern is that of an evaluation and nothing
// recorded is, the evaluation itself is added.
func byCurves(causes []repro.Cause, curves []repro.Curve) (all []repro.Cause, against []bool) {
	against = make([]bool, len(causes))
	pattern, curve := firstPattern(curves)
	if pattern == repro.PatternNothing {
		return causes, against
	}
	leads, pointed := false, slices.ContainsFunc(causes, pointed)
	for i := range causes {
		cause := &causes[i]
		leads = leads || cause.Strength == repro.ConsistentWith && cause.Factor != repro.FactorChance
		if cause.Strength != repro.DiffersUntested {
			continue
		}
		switch fits, speaks := curveFits(pattern, *cause); {
		case fits && pointed:
		case fits:
			cause.Strength, leads = repro.ConsistentWith, true
			cause.Evidence = curve + " " + short(pattern)
		case speaks:
			against[i] = true
			cause.Evidence = packaging.JoinNotes(cause.Evidence, curve+" "+short(pattern)+", which points to another cause")
		}
	}
	if evaluates := pattern == repro.PatternEvaluation || pattern == repro.PatternOffset || pattern == repro.PatternFactor; evaluates && !leads && !onlyData(causes) {
		causes = append(causes, repro.Cause{Factor: repro.FactorEvaluation, Name: curve, Strength: repro.ConsistentWith, Evidence: curve + " " + short(pattern)})
		against = append(against, false)
	}
	return causes, against
}

// onlyData says whether data is all that differs, but for files that a training seldom reads:
// then the metric is defined as it was.
func onlyData(causes []repro.Cause) bool {
	data := false
	for _, cause := range causes {
		if cause.Strength != repro.DiffersUntested || cause.Bearing == repro.BearingSeldom {
			continue
		}
		settings := slices.Contains([]string{".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".conf", ""}, path.Ext(cause.Name))
		if cause.Factor != repro.KindData && (cause.Factor != repro.KindFile || settings) {
			return false
		}
		data = true
	}
	return data
}

// firstPattern takes what all curves say together, or the pattern of the first
// curve that parts: those that drifted come first.
func firstPattern(curves []repro.Curve) (repro.Pattern, string) {
	if curve, only := evaluationOnly(curves); only {
		return repro.PatternEvaluation, curve
	}
	for _, curve := range curves {
		if curve.Pattern != repro.PatternNothing && curve.Pattern != repro.PatternEqual {
			return curve.Pattern, curve.Name
		}
	}
	return repro.PatternNothing, ""
}

// short is a pattern as the end of a sentence about a metric.
func short(p repro.Pattern) string {
	switch p {
	case repro.PatternLength:
		return "is equal as far as both runs go"
	case repro.PatternStart:
		return "is far apart from the first step on"
	case repro.PatternArithmetic:
		return "first differs by a rounding error"
	case repro.PatternSecond:
		return "is equal at the first step only"
	case repro.PatternJump:
		return "is equal at first and then apart at once"
	case repro.PatternEvaluation:
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

// causeNames says whether a name has one of the words in it.
func causeNames(c repro.Cause, groups ...[]string) bool {
	name := strings.ToLower(c.Name)
	return slices.ContainsFunc(slices.Concat(groups...), func(word string) bool { return strings.Contains(name, word) })
}

// causeHasPart says whether a part of a name is one of the words.
func causeHasPart(c repro.Cause, words []string) bool {
	return slices.ContainsFunc(nameParts(c.Name), func(part string) bool { return slices.Contains(words, part) })
}

// nameParts splits a name where people do: eval_loss, data/test.csv.
func nameParts(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_/.-", r) })
}

// curveFits says whether a pattern is typical of a factor, and where it is not,
// whether it speaks against it. What could act at any step is neither.
func curveFits(p repro.Pattern, cause repro.Cause) (fits, against bool) {
	numeric := cause.Factor == repro.KindEnvironment && packaging.PackageRank(cause.Name) == packaging.RankNumerical || cause.Factor == repro.KindHardware ||
		cause.Factor == repro.KindParams && causeNames(cause, wordsOfThreads)
	params := cause.Factor == repro.KindParams && !numeric
	read := cause.Factor == repro.KindData && cause.Bearing != repro.BearingTracked || cause.Factor == repro.KindSeed || params
	switch p {
	case repro.PatternArithmetic:
		return numeric, read
	case repro.PatternStart:
		return read, numeric
	case repro.PatternSecond:
		return cause.Factor == repro.KindSeed || params && causeNames(cause, wordsOfSchedule, wordsOfLoading), params && causeHasPart(cause, slices.Concat(partsOfScoring, partsOfHeldOut)) // all else may act from the first update on
	case repro.PatternJump:
		return params && causeNames(cause, wordsOfSchedule), false
	case repro.PatternLength:
		return params && causeNames(cause, wordsOfLength), cause.Factor == repro.KindSeed || cause.Factor == repro.KindData
	case repro.PatternOffset, repro.PatternFactor:
		return false, read || numeric
	case repro.PatternEvaluation:
		scoring := params && causeHasPart(cause, partsOfScoring) || cause.Factor == repro.KindData && causeHasPart(cause, partsOfHeldOut)
		return scoring, (params || cause.Factor == repro.KindSeed) && !scoring
	}
	return false, false
}
