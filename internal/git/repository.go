package git

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Repository is a local repository with a working tree.
type Repository struct {
	Dir    string // top level of the working tree, absolute
	Clones string // the directory in which clones are made; "" is in the user's cache directory
	common string // the git directory that all worktrees share, absolute
	own    string // that of this worktree, absolute
	listed listed
	asked  remembered
}

// errNoGit is the answer of all that asks git where there is none.
var errNoGit = errors.New("there is no git here; run this where git and the clone are")

// Open finds the repository that dir is in.
func Open(ctx context.Context, dir string) (*Repository, error) {
	if noGit {
		return nil, fmt.Errorf("open repository %s: %w", dir, errNoGit)
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	out, err := call{dir: absolute, args: []string{"rev-parse", "--show-toplevel", "--git-common-dir", "--absolute-git-dir"}}.run(ctx)
	if err != nil {
		return nil, openError(absolute, err)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != 3 || slices.Contains(lines, "") {
		return nil, fmt.Errorf("open repository %s: git names its directories as %q; a path with a line break is not supported", absolute, lines)
	}
	common := filepath.FromSlash(lines[1])
	if !filepath.IsAbs(common) {
		common = filepath.Join(absolute, common)
	}
	return &Repository{Dir: filepath.FromSlash(lines[0]), common: real(common), own: filepath.FromSlash(lines[2])}, nil
}

func openError(dir string, err error) error {
	var failure *CommandError
	if !errors.As(err, &failure) {
		return fmt.Errorf("open repository %s: %w", dir, err)
	}
	switch {
	case strings.Contains(failure.Says, "not a git repository"):
		return fmt.Errorf("open repository: %s is in no git repository; change to the project, or git init and commit it", dir)
	case strings.Contains(failure.Says, "dubious ownership"):
		return fmt.Errorf("open repository: %s belongs to another user and git refuses it; run: git config --global --add safe.directory %s", dir, dir)
	case strings.Contains(failure.Says, "must be run in a work tree"):
		return fmt.Errorf("open repository: %s has no working tree (a bare repository, or inside .git); change to a clone", dir)
	default:
		return fmt.Errorf("open repository %s: %w", dir, err)
	}
}

// A Head is where the working tree stands.
type Head struct {
	Commit string
	Branch string // "" when detached
	Dirty  bool   // tracked files differ from the commit
}

// Head reads where the working tree stands, without refreshing the index.
func (r *Repository) Head(ctx context.Context) (Head, error) {
	commit, err := r.Resolve(ctx, "HEAD")
	if err != nil {
		return Head{}, fmt.Errorf("%w; commit the project first", err)
	}
	head := Head{Commit: commit}
	branch, err := r.git(ctx, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err == nil {
		head.Branch = strings.TrimSpace(string(branch))
	} else if exitCode(err) != 1 { // 1 is: detached
		return Head{}, err
	}
	changed, err := changed(ctx, r.Dir, "no")
	head.Dirty = len(changed) > 0
	return head, err
}

// maxRef bounds what is taken for a ref: longer than any real one.
const maxRef = 1024

// Resolve gives the full name of the commit that ref means: a branch, a tag, a
// full or short object name, or anything else git reads as one commit.
func (r *Repository) Resolve(ctx context.Context, ref string) (string, error) {
	if noGit {
		return "", errNoGit
	}
	if ref == "" || len(ref) > maxRef || ref[0] == '-' || strings.ContainsFunc(ref, func(c rune) bool { return c < 0x20 || c == 0x7f }) {
		return "", fmt.Errorf("resolve %.60q: not a ref; give a branch, a tag or a commit", ref)
	}
	out, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	commit := strings.TrimSpace(string(out))
	switch {
	case err != nil && exitCode(err) < 0:
		return "", fmt.Errorf("resolve %s: %w", ref, err)
	case err != nil || !isObjectName(commit):
		return "", fmt.Errorf("resolve %s: no such commit in %s; fetch it (git fetch --all --tags), or name another", ref, r.Dir)
	}
	return commit, nil
}

// HasCommit says whether the repository holds the commit, given by its full
// name. A name of another form is in no repository.
func (r *Repository) HasCommit(ctx context.Context, commit string) (bool, error) {
	if !isObjectName(commit) {
		return false, nil
	}
	if r.asked.isHere(commit) {
		return true, nil
	}
	_, err := r.git(ctx, "cat-file", "-e", commit+"^{commit}")
	if err != nil && exitCode(err) < 0 {
		return false, err
	}
	if err == nil {
		r.asked.putHere(commit)
	}
	return err == nil, nil
}

// maxContaining bounds how many refs Reachable names.
const maxContaining = "20"

// Reachable names branches, remote branches and tags that contain the commit,
// as full ref names, at most twenty. None means that only chance keeps it: it
// was force-pushed away, or its branch is not fetched.
func (r *Repository) Reachable(ctx context.Context, commit string) ([]string, error) {
	if has, err := r.HasCommit(ctx, commit); !has {
		return nil, err
	}
	out, err := r.git(ctx, "for-each-ref", "--count="+maxContaining, "--format=%(refname)", "--contains="+commit, "refs/heads", "refs/remotes", "refs/tags")
	if err != nil {
		return nil, fmt.Errorf("find refs that contain %s: %w", commit, err)
	}
	return strings.Fields(string(out)), nil
}

// Shallow says whether history is cut off, so that a missing commit may simply
// not have been fetched.
func (r *Repository) Shallow(ctx context.Context) (bool, error) {
	if noGit {
		return false, errNoGit
	}
	out, err := r.git(ctx, "rev-parse", "--is-shallow-repository")
	return strings.TrimSpace(string(out)) == "true", err
}

// git runs a git command at the repository's top level.
func (r *Repository) git(ctx context.Context, args ...string) ([]byte, error) {
	return call{dir: r.Dir, args: args}.run(ctx)
}

// needCommit refuses what is not the full name of a commit that is here.
func (r *Repository) needCommit(ctx context.Context, commit string) error {
	has, err := r.HasCommit(ctx, commit)
	if err != nil {
		return err
	}
	if !has {
		return repro.Doubtf(repro.PipelineNotStarted, "commit %.80q is not in %s; fetch it (git fetch --all --tags --unshallow), or use --code-ref head", commit, r.Dir)
	}
	return nil
}

// isObjectName says whether text is a full object name, SHA-1 or SHA-256.
func isObjectName(text string) bool {
	if len(text) != 40 && len(text) != 64 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
