package lineage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Record is what `reproduce record` left on a run; the zero value is that of a run
// which has none.
type Record struct {
	*recorded.Lineage
	from string // the witness
}

// ReadRecord reads the record of a run. One that is not there, or not the one that was
// left, is none, and doubt says why; a run that was not recorded has none and no doubt.
func ReadRecord(ctx context.Context, store mlflow.Store, run repro.Run) (record Record, doubt string) {
	id, was := run.Tags[recorded.Tag]
	if !was || store == nil || !repro.IsRunID(run.ID) {
		return Record{}, ""
	}
	name := recorded.Folder + "/" + recorded.File
	text, err := mlflow.RunFile(ctx, store, run.ID, name)
	if errors.Is(err, mlflow.ErrNotFound) {
		return Record{}, "the run was recorded, and " + name + " is not among its artifacts: only its tags tell of it"
	}
	if err != nil {
		return Record{}, "the run's " + name + " was not read: " + err.Error()
	}
	sum := sha256.Sum256(text)
	if digest := run.Tags[recorded.DigestTag]; digest != "" && digest != hex.EncodeToString(sum[:]) {
		return Record{}, "the run's " + name + " is not the one that was left there, by the tag " + recorded.DigestTag + ": it is not used"
	}
	read, err := recorded.Parse(text)
	if err != nil {
		return Record{}, "the run's " + name + " is not used: " + err.Error()
	}
	if read.ID != id {
		return Record{}, "the run's " + name + " is of another training than its tags: it is not used"
	}
	if commit := run.Tags[recorded.CommitTag]; commit != "" && commit != read.Code.Commit {
		return Record{}, "the run's " + name + " is of another commit than the tag " + recorded.CommitTag + ": it is not used"
	}
	return Record{&read, name + " of run " + gitformat.Short(run.ID)}, ""
}

// Known says whether there is a record.
func (r Record) Known() bool { return r.Lineage != nil }

// Add puts what was recorded in the place of what others say of the same.
func (r Record) Add(l repro.Lineage) repro.Lineage {
	if !r.Known() {
		return l
	}
	fact := func(value string) repro.Fact {
		if value == "" {
			return repro.Fact{}
		}
		return repro.Fact{Value: value, From: r.from}
	}
	set := func(to *repro.Fact, value string) {
		if value != "" && !to.Known() {
			*to = fact(value)
		}
	}
	if l.Commit.Value == r.Code.Commit || !l.Commit.Known() {
		set(&l.Commit, r.Code.Commit)
		if r.Code.Tree != recorded.Unknown {
			l.Commit.Note = ""
		}
	}
	set(&l.Branch, r.Code.Branch)
	set(&l.Repository, r.Code.Repository)
	if r.Code.Tree != recorded.Unknown {
		l.Uncommitted = fact("none")
	}
	if files := r.uncommitted(); len(files) > 0 {
		l.Uncommitted = repro.Fact{Value: wording.List(wording.Few(files, 5)), From: r.from, Note: r.diffNote()}
	}
	l.Called = fact(r.command())
	if r.Environment.Python != "" {
		l.Python = fact(r.Environment.Python)
	}
	set(&l.Hardware, r.hardware())
	if threads := r.Environment.Threads(); threads != "" {
		l.Threads = fact(threads)
	}
	if packages := r.packages(); len(packages) > 0 {
		l.Packages = packages
	}
	if len(l.Seeds) == 0 {
		for _, seed := range r.Seeds {
			l.Seeds = append(l.Seeds, repro.Fact{Value: seed.Name + " = " + seed.Value, From: r.from + ": " + seed.From})
		}
	}
	l.Data = r.replace(l.Data)
	return l
}

// command is the training's command as a shell takes it.
func (r Record) command() string {
	words := make([]string, len(r.Command))
	for i, word := range r.Command {
		words[i] = word
		if bare := strings.TrimLeft(word, "-"); bare == "" || wording.Quote(bare) != bare {
			words[i] = wording.Quote(word)
		}
	}
	return strings.Join(words, " ")
}

func (r Record) hardware() string {
	if r.Environment.CPUs == 0 {
		return r.Environment.Platform
	}
	return r.Environment.Platform + ", " + wording.Count(r.Environment.CPUs, "CPU", "CPUs")
}

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

// packages are those that were installed.
func (r Record) packages() []repro.Package {
	var list []repro.Package
	for _, p := range r.Environment.Packages {
		version := p.Version
		if p.Origin != "" {
			version += " from " + p.Origin
		}
		list = append(list, repro.Package{Name: packaging.PackageName(p.Name), Version: version, From: r.from})
	}
	return list
}

// What ends the witness of data of which something else tells as well: the commits, or
// the changes that nobody committed.
const (
	keptInGit    = ", in git at the commit"
	changedInGit = ", with changes that were not committed"
)

