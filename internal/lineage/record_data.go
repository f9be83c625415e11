package lineage

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds the data that a record says was read against what others say of it.

// What ends the witness of data of which something else tells as well: the commits, or
// the changes that nobody committed.
const (
	keptInGit    = ", in git at the commit"
	changedInGit = ", with changes that were not committed"
)

// sha is how a file is hashed that neither git nor DVC hashes.
const sha = "sha256"

// behindLink is the From of data that git has no more of than a link: of what that leads to.
const behindLink = "observed: what the link in git leads to"

// base is the directory that data is named from, from the top of the repository.
func (r Record) base() string {
	if r.project != nil {
		return *r.project
	}
	return r.Directory
}

// namedAs has a record name its data as a tree's files are: a training may be recorded in a folder,
// and be checked from the top.
func (r Record) namedAs(t tree) Record {
	if t.files != nil {
		r.project = &t.prefix
	}
	return r
}

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
		if base := r.base(); base != "" && !path.IsAbs(data.Path) {
			if name, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(data.Path)); err == nil {
				version.Path = filepath.ToSlash(name)
			}
		}
		list = append(list, version)
	}
	return list
}

// ReadInGit are the files of the commit that Python was seen to read before it wrote them, by
// paths from the top of the repository: SHA-256 of what they held.
func (r Record) ReadInGit() map[string]string {
	files := map[string]string{}
	if !r.Known() {
		return files
	}
	for _, data := range r.Data {
		if sum, hashed := sumOfData(data); hashed && data.In == recorded.InGit && data.Seen == "python" && !slices.Contains(r.Wrote, data.Path) {
			files[data.Path] = sum
		}
	}
	return files
}

// read says whether the training was seen to run or to read a file of the repository itself: some
// other program may have read data meanwhile.
func (r Record) read(file string) bool {
	return r.Known() && r.used(file) && !slices.ContainsFunc(r.Data, func(data recorded.Data) bool { return data.Path == file && data.Seen == "events" })
}

// wasRead says of the files of a tree whether the training read them, as far as the record tells: it
// has all that Python ran and all settings, and of what else was read a part. nil where there is none.
func (r Record) wasRead(t tree) wasRead {
	if !r.Known() {
		return nil
	}
	all := len(r.Code.Files) > 0 && len(r.Gaps) == 0
	made := len(r.Command) == 0 || !strings.HasPrefix(path.Base(r.Command[0]), "python") || slices.Contains(r.Started, "make")
	return func(file string) (read, known bool) {
		name := t.fromTop(file)
		if r.read(name) {
			return true, true
		}
		return false, all && (path.Ext(name) == ".py" || recorded.IsSettings(name) && !strings.HasPrefix(name, ".") || path.Base(name) == "Makefile" && !made)
	}
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
// against is the record of that side, where it has one.
func (r Record) comparable(l, other repro.Lineage, against Record) repro.Lineage {
	if !r.Known() {
		return l
	}
	for _, pair := range [][2]*repro.Fact{{&l.Hardware, &other.Hardware}, {&l.Threads, &other.Threads}} {
		if mine, theirs := pair[0], pair[1]; mine.From == r.from && theirs.Known() && !isRecord(theirs.From) {
			*mine = repro.Fact{} // in other words than a record's
		}
	}
	if l.Threads.From == r.from && !other.Threads.Known() {
		l.Threads = repro.Fact{} // its variables are compared one by one
	}
	complete := slices.ContainsFunc(other.Packages, func(p repro.Package) bool { return isRecord(p.From) })
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
			linked := func(now repro.DataVersion) bool { return now.From == behindLink && same(now) }
			return !slices.ContainsFunc(other.Data, linked) && (!against.Known() || !slices.ContainsFunc(against.data(), same)) // the commits tell of it
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

// sumOfData is the SHA-256 of data that was hashed so.
func sumOfData(data recorded.Data) (sum string, hashed bool) {
	return strings.CutPrefix(data.Hash, sha+" ")
}

// schemeOf says how data was hashed.
func schemeOf(data repro.DataVersion) string {
	scheme, _, _ := strings.Cut(data.Hash, " ")
	return scheme
}

// maxAlone is how many files are told that only the original is known to have read.
const maxAlone = 5
