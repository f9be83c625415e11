package gitdata

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ErrMoved says that somebody else moved the branch first: read it again.
var ErrMoved = errors.New("the branch has moved")

// A NewFile is one that a branch shall have. One that is there is left as it
// is, unless it may be replaced. Where something else has its path, as a directory, nothing
// is added, or LeftOut is told why and the others are added.
type NewFile struct {
	Path    string
	Data    []byte
	Replace bool
	LeftOut func(why error)
}

// Append adds files to a branch that keeps such files and nothing else, in one
// commit on head; on "" it makes the branch, with a history of its own. No commit
// is made where all files are there. tops are the names that the branch may have
// at its root: another branch is somebody's work, and is refused.
func (c *Client) Append(ctx context.Context, branch, head string, tops []string, files []NewFile, message string) (commit string, err error) {
	if err := c.checkOwn(ctx, branch, head, tops); err != nil {
		return "", err
	}
	tree, err := c.appendTree(ctx, head, files)
	if err != nil || tree == "" {
		return head, err
	}
	op := github.Operation{Name: "commit to " + branch, Permission: "contents: write"}
	want := &gh.Commit{Message: &message, Tree: &gh.Tree{SHA: &tree}}
	if head != "" {
		want.Parents = []*gh.Commit{{SHA: &head}}
	}
	made, _, err := c.API.Git.CreateCommit(github.Idempotent(ctx), c.Owner, c.Name, want, nil)
	if err != nil {
		return "", c.Explain(op, err)
	}
	if !gitformat.IsID(made.GetSHA()) || made.GetTree().GetSHA() != tree {
		return "", op.Unexpected("no commit id, or another tree")
	}
	if head == "" {
		if err = c.CreateRef(ctx, "heads/"+branch, made.GetSHA()); errors.Is(err, ErrRefExists) {
			err = ErrMoved
		}
	} else {
		err = c.AdvanceRef(ctx, "heads/"+branch, made.GetSHA())
	}
	return made.GetSHA(), err
}

// CheckNotDefault refuses the default branch, with the way out, and names that git
// refuses.
func (c *Client) CheckNotDefault(ctx context.Context, branch, way string) error {
	if err := gitformat.CheckBranch(branch); err != nil {
		return err
	}
	info, err := c.Repository(ctx)
	if err == nil && branch == info.DefaultBranch {
		err = fmt.Errorf("branch %q is the default branch, which is never written; %s", branch, way)
	}
	return err
}

// checkOwn refuses a branch that is the project's own.
func (c *Client) checkOwn(ctx context.Context, branch, head string, tops []string) error {
	if err := c.CheckNotDefault(ctx, branch, "name a branch of its own"); err != nil {
		return err
	}
	if head == "" {
		return nil
	}
	entries, err := c.List(ctx, head, "")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !slices.Contains(tops, entry.Name) {
			return fmt.Errorf("branch %q holds %s, which is not of a history; name a branch of its own", branch, printable.OneLine(entry.Name, 80))
		}
	}
	return nil
}

// appendTree makes the tree of head with the files that it lacks; "" where it
// has them all.
func (c *Client) appendTree(ctx context.Context, head string, files []NewFile) (string, error) {
	base := ""
	if head != "" {
		var err error
		if base, err = c.ConfirmedTree(ctx, head); err != nil {
			return "", err
		}
		_ = c.readTrees(ctx, base) // all directories at once; what fails here is asked for again below
	}
	var entries []*gh.TreeEntry
	for _, file := range files {
		if err := gitformat.CheckWritable(file.Path); err != nil {
			return "", err
		}
		if base != "" {
			old, err := c.entry(ctx, base, file.Path)
			switch {
			case errors.Is(err, fs.ErrNotExist):
			case file.LeftOut != nil && errors.As(err, new(otherKind)):
				file.LeftOut(fmt.Errorf("add %s: %w", printable.OneLine(file.Path, 80), err))
				continue
			case err != nil:
				return "", fmt.Errorf("add %s: %w", printable.OneLine(file.Path, 80), err)
			case !file.Replace || old.SHA == gitformat.ObjectID("blob", file.Data):
				continue
			}
		}
		entry, err := c.treeEntry(ctx, repro.FileEdit{Path: file.Path, After: file.Data}, gitformat.ModeFile)
		if err != nil {
			return "", err
		}
		entries = append(entries, entry)
	}
	if len(entries) == 0 {
		return "", nil
	}
	op := github.Operation{Name: "write the files of the history", Permission: "contents: write"}
	tree, _, err := c.API.Git.CreateTree(github.Idempotent(ctx), c.Owner, c.Name, base, entries)
	if err != nil {
		return "", c.Explain(op, err)
	}
	if !gitformat.IsID(tree.GetSHA()) {
		return "", op.Unexpected("no tree id")
	}
	return tree.GetSHA(), nil
}

// AdvanceRef moves a branch to a commit on top of what it holds. It gives ErrMoved
// where it holds something else by now. An answer that was lost is looked up.
func (c *Client) AdvanceRef(ctx context.Context, ref, sha string) error {
	op := github.Operation{Name: "move the ref " + ref, Permission: "contents: write"}
	moved, _, err := c.API.Git.UpdateRef(github.Idempotent(ctx), c.Owner, c.Name, &gh.Reference{
		Ref:    gh.String("refs/" + ref),
		Object: &gh.GitObject{SHA: &sha},
	}, false)
	if err == nil && moved.GetObject().GetSHA() == sha {
		return nil
	}
	if err == nil {
		return op.Unexpected("the branch points elsewhere")
	}
	err = c.Explain(op, err)
	if github.StatusCode(err) == http.StatusUnprocessableEntity && strings.Contains(strings.ToLower(err.Error()), "fast forward") || github.StatusCode(err) == http.StatusConflict {
		return ErrMoved
	}
	if github.OutcomeUnknown(err) {
		if now, lookErr := c.Ref(ctx, ref); lookErr == nil && now == sha {
			return nil
		}
	}
	return err
}
