package cause

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// PatternHint says what a pattern is consistent with, for people.
func PatternHint(p repro.Pattern) string {
	switch p {
	case repro.PatternLength:
		return "equal as far as both go, then one stops: consistent with early stopping or another number of epochs"
	case repro.PatternStart:
		return fromTheStart + startsApart(nil)
	case repro.PatternArithmetic:
		return "first apart by a rounding error: consistent with other arithmetic (library, threads, GPU, TF32); data and seed look the same"
	case repro.PatternSecond:
		return "equal at the first point only: consistent with what acts from the first update on (learning rate, its schedule, weight decay), other shuffling or a resume"
	case repro.PatternJump:
		return "equal at first, then apart at once: consistent with an event at that step (schedule, augmentation, checkpoint, data shard)"
	case repro.PatternEvaluation:
		return "the training curves are equal and this metric differs: consistent with other evaluation data or code, or randomness at evaluation"
	case repro.PatternOffset, repro.PatternFactor:
		return string(p) + " at every step: consistent with another definition of the metric (mean or sum, batch size, percent)"
	}
	return ""
}

// rounding is the largest relative difference that arithmetic alone explains
// at first sight: float32 keeps seven digits.
const rounding = 1e-5

func (w *curveWalk) pattern(c repro.Curve) repro.Pattern {
	switch {
	case c.Shared == 0:
		return repro.PatternNothing
	case c.FirstDifferent == nil && c.OnlyOriginal+c.OnlyReproduced == 0:
		return repro.PatternEqual
	case c.FirstDifferent == nil:
		return repro.PatternLength
	case w.shift.holds() && !w.level.holds():
		return repro.PatternOffset
	case w.factor.holds() && !w.level.holds():
		return repro.PatternFactor
	case relative(*c.FirstDifferent) <= rounding:
		return repro.PatternArithmetic
	case c.LastEqual == nil:
		return repro.PatternStart
	case c.LastEqual.Step == c.First.Step && c.LastEqual.Index == c.First.Index:
		return repro.PatternSecond
	}
	return repro.PatternJump
}

// CurveSentence is the curve in one line: "val_loss: equal through step 40; first
// difference at 41 (2.4e-7); outside tolerance from 112; largest 0.031 at 380".
func CurveSentence(c repro.Curve) string {
	var parts []string
	switch {
	case c.Shared == 0:
		parts = append(parts, "no shared steps")
	case c.LastEqual != nil:
		parts = append(parts, pointThrough(c, *c.LastEqual))
	case c.FirstDifferent == nil:
		parts = append(parts, pointThrough(c, *c.Last))
	}
	if p := c.FirstDifferent; p != nil {
		at := pointAt(c, *p)
		if c.LastEqual == nil && !c.NoSteps {
			at = "step " + at // no step was named before
		}
		parts = append(parts, fmt.Sprintf("first difference at %s (%s)", at, pointSize(c, *p)))
		if c.FirstOutside != nil {
			parts = append(parts, "outside tolerance from "+pointAt(c, *c.FirstOutside))
		} else {
			parts = append(parts, "never outside tolerance")
		}
		parts = append(parts, fmt.Sprintf("largest %s at %s", pointSize(c, *c.Largest), pointAt(c, *c.Largest)))
		if repro.SameNumber(c.Last.Original, c.Last.Reproduced) {
			parts = append(parts, "equal again at the end")
		}
	}
	for _, extra := range []struct {
		n   int
		who string
	}{{c.OnlyOriginal, "the original"}, {c.OnlyReproduced, "the reproduction"}} {
		if extra.n > 0 {
			parts = append(parts, fmt.Sprintf("%s in %s only", wording.Count(extra.n, "extra step", "extra steps"), extra.who))
		}
	}
	if c.NoSteps {
		parts = append(parts, "no steps were logged, so points are paired in order")
	}
	if c.OutOfOrder > 0 {
		parts = append(parts, fmt.Sprintf("%s left out: they came far out of order", wording.Count(c.OutOfOrder, "point", "points")))
	}
	return c.Name + ": " + strings.Join(parts, "; ")
}

