package lineage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
	from    string  // the witness
	project *string // where the project is that its data is named from, from the top; nil for where it ran
}

// ReadRecord reads the record of a run. One that is not there, or not the one that was
// left, is none, and doubt says why; a run that was not recorded has none and no doubt.
func ReadRecord(ctx context.Context, store mlflow.Store, run repro.Run) (record Record, doubt string) {
	id, was := run.Tags[recorded.Tag]
	if !was || store == nil || !repro.IsRunID(run.ID) {
		return Record{}, ""
	}
	name := recorded.Folder + "/" + recorded.File // isRecord knows it
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
	return Record{Lineage: &read, from: name + " of run " + gitformat.Short(run.ID)}, ""
}

// isRecord says whether a witness is the record of a run.
func isRecord(from string) bool {
	return strings.HasPrefix(from, recorded.Folder+"/"+recorded.File+" ")
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
		l.Uncommitted = repro.Fact{Value: wording.ListUpTo(files, 5), From: r.from, Note: r.diffNote()}
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

// packages are those that were installed.
func (r Record) packages() []repro.Package {
	var list []repro.Package
	for _, p := range r.Environment.Packages {
		list = append(list, repro.Package{
			Name: packaging.PackageName(p.Name), Version: p.Version, From: r.from, Installed: true, Origin: p.Origin, Content: p.Content,
		})
	}
	return list
}

// installed are the packages for whom asks an index for them: those that were from
// elsewhere have no version there.
func (r Record) installed() []repro.Package {
	var list []repro.Package
	for _, p := range r.Environment.Packages {
		one := repro.Package{Name: packaging.PackageName(p.Name), Version: p.Version, From: r.from}
		if p.Origin != "" {
			one.Version = ""
		}
		list = append(list, one)
	}
	return list
}
