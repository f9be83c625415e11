package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxNested bounds how deep submodules of submodules are followed.
const maxNested = 10

// submodules are those of one working tree.
type submodules struct {
	stores []string // git directories of the user's, below which modules/NAME are looked for
	top    string   // the user's working tree
	own    bool
	depth  int
}

// stores are the git directories in which the repository keeps submodules: a
// linked worktree of the user's has its own.
func (r *Repository) stores() []string {
	if sameDir(r.own, r.common) {
		return []string{r.common}
	}
	return []string{r.own, r.common}
}

// fill fills the submodules of the clone at dir from the stores of the user's
// clone. prefix is the way to dir from the top, for the warnings: they name
// what could not be had.
func (m submodules) fill(ctx context.Context, dir, commit, prefix string) (warnings []string) {
	links, err := gitlinks(ctx, dir)
	if err != nil {
		return []string{"submodules were not looked for: " + err.Error()}
	}
	if len(links) == 0 {
		return nil
	}
	if m.depth > maxNested {
		return []string{fmt.Sprintf("submodules below %s are left out: they are nested too deep", prefix)}
	}
	names := moduleNames(ctx, dir, commit)
	for _, link := range links {
		shown := path.Join(prefix, link.Path)
		name, known := names[link.Path]
		if !known {
			warnings = append(warnings, fmt.Sprintf("submodule %s is empty in the training: .gitmodules does not name it", shown))
			continue
		}
		more, err := m.one(ctx, dir, name, link, shown)
		warnings = append(warnings, more...)
		if err != nil {
			warnings = append(warnings, fmt.Sprintf("submodule %s is empty in the training, because its commit %.12s is not available: %v; run: %s", shown, link.Object, err, repro.FillSubmodules))
		}
	}
	return warnings
}

// one fills one submodule, and those in it.
func (m submodules) one(ctx context.Context, dir, name string, link Entry, shown string) ([]string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || !filepath.IsLocal(filepath.FromSlash(link.Path)) {
		return nil, errors.New("its name or path leads out of the repository")
	}
	from, err := m.find(ctx, name, link.Path)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	local := filepath.FromSlash(link.Path)
	if err := root.MkdirAll(local, 0o755); err != nil { // no link leads out of the clone
		return nil, err
	}
	gitDir, err := gitDirOf(ctx, dir)
	if err != nil {
		return nil, err
	}
	to := place{top: filepath.Join(dir, local), gitDir: filepath.Join(gitDir, "modules", filepath.FromSlash(name)), head: link.Object, own: m.own}
	if err := from.makeGitDir(ctx, to); err != nil {
		return nil, err
	}
	if err := relate(root, local, to); err != nil {
		return nil, err
	}
	if err := fetchCommit(ctx, to.top, link.Object); err != nil {
		_ = root.Remove(filepath.Join(local, ".git"))
		return nil, errors.Join(err, os.RemoveAll(to.gitDir))
	}
	if err := from.copyLFS(ctx, link.Object, to); err != nil {
		return nil, err
	}
	if err := checkout(ctx, to.top); err != nil {
		return nil, err
	}
	return submodules{stores: []string{from.gitDir}, top: from.top, own: m.own, depth: m.depth + 1}.fill(ctx, to.top, link.Object, shown), nil
}

// find gives the user's store of a submodule: in the git directory, or, as old
// versions of git did, in the submodule itself.
func (m submodules) find(ctx context.Context, name, path string) (store, error) {
	top := filepath.Join(m.top, filepath.FromSlash(path))
	for _, dir := range m.stores {
		gitDir := filepath.Join(dir, "modules", filepath.FromSlash(name))
		if _, err := os.Stat(filepath.Join(gitDir, "HEAD")); err == nil {
			return store{gitDir: gitDir, top: top}, nil
		}
	}
	if info, err := os.Stat(filepath.Join(top, ".git")); err == nil && info.IsDir() {
		return store{gitDir: filepath.Join(top, ".git"), top: top}, nil
	}
	return store{}, errors.New("your clone does not have it")
}

// gitDirOf gives the git directory of a working tree.
func gitDirOf(ctx context.Context, dir string) (string, error) {
	out, err := call{dir: dir, args: []string{"rev-parse", "--absolute-git-dir"}}.run(ctx)
	return filepath.FromSlash(strings.TrimSuffix(string(out), "\n")), err
}

// relate lets the submodule and its git directory find each other by relative
// paths, as git's own do: the clone may be seen elsewhere in a container.
func relate(root *os.Root, local string, to place) error {
	there, err := filepath.Rel(to.top, to.gitDir)
	if err != nil {
		return err
	}
	back, err := filepath.Rel(to.gitDir, to.top)
	if err != nil {
		return err
	}
	if err := root.WriteFile(filepath.Join(local, ".git"), []byte("gitdir: "+filepath.ToSlash(there)+"\n"), 0o600); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(to.gitDir, "config"), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(setting{key: "core.worktree", value: filepath.ToSlash(back)}.text())
	return errors.Join(err, file.Close())
}

// fetchCommit gets a commit from the submodule's own remote where the store
// lacks it.
func fetchCommit(ctx context.Context, dir, commit string) error {
	r := &Repository{Dir: dir}
	if has, err := r.HasCommit(ctx, commit); has || err != nil {
		return err
	}
	_, err := call{dir: dir, args: []string{"fetch", "--quiet", "--no-recurse-submodules", "origin", commit}}.run(ctx)
	return err
}

// gitlinks lists the submodules of a working tree's index.
func gitlinks(ctx context.Context, dir string) ([]Entry, error) {
	// Sizes are not asked for: a partial clone would fetch every file for them.
	out, err := call{dir: dir, args: []string{"ls-files", "--stage", "-z"}}.run(ctx)
	if err != nil {
		return nil, err
	}
	var links []Entry
	for record := range strings.SplitSeq(string(out), "\x00") {
		meta, path, _ := strings.Cut(record, "\t")
		if fields := strings.Fields(meta); len(fields) == 3 && fields[0] == gitformat.ModeSubmodule && isObjectName(fields[1]) {
			links = append(links, Entry{Path: path, Mode: gitformat.ModeSubmodule, Object: fields[1]})
		}
	}
	return links, nil
}

// moduleNames reads .gitmodules: path to name.
func moduleNames(ctx context.Context, dir, commit string) map[string]string {
	names := map[string]string{}
	out, err := call{dir: dir, args: []string{"config", "--blob", commit + ":.gitmodules", "--list", "-z"}}.run(ctx)
	if err != nil {
		return names
	}
	for record := range strings.SplitSeq(string(out), "\x00") {
		key, value, _ := strings.Cut(record, "\n")
		name, ok := strings.CutPrefix(key, "submodule.")
		if name, isPath := strings.CutSuffix(name, ".path"); ok && isPath && fs.ValidPath(value) {
			names[value] = name
		}
	}
	return names
}
