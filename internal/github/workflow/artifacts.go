package workflow

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/zipfile"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const (
	archiveLimit  = 64 << 20 // bytes of one artifact; a model's weights are not a metrics file
	artifactPages = 5
	archiveTries  = 20 // artifacts that are opened to look for the file
)

// TrainedHead gives the commit that holds what a training left: the change's own, or one
// that was put on top of it on the branch, and how many were. "" says that the branch is gone or
// was moved elsewhere in the meantime: what stands there is not of this training.
func (c *Client) TrainedHead(ctx context.Context, change repro.Change) (head string, above int, err error) {
	if err := gitformat.CheckBranch(change.Branch); err != nil {
		return "", 0, err
	}
	head, err = c.Git.Ref(ctx, "heads/"+change.Branch)
	if err != nil || head == "" {
		return "", 0, err
	}
	if head == cmp.Or(change.Head, change.Commit) {
		return change.Commit, 0, nil
	}
	if _, above, err = c.Git.Above(ctx, cmp.Or(change.Head, change.Commit), head); above == 0 {
		head = ""
	}
	return head, above, err
}

// BuiltOn says whether a commit is the change's own, or one that a training put on
// top of it. One that the repository does not have is neither.
func (c *Client) BuiltOn(ctx context.Context, change repro.Change, commit string) (bool, error) {
	if gitformat.CheckID("commit", commit) != nil {
		return false, nil
	}
	made := cmp.Or(change.Head, change.Commit)
	if commit == made || commit == change.Commit {
		return true, nil
	}
	_, above, err := c.Git.Above(ctx, made, commit)
	return above > 0, err
}

// OnTop gives the commits above one, up to another and with it, by their first parents and the
// newest first. One that does not lead there is an error, and so are too many.
func (c *Client) OnTop(ctx context.Context, made, commit string) (onTop []string, err error) {
	onTop, above, err := c.Git.Above(ctx, made, commit)
	switch {
	case err == nil && above == 0:
		err = fmt.Errorf("commit %s is not on top of %s", gitformat.ShortID(commit), gitformat.ShortID(made))
	case err == nil && above > gitdata.MaxAbove:
		err = fmt.Errorf("it is %d commits on top of %s, and no more than %d are looked at", above, gitformat.ShortID(made), gitdata.MaxAbove)
	}
	return onTop, err
}

// Artifact reads one file out of the artifacts of a run, in memory. artifact is
// the artifact's name; "" looks through all of them. The file is the one regular
// entry with exactly this path, or with what is left of it where the archive has
// taken off directories, unless that fits one of the others as well. More of the path
// comes before less. None is an error that wraps fs.ErrNotExist; two that
// differ are refused.
func (c *Client) Artifact(ctx context.Context, run, artifact, file string, others ...string) ([]byte, error) {
	id, err := runID(run)
	if err != nil {
		return nil, err
	}
	if err := gitformat.CheckPath(file); err != nil {
		return nil, err
	}
	artifacts, err := c.artifacts(ctx, id)
	if err != nil {
		return nil, err
	}
	var found []byte
	var holder, twice string
	most, opened, unread := 0, 0, []error(nil)
	for _, a := range artifacts {
		if artifact != "" && a.GetName() != artifact {
			continue
		}
		data, kept, err := c.artifactFile(ctx, a, file, others, &opened)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil && artifact == "":
			unread = append(unread, err)
		case err != nil:
			return nil, err
		case kept < most || kept == most && bytes.Equal(data, found): // a matrix, or a job that ran again
		case kept == most:
			twice = printable.OneLine(a.GetName(), 80)
		default:
			found, most, twice, holder = data, kept, "", printable.OneLine(a.GetName(), 80)
		}
	}
	if twice != "" {
		return nil, fmt.Errorf("artifacts of run %d: %s is in %q and in %q, and they differ; keep it in one of them", id, file, holder, twice)
	}
	switch {
	case holder == "" && len(unread) > 0, opened >= archiveTries && len(unread) > 0: // another may have it as well
		return nil, &UnreadError{fmt.Sprintf("artifacts of run %d: none that could be read has %s: %v", id, file, wording.ListUpTo(texts(unread), 3))}
	case holder == "":
		return nil, fmt.Errorf("artifacts of run %d: none has %s: %w; upload it with actions/upload-artifact", id, file, fs.ErrNotExist)
	}
	return found, nil
}

// An UnreadError says that a file may be in an artifact which could not be read: whether it was
// uploaded is not known.
type UnreadError struct{ text string }

func (e *UnreadError) Error() string { return e.text }

func texts(errs []error) (texts []string) {
	for _, err := range errs {
		texts = append(texts, err.Error())
	}
	return texts
}

func (c *Client) artifactFile(ctx context.Context, a *gh.Artifact, file string, others []string, opened *int) (data []byte, kept int, err error) {
	op := github.Operation{Name: fmt.Sprintf("read the artifact %q", printable.OneLine(a.GetName(), 80)), Permission: "actions: read"}
	switch {
	case a.GetExpired():
		return nil, 0, fmt.Errorf("%s: it has expired", op.Name)
	case a.GetSizeInBytes() > archiveLimit:
		return nil, 0, fmt.Errorf("%s: %d bytes; artifacts over %d MiB are not read, upload the metrics apart", op.Name, a.GetSizeInBytes(), archiveLimit>>20)
	case *opened >= archiveTries:
		return nil, 0, fmt.Errorf("%s: %d artifacts were opened already, and it may have the file as well; let the run upload fewer", op.Name, archiveTries)
	}
	*opened++
	at, resp, err := c.API.Actions.DownloadArtifact(ctx, c.Owner, c.Name, a.GetID(), 0)
	data, err = c.Download(ctx, op, archiveLimit, at, resp, err)
	if err != nil {
		return nil, 0, err
	}
	// actions/upload-artifact can store a single file as it is.
	if !bytes.HasPrefix(data, []byte("PK")) && a.GetName() == path.Base(file) {
		if len(data) > zipfile.EntryLimit {
			return nil, 0, fmt.Errorf("%s: %d bytes; more than %d MiB are not read", op.Name, len(data), zipfile.EntryLimit>>20)
		}
		return data, len(path.Base(file)), nil
	}
	data, kept, err = zipfile.Find(data, file, others...)
	return data, kept, op.Wrap(err)
}

// artifacts lists what one run, and no other, has uploaded.
func (c *Client) artifacts(ctx context.Context, run int64) ([]*gh.Artifact, error) {
	op := github.Operation{Name: fmt.Sprintf("list the artifacts of run %d", run), Permission: "actions: read"}
	var all []*gh.Artifact
	for page := 1; page <= artifactPages; page++ {
		listed, resp, err := c.API.Actions.ListWorkflowRunArtifacts(ctx, c.Owner, c.Name, run, &gh.ListOptions{Page: page, PerPage: 100})
		if err != nil {
			return nil, c.Explain(op, err)
		}
		if listed.TotalCount == nil {
			return nil, op.Unexpected("no count")
		}
		for _, a := range listed.Artifacts {
			if a.GetID() == 0 || a.GetWorkflowRun() != nil && a.GetWorkflowRun().GetID() != run {
				return nil, op.Unexpected("an artifact of another run")
			}
			all = append(all, a)
		}
		if resp.NextPage == 0 {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%s: more than %d; name the artifact, or upload fewer", op.Name, artifactPages*100)
}
