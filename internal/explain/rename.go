package explain

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A file that has another name now is one factor: its old name without the new one removed,
// or the other way round, would train otherwise than either commit.

// joinRenames makes one factor of both names of a file, and one of the files that moved from
// one folder to another, edited or not. now are today's files.
func joinRenames(factors []factor, renames []git.Rename, now []git.Entry) []factor {
	for _, rename := range renames {
		factors = joinNames(factors, rename, now)
	}
	var folders [][2]string
	for _, f := range factors {
		if f.folders != [2]string{} && !slices.Contains(folders, f.folders) {
			folders = append(folders, f.folders)
		}
	}
	for _, pair := range folders { // what was edited so much that git does not pair it
		for _, f := range slices.Clone(factors) {
			if rest, in := within(f.files[0].Path, pair[1]); in && f.names == nil {
				factors = joinNames(factors, git.Rename{From: f.files[0].Path, To: path.Join(pair[0], rest)}, now)
			}
		}
	}
	return joinFolders(factors)
}

// joinNames makes one factor of the two that are one file's names, if they are there.
func joinNames(factors []factor, rename git.Rename, now []git.Entry) []factor {
	has := func(f factor, name string, there bool) bool {
		return f.ofTree() && len(f.files) == 1 && f.files[0].Path == name && (f.files[0].Mode != "") == there
	}
	today := func(name string) int {
		return slices.IndexFunc(now, func(entry git.Entry) bool { return entry.Path == name })
	}
	from := slices.IndexFunc(factors, func(f factor) bool { return has(f, rename.From, true) })
	to := slices.IndexFunc(factors, func(f factor) bool { return has(f, rename.To, false) })
	at := today(rename.To)
	if from < 0 || to < 0 || at < 0 || today(rename.From) >= 0 {
		return factors
	}
	before, after := factors[from], factors[to]
	both := factor{
		Factor: repro.Factor{Kind: after.Kind, Name: moved(after.Name, before.Name)},
		names:  []string{after.Name, before.Name},
		files:  []git.Replacement{before.files[0], after.files[0]},
	}
	if path.Base(rename.From) == path.Base(rename.To) {
		both.folders, both.shown = foldersOf(rename), foldersOf(git.Rename{From: before.Name, To: after.Name})
		if now[at].Object != before.files[0].Object {
			both.edited = []string{path.Base(after.Name)}
		}
	}
	factors[to] = both
	return slices.Delete(factors, from, from+1)
}

// foldersOf are the folders, today's and the original's, of a file that moved: without those
// within that are called the same.
func foldersOf(rename git.Rename) [2]string {
	to, from := path.Dir(rename.To), path.Dir(rename.From)
	for to != "." && from != "." && path.Base(to) == path.Base(from) {
		to, from = path.Dir(to), path.Dir(from)
	}
	return [2]string{to, from}
}

// within is a path from a folder; in is false for one elsewhere.
func within(file, folder string) (rest string, in bool) {
	if folder == "." {
		return file, true
	}
	return strings.CutPrefix(file, folder+"/")
}

// moved names what has another name now.
func moved(now, before string) string { return now + " (" + before + " before)" }

// joinFolders makes one factor of the files that moved from one folder to another: programs
// that import each other do not run with one of them elsewhere.
func joinFolders(factors []factor) []factor {
	var joined []factor
	for _, f := range factors {
		at := slices.IndexFunc(joined, func(other factor) bool { return f.folders != [2]string{} && other.folders == f.folders })
		if at < 0 {
			joined = append(joined, f)
			continue
		}
		all := &joined[at]
		all.files = append(slices.Clip(all.files), f.files...)
		all.names = append(slices.Clip(all.names), f.names...)
		all.edited = append(slices.Clip(all.edited), f.edited...)
		if all.Kind != f.Kind {
			all.Kind = repro.KindFile
		}
	}
	for i, f := range joined {
		if n := len(f.files) / 2; f.folders != [2]string{} && n > 1 {
			folder := moved(f.shown[0]+"/", f.shown[1]+"/")
			joined[i].names = append(slices.Clip(f.names), folder) // as the report has those that moved as they were
			joined[i].Name = fmt.Sprintf("%s, %d files", folder, n)
			if len(f.edited) > 0 {
				joined[i].Name += ", with other content " + wording.ListUpTo(f.edited, 3)
			}
		}
	}
	return joined
}

// keyName is the key of a params file that a factor is, as the report has it; "" of others.
func (f factor) keyName() string {
	if f.param == nil {
		return ""
	}
	return strings.Join(f.param.key, ".")
}

// is says whether the report may have a factor under a name.
func (f factor) is(name string) bool {
	return f.Name == name || slices.Contains(f.names, name) || f.names != nil && slices.ContainsFunc(f.names, func(own string) bool { return strings.TrimSuffix(own, ".dvc") == name })
}
