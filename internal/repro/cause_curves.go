package repro

import (
	"slices"
	"strings"
)

// byCurves lets the training histories speak. A pattern raises the factors
// that it is typical of, and says of the others that it is not: against is
// true for those.
func byCurves(causes []Cause, curves []Curve) (against []bool) {
	against = make([]bool, len(causes))
	pattern, curve := firstPattern(curves)
	if pattern == PatternNothing {
		return against
	}
	for i := range causes {
		cause := &causes[i]
		if cause.Strength != DiffersUntested {
			continue
		}
		switch fits, speaks := curveFits(pattern, *cause); {
		case fits:
			cause.Strength = ConsistentWith
			cause.Evidence = curve + " " + pattern.short()
		case speaks:
			against[i] = true
			cause.Evidence = joinNotes(cause.Evidence, curve+" "+pattern.short()+", which speaks for something else")
		}
	}
	return against
}

// firstPattern takes the pattern of the first curve that parts: those that
// drifted come first.
func firstPattern(curves []Curve) (Pattern, string) {
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
	}
	return "has a " + string(p) + " at every step"
}

// curveFits says whether a pattern is typical of a factor, and where it is not,
// whether it speaks against it.
func curveFits(p Pattern, cause Cause) (fits, against bool) {
	numeric := cause.Factor == "environment" && packageRank(cause.Name) == rankNumerical || cause.Factor == "hardware"
	read := slices.Contains([]string{"data", "params", "seed"}, cause.Factor)
	switch p {
	case PatternArithmetic:
		return numeric, read
	case PatternStart:
		return read, numeric
	case PatternSecond:
		return cause.Factor == "seed", cause.Factor == "params"
	case PatternLength:
		name := strings.ToLower(cause.Name)
		steps := slices.ContainsFunc([]string{"epoch", "patience", "early", "iter", "estimators", "steps", "rounds"}, func(word string) bool { return strings.Contains(name, word) })
		return cause.Factor == "params" && steps, cause.Factor == "seed" || cause.Factor == "data"
	}
	return false, false
}
