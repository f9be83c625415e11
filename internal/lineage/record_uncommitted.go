package lineage

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file has the changes that nobody committed, as a record tells of them.

// uncommitted are the files that differed from the commit, those first that the training
// was seen to run or to read.
func (r Record) uncommitted() []string {
	files := slices.Concat(r.Code.Changed, r.Code.Untracked)
	var used, others []string
	for _, file := range files {
		if r.used(file) {
			used = append(used, file)
		} else {
			others = append(others, file)
		}
	}
	return append(used, others...)
}

// Changed are the files that differed from the commit; known says whether that is known.
func (r Record) Changed() (files []string, known bool) {
	if !r.Known() || r.Code.Tree == recorded.Unknown {
		return nil, false
	}
	return r.uncommitted(), true
}

// used says whether the training was seen to run or to read a file of the repository.
func (r Record) used(file string) bool {
	is := func(content recorded.Content) bool { return content.Path == file }
	return slices.ContainsFunc(r.Code.Files, is) || slices.ContainsFunc(r.Params, is) ||
		slices.ContainsFunc(r.Data, func(data recorded.Data) bool { return data.Path == file })
}

// diffNote says where the changes are.
func (r Record) diffNote() string {
	diff := r.Code.Diff
	switch {
	case diff == nil || diff.File == "":
		return "their content was not recorded"
	case len(diff.LeftOut) > 0:
		return recorded.Folder + "/" + diff.File + " of the run has them, but for " + wording.Count(len(diff.LeftOut), "file", "files")
	}
	return recorded.Folder + "/" + diff.File + " of the run has them"
}

// dirt is what was recorded of changes that nobody committed; known says that it is known
// whether there were any.
func (r Record) dirt() (inputs []repro.Input, known bool) {
	if !r.Known() || r.Code.Tree == recorded.Unknown {
		return nil, false
	}
	files := r.uncommitted()
	if len(files) == 0 { // of what was not seen, a part may have been in no commit
		return nil, len(r.Gaps) == 0
	}
	input := repro.Input{
		Kind: repro.KindCode, Name: repro.DirtyTree, Original: wording.ListUpTo(files, 5), Now: "clean", State: repro.InputDiffers,
		Evidence: "uncommitted changes were recorded: " + wording.ListUpTo(files, 5), Note: r.diffNote(), Bearing: repro.BearingSeldom,
	}
	if r.used(files[0]) {
		input.Bearing = repro.BearingRead
	}
	return []repro.Input{input}, true
}

// withRecordedDirt adds what two runs recorded of changes that nobody committed. clean says
// that both are known to have had none. Equal changes are the same code.
func withRecordedDirt(inputs []repro.Input, original, now Record) (with []repro.Input, clean bool) {
	with, clean = addDirt(inputs, original, now)
	dirty := func(input repro.Input) bool { return input.Name == repro.DirtyTree && input.State != repro.InputSame }
	if len(with) > 0 && with[0].State == repro.InputSame && slices.ContainsFunc(with, dirty) {
		with[0].State, with[0].Note = repro.InputUnknown, "the commit is the same, but not all that was trained is in it"
	}
	return with, clean
}

// addDirt is withRecordedDirt without a look at what else is there.
func addDirt(inputs []repro.Input, original, now Record) (with []repro.Input, clean bool) {
	then, known := original.dirt()
	later, known2 := now.dirt()
	if !known || !known2 {
		if known && len(then) > 0 {
			then[0].State, then[0].Now = repro.InputUnknown, ""
		}
		return append(inputs, then...), false
	}
	if len(then)+len(later) == 0 {
		return inputs, true
	}
	input := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, Original: "none", Now: "none", State: repro.InputDiffers, Evidence: original.from + "; " + now.from}
	if len(then) > 0 {
		input.Original, input.Bearing = then[0].Original, then[0].Bearing
	}
	if len(later) > 0 {
		input.Now = later[0].Original
		if input.Bearing != repro.BearingRead {
			input.Bearing = later[0].Bearing
		}
	}
	if original.sameChanges(now) {
		input.State, input.Bearing = repro.InputSame, repro.BearingUnknown
	}
	return append(inputs, input), false
}

// sameChanges says whether two records have one diff, which leaves nothing out.
func (r Record) sameChanges(other Record) bool {
	a, b := r.Code.Diff, other.Code.Diff
	return a != nil && b != nil && a.SHA256 != "" && a.SHA256 == b.SHA256 && len(a.LeftOut)+len(b.LeftOut) == 0
}
