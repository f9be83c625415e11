package lineage

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file has the changes that nobody committed, as a record tells of them.

// uncommitted are the files that differed from the commit, those first that the training
// was seen to run or to read.
func (r Record) uncommitted() []string { return r.usedFirst(nil) }

// usedFirst is uncommitted where another training was seen to read some of them, too: what the
// original had deleted it could not read.
func (r Record) usedFirst(read func(file string) bool) []string {
	files := slices.DeleteFunc(slices.Concat(r.Code.Changed, r.Code.Untracked), r.made)
	var used, others []string
	for _, file := range files {
		if r.used(file) || read != nil && read(file) {
			used = append(used, file)
		} else {
			others = append(others, file)
		}
	}
	return append(used, others...)
}

// made says whether the training wrote a program itself that git does not have, and ran it: another
// training makes its own. Of what it read as params or data, something may have been there before.
func (r Record) made(file string) bool {
	read := func(content recorded.Content) bool { return content.Path == file }
	return slices.Contains(r.Wrote, file) && slices.Contains(r.Code.Untracked, file) && !slices.Contains(r.Code.Changed, file) && !slices.ContainsFunc(r.Params, read) &&
		!slices.ContainsFunc(r.Data, func(data recorded.Data) bool { return data.Path == file })
}

// Changed are the files that differed from the commit; known says whether that is known.
func (r Record) Changed() (files []string, known bool) {
	if !r.Known() || r.Code.Tree == recorded.Unknown {
		return nil, false
	}
	return r.uncommitted(), true
}

// Uncommitted are the files that differed from the commit, by paths from the top of the repository,
// with the SHA-256 of what the training had there; "" where that was not recorded.
func (r Record) Uncommitted() map[string]string {
	files := map[string]string{}
	if !r.Known() {
		return files
	}
	for _, file := range r.uncommitted() {
		files[file] = r.digest(file)
	}
	return files
}

// used says whether the training was seen to run or to read a file of the repository.
func (r Record) used(file string) bool {
	is := func(content recorded.Content) bool { return content.Path == file }
	return slices.ContainsFunc(r.Code.Files, is) || slices.ContainsFunc(r.Params, is) ||
		slices.ContainsFunc(r.Data, func(data recorded.Data) bool { return data.Path == file })
}

// digest is that of a file of the repository as the training had it; "" where none was
// recorded.
func (r Record) digest(file string) string {
	for _, content := range slices.Concat(r.Code.Files, r.Params) {
		if content.Path == file {
			return content.SHA256
		}
	}
	for _, data := range r.Data {
		if sum, hashed := sumOfData(data); hashed && data.Path == file {
			return sum
		}
	}
	return ""
}

// trainedFiles says of a file of the repository, by its path from the top, whether a training
// on a commit with some edits found what has a digest: nothing of it differs then, though no
// commit had it when it was trained first.
func trainedFiles(trained tree, edits []repro.FileEdit) func(file, digest string) bool {
	return func(file, digest string) bool {
		if trained.files == nil || digest == "" {
			return false
		}
		name := trained.fromProject(file)
		var data []byte
		if at := slices.IndexFunc(edits, func(edit repro.FileEdit) bool { return edit.Path == name }); at >= 0 {
			data = edits[at].After
		} else if held, err := trained.read(name); err == nil {
			data = held
		} else {
			return false
		}
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:]) == digest
	}
}

// readAs says of a file of the repository, by its path from the top, whether a training was seen
// to read it.
func (t Trained) readAs(trained tree) func(file string) bool {
	return func(file string) bool {
		if t.WasRead == nil {
			return false
		}
		read, known := t.WasRead(trained.fromProject(file))
		return read && known
	}
}

// WholeDiff says whether the record has all changes that nobody committed: laid over the commit,
// they are the code that was trained.
func (r Record) WholeDiff() bool {
	return r.Known() && r.Code.Diff != nil && r.Code.Diff.File != "" && r.Code.Diff.SHA256 != "" && len(r.Code.Diff.LeftOut) == 0
}

