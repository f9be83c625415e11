package lineage

import (
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file has the code that ran from outside of a repository: a record has its digest, as no
// commit has it.

// between adds what two records alone tell of packages and code to what differs. Code that differs
// beside equal commits is not the same code. changed are the files that differ between the commits: of
// those the trees tell, or that nothing in them differs which a training reads.
func (r Record) between(other Record, inputs []repro.Input, changed []string) []repro.Input {
	told := func(name string) bool {
		return slices.Contains(changed, name) || slices.ContainsFunc(inputs, func(input repro.Input) bool { return input.Name == name })
	}
	code := append(r.codeBetween(other), r.contentsBetween(other, told)...)
	return append(notSame(inputs, code), append(r.gone(other), code...)...)
}

// notSame takes it back that the code is the same where other code than the commit's is not:
// inputs begin with the commit.
func notSame(inputs, code []repro.Input) []repro.Input {
	if slices.ContainsFunc(code, func(input repro.Input) bool { return input.Kind == repro.KindCode && input.State != repro.InputSame }) && inputs[0].State == repro.InputSame {
		inputs[0].State, inputs[0].Note = repro.InputUnknown, "the commit is the same, but not all that was trained is in it"
	}
	return inputs
}

// outsideCode are the files of the record that were run from outside of the repository.
func (r Record) outsideCode() map[string]string {
	files := map[string]string{}
	if !r.Known() {
		return files
	}
	for _, file := range r.Code.Files {
		if filepath.IsAbs(filepath.FromSlash(file.Path)) && file.SHA256 != "" {
			files[file.Path] = file.SHA256
		}
	}
	return files
}

// codeBetween compares the code of outside that two records have. What only one ran is no more
// than named: the other may have had it in its commit.
func (r Record) codeBetween(other Record) (inputs []repro.Input) {
	then, now := r.outsideCode(), other.outsideCode()
	if !r.Known() || !other.Known() {
		return nil
	}
	for _, name := range sortedNames(then, now) {
		inputs = append(inputs, codeInput(name, then[name], now[name], r.from+"; "+other.from))
	}
	return inputs
}

// contentsBetween are the programs and settings of the repository that two records have with other
// digests, and that nothing else tells of: told says so of a name. Git may have a link to one, or
// have checked it out otherwise.
func (r Record) contentsBetween(other Record, told func(name string) bool) (inputs []repro.Input) {
	if !r.Known() || !other.Known() {
		return nil
	}
	for _, file := range slices.Concat(r.Code.Files, r.Params) {
		now := other.digest(file.Path)
		if filepath.IsAbs(filepath.FromSlash(file.Path)) || file.SHA256 == "" || now == "" || now == file.SHA256 || len(inputs) >= maxRead {
			continue
		}
		dirty := slices.Contains(slices.Concat(r.uncommitted(), other.uncommitted()), file.Path) || r.made(file.Path) || other.made(file.Path)
		if name := r.named(file.Path); !dirty && !told(name) {
			inputs = append(inputs, contentInput(name, file.SHA256, now, r.from+"; "+other.from))
		}
	}
	return inputs
}

// contentInput is a program or settings of the repository that two trainings had with other digests,
// and the commits do not tell of it.
func contentInput(name, then, now, evidence string) repro.Input {
	input := codeInput(name, then, now, evidence)
	if input.Note = "git has a link to it, or it was checked out in two ways"; !IsProgram(name) {
		input.Kind = repro.KindFile
	}
	return input
}

// named is a file of the repository by its path from where the project is.
func (r Record) named(file string) string {
	name, err := filepath.Rel(filepath.FromSlash(r.base()), filepath.FromSlash(file))
	if err != nil || r.base() == "" {
		return file
	}
	return filepath.ToSlash(name)
}

// codeInput compares a file that ran by its digests.
func codeInput(name, then, now, evidence string) repro.Input {
	input := repro.Input{Kind: repro.KindCode, Name: name, Original: shortSum(then), Now: shortSum(now), State: repro.InputSame, Evidence: evidence}
	switch {
	case then == "" || now == "":
		input.State, input.Note = repro.InputUnknown, "only one of the two is known to have run it, and no commit has it"
	case then != now:
		input.State, input.Note, input.Bearing = repro.InputDiffers, "no commit has it", repro.BearingRead
	}
	return input
}

// shortSum is a file's digest as a report has it; "" for none.
func shortSum(digest string) string {
	if digest == "" {
		return ""
	}
	return sha + " " + digest[:min(len(digest), 12)]
}

func sortedNames(lists ...map[string]string) (names []string) {
	for _, list := range lists {
		for name := range list {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
