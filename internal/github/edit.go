package github

import (
	"context"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// planTree makes the tree of the plan's commit. A tree's name that was worked
// out is wrong where the tree was written by a git of old, in a way that GitHub
// does not show: then GitHub knows no such tree, and is asked for the name.
func (c *Client) planTree(ctx context.Context, plan repro.Plan) (string, error) {
	if len(plan.Files) == 0 {
		return c.saidTree(ctx, plan.Code.Commit)
	}
	base, err := c.rootTree(ctx, plan.Code.Commit)
	if err != nil {
		return "", err
	}
	tree, err := c.editTree(ctx, base, plan.Files)
	if status := statusOf(err); c.root(plan.Code.Commit).said || status != http.StatusNotFound && status != http.StatusUnprocessableEntity {
		return tree, err
	}
	if base, err = c.saidTree(ctx, plan.Code.Commit); err != nil {
		return "", err
	}
	return c.editTree(ctx, base, plan.Files)
}

// editTree makes the tree that holds the plan's edits on top of base, and
// nothing else. Objects are named by their content, so making it twice is
// harmless.
func (c *Client) editTree(ctx context.Context, base string, edits []repro.FileEdit) (string, error) {
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
	c.setRoot(commit.GetSHA(), rootOf{tree, true}) // so that its files can be read without asking for it
	return commit.GetSHA(), nil
}
