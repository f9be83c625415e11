package lineage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// paramInputs compares what both runs logged. What params.Derived shows to be
// worked out by each training (a row count, its own id) is listed as derived,
// because it is an effect and no input. What only one of them logged is not
// recorded, with what is known of its way into the training's files.
func paramInputs(before, after params.Known, edits []repro.ParamEdit) []repro.Input {
	original, now := before.Run, after.Run
	if now.ID == "" || len(original.Params) == 0 {
		stand, files := heldAsLogged(original.Params, edits)
		var inputs []repro.Input
		if len(stand) > 0 {
			stands := " as they stand in "
			if len(stand) == 1 {
				stands = " as it stands in "
			}
			text := wording.Count(len(stand), "param", "params") + stands + strings.Join(files, ", ")
			inputs = append(inputs, repro.Input{Kind: repro.KindParams, Name: text, Original: text, Now: text, State: repro.InputSame, Evidence: "the reproduction left no tracking run"})
		}
		if rest := len(original.Params) - len(stand); rest > 0 || len(stand) == 0 {
			why := "the reproduction left no tracking run"
			if at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool {
				return edit.File == "" && strings.HasPrefix(edit.Note, "the training was not seen to read ")
			}); at >= 0 {
				why += ", and " + edits[at].Note
			}
			input := unknownParam("params", why)
			input.Original = wording.Count(rest, "param", "params")
			inputs = append(inputs, input)
		}
		for _, param := range original.Params {
			if kept := notApplied(param, edits); kept != "" {
				input := unknownParam(param.Name, kept)
				if input.Original = param.Value; !shadowed(param, edits) {
					input.Bearing = repro.BearingNotApplied
				}
				inputs = append(inputs, input)
			}
		}
		return inputs
	}
	var inputs []repro.Input
	same := 0
	for _, param := range original.Params {
		value, logged := now.Params.Get(param.Name)
		input := repro.Input{Kind: repro.KindParams, Name: param.Name, Original: param.Value, Now: value, State: repro.InputDiffers, Evidence: loggedByBoth}
		switch {
		case slices.ContainsFunc(edits, func(edit repro.ParamEdit) bool { return edit.Name == param.Name && edit.Status == repro.ParamIgnored }):
			input.Kind, input.Note = repro.KindDerived, "not compared, as asked"
			if !logged {
				input.State = repro.InputUnknown
			}
		case logged && params.Equal(param.Value, value) && (repro.IsSeed(param.Name) || !params.Retyped(param.Value, value)):
			same++
			continue
		case repro.IsSeed(param.Name): // among the seeds
			continue
		case !logged:
			input.State, input.Evidence = repro.InputUnknown, "the new run did not log it"
			if kept := notApplied(param, edits); kept != "" {
				if input.Evidence += "; " + kept; !shadowed(param, edits) {
					input.Bearing = repro.BearingNotApplied
				}
			}
		case params.Retyped(param.Value, value):
			input.Note = "the same number with another type, which Python code may tell apart"
		default:
			if why := params.Derived(param.Name, param.Value, value, before, after); why != "" {
				input.Kind, input.Note = repro.KindDerived, "computed by the training, so not an input: "+why
			}
		}
		inputs = append(inputs, input)
	}
	for _, param := range now.Params {
		if _, logged := original.Params.Get(param.Name); !logged && !repro.IsSeed(param.Name) {
			input := unknownParam(param.Name, "the original did not log it")
			input.Now = param.Value
			inputs = append(inputs, input)
		}
	}
	inputs = append(inputs, assumedTypes(original.Params, edits)...)
	if same > 0 {
		text := wording.Count(same, "param", "params")
		inputs = append(inputs, repro.Input{Kind: repro.KindParams, Name: text, Original: text, Now: text, State: repro.InputSame, Evidence: loggedByBoth})
	}
	return inputs
}

// loggedByBoth is the evidence of a param that was compared as the runs logged it.
const loggedByBoth = "logged by both runs"

func unknownParam(name, evidence string) repro.Input {
	return repro.Input{Kind: repro.KindParams, Name: name, State: repro.InputUnknown, Evidence: evidence}
}

// assumedTypes are the params whose type in the file is a guess from their logged text: the
// original may have had 1 as a number or as text.
func assumedTypes(logged repro.Params, edits []repro.ParamEdit) []repro.Input {
	var inputs []repro.Input
	for _, edit := range edits {
		if _, is := logged.Get(edit.Name); is && edit.Status == repro.ParamAssumed && edit.Rule != params.RuleMapped {
			inputs = append(inputs, unknownParam(edit.Name+" (its type)", edit.Note))
		}
	}
	return inputs
}