// diffNote says where the changes are.
func (r Record) diffNote() string {
	diff := r.Code.Diff
	if diff == nil || diff.File == "" {
		return "their content was not recorded"
	}
	text := recordedDiff + " of the run has them"
	if len(diff.LeftOut) > 0 {
		text += ", but for " + wording.Count(len(diff.LeftOut), "file", "files")
	}
	return text
}

const (
	recordedDiff = recorded.Folder + "/" + recorded.DiffFile
	diffHasIt    = recordedDiff + " of the run has it" // of one file, in its note
)

// DiffCommand is the line that gets the changes which a record of the original has, by what the
// note of a fact or an input says of them; "" where it has none. The last line that it prints
// is where it put them: MLflow 3.17 has another place for each kind of store.
func DiffCommand(run repro.Run, note string) string {
	if !strings.HasPrefix(note, recordedDiff+" ") || !repro.IsRunID(run.ID) {
		return ""
	}
	return "mlflow artifacts download --run-id " + run.ID + " --artifact-path " + recordedDiff
}

// ApplyDiff is the line that lays those changes over the commit that the original was trained
// from, where what was recorded beside it differs and the training ran or read it.
func ApplyDiff(run repro.Run, inputs []repro.Input) string {
	at := slices.IndexFunc(inputs, func(input repro.Input) bool {
		held := input.Name == repro.DirtyTree || strings.Contains(input.Note, diffHasIt)
		return held && input.State == repro.InputDiffers && input.Bearing == repro.BearingRead
	})
	if at < 0 {
		return ""
	}
	if inputs[at].Name != repro.DirtyTree { // its note begins with what was said of the file
		return OverCommit(run, diffHasIt)
	}
	return OverCommit(run, inputs[at].Note)
}

// OverCommit is the line that lays the changes which a record of the original has over the commit
// that it was trained from, by what a note says of them; "" where either is not known.
func OverCommit(run repro.Run, note string) string {
	commit, changes := RecordedCommit(run).Value, DiffCommand(run, note)
	if commit == "" || changes == "" {
		return ""
	}
	return "git switch --detach " + commit + ` && git apply --index "$(` + changes + ` | tail -n 1)"`
}

// dirt is what was recorded of changes that nobody committed; known says that it is known
// whether there were any. Files that are the same now are left out; same is nil where nobody
// can tell. read says of a file whether the other training was seen to read it; nil where nobody
// looked.
func (r Record) dirt(same func(file, digest string) bool, read func(file string) bool) (inputs []repro.Input, known bool) {
	if !r.Known() || r.Code.Tree == recorded.Unknown {
		return nil, false
	}
	files := r.usedFirst(read)
	if len(files) > 0 && same != nil {
		switch files = slices.DeleteFunc(files, func(file string) bool { return same(file, r.digest(file)) }); {
		case len(files) == 0 && len(r.Gaps) == 0:
			return nil, true
		case len(files) == 0:
			return []repro.Input{{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputUnknown, Note: "those that were recorded are the same now or told as files, and not all was seen"}}, true
		}
	}
	if len(files) == 0 { // of what was not seen, a part may have been in no commit
		return nil, len(r.Gaps) == 0
	}
	input := repro.Input{
		Kind: repro.KindCode, Name: repro.DirtyTree, Original: wording.ListUpTo(files, 5), Now: "clean", State: repro.InputDiffers,
		Evidence: "uncommitted changes were recorded: " + wording.ListUpTo(files, 5), Note: r.diffNote(), Bearing: repro.BearingSeldom,
	}
	if r.used(files[0]) || read != nil && read(files[0]) {
		input.Bearing = repro.BearingRead
	}
	return []repro.Input{input}, true
}

// withRecordedDirt adds what two runs recorded of changes that nobody committed. clean says
// that both are known to have had none. Equal changes are the same code. trained is what the second ran on.
func withRecordedDirt(inputs []repro.Input, original, now Record, trained tree) (with []repro.Input, clean bool) {
	with, clean = addDirt(inputs, original, now, trained)
	return notSame(with, with[len(inputs):]), clean
}

// addDirt is withRecordedDirt without a look at what else is there.
func addDirt(inputs []repro.Input, original, now Record, trained tree) (with []repro.Input, clean bool) {
	then, known := original.dirt(original.orTold(now.hasCommitted, inputs, trained), nil)
	later, known2 := now.dirt(nil, nil)
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