// data are the files that were read, by their names from the project's directory.
func (r Record) data() []repro.DataVersion {
	var list []repro.DataVersion
	for _, data := range r.Data {
		if data.Hash == "" {
			continue
		}
		version := repro.DataVersion{Path: data.Path, Hash: data.Hash, From: r.from}
		if data.In == recorded.InGit {
			version.From += keptInGit
		} else if slices.Contains(r.Code.Changed, data.Path) {
			version.From += changedInGit
		}
		if data.Seen == "events" {
			version.Note = "something read it while the training ran"
		}
		if inside, ok := strings.CutPrefix(data.Path, r.Directory+"/"); ok && r.Directory != "" {
			version.Path = inside
		} else if !path.IsAbs(data.Path) && r.Directory != "" {
			version.Path = strings.Repeat("../", strings.Count(r.Directory, "/")+1) + data.Path
		}
		list = append(list, version)
	}
	return list
}

// replace puts the data that was read in the place of what a pipeline says of it.
func (r Record) replace(list []repro.DataVersion) []repro.DataVersion {
	read := r.data()
	list = slices.DeleteFunc(slices.Clone(list), func(data repro.DataVersion) bool {
		return !strings.HasPrefix(data.From, repro.LoggedAs) && slices.ContainsFunc(read, func(known repro.DataVersion) bool {
			return known.Path == data.Path && schemeOf(known) == schemeOf(data)
		})
	})
	return append(read, list...)
}

// comparable leaves of what only this record names as much as the other side can be held
// against: nobody listed all packages there, or all files.
func (r Record) comparable(l, other repro.Lineage) repro.Lineage {
	if !r.Known() {
		return l
	}
	for _, pair := range [][2]*repro.Fact{{&l.Hardware, &other.Hardware}, {&l.Threads, &other.Threads}} {
		if mine, theirs := pair[0], pair[1]; mine.From == r.from && theirs.Known() && !strings.HasPrefix(theirs.From, recorded.Folder+"/") {
			*mine = repro.Fact{} // in other words than a record's
		}
	}
	if l.Threads.From == r.from && !other.Threads.Known() {
		l.Threads = repro.Fact{} // its variables are compared one by one
	}
	complete := slices.ContainsFunc(other.Packages, func(p repro.Package) bool { return strings.HasPrefix(p.From, recorded.Folder+"/") })
	named := packaging.ByPackage(other.Packages)
	l.Packages = slices.DeleteFunc(slices.Clone(l.Packages), func(p repro.Package) bool {
		_, has := named[p.Name]
		return p.From == r.from && !complete && !has
	})
	alone, all := 0, l.Data
	l.Data = slices.DeleteFunc(slices.Clone(all), func(data repro.DataVersion) bool {
		same := func(now repro.DataVersion) bool { return now.Path == data.Path && schemeOf(now) == schemeOf(data) }
		path := func(now repro.DataVersion) bool { return now.Path == data.Path && schemeOf(now) != schemeOf(data) }
		switch {
		case data.From == r.from+keptInGit, data.From == r.from+changedInGit:
			return true
		case data.From != r.from || slices.ContainsFunc(other.Data, same):
			return false
		case slices.ContainsFunc(other.Data, path):
			return slices.ContainsFunc(all, path) // somebody else hashed it as the other side did
		}
		alone++
		return alone > maxAlone
	})
	return l
}

// schemeOf says how data was hashed.
func schemeOf(data repro.DataVersion) string {
	scheme, _, _ := strings.Cut(data.Hash, " ")
	return scheme
}

// maxAlone is how many files are told that only the original is known to have read.
const maxAlone = 5

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
		Kind: repro.KindCode, Name: repro.DirtyTree, Original: wording.List(wording.Few(files, 5)), Now: "clean", State: repro.InputDiffers,
		Evidence: "uncommitted changes were recorded: " + wording.List(wording.Few(files, 5)), Note: r.diffNote(), Bearing: repro.BearingSeldom,
	}
	if r.used(files[0]) {
		input.Bearing = repro.BearingRead
	}
	return []repro.Input{input}, true
}

// maxVariables is how many variables are told of which only a digest was recorded.
const maxVariables = 10

// variables are those of the environment that are others now. environ is nil where
// nobody knows the environment of the training.
func (r Record) variables(environ []string) []repro.Input {
	if !r.Known() || environ == nil {
		return nil
	}
	var inputs []repro.Input
	hidden := 0
	for _, change := range r.Environment.Against(environ) {
		input := repro.Input{Kind: repro.KindVariable, Name: change.Name, Original: cmp.Or(change.Then, "not set"), Now: cmp.Or(change.Now, "not set"), State: repro.InputDiffers, Evidence: r.from + "; the environment of the training"}
		if !change.Value {
			if hidden++; hidden > maxVariables {
				continue
			}
			input.Note, input.Bearing = "its value was not recorded, and a digest of it differs", repro.BearingSeldom
		}
		inputs = append(inputs, input)
	}
	return inputs
}

// withRecordedDirt adds what two runs recorded of changes that nobody committed. clean says
// that both are known to have had none. Equal changes are the same code.
func withRecordedDirt(inputs []repro.Input, original, now Record) (with []repro.Input, clean bool) {
	defer func() {
		dirty := func(input repro.Input) bool { return input.Name == repro.DirtyTree && input.State != repro.InputSame }
		if len(with) > 0 && with[0].State == repro.InputSame && slices.ContainsFunc(with, dirty) {
			with[0].State, with[0].Note = repro.InputUnknown, "the commit is the same, but not all that was trained is in it"
		}
	}()
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
