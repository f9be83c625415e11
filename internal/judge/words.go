package judge

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Headline is the result in a few plain words: "Reproduced: churn v7". The
// model's name is untrusted text; the caller escapes it for where it goes.
func Headline(r repro.Result) string {
	if label := r.Model().Label(); label != "" {
		return r.Verdict.Title() + ": " + label
	}
	return r.Verdict.Title()
}

// Summary is the result in one or two plain sentences: how many metrics, how
// far, and of what that is allowed. It states numbers and never a cause, and
// claims no more than the runs that were made. Metric names in it are
// untrusted text; the caller escapes them.
func Summary(r repro.Result) string {
	var sentences []string
	switch r.Verdict {
	case repro.Reproduced:
		sentences = reproducedWords(r.Comparison, r.Reason, r.Runs())
		if odd := NotFinite(r.Comparison); len(odd) > 0 {
			sentences = append(sentences, fmt.Sprintf("%s NaN or infinite in both runs, which says little: %s.", wording.Count(len(odd), "metric is", "metrics are"), names(odd)))
		}
		if text := OnTheWay(r); text != "" {
			sentences = append(sentences, text)
		}
	case repro.Drifted:
		newer := theReproduction
		if r.Compared() {
			newer = secondRun
		}
		sentences = driftedWords(r, newer)
		if text := LeftWords(r.Comparison); text != "" {
			sentences = []string{text}
		}
		if r.Reason == repro.ModelOutsideTolerance && r.Comparison.Model != nil {
			sentences = []string{"The metrics came back, and the model did not: " + ModelWords(*r.Comparison.Model) + "."}
		}
	default:
		sentences = []string{unverifiedWords(r)}
	}
	if left := r.Comparison.In(repro.StateIgnored, repro.StateReported); len(left) > 0 && r.Verdict != repro.Unverified {
		sentences = append(sentences, fmt.Sprintf("%s recorded and not judged: %s.", wording.Count(len(left), "metric was", "metrics were"), names(left)))
	}
	return strings.Join(sentences, " ")
}

// NotFinite are judged metrics that came back without a finite value: two trainings can
// diverge for two reasons.
func NotFinite(c repro.Comparison) []repro.Delta {
	return slices.DeleteFunc(slices.Clone(c.In(repro.StateIdentical)), func(d repro.Delta) bool { return decimal.Finite(d.Original) })
}

// Caveat is the footnote that every report carries: what the number of runs
// does not allow to say. "" where a measured noise stands behind every row.
func Caveat(r repro.Result) string {
	if r.Verdict == repro.Unverified || r.Comparison.Early != nil {
		return ""
	}
	for _, delta := range r.Comparison.Judged() {
		if delta.Noise == nil && r.Runs() == 1 {
			if r.Verdict == repro.Drifted && (UnknownSpread(r) != "" || r.CauseKnown()) {
				return "" // said in the summary, or what made the difference is known
			}
			return "One run each, so how much these metrics vary from run to run is not known."
		}
	}
	has := func(is func(n repro.Noise) bool) bool {
		return slices.ContainsFunc(r.Comparison.Judged(), func(d repro.Delta) bool { return d.Noise != nil && is(*d.Noise) })
	}
	switch {
	case !has(repro.Noise.Ranged) && has(func(n repro.Noise) bool { return n.Deviation > 0 || n.Diverged > 0 }):
		return "" // too few to say anything of
	case has(repro.Noise.Ranged):
		return "The range assumes that runs differ by roughly normal noise."
	}
	return "The re-runs were equal, so no noise was measured."
}

func reproducedWords(c repro.Comparison, reason repro.Reason, runs int) []string {
	judged := c.Judged()
	identical := len(c.In(repro.StateIdentical))
	in := fmt.Sprintf("in %s", wording.Count(runs, "re-run", "re-runs"))
	if reason == repro.Identical {
		if len(judged) == 1 {
			return []string{fmt.Sprintf("The metric %s came out exactly the same %s.", judged[0].Name, in)}
		}
		return []string{fmt.Sprintf("%s came out exactly the same %s.", all(len(judged)), in)}
	}
	noisy := c.In(repro.StateNoise)
	within := len(judged) - len(noisy)
	text, off := share(within, len(judged))+" within tolerance", func(d repro.Delta) string {
		return fmt.Sprintf("; %s is furthest off, by %s%s", d.Name, decimal.Unsigned(d.Difference), used(d))
	}
	if within == 1 && len(judged) == 1 {
		text, off = judged[0].Name+" is within tolerance", func(d repro.Delta) string {
			return fmt.Sprintf(", %s off%s", decimal.Unsigned(d.Difference), used(d))
		}
	}
	if identical > 0 && identical < len(judged) {
		text += fmt.Sprintf(", %d of them identical", identical)
	}
	if worst, ok := furthest(c.In(repro.StateWithin, repro.StateRounded)); ok {
		text += off(worst)
	}
	sentences := []string{text + "."}
	if within == 0 {
		sentences = nil
	}
	for i, delta := range noisy {
		if i == 2 {
			sentences = append(sentences, wording.Count(len(noisy)-i, "more metric lies inside its own range", "more metrics lie inside their own ranges")+".")
			break
		}
		sentences = append(sentences, noiseWords(delta)...)
	}
	return sentences
}

