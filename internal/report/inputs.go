package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// States of an Input, as the vocabulary spells them.
const (
	inputSame        = "same"
	inputDiffers     = "differs"
	inputNotRecorded = "not recorded"
)

// inputs sorts what went into both trainings by what is known of it.
type inputs struct {
	same         []repro.Input
	differs      []repro.Input
	onlyOriginal []repro.Input // what the original alone recorded
	onlyNow      []repro.Input // what the new run alone recorded
	notRecorded  []repro.Input
	idle         []repro.Input // what differs in nothing that a training reads
}

func sortInputs(all []repro.Input) inputs {
	var in inputs
	for _, input := range all {
		switch input.State {
		case inputSame:
			in.same = append(in.same, input)
		case inputDiffers:
			if input.Bearing == repro.BearingIdle {
				in.idle = append(in.idle, input)
				continue
			}
			in.differs = append(in.differs, input)
		case inputNotRecorded:
			switch {
			case input.Kind == repro.KindCode && input.Name == "commit" && input.Original != "" && input.Original == input.Now:
				// It was recorded, and is the same; but what was not in it was trained, too, and is told by itself.
			case input.Original != "" && input.Now == "":
				in.onlyOriginal = append(in.onlyOriginal, input)
			case input.Original == "" && input.Now != "":
				in.onlyNow = append(in.onlyNow, input)
			default:
				in.notRecorded = append(in.notRecorded, input)
			}
		default: // a state nobody knows is not a sameness
			in.notRecorded = append(in.notRecorded, input)
		}
	}
	if slices.ContainsFunc(in.notRecorded, func(input repro.Input) bool { return input.Name == repro.DirtyTree }) {
		for i, input := range in.same {
			if input.Kind == repro.KindCode && input.Name == "commit" {
				in.same[i].Kind = input.Name // and no more than that
			}
		}
	}
	order.Stable(in.differs, func(a, b repro.Input) int { // what only follows from the rest comes last
		return cmp.Compare(derived(a), derived(b))
	})
	if slices.ContainsFunc(in.differs, otherFile) {
		for i, input := range in.same {
			if input.Kind == repro.KindData && strings.HasPrefix(input.Now, "mlflow ") {
				in.same[i].Kind = datasetDigest
			}
		}
	}
	return in
}

// datasetDigest is what is the same of a dataset where a file of data or any other
// tracked file differs: a program may log its features alone.
const datasetDigest = "digest of dataset"

func otherFile(input repro.Input) bool {
	switch input.Bearing {
	case repro.BearingSeldom, repro.BearingIdle:
		return false
	}
	return input.Kind == repro.KindData || input.Kind == repro.KindFile
}

// aside says what differs and is no cause, and why; nil of nothing.
func (in inputs) aside(most int) []string {
	if len(in.idle) == 0 {
		return nil
	}
	names := make([]string, len(in.idle))
	for i, input := range in.idle {
		if names[i] = inputName(input); input.Note != "" {
			names[i] += " (" + input.Note + ")"
		}
	}
	return []string{"Differs, and is no cause: " + strings.Join(few(names, most), ", ") + "."}
}

// inTrees says whether the two values of an input are the commits whose trees were compared:
// neither need have changed it.
func inTrees(input repro.Input) bool {
	known := func(value string) bool {
		return value == repro.NotThere || value != "" && strings.Contains(input.Evidence, " "+value)
	}
	return (input.Kind == repro.KindFile || input.Kind == repro.KindCode) && strings.HasPrefix(input.Evidence, "git at ") && known(input.Original) && known(input.Now)
}

// inTree is such a value in words.
func inTree(value string) string {
	if value == repro.NotThere {
		return value
	}
	return "as in " + printable.Text(value)
}

// unknown says what could not be compared, and which side it is that recorded it,
// at most so many of each, in lists as said makes them.
func (in inputs) unknown(r repro.Result, most int, said func([]string) string) []string {
	original, now := "the original", "this run"
	if compareOnly(r) {
		original, now = "the first run", "the second run"
	}
	var sentences []string
	for _, side := range []struct {
		who  string
		list []repro.Input
	}{{original, in.onlyOriginal}, {now, in.onlyNow}} {
		if len(side.list) > 0 {
			sentences = append(sentences, "Recorded by "+side.who+" only, so not compared: "+said(few(brief(side.list), most))+".")
		}
	}
	switch {
	case len(in.notRecorded) > 0:
		sentences = append(sentences, "Not recorded, so not compared: "+said(append(few(brief(in.notRecorded), most), whateverElse))+".")
	case len(sentences) > 0:
		sentences = append(sentences, "What neither recorded is not known.")
	}
	return sentences
}

func derived(input repro.Input) int {
	if input.Kind == repro.KindDerived {
		return 1
	}
	return 0
}

// whateverElse ends every list of what is not known: nobody has a whole one.
const whateverElse = "possibly more"