// heldAsLogged are the logged params that the params files hold as they were logged,
// and those files.
func heldAsLogged(logged repro.Params, edits []repro.ParamEdit) (stand repro.Params, files []string) {
	for _, param := range logged {
		at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool {
			return edit.Name == param.Name && edit.File != "" && edit.Status.Certain()
		})
		if at < 0 || slices.ContainsFunc(edits, func(edit repro.ParamEdit) bool { // each key of a section
			return edit.Name == param.Name && (!edit.Status.Certain() || edit.Shadow != "")
		}) {
			continue
		}
		stand = append(stand, param)
		if file := edits[at].File; !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	return stand, files
}

// asRead are edits with no place in files that the training was seen to leave unread: what
// stands there says nothing of what it was trained with.
func asRead(edits []repro.ParamEdit, read wasRead) []repro.ParamEdit {
	if read == nil {
		return edits
	}
	edits = slices.Clone(edits)
	for i, edit := range edits {
		if was, known := read(edit.File); edit.File != "" && known && !was {
			edits[i].File, edits[i].Note = "", "the training was not seen to read "+edit.File
		}
	}
	return edits
}

// standingSeeds are the seeds that a training without a tracking run found in its
// params files.
func standingSeeds(result repro.Result) []repro.Fact {
	if result.Reproduction.ID != "" {
		return nil
	}
	var seeds []repro.Fact
	stand, files := heldAsLogged(result.Original.Params, result.Plan.Params)
	for _, param := range stand {
		if repro.IsSeed(param.Name) {
			seeds = append(seeds, repro.Fact{Value: param.Name + " = " + param.Value, From: strings.Join(files, ", ")})
		}
	}
	return seeds
}

// notApplied says why a logged param did not reach the training's files, with
// the key of the file that looks like it; "" where it did, or nobody planned it.
func notApplied(param repro.Param, edits []repro.ParamEdit) string {
	at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool { return edit.Name == param.Name })
	if shadowed(param, edits) {
		return param.Name + " = " + param.Value + " may not have been applied: " + edits[at].Shadow + ", which the training was lent, has another value"
	}
	if at < 0 || strings.HasPrefix(edits[at].Rule, params.RuleConstant) || !slices.Contains([]repro.ParamStatus{repro.ParamLoggedOnly, repro.ParamAmbiguous, repro.ParamRefused}, edits[at].Status) {
		return ""
	}
	text := param.Name + " = " + param.Value + " was not applied"
	for _, edit := range edits {
		if edit.Name == "" && alike(param.Name, edit.Key) {
			return text + fmt.Sprintf(": %s has %s = %s", edit.File, strings.Join(edit.Key, "."), edit.Old)
		}
	}
	return text
}

// shadowed says whether a lent file has another value of a param: which of the two the
// training took is not known.
func shadowed(param repro.Param, edits []repro.ParamEdit) bool {
	at := slices.IndexFunc(edits, func(edit repro.ParamEdit) bool { return edit.Name == param.Name })
	return at >= 0 && edits[at].Shadow != ""
}

// alike says whether a logged name may mean a key: letters and digits are the
// same, or the last parts are.
func alike(name string, key []string) bool {
	if len(key) == 0 {
		return false
	}
	bare := func(text string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("._-/ ", r) {
				return -1
			}
			return r
		}, strings.ToLower(text))
	}
	return bare(name) == bare(strings.Join(key, "")) || bare(name[strings.LastIndexAny(name, "./")+1:]) == bare(key[len(key)-1])
}

// putBack says of a key of a params file whether the product has put back what the run logged.
func putBack(edits []repro.ParamEdit) func(file string, key repro.OwnChange) bool {
	return func(file string, key repro.OwnChange) bool {
		return slices.ContainsFunc(edits, func(edit repro.ParamEdit) bool {
			return edit.Status.Holds() && edit.File == file && strings.Join(edit.Key, ".") == key.Name
		})
	}
}

// paramChanges lists the keys of params files that differ between the commits, but for those that
// are known to be the same for both trainings.
func (s source) paramChanges(same func(file string, key repro.OwnChange) bool) []repro.StageChange {
	var files []repro.StageChange
	for _, change := range s.changed {
		if !s.isParams(change.file) || IsProgram(change.file) {
			continue
		}
		then, now, ok := change.sides(s.before, s.after)
		if !ok {
			continue
		}
		own := slices.DeleteFunc(contents.KeyChanges(doc.FormatOf(change.file), then, now), func(key repro.OwnChange) bool { return same(change.file, key) })
		if len(own) > 0 {
			files = append(files, repro.StageChange{Own: own, Witness: s.witnessOf(change.file)})
		}
	}
	return files
}
