package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// wanted is the commit that the branch should hold.
type wanted struct {
	c      *Client
	plan   repro.Plan
	tree   string
	commit string // with the params; made at most once, when first needed
	head   string // for the branch: commit, or what stands in for it
	lacks  error  // why the commit's own files cannot be dispatched; nil if they can
}

func (w *wanted) make(ctx context.Context) (err error) {
	if w.commit == "" {
		w.commit, err = w.c.Git.CreateCommit(ctx, w.tree, w.plan.Code.Commit, message(w.plan))
		w.head = w.commit
	}
	if err == nil && w.lacks != nil && w.head == w.commit {
		err = w.standIn(ctx, w.lacks)
	}
	return err
}

// standIn makes a commit that the branch can hold where the real one has no
// workflow to dispatch, or GitHub refuses it for its old workflow files: the
// default branch's files, and the real commit's name for the workflow to check
// out. refused is returned unless the workflow has an input for it.
func (w *wanted) standIn(ctx context.Context, refused error) error {
	if w.head != w.commit || w.plan.Workflow == "" {
		return refused
	}
	base, err := w.c.Git.Resolve(ctx, "head")
	if err != nil {
		return err
	}
	workflow, err := w.c.workflow(ctx, w.plan.Workflow, base)
	if err != nil {
		return err
	}
	if !workflow.declares(inputCommit) {
		return refused
	}
	tree, err := w.c.Git.SaidTree(ctx, base)
	if err != nil {
		return err
	}
	w.head, err = w.c.Git.CreateCommit(ctx, tree, base, message(w.plan, trailerCommit+": "+w.commit+"\n"))
	w.c.inherit(w.plan.Workflow, base, w.head)
	return err
}

// create makes the branch. done is false where somebody else just did.
func (w *wanted) create(ctx context.Context) (repro.Change, bool, error) {
	if err := w.make(ctx); err != nil {
		return repro.Change{}, false, err
	}
	began := w.c.Now()
	err := w.c.Git.CreateRef(ctx, "heads/"+w.plan.Branch, w.head)
	var refused *gitdata.WorkflowsPermissionError
	switch {
	case errors.Is(err, gitdata.ErrRefExists):
		return repro.Change{}, false, nil
	case errors.As(err, &refused):
		if err := w.standIn(ctx, refused); err != nil {
			return repro.Change{}, false, err
		}
		return w.create(ctx)
	case err != nil:
		return repro.Change{}, false, err
	}
	w.c.own(w.head, began)
	return w.change(w.commit, w.head, w.plan.ID), true, nil
}

// meet handles a branch that exists: takes up what is there, moves the branch
// if it is ours, refuses if it is somebody else's.
func (w *wanted) meet(ctx context.Context, head string, fresh bool) (repro.Change, bool, error) {
	label := github.Clip(w.plan.Model.Label(), 120)
	found, commit, err := w.ours(ctx, head)
	switch {
	case err != nil:
		return repro.Change{}, false, err
	case found == "":
		return repro.Change{}, false, repro.Doubtf(repro.NotExecuted,
			"branch %s exists and was not made by reproduce (its last commit is %s); delete it, or choose another with --branch", w.plan.Branch, gitformat.ShortID(head))
	case trailer(commit.GetMessage(), trailerModel) != label:
		return repro.Change{}, false, repro.Doubtf(repro.NotExecuted,
			"branch %s holds a reproduction of %q; choose another with --branch", w.plan.Branch, github.Clip(trailer(commit.GetMessage(), trailerModel), 120))
	}
	trained, real := found, commit
	if named := trailer(commit.GetMessage(), trailerCommit); named != "" {
		if trained = named; gitformat.CheckID("commit", named) == nil {
			if real, err = w.c.Git.Commit(ctx, named); err != nil {
				return repro.Change{}, false, err
			}
		}
	}
	same := real.GetTree().GetSHA() == w.tree && gitdata.FirstParent(real) == w.plan.Code.Commit &&
		trailer(commit.GetMessage(), trailerRun) == github.Clip(w.plan.Original.ID, 80)
	if same && !fresh {
		return w.change(trained, found, trailer(commit.GetMessage(), trailerID)), true, nil
	}
	if head != found { // what a training or a person put on top stays reachable
		kept := "reproduce/kept/" + head
		if err := w.c.Git.CreateRef(ctx, kept, head); err != nil && !errors.Is(err, gitdata.ErrRefExists) {
			return repro.Change{}, false, err
		}
		w.c.Notify(fmt.Sprintf("branch %s is moved; its commits up to %s stay at refs/%s", w.plan.Branch, gitformat.ShortID(head), kept))
	}
	return w.move(ctx, head)
}