// brief names inputs in a few words: one of a kind by its name, several of a
// kind by their number. "code, data data/train.parquet, 14 params, 61 packages".
// Names in it are as they came.
func brief(list []repro.Input) []string {
	var kinds []string
	byKind := map[string][]repro.Input{}
	for _, input := range list {
		kind := groupOf(input)
		if byKind[kind] == nil {
			kinds = append(kinds, kind)
		}
		byKind[kind] = append(byKind[kind], input)
	}
	words := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		group := byKind[kind]
		if len(group) == 1 {
			words = append(words, inputName(group[0]))
			continue
		}
		words = append(words, wording.Count(len(group), singular(kind), plural(kind)))
	}
	return words
}

// groupOf is the kind under which inputs are counted together: Python stands
// beside the packages, not among them.
func groupOf(input repro.Input) string {
	if input.Kind == repro.KindEnvironment && strings.EqualFold(input.Name, "python") {
		return "python"
	}
	return input.Kind
}

// inputName is one input as people say it.
func inputName(input repro.Input) string {
	switch {
	case groupOf(input) == "python":
		return "Python"
	case input.Kind == repro.KindDerived, input.Name == repro.DirtyTree:
		return input.Name
	case input.Name == "" || strings.EqualFold(input.Name, input.Kind) || input.Name == plural(input.Kind) || input.Kind == repro.KindCode && input.Name == "commit":
		return input.Kind
	case input.Kind == repro.KindParams && input.Name == input.Original:
		return input.Name // "14 params": what is the same is counted
	case input.Kind == repro.KindEnvironment, input.Kind == repro.KindVariable, input.Kind == repro.KindOverride, input.Kind == repro.KindFile, input.Kind == repro.KindRun:
		return input.Name
	default:
		return input.Kind + " " + input.Name
	}
}

func singular(kind string) string {
	switch kind {
	case repro.KindParams:
		return "param"
	case repro.KindEnvironment:
		return "package"
	case repro.KindData:
		return "data input"
	default:
		return kind
	}
}

func plural(kind string) string {
	switch kind {
	case repro.KindParams, repro.KindHardware:
		return kind
	case repro.KindEnvironment:
		return "packages"
	case repro.KindData:
		return "data inputs"
	case repro.KindCode:
		return "code paths"
	case repro.KindFile:
		return "tracked files"
	case repro.KindRun:
		return "facts of the run"
	case repro.KindOverride:
		return "overrides"
	case datasetDigest:
		return "digests of datasets"
	default:
		return kind + "s"
	}
}

// explained finds the cause that speaks of an input.
func explained(input repro.Input, causes []repro.Cause) (repro.Cause, bool) {
	for _, cause := range causes {
		if cause.Factor == input.Kind && (cause.Name == input.Name || cause.Name == "" || input.Name == "") {
			return cause, true
		}
	}
	return repro.Cause{}, false
}

// loose gives the causes that speak of no input and are more than a sameness:
// non-determinism, evaluation, selection.
func loose(list []repro.Input, causes []repro.Cause) []repro.Cause {
	var rest []repro.Cause
	for _, cause := range causes {
		switch {
		case cause.Strength == repro.Same, cause.Strength == repro.NotRecorded && cause.Factor != repro.FactorChance:
			continue
		case cause.Strength == repro.Established, cause.Strength == repro.Isolated, cause.Strength == repro.RuledOut:
			continue // the experiment tells of it
		}
		spoken := false
		for _, input := range list {
			if _, ok := explained(input, []repro.Cause{cause}); ok && input.State == inputDiffers {
				spoken = true
			}
		}
		if !spoken {
			rest = append(rest, cause)
		}
	}
	return rest
}

// weighed is a loose cause's evidence after its strength, where that says
// anything: what nobody recorded only could contribute, as the evidence says.
func weighed(cause repro.Cause, separator string) string {
	if cause.Strength == repro.NotRecorded && cause.Evidence != "" {
		return cause.Evidence
	}
	return string(cause.Strength) + withText(separator, cause.Evidence)
}

// tested says whether any cause was found by experiment.
func tested(causes []repro.Cause) bool {
	for _, cause := range causes {
		if cause.Strength == repro.Established || cause.Strength == repro.Isolated {
			return true
		}
	}
	return false
}

// causeSentence says what the inputs allow to say about a drift: the
// diagnosis where there is one, else how many differ, and never that one of
// them did it.
func causeSentence(r repro.Result, in inputs) string {
	if r.Diagnosis != "" {
		return r.Diagnosis
	}
	if r.Verdict != repro.Drifted || compareOnly(r) && len(r.Inputs) == 0 {
		return ""
	}
	switch n := len(in.differs); {
	case n == 0 && len(in.same) == 0:
		return "Nothing that went into the original run is known, so no input could be compared."
	case n == 0 && len(in.onlyOriginal)+len(in.onlyNow)+len(in.notRecorded) == 0:
		return "No recorded input differs from " + otherSide(r) + "."
	case n == 0:
		return "No recorded input differs from " + otherSide(r) + "; what was not recorded could not be compared."
	case n == 1:
		return "One input differs from " + otherSide(r) + ". It could explain the drift; this was not tested."
	default:
		return wording.Capital(number(n)) + " inputs differ from " + otherSide(r) + ". Any of them could explain the drift; they were not tested separately."
	}
}
