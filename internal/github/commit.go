package github

import (
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
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
	case fullSHA.MatchString(ref):
		_, err := c.rootTree(ctx, ref) // whether it is there; its files are read next
		return ref, err
	case !someSHA.MatchString(ref):
		// GitHub looks for it below refs/ as well, and there the heads of pull
		// requests are: a stranger's, who can move it after somebody allowed it.
		if strings.HasPrefix(ref, "pull/") {
			return "", fmt.Errorf("code-ref %q: a pull request can move on until it is trained; name the commit", clip(ref, 80))
		}
		if err := checkBranch(ref); err != nil {
			return "", fmt.Errorf("code-ref %q: not a branch, tag or commit", clip(ref, 80))
		}
	}
	c.mu.Lock()
	known := c.named[ref]
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	op := operation{fmt.Sprintf("find %q", clip(ref, 80)), "contents: read"}
	sha, _, err := c.api.Repositories.GetCommitSHA1(ctx, c.owner, c.repo, ref, "")
	if err != nil {
		return "", c.explain(op, err)
	}
	if sha = strings.TrimSpace(sha); !fullSHA.MatchString(sha) {
		return "", op.nonsense("no commit id")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.named[ref] = sha
	return sha, nil
}

// Reachable says whether a commit belongs to the default branch's history.
// GitHub also shows the commits of forks under the repository's own name, and
// whoever can write to a tracking server chooses the commit that it reports, so
// this is what stands between a stranger's code and the project's secrets. A
// commit that is nowhere is not reachable; that is no error.
func (c *Client) Reachable(ctx context.Context, sha string) (bool, error) {
	if err := checkSHA("commit", sha); err != nil {
		return false, err
	}
	info, err := c.Repository(ctx)
	if err != nil {
		return false, err
	}
	op := operation{fmt.Sprintf("compare %s with %s", short(sha), info.DefaultBranch), "contents: read"}
	// A page beyond the first has no files, which can be many megabytes. Asked
	// from the branch's side, the answer names today's commit as well.
	page := &gh.ListOptions{Page: 2, PerPage: 1}
	compared, _, err := c.api.Repositories.CompareCommits(ctx, c.owner, c.repo, info.DefaultBranch, sha, page)
	if missing(c.explainOnly(op, err)) {
		return false, nil
	}
	if err != nil {
		return false, c.explain(op, err)
	}
	shared, today := compared.GetMergeBaseCommit(), compared.GetBaseCommit()
	switch compared.GetStatus() {
	case "behind", "identical": // the commit is behind the default branch
		if shared.GetSHA() != sha {
			return false, op.nonsense("another commit that both have")
		}
		c.learn("", shared)
		c.learn("heads/"+info.DefaultBranch, today)
		return true, nil
	case "ahead", "diverged":
		return false, nil
	}
	return false, op.nonsense("status " + clip(compared.GetStatus(), 20))
}

// learn remembers a commit's tree, and the name it was found by.
func (c *Client) learn(name string, commit *gh.RepositoryCommit) {
	tree := commit.GetCommit().GetTree().GetSHA()
	if !fullSHA.MatchString(commit.GetSHA()) || !fullSHA.MatchString(tree) {
		return
	}
	c.setRoot(commit.GetSHA(), tree)
	if name == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.named[name] = commit.GetSHA()
}

func (c *Client) explainOnly(op operation, err error) error {
	if err == nil {
		return nil
	}
	return c.explain(op, err)
}

// commit reads one commit object.
func (c *Client) commit(ctx context.Context, sha string) (*gh.Commit, error) {
	if err := checkSHA("commit", sha); err != nil {
		return nil, err
	}
	op := operation{"read the commit " + short(sha), "contents: read"}
	commit, _, err := c.api.Git.GetCommit(ctx, c.owner, c.repo, sha)
	if err != nil {
		return nil, c.explain(op, err)
	}
	if commit.GetSHA() != sha || !fullSHA.MatchString(commit.GetTree().GetSHA()) {
		return nil, op.nonsense("another commit, or one without a tree")
	}
	return commit, nil
}

// rootTree gives a commit's tree, which is asked for once.
func (c *Client) rootTree(ctx context.Context, sha string) (string, error) {
	c.mu.Lock()
	known := c.roots[sha]
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	commit, err := c.commit(ctx, sha)
	if err != nil {
		return "", err
	}
	c.setRoot(sha, commit.GetTree().GetSHA())
	return commit.GetTree().GetSHA(), nil
}

func (c *Client) setRoot(sha, tree string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.roots) >= treeCache {
		clear(c.roots)
	}
	c.roots[sha] = tree
}

// editTree makes the tree that holds the plan's edits on top of base, and
// nothing else. Objects are named by their content, so making it twice is
// harmless. The result is base itself when there are no edits.
func (c *Client) editTree(ctx context.Context, base string, edits []repro.FileEdit) (string, error) {
	if len(edits) == 0 {
		return base, nil
	}
	seen := map[string]bool{}
	var entries []*gh.TreeEntry
	for _, edit := range edits {
		if err := checkEdit(edit.Path); err != nil {
			return "", err
		}
		if seen[edit.Path] {
			return "", fmt.Errorf("path %q: edited twice in one plan", clip(edit.Path, 80))
		}
		seen[edit.Path] = true
		old, err := c.entry(ctx, base, edit.Path)
		if err != nil {
			return "", repro.Doubtf(repro.ParamsNotWritable, "edit %s: %w", clip(edit.Path, 80), err)
		}
		if blobSHA(edit.Before) != old.SHA {
			return "", repro.Doubtf(repro.ParamsNotWritable, "edit %s: the file in the commit is not the one the edit was planned on; run again", clip(edit.Path, 80))
		}
		entry, err := c.treeEntry(ctx, edit, old.Mode)
		if err != nil {
			return "", err
		}
		entries = append(entries, entry)
	}
	op := operation{"write the edited files", "contents: write"}
	tree, _, err := c.api.Git.CreateTree(repeatable(ctx), c.owner, c.repo, base, entries)
	if err != nil {
		return "", c.explain(op, err)
	}
	if !fullSHA.MatchString(tree.GetSHA()) {
		return "", op.nonsense("no tree id")
	}
	for _, edit := range edits { // GitHub's tree must hold our bytes where it shows them
		for _, e := range tree.Entries {
			if e.GetPath() == edit.Path && e.GetSHA() != blobSHA(edit.After) {
				return "", op.nonsense(clip(edit.Path, 80) + " has other content than was sent")
			}
		}
	}
	c.inheritTree(base, tree.GetSHA(), edits)
	return tree.GetSHA(), nil
}

// commitTree makes a commit. Author and committer are left out, so that GitHub
// signs it for a bot's token and shows it as verified; the price is that the
// time goes into its name, and making it twice gives two commits. Which of them
// counts is decided by the branch alone.
func (c *Client) commitTree(ctx context.Context, tree, parent, message string) (string, error) {
	op := operation{"commit the params", "contents: write"}
	commit, _, err := c.api.Git.CreateCommit(repeatable(ctx), c.owner, c.repo, &gh.Commit{
		Message: &message,
		Tree:    &gh.Tree{SHA: &tree},
		Parents: []*gh.Commit{{SHA: &parent}},
	}, nil)
	if err != nil {
		return "", c.explain(op, err)
	}
	if !fullSHA.MatchString(commit.GetSHA()) || commit.GetTree().GetSHA() != tree {
		return "", op.nonsense("no commit id, or another tree")
	}
	c.setRoot(commit.GetSHA(), tree) // so that its files can be read without asking for it
	return commit.GetSHA(), nil
}
