package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Conclude says in one or two sentences what the causes allow to say about a
// drift, and what re-runs showed to vary; "" for neither. It names what is consistent with the drift
// and never what made it.
func Conclude(c repro.Comparison, causes []repro.Cause) string {
	if !drifts(c) {
		if text := ofMissing(c, causes); text != "" {
			return text
		}
		return variedWords(c, causes)
	}
	var leading, differ []repro.Cause
	for _, cause := range causes {
		switch cause.Strength {
		case repro.Established, repro.Isolated, repro.ConsistentWith:
			leading = append(leading, cause)
		case repro.DiffersUntested:
			if cause.Bearing != repro.BearingSeldom {
				differ = append(differ, cause)
			}
		}
	}
	if len(leading) > 0 {
		return notApplied(causes) + leadingWords(leading, differ)
	}
	text := notApplied(causes) + unledWords(differ, causes, equalRuns(c))
	if hint := CurveHint(c.Curves, causes); hint != "" {
		text += " " + hint + "."
	}
	return text
}

// drifts says whether a metric is known to have drifted: of one that is missing
// nobody knows.
func drifts(c repro.Comparison) bool { return len(c.In(repro.StateOutside)) > 0 }

// ofMissing says where a missing metric looks like one of another name.
func ofMissing(c repro.Comparison, causes []repro.Cause) string {
	at := slices.IndexFunc(causes, func(cause repro.Cause) bool {
		return cause.Factor == repro.FactorEvaluation && cause.Strength == repro.ConsistentWith
	})
	if len(c.In(repro.StateMissing)) == 0 || at < 0 {
		return ""
	}
	return fmt.Sprintf("What is missing is consistent with %s: %s. This was not tested.", causeChange(causes[at]), strings.TrimSuffix(causes[at].Evidence, "."))
}

// equalRuns says whether re-runs were made and gave every metric that drifted
// anew, to the last digit: then it does not vary from run to run here. Of a training that was
// ended early other runs of the original show it.
func equalRuns(c repro.Comparison) bool {
	outside := c.In(repro.StateOutside)
	return len(outside) > 0 && c.Early != nil || len(outside) > 0 && !slices.ContainsFunc(outside, func(d repro.Delta) bool {
		return d.Noise == nil || d.Noise.Repeats < 2 || d.Noise.Deviation != 0
	})
}

// orVaries ends a sentence of what may explain a drift of which nothing is known.
func orVaries(equal bool) string {
	if equal {
		return "."
	}
	return ", or the metrics vary from run to run."
}

// unledWords is the sentence where nothing points at any of the differences; equal
// says that re-runs were.
func unledWords(differ, causes []repro.Cause, equal bool) string {
	if len(differ) > 0 && !slices.ContainsFunc(differ, func(c repro.Cause) bool { return c.Factor != repro.KindOverride }) {
		text := sentence(differ[0].Evidence)
		if rest := differ[1:]; len(rest) > 0 {
			for i := range rest {
				rest[i].Factor = repro.KindParams // in the list by its name alone
			}
			text += " The same holds for " + labels(rest) + "."
		}
		return text + " Whether other files were as committed is not recorded."
	}
	switch len(differ) {
	case 0:
		return nothingDiffers(causes, equal) + signOfDirt(causes) + recordNext(causes)
	case 1:
		if differ[0].Name == repro.DirtyTree && differ[0].Bearing != repro.BearingUnknown { // all of them were recorded
			return trainedWith(differ[0]) + ". They could explain the drift; this was not tested."
		}
		if differ[0].Name == repro.DirtyTree {
			return "The original was trained with changes that are not in its commit: " + differ[0].Evidence + ". What else was changed is not recorded."
		}
		return fmt.Sprintf("One input differs from the original run: %s. It could explain the drift; this was not tested.", causeLabel(differ[0])) + besides(causes)
	default:
		return fmt.Sprintf("%s differ from the original run: %s. Any of them could explain the drift; they were not tested separately.", capitalNumber(len(differ), "inputs"), labels(differ)) + besides(causes)
	}
}

func leadingWords(leading, differ []repro.Cause) string {
	first := leading[0]
	text := fmt.Sprintf("The drift is consistent with %s", causeChange(first))
	for _, other := range leading[1:] {
		if other.Factor != repro.FactorChance {
			text += ", and with " + causeChange(other)
			break
		}
	}
	if first.Evidence != "" {
		text += ": " + strings.TrimSuffix(first.Evidence, ".")
	}
	text += "."
	if len(differ) > 0 {
		text += " Also different: " + labels(differ) + "."
	}
	if first.Strength == repro.ConsistentWith {
		text += " This was not tested."
	}
	return text
}

