package gitdata

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// EditTree makes the tree of a commit with edited files, and without those that are left
// out. A tree's name that was
// worked out is wrong where the tree was written by a git of old, in a way that
// GitHub does not show: then GitHub knows no such tree, and is asked for the name.
func (c *Client) EditTree(ctx context.Context, commit string, edits []repro.FileEdit, leaveOut ...string) (string, error) {
	if len(edits)+len(leaveOut) == 0 {
		return c.ConfirmedTree(ctx, commit)
	}
	base, err := c.listedTree(ctx, commit)
	if err != nil {
		return "", err
	}
	tree, err := c.editTree(ctx, base, edits, leaveOut...)
	if status := github.StatusCode(err); c.cachedTree(commit).confirmed || status != http.StatusNotFound && status != http.StatusUnprocessableEntity {
		return tree, err
	}
	if base, err = c.ConfirmedTree(ctx, commit); err != nil {
		return "", err
	}
	return c.editTree(ctx, base, edits, leaveOut...)
}

// editTree makes the tree that holds the plan's edits on top of base, and
// nothing else, without the files that are left out. Objects are named by their content, so making it twice is
// harmless.
func (c *Client) editTree(ctx context.Context, base string, edits []repro.FileEdit, leaveOut ...string) (string, error) {
	modes, err := c.checkEdits(ctx, base, edits, leaveOut)
	if err != nil {
		return "", err
	}
	var entries []*gh.TreeEntry
	for i, edit := range edits {
		entry, err := c.treeEntry(ctx, edit, modes[i])
		if err != nil {
			return "", err
		}
		entries = append(entries, entry)
	}
	for _, file := range leaveOut {
		entries = append(entries, &gh.TreeEntry{Path: &file, Mode: gh.String(gitformat.ModeFile), Type: gh.String("blob")}) // without a name it is removed
	}
	op := github.Operation{Name: "write the edited files", Permission: "contents: write"}
	tree, _, err := c.API.Git.CreateTree(github.Idempotent(ctx), c.Owner, c.Name, base, entries)
	if err != nil {
		return "", c.Explain(op, err)
	}
	if !gitformat.IsID(tree.GetSHA()) {
		return "", op.Unexpected("no tree id")
	}
	for _, edit := range edits { // GitHub's tree must hold our bytes where it shows them
		for _, e := range tree.Entries {
			if e.GetPath() == edit.Path && e.GetSHA() != gitformat.ObjectID("blob", edit.After) {
				return "", op.Unexpected(printable.OneLine(edit.Path, 80) + " has other content than was sent")
			}
		}
	}
	for _, e := range tree.Entries {
		if slices.Contains(leaveOut, e.GetPath()) {
			return "", op.Unexpected(printable.OneLine(e.GetPath(), 80) + " is still there")
		}
	}
	if len(leaveOut) == 0 { // what a tree holds without files is read when it is asked for
		c.cacheEditedTree(base, tree.GetSHA(), edits)
	}
	return tree.GetSHA(), nil
}

// CheckEdits says why EditTree would not make a tree of a commit, and writes nothing.
func (c *Client) CheckEdits(ctx context.Context, commit string, edits []repro.FileEdit, leaveOut ...string) error {
	base, err := c.listedTree(ctx, commit)
	if err == nil {
		_, err = c.checkEdits(ctx, base, edits, leaveOut)
	}
	return err
}

// checkEdits gives the mode of each file that is edited, and refuses what is none of the tree's
// own files, or is not what the edit was planned on.
func (c *Client) checkEdits(ctx context.Context, base string, edits []repro.FileEdit, leaveOut []string) (modes []string, err error) {
	seen := map[string]bool{}
	for _, edit := range edits {
		if err := gitformat.CheckWritable(edit.Path); err != nil {
			return nil, err
		}
		if seen[edit.Path] {
			return nil, fmt.Errorf("path %q: edited twice in one plan", printable.OneLine(edit.Path, 80))
		}
		seen[edit.Path] = true
		old, err := c.entry(ctx, base, edit.Path)
		if err != nil {
			return nil, repro.Doubtf(repro.ParamsNotWritable, "edit %s: %w", printable.OneLine(edit.Path, 80), err)
		}
		if gitformat.ObjectID("blob", edit.Before) != old.SHA {
			return nil, repro.Doubtf(repro.ParamsNotWritable, "edit %s: the file in the commit is not the one the edit was planned on; run again", printable.OneLine(edit.Path, 80))
		}
		modes = append(modes, old.Mode)
	}
	for _, file := range leaveOut {
		if err := gitformat.CheckWritable(file); err != nil {
			return nil, err
		}
		if seen[file] {
			return nil, fmt.Errorf("path %q: edited and left out in one plan", printable.OneLine(file, 80))
		}
		seen[file] = true
	}
	return modes, nil
}

// CreateCommit makes a commit. Author and committer are left out, so that GitHub
// signs it for a bot's token and shows it as verified; the price is that the
// time goes into its name, and making it twice gives two commits. Which of them
// counts is decided by the branch alone.
func (c *Client) CreateCommit(ctx context.Context, tree, parent, message string) (string, error) {
	op := github.Operation{Name: "commit the params", Permission: "contents: write"}
	commit, _, err := c.API.Git.CreateCommit(github.Idempotent(ctx), c.Owner, c.Name, &gh.Commit{
		Message: &message,
		Tree:    &gh.Tree{SHA: &tree},
		Parents: []*gh.Commit{{SHA: &parent}},
	}, nil)
	if err != nil {
		return "", c.Explain(op, err)
	}
	if !gitformat.IsID(commit.GetSHA()) || commit.GetTree().GetSHA() != tree {
		return "", op.Unexpected("no commit id, or another tree")
	}
	c.cacheTree(commit.GetSHA(), commitTree{tree, true}) // so that its files can be read without asking for it
	return commit.GetSHA(), nil
}
