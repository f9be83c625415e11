package git

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxWatched bounds the files that a snapshot looks at.
const maxWatched = 200_000

// A Snapshot is how the user's repository stood at one time: what git keeps of
// it, and size, time and mode of the files in its working tree.
type Snapshot struct {
	entries map[string]string
	Cut     bool // there were more files than are looked at
}

// Snapshot looks at the repository. Files for which skip says so, by their path
// with slashes, are not looked at, nor is what is in a directory of that name.
func (r *Repository) Snapshot(ctx context.Context, skip func(path string) bool) (Snapshot, error) {
	s := Snapshot{entries: map[string]string{}}
	refs, err := r.git(ctx, "for-each-ref", "--format=%(refname) %(objectname)%(symref)")
	if err != nil {
		return s, fmt.Errorf("look at refs: %w", err)
	}
	for line := range strings.Lines(string(refs)) {
		name, value, _ := strings.Cut(line, " ")
		s.entries[name] = value
	}
	// The index as a file changes with every look at it.
	index, err := r.git(ctx, "ls-files", "--stage", "-z")
	if err != nil {
		return s, fmt.Errorf("look at the index: %w", err)
	}
	s.entries["the index"] = digest(index)
	for shown, file := range map[string]string{
		"HEAD":                 filepath.Join(r.own, "HEAD"),
		".git/config":          filepath.Join(r.common, "config"),
		".git/config.worktree": filepath.Join(r.own, "config.worktree"),
		"the stash":            filepath.Join(r.common, "logs", "refs", "stash"),
	} {
		if data, err := os.ReadFile(file); err == nil { // of the user's own git directory
			s.entries[shown] = digest(data)
		}
	}
	// git gc renews info/refs, a list for servers.
	for _, name := range []string{"info", "hooks", "worktrees"} {
		s.list(filepath.Join(r.common, name), ".git/"+name, func(path string) bool { return path == ".git/info/refs" })
	}
	s.list(r.Dir, "", func(path string) bool {
		base := path[strings.LastIndex(path, "/")+1:]
		return base == ".git" || skip(path)
	})
	return s, ctx.Err()
}

func digest(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// list notes the files below dir.
func (s *Snapshot) list(dir, shown string, skip func(path string) bool) {
	_ = filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(dir, file)
		if errors.Join(err, relErr) != nil || rel == "." {
			return nil //nolint:nilerr // what nobody can read nobody has changed
		}
		name := filepath.ToSlash(filepath.Join(shown, rel))
		switch {
		case skip(name) && entry.IsDir():
			return fs.SkipDir
		case skip(name) || entry.IsDir():
			return nil
		case len(s.entries) >= maxWatched:
			s.Cut = true
			return fs.SkipAll
		}
		if info, err := entry.Info(); err == nil {
			s.entries[name] = fmt.Sprint(info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
		return nil
	})
}

// Differing names what is not in later as it is in s, sorted.
func (s Snapshot) Differing(later Snapshot) []string {
	differing := map[string]bool{}
	for name, was := range s.entries {
		if is, there := later.entries[name]; is != was && (there || !later.Cut) {
			differing[name] = true
		}
	}
	for name := range later.entries {
		if _, there := s.entries[name]; !there && !s.Cut {
			differing[name] = true
		}
	}
	return slices.Sorted(maps.Keys(differing))
}
