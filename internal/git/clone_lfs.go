package git

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// maxPointer bounds a pointer file.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const maxPointer = 1024

// copyLFS copies the LFS objects of a commit into the place's own store.
// Left to itself git-lfs would link them: what a training does to its own files
// would reach the user's. What the user does not have is left to git-lfs.
func (s store) copyLFS(ctx context.Context, commit string, to place) error {
	from := s.get(ctx, "--path", "lfs.storage")
	switch {
	case from == "":
		from = filepath.Join(s.gitDir, "lfs")
	case !filepath.IsAbs(from):
		from = filepath.Join(s.gitDir, from)
	}
	from = filepath.Join(from, "objects")
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		return nil //nolint:nilerr // no LFS here
	}
	entries, err := (&Repository{Dir: to.top}).Files(ctx, commit)
	if err != nil {
		return err
	}
	blobs := &batch{dir: to.top}
	for _, entry := range entries {
		if entry.Mode != gitformat.ModeFile && entry.Mode != gitformat.ModeExecutable || entry.Size >= maxPointer {
			continue
		}
		data, err := blobs.read(ctx, entry.Object)
		if err != nil {
			return err
		}
		oid := pointer(string(data))
		if oid == "" {
			continue
		}
		path := filepath.Join(oid[:2], oid[2:4], oid)
		if err := copyFile(filepath.Join(from, path), filepath.Join(to.gitDir, "lfs", "objects", path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// pointer gives the object that a pointer file means, "" for any other text.
func pointer(text string) string {
	if !strings.HasPrefix(text, "version https://git-lfs.github.com/spec/") && !strings.HasPrefix(text, "version https://hawser.github.com/spec/") {
		return ""
	}
	for line := range strings.Lines(text) {
		if oid, ok := strings.CutPrefix(strings.TrimSpace(line), "oid sha256:"); ok && len(oid) == 64 && isObjectName(oid) {
			return oid
		}
	}
	return ""
}
