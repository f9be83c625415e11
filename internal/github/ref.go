package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"
)

// errTaken says that a ref exists already, with whatever commit.
var errTaken = errors.New("the ref exists already")

// A WorkflowsPermissionError says that GitHub refuses the branch because the
// workflow files of its commit differ from the default branch's, which takes a
// permission that a job's own token can never have.
type WorkflowsPermissionError struct {
	Branch string
	Commit string
	Err    error
}

func (e *WorkflowsPermissionError) Error() string {
	return fmt.Sprintf("create the branch %s at %s: %v; this commit has other workflow files than the default branch, and a job's token may not push those. "+
		"Use --code-ref head, or a github-token of an app with \"workflows: write\", or give the training workflow an input \"commit\" that it checks out",
		e.Branch, short(e.Commit), e.Err)
}

func (e *WorkflowsPermissionError) Unwrap() error { return e.Err }

// head gives the commit a ref points to; "" if there is no such ref. ref is the
// name below refs/, as heads/main.
func (c *Client) head(ctx context.Context, ref string) (string, error) {
	op := operation{"read the ref " + ref, "contents: read"}
	found, _, err := c.api.Git.GetRef(ctx, c.owner, c.repo, ref)
	if err != nil {
		if err = c.explain(op, err); missing(err) {
			return "", nil
		}
		return "", err
	}
	if found.GetRef() != "refs/"+ref || !fullSHA.MatchString(found.GetObject().GetSHA()) {
		return "", op.nonsense("another ref, or no commit")
	}
	return found.GetObject().GetSHA(), nil
}

// createRef makes a ref, which git does for one caller only, however many try.
// It gives nil to that one and errTaken to the others. An answer that was lost
// is looked up: the ref is ours if it holds our commit, which nobody else has.
func (c *Client) createRef(ctx context.Context, ref, sha string) error {
	for attempt := 0; ; attempt++ {
		err := c.postRef(ctx, ref, sha)
		switch {
		case err == nil || errors.Is(err, errTaken):
			return err
		case !lost(err):
			return err
		}
		now, lookErr := c.head(ctx, ref)
		switch {
		case lookErr != nil:
			return errors.Join(err, lookErr)
		case now == sha:
			return nil
		case now != "":
			return errTaken
		case attempt >= 1:
			return err
		}
	}
}

func (c *Client) postRef(ctx context.Context, ref, sha string) error {
	op := operation{"create the ref " + ref, "contents: write"}
	made, _, err := c.api.Git.CreateRef(ctx, c.owner, c.repo, &gh.Reference{
		Ref:    gh.String("refs/" + ref),
		Object: &gh.GitObject{SHA: &sha},
	})
	if err != nil {
		err = c.explain(op, err)
		text := strings.ToLower(err.Error())
		switch status := statusOf(err); {
		case (status == http.StatusUnprocessableEntity || status == http.StatusForbidden) && strings.Contains(text, "workflow"):
			return &WorkflowsPermissionError{strings.TrimPrefix(ref, "heads/"), sha, err}
		case status == http.StatusConflict, status == http.StatusUnprocessableEntity && strings.Contains(text, "already exists"):
			return errTaken
		}
		return err
	}
	if made.GetObject().GetSHA() != sha {
		return op.nonsense("a ref to another commit")
	}
	return nil
}

// moveRef points a branch of ours to another commit, whatever it held.
func (c *Client) moveRef(ctx context.Context, ref, sha string) error {
	op := operation{"move the ref " + ref, "contents: write"}
	moved, _, err := c.api.Git.UpdateRef(ctx, c.owner, c.repo, &gh.Reference{
		Ref:    gh.String("refs/" + ref),
		Object: &gh.GitObject{SHA: &sha},
	}, true)
	if err != nil {
		err = c.explain(op, err)
		if status := statusOf(err); (status == http.StatusUnprocessableEntity || status == http.StatusForbidden) && strings.Contains(strings.ToLower(err.Error()), "workflow") {
			return &WorkflowsPermissionError{strings.TrimPrefix(ref, "heads/"), sha, err}
		}
		return err
	}
	if moved.GetObject().GetSHA() != sha {
		return op.nonsense("the branch points elsewhere")
	}
	return nil
}

// dropRef deletes a ref; one that is gone already is fine.
func (c *Client) dropRef(ctx context.Context, ref string) error {
	op := operation{"delete the ref " + ref, "contents: write"}
	_, err := c.api.Git.DeleteRef(ctx, c.owner, c.repo, ref)
	if err = c.explainOnly(op, err); missing(err) || statusOf(err) == http.StatusUnprocessableEntity {
		return nil
	}
	return err
}

// DeleteBranch removes a branch that Commit made, if it still holds that
// commit, or commits that the training put on top of it.
func (c *Client) DeleteBranch(ctx context.Context, branch, commit string) error {
	if err := c.writable(ctx, branch); err != nil {
		return err
	}
	head, err := c.head(ctx, "heads/"+branch)
	if err != nil || head == "" {
		return err
	}
	if _, found, err := c.ancestor(ctx, head, func(sha string, _ *gh.Commit) bool { return sha == commit }); err != nil || !found {
		return errors.Join(err, fmt.Errorf("delete the branch %s: it holds %s, which is not ours; delete it by hand", branch, short(head)))
	}
	return c.dropRef(ctx, "heads/"+branch)
}