func pointThrough(c repro.Curve, p repro.CurvePoint) string {
	if c.NoSteps {
		return "equal through " + pointAt(c, p)
	}
	return "equal through step " + pointAt(c, p)
}

func pointAt(c repro.Curve, p repro.CurvePoint) string {
	switch {
	case c.NoSteps:
		return fmt.Sprintf("point %d", p.Index+1)
	case p.Index > 0:
		return fmt.Sprintf("%d (value %d)", p.Step, p.Index+1)
	}
	return fmt.Sprint(p.Step)
}

func pointSize(c repro.Curve, p repro.CurvePoint) string {
	if !decimal.Finite(p.Original) || !decimal.Finite(p.Reproduced) {
		return fmt.Sprintf("%s against %s", decimal.Shortest(p.Reproduced), decimal.Shortest(p.Original))
	}
	v, _ := decimal.Magnitude(decimal.Difference(p.Original, p.Reproduced)).Float64()
	return brief(v)
}

// brief writes a size with three digits: 2.4e-7.
func brief(v float64) string {
	return strings.NewReplacer("e-0", "e-", "e+0", "e+").Replace(strconv.FormatFloat(v, 'g', 3, 64))
}

// CurveHint says what the curves together are consistent with, about the one
// that says it: "val_loss is …"; "" where they say nothing. What the causes know to
// be the same is not named, and code only where it differs.
func CurveHint(curves []repro.Curve, causes []repro.Cause) string {
	pattern, curve := firstPattern(curves)
	if pattern == repro.PatternStart {
		return curve + ": " + fromTheStart + startsApart(causes)
	}
	if hint := PatternHint(pattern); hint != "" {
		return curve + ": " + hint
	}
	return ""
}

// evaluationOnly says whether every training curve is equal, there is one, and
// a curve of an evaluation leaves its tolerance: that one is named.
func evaluationOnly(curves []repro.Curve) (curve string, only bool) {
	trained := false
	for _, c := range curves {
		parts := nameParts(c.Name)
		has := func(words ...string) bool {
			return slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(words, part) })
		}
		switch {
		case has("train", "training") && c.Pattern != repro.PatternEqual:
			return "", false
		case has("train", "training"):
			trained = true
		case has("val", "valid", "validation", "eval", "test") && c.FirstOutside != nil && curve == "":
			curve = c.Name
		}
	}
	return curve, trained && curve != ""
}

const fromTheStart = "different from the first step on: consistent with "

// startsApart lists what makes two trainings differ from their first step on, less
// what is known to be the same in both.
func startsApart(causes []repro.Cause) string {
	same := func(factor string) bool {
		of := func(c repro.Cause) bool { return c.Factor == factor }
		open := func(c repro.Cause) bool {
			return of(c) && (c.Strength != repro.Same || scheme(c.Now) == "mlflow" && factor == repro.KindData) // a digest covers the first rows
		}
		return slices.ContainsFunc(causes, of) && !slices.ContainsFunc(causes, open)
	}
	list := []string{"another seed", "other initial weights", "data", "data order", "params", "code"}
	list = slices.DeleteFunc(list, func(what string) bool {
		switch what {
		case "another seed":
			return same(repro.KindSeed)
		case "data", "params":
			return same(what)
		case "code":
			return !slices.ContainsFunc(causes, func(c repro.Cause) bool {
				dirty := c.Factor == repro.KindOverride // the original's tree was not its commit's
				if c.Name == repro.DirtyTree {
					return c.Strength != repro.Same
				}
				return (dirty || c.Factor == repro.KindCode || c.Factor == repro.KindFile) && c.Strength != repro.Same && c.Strength != repro.NotRecorded && c.Bearing != repro.BearingSeldom
			})
		}
		return false
	})
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}
