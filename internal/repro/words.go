package repro

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Symbol is one character that tells the verdicts apart by shape, not only by
// colour.
func (v Verdict) Symbol() string {
	switch v {
	case Reproduced:
		return "✅"
	case Drifted:
		return "⚠️"
	default:
		return "❓"
	}
}

// Title is the verdict as people read it.
func (v Verdict) Title() string {
	switch v {
	case Reproduced:
		return "Reproduced"
	case Drifted:
		return "Drifted"
	default:
		return "Could not verify"
	}
}

// Headline is the result in a few plain words: "Reproduced: churn v7". The
// model's name is untrusted text; the caller escapes it for where it goes.
func Headline(r Result) string {
	if label := r.Model().Label(); label != "" {
		return r.Verdict.Title() + ": " + label
	}
	return r.Verdict.Title()
}

// Summary is the result in one or two plain sentences: how many metrics, how
// far, and of what that is allowed. It states numbers and never a cause, and
// claims no more than the runs that were made. Metric names in it are
// untrusted text; the caller escapes them.
func Summary(r Result) string {
	var sentences []string
	switch r.Verdict {
	case Reproduced:
		sentences = reproducedWords(r.Comparison, r.Reason, r.runs())
	case Drifted:
		sentences = driftedWords(r.Comparison)
	default:
		sentences = []string{unverifiedWords(r)}
	}
	if left := r.Comparison.In(StateIgnored, StateReported); len(left) > 0 && r.Verdict != Unverified {
		sentences = append(sentences, fmt.Sprintf("%s recorded and not judged: %s.", counted(len(left), "metric was", "metrics were"), names(left)))
	}
	return strings.Join(sentences, " ")
}

// Caveat is the footnote that every report carries: what the number of runs
// does not allow to say. "" where a measured noise stands behind every row.
func Caveat(r Result) string {
	if r.Verdict == Unverified {
		return ""
	}
	for _, delta := range r.Comparison.Judged() {
		if delta.Noise == nil {
			return "One run each: nothing here says how much these metrics vary from run to run."
		}
	}
	return "The band assumes roughly bell-shaped noise between runs."
}

// runs is how many reproductions were made.
func (r Result) runs() int { return 1 + len(r.Repeats) }

func reproducedWords(c Comparison, reason Reason, runs int) []string {
	judged := c.Judged()
	identical := len(c.In(StateIdentical))
	in := fmt.Sprintf("in %s", counted(runs, "re-run", "re-runs"))
	if reason == Identical {
		if len(judged) == 1 {
			return []string{fmt.Sprintf("The metric %s came out exactly the same %s.", judged[0].Name, in)}
		}
		return []string{fmt.Sprintf("%s came out exactly the same %s.", all(len(judged)), in)}
	}
	noisy := c.In(StateNoise)
	within := len(judged) - len(noisy)
	text, off := share(within, len(judged))+" within tolerance", func(d Delta) string {
		return fmt.Sprintf("; %s is furthest off, by %s%s", d.Name, unsigned(d.Difference), used(d))
	}
	if within == 1 && len(judged) == 1 {
		text, off = judged[0].Name+" is within tolerance", func(d Delta) string {
			return fmt.Sprintf(", %s off%s", unsigned(d.Difference), used(d))
		}
	}
	if identical > 0 && identical < len(judged) {
		text += fmt.Sprintf(", %d of them identical", identical)
	}
	if worst, ok := furthest(c.In(StateWithin, StateRounded)); ok {
		text += off(worst)
	}
	sentences := []string{text + "."}
	if within == 0 {
		sentences = nil
	}
	for i, delta := range noisy {
		if i == 2 {
			sentences = append(sentences, fmt.Sprintf("So do %d more metrics within their own range.", len(noisy)-i))
			break
		}
		sentences = append(sentences, noiseWords(delta)...)
	}
	return sentences
}

// noiseWords says what a band does and does not show.
func noiseWords(d Delta) []string {
	if d.Noise == nil {
		return []string{fmt.Sprintf("%s lies inside the measured noise.", d.Name)}
	}
	n := *d.Noise
	sentences := []string{fmt.Sprintf("%s: %s lies inside %s.", d.Name, shortest(d.Original), n.rangeWords())}
	if n.Detectable > 0 && !math.IsInf(n.Detectable, 0) {
		sentences = append(sentences, fmt.Sprintf("A true shift above %s would have been seen %s of the time; up to %s does not matter here.", figure(n.Detectable), Percent(n.Power), figure(n.Material)))
	}
	return sentences
}

func driftedWords(c Comparison) []string {
	judged, outside := c.Judged(), c.In(StateOutside)
	sentences := []string{share(len(outside), len(judged)) + " outside tolerance."}
	if worst, ok := furthest(outside); ok {
		text := fmt.Sprintf("%s: %s against %s", worst.Name, shortest(worst.Reproduced), shortest(worst.Original))
		if worst.Difference != "" {
			text = fmt.Sprintf("%s differs by %s", worst.Name, worst.Difference)
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
	if missing := c.In(StateMissing); len(missing) > 0 {
		sentences = append(sentences, fmt.Sprintf("%s not come back: %s.", counted(len(missing), "metric did", "metrics did"), names(missing)))
	}
	return sentences
}

func unverifiedWords(r Result) string {
	text := r.Detail
	if text == "" {
		if gate, failed := FirstFailed(r.Evidence); failed {
			text = gate.Text
		}
	}
	if text == "" {
		text = "Nothing could be judged: " + string(r.Reason)
	}
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	if word, _, _ := strings.Cut(text, " "); r.names(strings.TrimRight(word, ",.:;")) {
		return text
	}
	return capital(text)
}

// names says whether a word is the name of something in the result: those keep
// their case.
func (r Result) names(word string) bool {
	_, original := r.Original.Params.Get(word)
	_, now := r.Reproduction.Params.Get(word)
	_, metric := r.Original.Metrics.Get(word)
	return original || now || metric || word == r.Model().Name || slices.Contains(r.Execution.Executed, word) ||
		slices.ContainsFunc(r.Plan.Params, func(e ParamEdit) bool { return e.Name == word || e.File == word || slices.Contains(e.Key, word) }) ||
		slices.Contains(r.Plan.Metrics.Files, word)
}

// capital begins a sentence that was an error: those begin in lower case.
func capital(text string) string {
	word, _, _ := strings.Cut(text, " ")
	if plain := strings.Trim(word, "abcdefghijklmnopqrstuvwxyz,"); plain != "" || word == "" {
		return text // a name, a path, a command or a metric with its colon stays as it is
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// furthest picks the delta with the largest share of what is allowed.
func furthest(deltas []Delta) (Delta, bool) {
	best, found := Delta{}, false
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
	return fmt.Sprintf("%d of %s %s", n, counted(of, "metric", "metrics"), verb)
}

// used is how much of what is allowed a difference takes up.
func used(d Delta) string {
	if math.IsNaN(d.Ratio) || math.IsInf(d.Ratio, 0) {
		return ""
	}
	percent := d.Ratio * 100
	if percent > 0 && percent < 1 {
		return " (less than 1 % of what is allowed)"
	}
	return fmt.Sprintf(" (%.0f %% of what is allowed)", math.Floor(percent))
}

func unsigned(difference string) string { return strings.TrimLeft(difference, "+-") }

func shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// decimalsFor gives the decimals that show width with three digits.
func decimalsFor(width float64) int {
	if !(width > 0) || math.IsInf(width, 0) {
		return 6
	}
	return min(max(2-int(math.Floor(math.Log10(width))), 0), 15)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// names lists up to five metric names.
func names(deltas []Delta) string {
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
