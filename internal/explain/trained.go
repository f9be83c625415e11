package explain

import (
	"context"
	"maps"
	"slices"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The original may have been trained with changes that nobody had committed then. Its commit has
// other files than it trained with, and to restore those is no restoration. Where a commit of the
// repository has a file as the original did, by the digest that its record has, a trial takes it from
// there: no code of the tracking server is run.

// A laterFile is a file as the original trained with it, and the commit that has it so.
type laterFile struct {
	git.Entry
	commit string
}

// readUncommitted finds the files that the original trained with and its commit does not have, by
// what its record says. all says that each of those that were changed was found.
func (s *Search) readUncommitted(ctx context.Context, today, original repro.Plan) (all bool, err error) {
	if s.Flow.Registry == nil {
		return false, nil
	}
	record, _ := lineage.ReadRecord(ctx, s.Flow.Registry, original.Original) // the check told of a doubt
	if !record.Known() || record.Code.Commit != original.Code.Commit {
		return false, nil
	}
	if all, err = s.findLater(ctx, record.Uncommitted(), today.Code.Commit); err != nil {
		return false, err
	}
	data := record.DataNotInGit()
	now, err := s.Local.Repository.Files(ctx, today.Code.Commit)
	if err != nil {
		return false, err
	}
	maps.DeleteFunc(data, func(path, _ string) bool { // what today's commit does not have, no trial takes away
		return !slices.ContainsFunc(now, func(entry git.Entry) bool { return entry.Path == path })
	})
	known := len(s.nowhere)
	_, err = s.findLater(ctx, data, today.Code.Commit) // an uncommitted change is code
	s.experiment.Left = append(s.experiment.Left, otherData(s.nowhere[known:], s.Local.Prefix, s.Saved.Inputs)...)
	return all, err
}

// otherData says of data that no commit has as the original read it, and that differs, that no trial
// restores it.
func otherData(files []string, prefix string, inputs []repro.Input) (texts []string) {
	for _, file := range files {
		name := fromProject(prefix, file)
		if len(texts) < mostData && slices.ContainsFunc(inputs, func(input repro.Input) bool {
			return input.Kind == repro.KindData && input.Name == name && input.State == repro.InputDiffers
		}) {
			texts = append(texts, "data "+name+": no commit has it as the original read it, so each trial gets today's")
		}
	}
	return texts
}

// findLater finds files by their digests: in today's commit, else in any that changed them.
func (s *Search) findLater(ctx context.Context, files map[string]string, today string) (all bool, err error) {
	all = len(files) > 0
	for _, path := range slices.Sorted(maps.Keys(files)) {
		commit, entry, err := s.Local.Repository.WithContent(ctx, path, files[path], today)
		if err != nil {
			return false, err
		}
		if commit == "" {
			all, s.nowhere = false, append(s.nowhere, path)
			continue
		}
		if s.later == nil {
			s.later = map[string]laterFile{}
		}
		s.later[path] = laterFile{entry, commit}
	}
	return all, nil
}

// asTrained are the files of the original's commit with those in their place that it trained with.
// One that it trained with, that its commit does not have, and no other as it was, is left as today:
// without it the original was never trained.
func (s *Search) asTrained(committed, now []git.Entry) []git.Entry {
	has := func(files []git.Entry, path string) int {
		return slices.IndexFunc(files, func(entry git.Entry) bool { return entry.Path == path })
	}
	files := slices.DeleteFunc(slices.Clone(committed), func(entry git.Entry) bool { _, is := s.later[entry.Path]; return is })
	for _, path := range slices.Sorted(maps.Keys(s.later)) {
		files = append(files, s.later[path].Entry)
	}
	for _, path := range s.nowhere {
		if at := has(now, path); at >= 0 && has(committed, path) < 0 {
			files = append(files, now[at])
		}
	}
	return files
}

// originalEntry is a file as the original trained with it.
func (s *Search) originalEntry(ctx context.Context, path string) (git.Entry, error) {
	if later, is := s.later[path]; is {
		return later.Entry, nil
	}
	return s.entry(ctx, s.experiment.Original, path)
}

// from is the commit that has a file as the original trained with it.
func (s *Search) from(path string) string {
	if later, is := s.later[path]; is {
		return gitformat.Short(later.commit)
	}
	return gitformat.Short(s.experiment.Original)
}

// anyLater says whether the original's commit has one of these files otherwise than it trained with.
func (s *Search) anyLater(paths []string) bool {
	return slices.ContainsFunc(paths, func(path string) bool { _, is := s.later[path]; return is })
}

// hasAsTrained says whether a commit has files as the original trained with them.
func (s *Search) hasAsTrained(ctx context.Context, commit string, paths []string) (bool, error) {
	for _, path := range paths {
		there, err := s.entry(ctx, commit, path)
		if err != nil {
			return false, err
		}
		original, err := s.originalEntry(ctx, path)
		if err != nil || there.Mode != original.Mode || there.Object != original.Object {
			return false, err
		}
	}
	return true, nil
}

// firstAsTrained is the first of some commits that has files as the original trained with them; -1
// for none.
func (s *Search) firstAsTrained(ctx context.Context, commits, paths []string) (int, error) {
	for i, commit := range commits {
		if same, err := s.hasAsTrained(ctx, commit, paths); same || err != nil {
			return i, err
		}
	}
	return -1, nil
}
