package gitdata

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// ErrRefExists says that a ref exists already, with whatever commit.
var ErrRefExists = errors.New("the ref exists already")

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
		e.Branch, gitformat.ShortID(e.Commit), e.Err)
}

func (e *WorkflowsPermissionError) Unwrap() error { return e.Err }

// Ref gives the commit a ref points to; "" if there is no such ref. ref is the
// name below refs/, as heads/main.
func (c *Client) Ref(ctx context.Context, ref string) (string, error) {
	op := github.Operation{Name: "read the ref " + ref, Permission: "contents: read"}
	found, _, err := c.API.Git.GetRef(ctx, c.Owner, c.Name, ref)
	if err != nil {
		if err = c.Explain(op, err); github.NotFound(err) {
			return "", nil
		}
		return "", err
	}
	if found.GetRef() != "refs/"+ref || !gitformat.IsID(found.GetObject().GetSHA()) {
		return "", op.Unexpected("another ref, or no commit")
	}
	return found.GetObject().GetSHA(), nil
}

// mostRefs is how many refs one listing may have.
const mostRefs = 1000

// RefsBelow gives the commits of all refs below a prefix, as reproduce/started/, by the
// rest of their names.
func (c *Client) RefsBelow(ctx context.Context, prefix string) (map[string]string, error) {
	op := github.Operation{Name: "list the refs below " + prefix, Permission: "contents: read"}
	listed, _, err := c.API.Git.ListMatchingRefs(ctx, c.Owner, c.Name, &gh.ReferenceListOptions{Ref: prefix})
	if err != nil {
		return nil, c.Explain(op, err)
	}
	if len(listed) > mostRefs {
		return nil, fmt.Errorf("%s: there are more than %d; delete what is old", op.Name, mostRefs)
	}
	found := map[string]string{}
	for _, ref := range listed {
		if name, below := strings.CutPrefix(ref.GetRef(), "refs/"+prefix); below && gitformat.IsID(ref.GetObject().GetSHA()) {
			found[name] = ref.GetObject().GetSHA()
		}
	}
	return found, nil
}

// CreateRef makes a ref, which git does for one caller only, however many try.
// It gives nil to that one and ErrRefExists to the others. An answer that was lost
// is looked up: the ref is ours if it holds our commit, which nobody else has.
func (c *Client) CreateRef(ctx context.Context, ref, sha string) error {
	for attempt := 0; ; attempt++ {
		err := c.postRef(ctx, ref, sha)
		switch {
		case err == nil || errors.Is(err, ErrRefExists):
			return err
		case !github.OutcomeUnknown(err):
			return err
		}
		now, lookErr := c.Ref(ctx, ref)
		switch {
		case lookErr != nil:
			return errors.Join(err, lookErr)
		case now == sha:
			return nil
		case now != "":
			return ErrRefExists
		case attempt >= 1:
			return err
		}
	}
}

func (c *Client) postRef(ctx context.Context, ref, sha string) error {
	op := github.Operation{Name: "create the ref " + ref, Permission: "contents: write"}
	made, _, err := c.API.Git.CreateRef(ctx, c.Owner, c.Name, &gh.Reference{
		Ref:    gh.String("refs/" + ref),
		Object: &gh.GitObject{SHA: &sha},
	})
	if err != nil {
		err = c.Explain(op, err)
		text := strings.ToLower(err.Error())
		switch status := github.StatusCode(err); {
		case (status == http.StatusUnprocessableEntity || status == http.StatusForbidden) && strings.Contains(text, "workflow"):
			return &WorkflowsPermissionError{strings.TrimPrefix(ref, "heads/"), sha, err}
		case status == http.StatusConflict, status == http.StatusUnprocessableEntity && strings.Contains(text, "already exists"):
			return ErrRefExists
		}
		return err
	}
	if made.GetObject().GetSHA() != sha {
		return op.Unexpected("a ref to another commit")
	}
	return nil
}

// UpdateRef points a branch of ours to another commit, whatever it held.
func (c *Client) UpdateRef(ctx context.Context, ref, sha string) error {
	op := github.Operation{Name: "move the ref " + ref, Permission: "contents: write"}
	moved, _, err := c.API.Git.UpdateRef(ctx, c.Owner, c.Name, &gh.Reference{
		Ref:    gh.String("refs/" + ref),
		Object: &gh.GitObject{SHA: &sha},
	}, true)
	if err != nil {
		err = c.Explain(op, err)
		if status := github.StatusCode(err); (status == http.StatusUnprocessableEntity || status == http.StatusForbidden) && strings.Contains(strings.ToLower(err.Error()), "workflow") {
			return &WorkflowsPermissionError{strings.TrimPrefix(ref, "heads/"), sha, err}
		}
		return err
	}
	if moved.GetObject().GetSHA() != sha {
		return op.Unexpected("the branch points elsewhere")
	}
	return nil
}

// DeleteRef deletes a ref; one that is gone already is fine.
func (c *Client) DeleteRef(ctx context.Context, ref string) error {
	op := github.Operation{Name: "delete the ref " + ref, Permission: "contents: write"}
	_, err := c.API.Git.DeleteRef(ctx, c.Owner, c.Name, ref)
	if err = c.Explain(op, err); github.NotFound(err) || github.StatusCode(err) == http.StatusUnprocessableEntity {
		return nil
	}
	return err
}
