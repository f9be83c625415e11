package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
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
	order.Stable(in.differs, func(a, b repro.Input) int { // what nothing was seen to read comes after the rest, then what a training seldom reads, and what only follows from it last
		return cmp.Compare(derived(a), derived(b))
	})
	if slices.ContainsFunc(in.differs, otherFile) {
		for i, input := range in.same {
			if input.Kind == repro.KindData && strings.HasPrefix(input.Now, "mlflow ") {
				in.same[i].Kind = datasetDigest
			}
		}
	}
	if slices.ContainsFunc(slices.Concat(in.same, in.differs), func(input repro.Input) bool { return input.Kind == repro.KindHardware }) {
		for _, list := range [][]repro.Input{in.notRecorded, in.onlyOriginal, in.onlyNow} {
			for i, input := range list {
				if input.Kind == repro.KindHardware && cmp.Or(input.Name, input.Kind) == repro.KindHardware {
					list[i].Name = otherHardware // some of it was compared
				}
			}
		}
	}
	unknown := slices.Concat(in.notRecorded, in.onlyOriginal, in.onlyNow)
	isSeed := func(input repro.Input) bool { return input.Kind == repro.KindSeed }
	if slices.ContainsFunc(in.differs, mayBeSeed) || slices.ContainsFunc(unknown, isSeed) { // "same seed" beside it would be read as all of them
		in.same = slices.DeleteFunc(in.same, func(input repro.Input) bool { return input.Kind == repro.KindSeed })
	}
	return in
}

// mayBeSeed says whether what differs may be a seed: by its name, or by words of a command.
func mayBeSeed(input repro.Input) bool {
	return repro.IsSeed(input.Name) || input.Kind == repro.KindCommand && repro.IsSeed(input.Original+" "+input.Now)
}

// datasetDigest is what is the same of a dataset where a file of data or any other
// tracked file differs: a program may log its features alone.
const datasetDigest = "digest of dataset"

// otherHardware is what the hardware is called where its processors or threads were compared.
const otherHardware = "other hardware"

func otherFile(input repro.Input) bool {
	switch input.Bearing {
	case repro.BearingSeldom, repro.BearingIdle:
		return false
	}
	return input.Kind == repro.KindData || input.Kind == repro.KindFile
}

// aside says what differs and is not taken for a cause, and why; nil of nothing. Nobody tested that.
func (in inputs) aside(r repro.Result, most int) []string {
	var names []string
	for _, input := range in.idle {
		if slices.ContainsFunc(r.Causes, func(cause repro.Cause) bool {
			return cause.Factor == input.Kind && cause.Name == input.Name && (cause.Strength == repro.Established || cause.Strength == repro.Isolated)
		}) {
			continue // trainings have shown otherwise
		}
		name := inputName(input)
		if input.Note != "" {
			name += " (" + input.Note + ")"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"Differs, and is not taken for a cause: " + strings.Join(few(names, most), ", ") + "."}
}

// inTrees says whether the two values of an input are the commits whose trees were compared:
// neither need have changed it. Of a file that only the later has, the first may be a digest.
func inTrees(input repro.Input) bool {
	known := func(value string) bool {
		return value == repro.NotThere || isDigest(value) || value != "" && strings.Contains(input.Evidence, " "+value)
	}
	return (input.Kind == repro.KindFile || input.Kind == repro.KindCode) && strings.HasPrefix(input.Evidence, "git at ") && known(input.Original) && known(input.Now)
}

func isDigest(value string) bool { return strings.HasPrefix(value, "sha256 ") }

// inTree is such a value in words.
func inTree(value string) string {
	if value == repro.NotThere || isDigest(value) {
		return printable.Text(value)
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
	switch {
	case input.Kind == repro.KindDerived:
		return 3
	case input.Bearing == repro.BearingSeldom:
		return 2
	case input.Bearing == repro.BearingTracked:
		return 1
	}
	return 0
}

// whateverElse ends every list of what is not known: nobody has a whole one.
const whateverElse = "possibly more"
