package audit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// maxTrees bounds the commits whose files an audit reads: each takes some git
// processes and the parsing of a pipeline.
const maxTrees = 300

// A treeCache keeps the trees that were read, and how commits stand.
type treeCache struct {
	clone    *project.Clone
	settings settings.Params
	dvcDir   string // .dvc of the clone
	local    []byte // its config.local
	outer    dvcconfig.Outer
	shallow  bool
	reach    map[string]git.Reachability
	trees    map[string]*commitTree
	read     int
	left     map[string]bool        // commits that were not read, as they are too many
	held     map[[2]string]presence // by the remote's directory and the path in it
	programs map[string][]string    // that trained on a commit
}

func newTreeCache(clone *project.Clone, s settings.Params, environ []string) *treeCache {
	cache := &treeCache{clone: clone, settings: s, outer: dvcconfig.ReadOuter(environ), reach: map[string]git.Reachability{}, trees: map[string]*commitTree{}, left: map[string]bool{}, held: map[[2]string]presence{}, programs: map[string][]string{}}
	if clone == nil {
		return cache
	}
	cache.dvcDir = filepath.Join(clone.Repository.Dir, filepath.FromSlash(clone.Prefix), ".dvc")
	cache.local, _ = doc.ReadFile(os.DirFS(cache.dvcDir), "config.local") // a project without is an ordinary one
	return cache
}

// stand asks git about all commits of a batch at once.
func (t *treeCache) stand(ctx context.Context, found []foundRun) error {
	if t.clone == nil {
		return nil
	}
	var commits []string
	for _, f := range found {
		commit := lineage.RecordedCommit(f.run).Value
		if program := f.run.Tags[lineage.MlflowSource]; commit != "" && !slices.Contains(t.programs[commit], program) {
			t.programs[commit] = append(t.programs[commit], program)
		}
		if commit != "" && t.reach[commit] == "" {
			commits = append(commits, commit)
		}
	}
	if len(commits) == 0 {
		return nil
	}
	reach, err := t.clone.Repository.Reachabilities(ctx, commits)
	if err != nil {
		return err
	}
	for commit, is := range reach {
		t.reach[commit] = is
	}
	t.shallow, err = t.clone.Repository.Shallow(ctx)
	return err
}

func (t *treeCache) notes() []string {
	if len(t.left) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the files of %d more commits were not read: an audit reads those of %d; name fewer models to see the rest", len(t.left), maxTrees)}
}

// commit asks for the recorded commit and its files. Where there is no tree,
// why says what kept us from looking; "" is that there is nothing to check.
func (a *Auditor) commit(ctx context.Context, f *auditFacts) (tree *commitTree, why string, err error) {
	recorded := lineage.RecordedCommit(f.found.run)
	f.clean()
	if !recorded.Known() {
		if text := claimed(f.found.run); text != "" {
			f.fail(CheckCommit, "%s", text)
		} else {
			f.fail(CheckCommit, "none: MLflow's tag and the usual names are not there")
		}
		f.moot(CheckReachable, "there is no commit to look for")
		tree, err = a.trees.head(ctx)
		return tree, "", err
	}
	f.pass(CheckCommit, "%s, %s", recorded.Value, recorded.From)
	if a.Clone == nil {
		f.skip(CheckReachable, "there is no clone here")
		return nil, "there is no clone here", nil
	}
	switch a.trees.reach[recorded.Value] {
	case git.InHistory:
		f.pass(CheckReachable, "in this clone, on a branch or tag")
		f.inClone = true
	case git.Unreachable:
		f.fail(CheckReachable, "%s is in this clone, but no branch or tag contains it", gitformat.Short(recorded.Value))
		f.inClone = true
	default:
		f.absent = true
		text := gitformat.Short(recorded.Value) + " is not in this clone"
		if a.trees.shallow {
			text = gitformat.Short(recorded.Value) + " is not in this shallow clone"
		}
		f.skip(CheckReachable, "%s", text)
		return nil, text, nil
	}
	tree, err = a.trees.tree(ctx, recorded.Value, false)
	if tree == nil && err == nil {
		return nil, "too many commits to read", nil
	}
	return tree, "", err
}

// head reads HEAD, once: nil where there is no commit or no clone.
func (t *treeCache) head(ctx context.Context) (*commitTree, error) {
	if t.clone == nil {
		return nil, nil
	}
	if tree, known := t.trees["HEAD"]; known {
		return tree, nil
	}
	commit, err := t.clone.Repository.Resolve(ctx, "HEAD")
	if err != nil {
		t.trees["HEAD"] = nil
		return nil, ctx.Err() // a repository without a commit
	}
	tree, err := t.tree(ctx, commit, true)
	t.trees["HEAD"] = tree
	return tree, err
}

// tree reads a commit's files once. Nil without an error is one too many.
func (t *treeCache) tree(ctx context.Context, commit string, head bool) (*commitTree, error) {
	key := commit
	if head {
		key += " as HEAD"
	}
	if tree, known := t.trees[key]; known {
		return tree, nil
	}
	if t.read >= maxTrees {
		t.left[commit] = true
		return nil, nil
	}
	t.read++
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the git process behind the files
	files, err := t.clone.Files(ctx, commit)
	if err != nil {
		return nil, err
	}
	tree := &commitTree{commit: commit, at: gitformat.Short(commit), head: head}
	tree.read(files, t.settings, t.programs[commit])
	shared, _ := doc.ReadFile(files, ".dvc/config") // the commit's own, which a checkout of it will have
	tree.remote, tree.hasDefault = dvcconfig.DefaultRemote(t.outer, shared, t.local, t.dvcDir)
	tree.hasRemote = dvcconfig.HasRemote(t.outer, shared, t.local)
	tree.outerRemote = tree.hasRemote && !dvcconfig.HasRemote(dvcconfig.Outer{}, shared, t.local)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.trees[key] = tree
	return tree, nil
}