// ours finds the newest commit with our name plate at or below head.
func (w *wanted) ours(ctx context.Context, head string) (string, *gh.Commit, error) {
	var commit *gh.Commit
	sha, found, err := w.c.Git.Ancestor(ctx, head, func(sha string, candidate *gh.Commit) bool {
		commit = candidate
		text := candidate.GetMessage()
		return attemptID.MatchString(trailer(text, trailerID)) && trailer(text, trailerBranch) == w.plan.Branch && len(candidate.Parents) == 1
	})
	if !found {
		return "", nil, err
	}
	return sha, commit, err
}

// move points a branch of ours from head to our commit. GitHub has no
// compare-and-swap for that, but making a ref is one: whoever makes the move's
// ref has the move, and it names the commit to move to, so that anybody who
// finds it can finish what its owner may not have lived to do.
func (w *wanted) move(ctx context.Context, head string) (repro.Change, bool, error) {
	if err := w.c.unprotected(ctx, w.plan.Branch); err != nil {
		return repro.Change{}, false, err
	}
	if err := w.make(ctx); err != nil {
		return repro.Change{}, false, err
	}
	branch := "heads/" + w.plan.Branch
	sum := sha256.Sum256([]byte(w.plan.Branch))
	claim := fmt.Sprintf("reproduce/move/%s/%s", hex.EncodeToString(sum[:8]), head)
	target, began := w.head, w.c.Now()
	claimErr := w.c.Git.CreateRef(ctx, claim, target)
	var refused *gitdata.WorkflowsPermissionError
	switch {
	case errors.As(claimErr, &refused):
		if err := w.standIn(ctx, refused); err != nil {
			return repro.Change{}, false, err
		}
		return w.move(ctx, head)
	case claimErr != nil && !errors.Is(claimErr, gitdata.ErrRefExists):
		return repro.Change{}, false, claimErr
	case claimErr != nil:
		var err error
		if target, err = w.c.Git.Ref(ctx, claim); err != nil || target == "" {
			return repro.Change{}, false, err
		}
	}
	now, err := w.c.Git.Ref(ctx, branch)
	if err != nil {
		return repro.Change{}, false, err
	}
	if now == head {
		if err := w.c.Git.UpdateRef(ctx, branch, target); err != nil {
			return repro.Change{}, false, err
		}
		now = target
	}
	if claimErr != nil || now != target {
		return repro.Change{}, false, nil // look again at what is there
	}
	w.c.own(target, began)
	// A claim that stays behind does no harm: it names a move that is made.
	if err := w.c.Git.DeleteRef(ctx, claim); err != nil {
		w.c.Notify(err.Error())
	}
	return w.change(w.commit, target, w.plan.ID), true, nil
}

func (w *wanted) change(commit, head, id string) repro.Change {
	change := repro.Change{
		Branch: w.plan.Branch, Base: w.plan.Code.Commit, Commit: commit, ID: id,
		URL: w.c.PageURL("tree/" + w.plan.Branch),
	}
	if head != commit {
		change.Head = head
	} else {
		w.c.inherit(w.plan.Workflow, w.plan.Code.Commit, head) // no edit is below .github
	}
	return change
}
