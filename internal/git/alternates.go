package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A store is a git directory of the user's, that of the repository or of one
// of its submodules.
type store struct {
	gitDir string // the one that all worktrees share
	top    string // its working tree, which need not be there
}

// A place is where the objects of a store are borrowed: a working tree and git directory of ours.
type place struct {
	top, gitDir string
	head        string // a full ref name, or a commit
	own         bool   // copies of the objects, not borrowed ones
	format      string // of the names of the store's objects; "" is asked for
}

// git runs a git command on the store, whatever became of its working tree.
func (s store) git(ctx context.Context, args ...string) ([]byte, error) {
	return s.call(args...).run(ctx)
}

func (s store) call(args ...string) call {
	return call{dir: s.gitDir, env: []string{"GIT_DIR=" + s.gitDir, "GIT_WORK_TREE=" + s.gitDir}, args: args}
}

// objectFormat is how a repository names its objects, by one name.
func objectFormat(name string) string {
	if len(name) == 64 {
		return "sha256"
	}
	return "sha1"
}

// makeGitDir makes a git directory that has the store's objects, its refs, its
// config and what filters need of it. There is no index and no file yet. What
// the user put aside or made for themselves does not come along: stash, DVC's
// experiments, hooks, sparse patterns, the index.
func (s store) makeGitDir(ctx context.Context, to place) error {
	format := to.format
	if format == "" {
		out, err := s.git(ctx, "rev-parse", "--show-object-format")
		if err != nil {
			return err
		}
		format = strings.TrimSpace(string(out))
	}
	if err := os.MkdirAll(filepath.Dir(to.gitDir), 0o700); err != nil {
		return err
	}
	args := []string{"init", "--quiet", "--template=", "--object-format=" + format}
	if to.gitDir != filepath.Join(to.top, ".git") {
		args = append(args, "--separate-git-dir="+to.gitDir)
	}
	init := call{dir: filepath.Dir(to.gitDir), args: append(args, to.top), env: []string{"GIT_DEFAULT_REF_FORMAT=files", "GIT_DEFAULT_HASH="}}
	if _, err := init.run(ctx); err != nil {
		return err
	}
	var err error
	if to.own {
		err = s.copyObjects(to.gitDir)
	} else {
		err = s.borrowObjects(to.gitDir)
	}
	if err != nil {
		return err
	}
	if err := s.copyRefs(ctx, to.gitDir); err != nil {
		return err
	}
	head := to.head + "\n"
	if strings.HasPrefix(to.head, "refs/") {
		head = "ref: " + head
	}
	if err := os.WriteFile(filepath.Join(to.gitDir, "HEAD"), []byte(head), 0o600); err != nil {
		return err
	}
	if err := s.copyConfig(ctx, to.gitDir); err != nil {
		return err
	}
	// git-crypt keeps its keys in the git directory.
	for _, name := range []string{"shallow", "info/attributes", "info/exclude", "git-crypt"} {
		if err := copyAll(filepath.Join(s.gitDir, name), filepath.Join(to.gitDir, name)); err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	return nil
}

// objectDirs are the store's objects and those that it borrows itself, by
// their full paths: git does not follow a relative path at second hand.
func (s store) objectDirs() ([]string, error) {
	objects := filepath.Join(s.gitDir, "objects")
	dirs := []string{objects}
	text, err := os.ReadFile(filepath.Join(objects, "info", "alternates"))
	if errors.Is(err, fs.ErrNotExist) {
		return dirs, nil
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if !filepath.IsAbs(line) {
			line = filepath.Join(objects, line)
		}
		dirs = append(dirs, line)
	}
	return dirs, err
}

// borrowObjects lets the git directory look for objects in the store. There are
// no links to them: what a training does to the modes or owners of its own
// files reaches none.
// https://git-scm.com/docs/gitrepository-layout
func (s store) borrowObjects(gitDir string) error {
	dirs, err := s.objectDirs()
	if err != nil {
		return err
	}
	text := strings.Join(dirs, "\n") + "\n"
	if strings.Count(text, "\n") != len(dirs) {
		return fmt.Errorf("borrow objects of %s: a path with a line break is not supported", s.gitDir)
	}
	return os.WriteFile(filepath.Join(gitDir, "objects", "info", "alternates"), []byte(text), 0o600)
}

// copyObjects gives the git directory all objects for its own.
func (s store) copyObjects(gitDir string) error {
	dirs, err := s.objectDirs()
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("copy objects: %w", err)
		}
		for _, entry := range entries {
			if entry.Name() == "info" { // commit-graphs that say what else there is, alternates
				continue
			}
			if err := copyAll(filepath.Join(dir, entry.Name()), filepath.Join(gitDir, "objects", entry.Name())); err != nil {
				return fmt.Errorf("copy objects: %w", err)
			}
		}
	}
	return nil
}

// lentRefs are the refs that code may ask for: versions are told by tags and
// branches, and notes and replacements belong to the history.
var lentRefs = []string{"refs/heads", "refs/remotes", "refs/tags", "refs/notes", "refs/replace"}

// copyRefs writes the store's refs as they are now.
func (s store) copyRefs(ctx context.Context, gitDir string) error {
	out, err := s.git(ctx, append([]string{"for-each-ref", "--format=%(objectname) %(refname) %(symref)"}, lentRefs...)...)
	if err != nil {
		return fmt.Errorf("list refs: %w", err)
	}
	var packed bytes.Buffer
	root, err := os.OpenRoot(gitDir)
	if err != nil {
		return err
	}
	defer root.Close()
	for line := range strings.Lines(string(out)) {
		object, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		name, target, _ := strings.Cut(rest, " ")
		if target == "" {
			packed.WriteString(object + " " + name + "\n")
			continue
		}
		if err := errors.Join(root.MkdirAll(filepath.Dir(filepath.FromSlash(name)), 0o700), root.WriteFile(filepath.FromSlash(name), []byte("ref: "+target+"\n"), 0o600)); err != nil {
			return err
		}
	}
	return root.WriteFile("packed-refs", packed.Bytes(), 0o600)
}

// copyAll copies a file, or the regular files of a directory; what is not
// there is not copied, and what is there already stays.
func copyAll(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if path == from && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch target := filepath.Join(to, rel); {
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case entry.Type().IsRegular() && !strings.HasPrefix(entry.Name(), "tmp_"):
			return copyFile(path, target)
		}
		return nil
	})
}

// copyFile copies one file, with its mode.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
