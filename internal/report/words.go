package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// number spells a small number, as a sentence starts with it.
func number(n int) string {
	small := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}

// list joins words as a sentence does: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// few cuts a list after n words and says how many more there are.
func few(words []string, n int) []string {
	if len(words) <= n+1 {
		return words
	}
	return append(append([]string{}, words[:n]...), strconv.Itoa(len(words)-n)+" more")
}

// compareOnly says that no training belongs to the result: two recorded runs
// were held against each other.
func compareOnly(r repro.Result) bool {
	return r.Compared()
}

// otherSide is what the inputs are held against: of two runs that somebody compares, neither
// need be an original.
func otherSide(r repro.Result) string {
	if compareOnly(r) {
		return "the first run"
	}
	return "the original run"
}

// title is the verdict's word. A comparison without a training has words of its
// own: numbers that agree say nothing about whether the model comes back.
func title(r repro.Result) string {
	if !compareOnly(r) {
		return r.Verdict.Title()
	}
	switch {
	case r.Verdict == repro.Reproduced && r.Reason == repro.Identical:
		return "Identical"
	case r.Verdict == repro.Reproduced && r.Reason == repro.WithinNoise:
		return "Within noise"
	case r.Verdict == repro.Reproduced:
		return "Within tolerance"
	case r.Verdict == repro.Drifted:
		return "Outside tolerance"
	default:
		return "Could not compare"
	}
}

// other is what stands against the original in a table's heading.
func other(r repro.Result) string {
	if compareOnly(r) {
		return "Compared"
	}
	return "Reproduced"
}

// newer is what is held against the original, as the end of a sentence.
func newer(r repro.Result) string {
	if compareOnly(r) {
		return "the second run"
	}
	return "the reproduction"
}

// label names what the result is about. The text is as it came.
func label(r repro.Result) string {
	if compareOnly(r) {
		return cmp.Or(runName(r.Original), "nothing") + " against " + runName(r.Reproduction)
	}
	return cmp.Or(r.Model().Label(), runName(original(r)), "unnamed model")
}

// runName is a run as people point at it.
func runName(run repro.Run) string {
	switch {
	case run.ID != "":
		return "run " + shortRun(run.ID)
	case run.From != "":
		return run.From
	default:
		return ""
	}
}

// outcome says in half a line why the verdict is what it is; for a headline.
func outcome(r repro.Result) string {
	judged := len(r.Comparison.Judged())
	outside := len(r.Comparison.In(repro.StateOutside))
	if compareOnly(r) && r.Verdict == repro.Reproduced {
		return wording.Count(judged, "metric", "metrics")
	}
	switch {
	case r.Verdict == repro.Reproduced && r.Reason == repro.Identical && judge.OnTheWay(r) != "":
		return wording.Count(judged, "metric", "metrics") + ", last values identical, earlier values not"
	case r.Verdict == repro.Reproduced && r.Reason == repro.Identical:
		return wording.Count(judged, "metric", "metrics") + ", all identical" + notFinite(r.Comparison)
	case r.Verdict == repro.Reproduced && r.Reason == repro.WithinNoise:
		noise := len(r.Comparison.In(repro.StateNoise))
		return strconv.Itoa(judged-noise) + " of " + wording.Count(judged, "metric", "metrics") + " within tolerance, " + strconv.Itoa(noise) + " within run-to-run noise"
	case r.Verdict == repro.Reproduced:
		return strconv.Itoa(judged) + " of " + wording.Count(judged, "metric", "metrics") + " within tolerance"
	case r.Reason == repro.CurveLeft && r.Comparison.Early != nil:
		return "a curve left the original's at step " + strconv.FormatInt(r.Comparison.Early.Step, 10)
	case r.Reason == repro.ModelOutsideTolerance:
		return "the metrics came back, and the model predicts otherwise"
	case r.Verdict == repro.Drifted:
		return strconv.Itoa(outside) + " of " + wording.Count(judged, "metric", "metrics") + " outside tolerance"
	default:
		if r.Reason == repro.MetricsMissing {
			return "metrics are missing from " + newer(r)
		}
		return reasonWords(r.Reason)
	}
}

// notFinite counts the metrics whose values say little, for a headline.
func notFinite(c repro.Comparison) string {
	if odd := len(judge.NotFinite(c)); odd > 0 {
		return ", " + strconv.Itoa(odd) + " of them not finite"
	}
	return ""
}

// reasonWords says in half a line what a reason means.
func reasonWords(reason repro.Reason) string {
	if info, ok := reason.Info(); ok {
		return info.Words
	}
	if reason == "" {
		return "nothing was judged"
	}
	return string(reason)
}

// Sentence is the result in one or two sentences of plain text, as the reader
// meets them first, with numbers as the tables show them. Names in it are as they
// came.
func Sentence(r repro.Result) string {
	text := judge.Summary(displayed(r))
	if compareOnly(r) && r.Verdict == repro.Reproduced && r.Reason != repro.WithinNoise {
		text = wording.Capital(outcome(r)) + " compared, all " + map[repro.Reason]string{repro.Identical: "identical", repro.WithinTolerance: "within tolerance"}[r.Reason] + "."
		if way := judge.OnTheWay(r); way != "" {
			text += " " + way
		}
	}
	if r.Verdict == repro.Drifted && r.Execution.Status == repro.ExecSucceeded {
		text += " The training pipeline itself ran normally."
	}
	if r.Verdict == repro.Drifted || r.Verdict == repro.Reproduced {
		return text
	}
	return text + nothingCompared(r)
}

// displayed is r with differences and allowances as the tables print them: a
// sentence with seventeen digits is read by nobody, and says no more.
func displayed(r repro.Result) repro.Result {
	deltas := slices.Clone(r.Comparison.Deltas)
	for i, d := range deltas {
		row := newRow(d, 0)
		if d.Difference != "" && row.difference != "" && row.difference != "identical" {
			deltas[i].Difference = row.difference
		}
		if allowed, ok := strings.CutPrefix(row.tolerance, "±"); ok && d.Allowed != "" {
			deltas[i].Allowed = allowed
		}
	}
	r.Comparison.Deltas = deltas
	return r
}

// nothingCompared keeps an unverified result from being read as a drift.
func nothingCompared(r repro.Result) string {
	if r.Comparison.Early != nil {
		return "" // its curves were
	}
	if len(r.Comparison.Deltas) > 0 {
		return ""
	}
	return " Nothing was compared, so this says nothing about whether the metrics would have matched."
}
