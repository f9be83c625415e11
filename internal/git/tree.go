package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

const maxFile = 32 << 20 // of a file that is read from a commit: params, locks, code; never data

// An Entry is one file of a commit.
type Entry struct {
	Path   string // relative to the top level, with slashes
	Mode   string // 100644, 100755, 120000 (symbolic link) or 160000 (submodule)
	Object string // name of the blob; of a commit for a submodule
	Size   int64  // bytes; 0 for a submodule
}

// Files lists the files of a commit, sorted by path as git sorts.
func (r *Repository) Files(ctx context.Context, commit string) ([]Entry, error) {
	if files, known := r.listed.get(commit); known {
		return files, nil
	}
	if err := r.needCommit(ctx, commit); err != nil {
		return nil, err
	}
	_ = r.fetchMissing(ctx, commit) // git asks for the sizes of what a partial clone lacks one by one
	out, err := r.git(ctx, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return nil, fmt.Errorf("list files of %s: %w", commit, err)
	}
	files, err := parseTree(out)
	if err == nil {
		r.listed.put(commit, files)
	}
	return files, err
}

// Entry finds one file of a commit. A path that is not there is
// fs.ErrNotExist.
func (r *Repository) Entry(ctx context.Context, commit, path string) (Entry, error) {
	if err := gitformat.CheckPath(path); err != nil {
		return Entry{}, err
	}
	if file, known := r.listed.find(commit, path); known {
		return file, nil
	}
	if err := r.needCommit(ctx, commit); err != nil {
		return Entry{}, err
	}
	out, err := r.git(ctx, "ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
	if err != nil {
		return Entry{}, fmt.Errorf("find %s in %s: %w", path, commit, err)
	}
	entries, err := parseTree(out)
	if err != nil {
		return Entry{}, err
	}
	if len(entries) != 1 || entries[0].Path != path {
		return Entry{}, fmt.Errorf("find %s in commit %.12s: %w", path, commit, fs.ErrNotExist)
	}
	return entries[0], nil
}

// BlobHash gives the object name of a file's content at a commit, and whether
// the file is there.
func (r *Repository) BlobHash(ctx context.Context, commit, path string) (string, bool, error) {
	entry, err := r.Entry(ctx, commit, path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	return entry.Object, err == nil, err
}

// ReadFile gives a file's content as committed, without conversion of line
// ends. It refuses symbolic links, submodules and directories.
func (r *Repository) ReadFile(ctx context.Context, commit, path string) ([]byte, error) {
	entry, err := r.Entry(ctx, commit, path)
	if err != nil {
		return nil, err
	}
	return r.blob(ctx, entry)
}

func (r *Repository) blob(ctx context.Context, entry Entry) ([]byte, error) {
	if err := entry.readable(); err != nil {
		return nil, err
	}
	data, err := r.git(ctx, "cat-file", "blob", entry.Object)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", entry.Path, err)
	}
	return data, nil
}

// readable refuses what is no plain file, or a large one.
func (e Entry) readable() error {
	switch e.Mode {
	case gitformat.ModeFile, gitformat.ModeExecutable:
		if e.Size > maxFile {
			return fmt.Errorf("%s has %d bytes; at most %d are read from a commit", e.Path, e.Size, maxFile)
		}
		return nil
	case gitformat.ModeSymlink:
		return fmt.Errorf("%s is a symbolic link in the commit; name the file it points to", e.Path)
	case gitformat.ModeSubmodule:
		return fmt.Errorf("%s is a submodule; its files belong to another repository", e.Path)
	case gitformat.ModeTree:
		return fmt.Errorf("%s is a directory; name a file", e.Path)
	default:
		return fmt.Errorf("%s has the unknown mode %s; name a plain file", e.Path, e.Mode)
	}
}

// parseTree reads what ls-tree -z -l prints: mode, type, object, size padded
// with blanks, a tab, the path, a NUL.
func parseTree(out []byte) ([]Entry, error) {
	var entries []Entry
	for record := range bytes.SplitSeq(out, []byte{0}) {
		if len(record) == 0 {
			continue
		}
		meta, path, ok := strings.Cut(string(record), "\t")
		fields := strings.Fields(meta)
		if !ok || len(fields) != 4 || !isObjectName(fields[2]) {
			return nil, fmt.Errorf("read git's tree listing: unexpected entry %.80q", record)
		}
		entry := Entry{Path: path, Mode: fields[0], Object: fields[2]}
		if fields[3] != "-" {
			size, err := strconv.ParseInt(fields[3], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("read git's tree listing: size of %q: %w", path, err)
			}
			entry.Size = size
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// maxListed bounds how many entries of commits are remembered: some 30 MB.
const maxListed = 200_000

// listed are the files of commits that git listed once: a commit never has others, and a
// check asks for those of the same few a dozen times. Each answer of git costs three processes.
type listed struct {
	mu      sync.Mutex
	files   map[string][]Entry // by the commit's full name
	entries int                // of all
}

// get gives what is remembered of a commit. The caller may change it.
func (l *listed) get(commit string) ([]Entry, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	files, known := l.files[commit]
	return slices.Clone(files), known
}

// find gives a file of a commit that was listed.
func (l *listed) find(commit, path string) (Entry, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	files := l.files[commit]
	at := slices.IndexFunc(files, func(file Entry) bool { return file.Path == path })
	if at < 0 {
		return Entry{}, false
	}
	return files[at], true
}

// put remembers the files of a commit, and forgets those of others where they are too many.
func (l *listed) put(commit string, files []Entry) {
	if len(files) > maxListed {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.files == nil || l.entries+len(files) > maxListed {
		l.files, l.entries = map[string][]Entry{}, 0
	}
	if _, known := l.files[commit]; !known {
		l.files[commit], l.entries = slices.Clone(files), l.entries+len(files)
	}
}