// nothingDiffers is the sentence where no recorded input differs, but for files
// that a training seldom reads. What only one of the two recorded is named: it
// may differ as well, as may whatever nobody thought of.
func nothingDiffers(causes []repro.Cause, equal bool) string {
	var seldom, since, oneSided, unknown []repro.Cause
	chance := ""
	for _, cause := range causes {
		switch {
		case cause.Factor == repro.FactorChance && chance == "":
			chance = " " + sentence(cause.Evidence)
		case repro.TextAlone(cause.Evidence): // told by itself
		case cause.Strength == repro.DiffersUntested:
			seldom = append(seldom, cause)
		case cause.Strength != repro.NotRecorded || cause.Factor == repro.FactorChance:
		case cause.Name == "commit" && cause.Original != "" && cause.Original == cause.Now: // it was recorded, and what it lacks is told by itself
		case cause.Evidence == repro.ChangedSince:
			since = append(since, cause)
		case (cause.Original == "") != (cause.Now == "") && cause.Name != cause.Factor:
			oneSided = append(oneSided, cause)
		default:
			unknown = append(unknown, cause)
		}
	}
	text := "Nothing that was recorded differs"
	switch {
	case len(seldom) > 0:
		text = "Of what was recorded only " + labels(seldom) + " " + differ(seldom) + ", which a training seldom reads"
	case len(oneSided) > 0:
		text = "Nothing that both trainings recorded differs"
	}
	var more []string
	if len(since) > 0 {
		more = append(more, "commits have changed "+labels(since)+" since the original started")
	}
	if len(oneSided) > 0 {
		more = append(more, "only one recorded "+labels(oneSided))
	}
	files := textAlone(causes)
	switch {
	case chance != "":
	case len(unknown) > 0:
		more = append(more, "what was not recorded may differ ("+labels(unknown)+", or something else)")
	case len(files)+len(seldom)+len(more) > 0: // these may be it
		more = append(more, "something that was not recorded may differ as well")
	}
	switch {
	case len(files) == 0:
		text = strings.Join(append([]string{text}, more...), "; ")
	case len(seldom) > 0:
		text = "A training seldom reads " + labels(seldom) + ", which " + differ(seldom) + "; " + labels(files) + " " + differ(files) + " " + inText + ". " + wording.Capital(strings.Join(more, "; "))
	default:
		text = "Of what was recorded only " + labels(files) + " " + differ(files) + ", " + inText + ". " + wording.Capital(strings.Join(more, "; "))
	}
	switch {
	case chance != "":
		return wording.Stop(strings.TrimRight(text, " ")) + chance
	case len(more) == 0:
		text += ": something that was not recorded differs"
	}
	return text + orVaries(equal)
}

// signOfDirt is a sentence of what makes changes likely that nobody committed, "" for nothing.
func signOfDirt(causes []repro.Cause) string {
	at := slices.IndexFunc(causes, func(c repro.Cause) bool {
		return c.Name == repro.DirtyTree && c.Strength == repro.NotRecorded && c.Evidence != ""
	})
	if at < 0 {
		return ""
	}
	return " " + sentence(causes[at].Evidence)
}

// recordNext is a sentence of what would have told of data that git does not have: whether they were
// edited since is not known, as this training alone has their digest. "" where there are none.
func recordNext(causes []repro.Cause) string {
	var open []repro.Cause
	for _, c := range causes {
		if c.Factor == repro.KindData && c.Strength == repro.NotRecorded && c.Original == "" && c.Now != "" {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return ""
	}
	return " Whether " + labels(open) + " was edited since is not known. For the next original, reproduce record -- CMD keeps that; from check to check, --history DIR does."
}

// notApplied is a sentence of logged params that reached no file, "" where all
// did: it comes first, because the training may just have run without them.
func notApplied(causes []repro.Cause) string {
	var list []string
	for _, cause := range causes {
		if cause.Bearing == repro.BearingNotApplied {
			text := cause.Name + " = " + cause.Original
			if _, looks, found := strings.Cut(cause.Evidence, " was not applied: "); found {
				text += " (" + looks + ")"
			}
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		return ""
	}
	text := capitalNumber(len(list), "logged params") + " were not applied: "
	if len(list) == 1 {
		text = "One logged param was not applied: "
	}
	const most = 4
	if len(list) > most {
		list = append(list[:most-1], fmt.Sprintf("%d more", len(list)-most+1))
	}
	return text + strings.Join(list, ", ") + ". "
}

// sentence ends a text as one, and begins it in upper case where it begins
// with a plain word.
func sentence(text string) string { return wording.Capital(wording.Stop(text)) }

func capitalNumber(n int, what string) string {
	words := []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
	if n < len(words) {
		return words[n] + " " + what
	}
	return fmt.Sprintf("%d %s", n, what)
}
