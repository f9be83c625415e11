package workflow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Inputs that a dispatched workflow gets without being asked, if it declares
// them.
const (
	inputContext = "reproduce_context" // for MLFLOW_RUN_CONTEXT, as it is
	inputID      = "reproduce_id"
	inputCommit  = "commit" // where the branch itself could not be made
)

// preflight finds out before anything is written whether a workflow can be
// dispatched on commit with these inputs: it is on the default branch, where
// GitHub looks for it; it is enabled; and the file at commit, which is the one
// that runs, declares workflow_dispatch and the inputs. It gives the workflow that
// would run, and warnings.
func (c *Client) preflight(ctx context.Context, workflow, commit string, inputs map[string]string) (workflowSpec, []string, error) {
	w, err := c.workflow(ctx, workflow, commit)
	if doubt, ok := repro.AsDoubt(err); ok && doubt.Reason == repro.WorkflowMissingAtCommit {
		return c.preflightDefaultBranch(ctx, workflow, commit, inputs, err)
	}
	if err != nil {
		return w, nil, err
	}
	name, _ := workflowFileName(workflow)
	return w, w.warnings, w.check(name, inputs)
}

// preflightDefaultBranch looks whether the default branch's workflow can train code
// that is older than itself: it can if it has an input for the commit.
func (c *Client) preflightDefaultBranch(ctx context.Context, workflow, commit string, inputs map[string]string, missing error) (workflowSpec, []string, error) {
	head, err := c.Git.Resolve(ctx, "head")
	if err != nil {
		return workflowSpec{}, nil, err
	}
	w, err := c.workflow(ctx, workflow, head)
	if err != nil || !w.declares(inputCommit) {
		return w, nil, missing
	}
	name, _ := workflowFileName(workflow)
	sent := map[string]string{inputCommit: commit}
	maps.Copy(sent, inputs)
	warning := fmt.Sprintf("workflow %s is not in the code at %s, so the default branch's version trains that commit and gets it as its input %q", name, gitformat.ShortID(commit), inputCommit)
	return w, append([]string{warning}, w.warnings...), w.check(name, sent)
}

// whyNotDispatchable says why the plan's own commit has no workflow to dispatch; nil
// if it has one, or the plan names none.
func (c *Client) whyNotDispatchable(ctx context.Context, plan repro.Plan) (lacks, err error) {
	if plan.Workflow == "" {
		return nil, nil
	}
	_, err = c.workflow(ctx, plan.Workflow, plan.Code.Commit)
	if doubt, ok := repro.AsDoubt(err); ok && doubt.Reason == repro.WorkflowMissingAtCommit {
		return err, nil
	}
	return nil, err
}

// workflow reads a workflow at a commit, and whether it may be dispatched.
func (c *Client) workflow(ctx context.Context, workflow, commit string) (workflowSpec, error) {
	name, err := workflowFileName(workflow)
	if err != nil {
		return workflowSpec{}, err
	}
	if err := gitformat.CheckID("commit", commit); err != nil {
		return workflowSpec{}, err
	}
	key := name + "@" + commit
	c.mu.Lock()
	cached, ok := c.files[key]
	c.mu.Unlock()
	if ok {
		return cached, nil
	}
	if err := c.checkEnabled(ctx, name); err != nil {
		return workflowSpec{}, err
	}
	w, err := c.workflowAt(ctx, name, commit)
	if err != nil {
		return workflowSpec{}, err
	}
	if !w.dispatchable {
		return workflowSpec{}, repro.Doubtf(repro.WorkflowMissingAtCommit,
			"workflow %s at %s has no workflow_dispatch trigger; add \"on: workflow_dispatch\", or train newer code with --code-ref head", name, gitformat.ShortID(commit))
	}
	c.mu.Lock()
	c.files[key] = w
	c.mu.Unlock()
	return w, nil
}

// checkEnabled asks for the workflow by name, which GitHub knows if its file is, or
// was, on the default branch.
func (c *Client) checkEnabled(ctx context.Context, name string) error {
	c.mu.Lock()
	enabled := c.enabledFiles[name]
	c.mu.Unlock()
	if enabled {
		return nil
	}
	op := github.Operation{Name: "find the workflow " + name, Permission: "actions: read"}
	found, _, err := c.API.Actions.GetWorkflowByFileName(ctx, c.Owner, c.Name, name)
	if err != nil {
		if err = c.Explain(op, err); github.NotFound(err) {
			return repro.Doubtf(repro.PipelineNotStarted, "%w; GitHub dispatches only workflows that are in .github/workflows of the default branch%s", err, c.otherWorkflows(ctx, name))
		}
		return err
	}
	if found.GetID() == 0 || found.GetPath() != ".github/workflows/"+name {
		return op.Unexpected("another workflow")
	}
	if state := found.GetState(); state != "active" {
		return repro.Doubtf(repro.PipelineNotStarted, "workflow %s is %q; enable it with: gh workflow enable %s", name, printable.OneLine(state, 40), name)
	}
	c.mu.Lock()
	c.enabledFiles[name] = true
	c.mu.Unlock()
	return nil
}

// otherWorkflows ends a sentence about a workflow that GitHub does not know: with the one that
// was probably meant, or with those that there are. "" where the file is there, or nobody
// knows.
func (c *Client) otherWorkflows(ctx context.Context, name string) string {
	head, err := c.Git.Resolve(ctx, "head")
	if err != nil {
		return ""
	}
	entries, err := c.Git.List(ctx, head, ".github/workflows")
	if errors.Is(err, fs.ErrNotExist) {
		return ", and there is no such directory"
	}
	if err != nil {
		return ""
	}
	var names []string
	for _, entry := range entries {
		if entry.Name == name {
			return ""
		}
		if ending := path.Ext(entry.Name); ending == ".yml" || ending == ".yaml" {
			names = append(names, entry.Name)
		}
	}
	if best := wording.Nearest(name, names); best != "" {
		return " (did you mean " + printable.OneLine(best, 80) + "?)"
	}
	return ", which has " + list(names)
}

// sameWorkflowFile notes that child has the workflow files of parent, so that they need
// not be read again.
func (c *Client) sameWorkflowFile(workflow, parent, child string) {
	name, err := workflowFileName(workflow)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if w, ok := c.files[name+"@"+parent]; ok {
		c.files[name+"@"+child] = w
	}
}

// workflowAt reads the file that a run on commit would follow.
func (c *Client) workflowAt(ctx context.Context, name, commit string) (workflowSpec, error) {
	op := github.Operation{Name: fmt.Sprintf("read the workflow %s at %s", name, gitformat.ShortID(commit)), Permission: "contents: read"}
	file, _, _, err := c.API.Repositories.GetContents(ctx, c.Owner, c.Name, ".github/workflows/"+name, &gh.RepositoryContentGetOptions{Ref: commit})
	if err != nil {
		if err = c.Explain(op, err); github.StatusCode(err) == http.StatusNotFound {
			return workflowSpec{}, repro.Doubtf(repro.WorkflowMissingAtCommit, "%w; this code is older than the workflow: train newer code with --code-ref head", err)
		}
		return workflowSpec{}, err
	}
	if file.GetType() != "file" || file.GetName() != name {
		return workflowSpec{}, op.Unexpected("not a file")
	}
	text, err := file.GetContent()
	if err != nil || len(text) == 0 {
		return workflowSpec{}, op.Unexpected("no content")
	}
	w, err := parseWorkflow(name, []byte(text))
	if err != nil {
		return workflowSpec{}, repro.Doubtf(repro.PipelineNotStarted, "%w", err)
	}
	return w, nil
}
