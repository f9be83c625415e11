package gitdata

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// Resolve gives the full commit id of a branch, tag or commit of this
// repository. ref is what a person typed; "" or "head" is the default branch. It
// is asked for once: today's code is the same commit all through a check.
func (c *Client) Resolve(ctx context.Context, ref string) (string, error) {
	if ref == "" || strings.EqualFold(ref, "head") {
		info, err := c.Repository(ctx)
		if err != nil {
			return "", err
		}
		ref = "heads/" + info.DefaultBranch
	}
	switch {
	case gitformat.IsID(ref):
		_, err := c.listedTree(ctx, ref) // whether it is there; its files are read next
		return ref, err
	case !gitformat.IsAbbreviatedID(ref):
		// GitHub looks for it below refs/ as well, and there the heads of pull
		// requests are: a stranger's, who can move it after somebody allowed it.
		if strings.HasPrefix(ref, "pull/") {
			return "", fmt.Errorf("code-ref %q: a pull request can move on until it is trained; name the commit", printable.OneLine(ref, 80))
		}
		if err := gitformat.CheckBranch(ref); err != nil {
			return "", fmt.Errorf("code-ref %q: not a branch, tag or commit", printable.OneLine(ref, 80))
		}
	}
	c.mu.Lock()
	cached := c.resolved[ref]
	c.mu.Unlock()
	if cached != "" {
		return cached, nil
	}
	op := github.Operation{Name: fmt.Sprintf("find %q", printable.OneLine(ref, 80)), Permission: "contents: read"}
	sha, _, err := c.API.Repositories.GetCommitSHA1(ctx, c.Owner, c.Name, ref, "")
	if err != nil {
		err = c.Explain(op, err)
		if code := github.StatusCode(err); code == http.StatusNotFound || code == http.StatusUnprocessableEntity {
			err = fmt.Errorf("%w; name a branch, a tag or a commit of this repository", err)
		}
		return "", err
	}
	if sha = strings.TrimSpace(sha); !gitformat.IsID(sha) {
		return "", op.Unexpected("no commit id")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resolved[ref] = sha
	return sha, nil
}

// Reachable says whether a commit belongs to the default branch's history.
// GitHub also shows the commits of forks under the repository's own name, and
// whoever can write to a tracking server chooses the commit that it reports, so
// this is what stands between a stranger's code and the project's secrets. A
// commit that is nowhere is not reachable; that is no error.
func (c *Client) Reachable(ctx context.Context, sha string) (bool, error) {
	if err := gitformat.CheckID("commit", sha); err != nil {
		return false, err
	}
	info, err := c.Repository(ctx)
	if err != nil {
		return false, err
	}
	op := github.Operation{Name: fmt.Sprintf("compare %s with %s", gitformat.ShortID(sha), info.DefaultBranch), Permission: "contents: read"}
	// A page beyond the first has no files, which can be many megabytes. Asked
	// from the branch's side, the answer names today's commit as well.
	page := &gh.ListOptions{Page: 2, PerPage: 1}
	compared, _, err := c.API.Repositories.CompareCommits(ctx, c.Owner, c.Name, info.DefaultBranch, sha, page)
	if github.NotFound(c.Explain(op, err)) {
		return false, nil
	}
	if err != nil {
		return false, c.Explain(op, err)
	}
	shared, today := compared.GetMergeBaseCommit(), compared.GetBaseCommit()
	switch compared.GetStatus() {
	case "behind", "identical": // the commit is behind the default branch
		if shared.GetSHA() != sha {
			return false, op.Unexpected("another commit that both have")
		}
		c.cacheCompared("", shared)
		c.cacheCompared("heads/"+info.DefaultBranch, today)
		return true, nil
	case "ahead", "diverged":
		c.cacheCompared("heads/"+info.DefaultBranch, today)
		return false, nil
	}
	return false, op.Unexpected("status " + printable.OneLine(compared.GetStatus(), 20))
}

// cacheCompared caches a commit's tree, and the name it was found by.
func (c *Client) cacheCompared(name string, commit *gh.RepositoryCommit) {
	tree := commit.GetCommit().GetTree().GetSHA()
	if !gitformat.IsID(commit.GetSHA()) || !gitformat.IsID(tree) {
		return
	}
	c.cacheTree(commit.GetSHA(), commitTree{tree, true})
	if name == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resolved[name] = commit.GetSHA()
}

// Commit reads one commit object. Its name is its content, so it is read once.
func (c *Client) Commit(ctx context.Context, sha string) (*gh.Commit, error) {
	if err := gitformat.CheckID("commit", sha); err != nil {
		return nil, err
	}
	c.mu.Lock()
	cached := c.commits[sha]
	c.mu.Unlock()
	if cached != nil {
		return cached, nil
	}
	op := github.Operation{Name: "read the commit " + gitformat.ShortID(sha), Permission: "contents: read"}
	commit, _, err := c.API.Git.GetCommit(ctx, c.Owner, c.Name, sha)
	if err != nil {
		return nil, c.Explain(op, err)
	}
	if commit.GetSHA() != sha || !gitformat.IsID(commit.GetTree().GetSHA()) {
		return nil, op.Unexpected("another commit, or one without a tree")
	}
	c.cacheTree(sha, commitTree{commit.GetTree().GetSHA(), true})
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.commits) >= treeCache {
		clear(c.commits)
	}
	c.commits[sha] = commit
	return commit, nil
}

// listedTree gives a commit's tree, which is asked for once. Who asks for it is
// going to read files, so they are listed with it.
func (c *Client) listedTree(ctx context.Context, sha string) (string, error) {
	if err := gitformat.CheckID("commit", sha); err != nil {
		return "", err
	}
	if cached := c.cachedTree(sha); cached.id != "" {
		return cached.id, nil
	}
	if tree, err := c.readCommitTrees(ctx, sha); err == nil && tree != "" {
		c.cacheTree(sha, commitTree{id: tree})
		return tree, nil
	}
	return c.ConfirmedTree(ctx, sha)
}

// ConfirmedTree gives a commit's tree as GitHub's commit object names it, for what is built on it.
func (c *Client) ConfirmedTree(ctx context.Context, sha string) (string, error) {
	if cached := c.cachedTree(sha); cached.confirmed {
		return cached.id, nil
	}
	commit, err := c.Commit(ctx, sha)
	if err != nil {
		return "", err
	}
	return commit.GetTree().GetSHA(), nil
}

// A commitTree is the tree of a commit.
type commitTree struct {
	id        string
	confirmed bool // read from the commit object, and not computed from a listing
}

func (c *Client) cachedTree(commit string) commitTree {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.commitTrees[commit]
}

func (c *Client) cacheTree(sha string, tree commitTree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.commitTrees) >= treeCache {
		clear(c.commitTrees)
	}
	c.commitTrees[sha] = tree
}
