package explain

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A file that has another name now is one factor: its old name without the new one removed,
// or the other way round, would train otherwise than either commit.

// joinRenames makes one factor of both names of a file, and one of the files of a folder that
// moved as they were. now are
// today's files.
func joinRenames(factors []factor, renames []git.Rename, now []git.Entry) []factor {
	for _, rename := range renames {
		from := slices.IndexFunc(factors, func(f factor) bool { return f.files[0].Path == rename.From && f.files[0].Mode != "" })
		to := slices.IndexFunc(factors, func(f factor) bool { return f.files[0].Path == rename.To && f.files[0].Mode == "" })
		if from < 0 || to < 0 || len(factors[from].files) > 1 || len(factors[to].files) > 1 {
			continue
		}
		before, after := factors[from], factors[to]
		at := slices.IndexFunc(now, func(entry git.Entry) bool { return entry.Path == rename.To })
		both := factor{
			Factor: repro.Factor{Kind: after.Kind, Name: moved(after.Name, before.Name)},
			names:  []string{after.Name, before.Name},
			files:  []git.Replacement{before.files[0], after.files[0]},
		}
		if at >= 0 && now[at].Object == before.files[0].Object && path.Base(rename.From) == path.Base(rename.To) {
			both.folders = [2]string{path.Dir(after.Name), path.Dir(before.Name)}
		}
		factors[to] = both
		factors = slices.Delete(factors, from, from+1)
	}
	return joinFolders(factors)
}

// moved names what has another name now.
func moved(now, before string) string { return now + " (" + before + " before)" }

// joinFolders makes one factor of the files that moved from one folder to another as they
// were: programs that import each other do not run with one of them elsewhere.
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
		if all.Kind != f.Kind {
			all.Kind = repro.KindFile
		}
		all.Name = fmt.Sprintf("%s, %d files", moved(all.folders[0]+"/", all.folders[1]+"/"), len(all.files)/2)
	}
	return joined
}

// is says whether the report may have a factor under a name.
func (f factor) is(name string) bool {
	return f.Name == name || slices.Contains(f.names, name) || f.names != nil && slices.ContainsFunc(f.names, func(own string) bool { return strings.TrimSuffix(own, ".dvc") == name })
}