// OnTheWay says of a result whose last values came back which histories did
// not: the verdict is about the last values alone. "" where none parted.
func OnTheWay(r repro.Result) string {
	var parted []repro.Delta
	for _, delta := range r.Comparison.Judged() {
		if slices.ContainsFunc(r.Comparison.Curves, func(c repro.Curve) bool {
			return c.Name == delta.Name && (c.FirstOutside != nil || c.FirstDifferent != nil && delta.State == repro.StateIdentical)
		}) {
			parted = append(parted, delta)
		}
	}
	switch {
	case r.Verdict != repro.Reproduced || len(parted) == 0:
		return ""
	case len(parted) == 1:
		return fmt.Sprintf("Only last values are judged: the curve of %s differs at an earlier step.", parted[0].Name)
	}
	return fmt.Sprintf("Only last values are judged: %d curves differ at earlier steps (%s).", len(parted), names(parted))
}

// secondRun is what the newer of two runs is called where nothing was trained.
const secondRun = "the second run"

// driftedWords begin with what broke: the metric that is furthest off, what it was, what it is,
// by how much and how much is allowed.
func driftedWords(r repro.Result, newer string) []string {
	c := r.Comparison
	judged, outside := c.Judged(), c.In(repro.StateOutside)
	var sentences []string
	if worst, ok := furthest(outside); ok {
		was, is := apart(worst.Original, worst.Reproduced)
		text := fmt.Sprintf("%s was %s and is %s", worst.Name, was, is)
		if worst.Difference != "" {
			text += ", off by " + decimal.Unsigned(worst.Difference)
		}
		for _, note := range worst.Notes {
			if strings.Contains(note, " examples") {
				text += " (" + note + ")"
				break
			}
		}
		switch {
		case worst.Allowed != "":
			text += ", allowed " + worst.Allowed
		case worst.Tolerance != "":
			text += ", tolerance " + worst.Tolerance
		}
		sentences = append(sentences, text+".")
	}
	sentences = append(sentences, share(len(outside), len(judged))+" outside tolerance.")
	if missing := c.In(repro.StateMissing); len(missing) > 0 {
		sentences = append(sentences, fmt.Sprintf("%s missing from %s: %s.", wording.Count(len(missing), "metric is", "metrics are"), newer, names(missing)))
	}
	if text := UnknownSpread(r); text != "" {
		sentences = append(sentences, text)
	}
	return sentences
}

// apart writes two values in as few digits as tell them apart, six at least.
func apart(a, b float64) (was, is string) {
	for digits := 6; digits < 17; digits++ {
		was, is = strconv.FormatFloat(a, 'g', digits, 64), strconv.FormatFloat(b, 'g', digits, 64)
		if was != is {
			return was, is
		}
	}
	return decimal.Shortest(a), decimal.Shortest(b)
}

func unverifiedWords(r repro.Result) string {
	text := r.Detail
	if text == "" {
		if gate, failed := repro.FirstFailed(r.Evidence); failed {
			text = gate.Text
		}
	}
	if text == "" {
		text = "Nothing could be judged: " + string(r.Reason)
	}
	text = wording.Stop(text)
	if word, _, _ := strings.Cut(text, " "); modelNames(r, strings.TrimRight(word, ",.:;")) {
		return text
	}
	return wording.Capital(text)
}

// modelNames says whether a word is the name of something in the result: those keep
// their case.
func modelNames(r repro.Result, word string) bool {
	_, original := r.Original.Params.Get(word)
	_, now := r.Reproduction.Params.Get(word)
	_, metric := r.Original.Metrics.Get(word)
	return original || now || metric || word == r.Model().Name || slices.Contains(r.Execution.Executed, word) ||
		slices.ContainsFunc(r.Plan.Params, func(e repro.ParamEdit) bool { return e.Name == word || e.File == word || slices.Contains(e.Key, word) }) ||
		slices.Contains(r.Plan.Metrics.Files, word)
}

// furthest picks the delta with the largest share of what is allowed.
func furthest(deltas []repro.Delta) (repro.Delta, bool) {
	best, found := repro.Delta{}, false
	for _, delta := range deltas {
		if !found || delta.Ratio > best.Ratio || math.IsNaN(best.Ratio) {
			best, found = delta, true
		}
	}
	return best, found
}

// all is "Both metrics" and "All 3 metrics".
func all(n int) string {
	if n == 2 {
		return "Both metrics"
	}
	return fmt.Sprintf("All %d metrics", n)
}

// share is "1 of 3 metrics is", and "All 3 metrics are".
func share(n, of int) string {
	switch {
	case n == of && n == 1:
		return "The only metric is"
	case n == of:
		return all(n) + " are"
	}
	verb := "are"
	if n == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%d of %s %s", n, wording.Count(of, "metric", "metrics"), verb)
}

// used is how much of what is allowed a difference takes up.
func used(d repro.Delta) string {
	if math.IsNaN(d.Ratio) || math.IsInf(d.Ratio, 0) {
		return ""
	}
	percent := d.Ratio * 100
	if percent > 0 && percent < 1 {
		return " (less than 1 % of what is allowed)"
	}
	return fmt.Sprintf(" (%.0f %% of what is allowed)", math.Floor(percent))
}

// names lists up to five metric names.
func names(deltas []repro.Delta) string {
	var list []string
	for i, delta := range deltas {
		if i == 5 && len(deltas) > 6 {
			list = append(list, fmt.Sprintf("%d more", len(deltas)-i))
			break
		}
		list = append(list, delta.Name)
	}
	return strings.Join(list, ", ")
}
