package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A branchUpdate is the commit that the branch should hold, on its way there.
type branchUpdate struct {
	c               *Client
	plan            repro.Plan
	tree            string
	commit          string // with the params; made at most once, when first needed
	head            string // for the branch: commit, or one that names it to the workflow
	others          others // trainings on the branch that are not ours
	notDispatchable error  // why the commit's own files cannot be dispatched; nil if they can
}

func (u *branchUpdate) createCommit(ctx context.Context) (err error) {
	if u.commit == "" {
		u.commit, err = u.c.Git.CreateCommit(ctx, u.tree, u.plan.Code.Commit, message(u.plan))
		u.head = u.commit
	}
	if err == nil && u.notDispatchable != nil && u.head == u.commit {
		err = u.createDispatchCommit(ctx, u.notDispatchable)
	}
	return err
}

// createDispatchCommit makes a commit that the branch can hold where the real one has no
// workflow to dispatch, or GitHub refuses it for its old workflow files: the
// default branch's files, and the real commit's name for the workflow to check
// out. refused is returned unless the workflow has an input for it.
func (u *branchUpdate) createDispatchCommit(ctx context.Context, refused error) error {
	if u.head != u.commit || u.plan.Workflow == "" {
		return refused
	}
	base, err := u.c.Git.Resolve(ctx, "head")
	if err != nil {
		return err
	}
	workflow, err := u.c.workflow(ctx, u.plan.Workflow, base)
	if err != nil {
		return err
	}
	if !workflow.declares(inputCommit) {
		return refused
	}
	tree, err := u.c.Git.ConfirmedTree(ctx, base)
	if err != nil {
		return err
	}
	holder := u.plan
	holder.Absent = nil // it holds the default branch's files
	u.head, err = u.c.Git.CreateCommit(ctx, tree, base, message(holder, trailerCommit+": "+u.commit+"\n"))
	u.c.sameWorkflowFile(u.plan.Workflow, base, u.head)
	return err
}

// createBranch makes the branch. done is false where somebody else just did.
func (u *branchUpdate) createBranch(ctx context.Context) (repro.Change, bool, error) {
	if err := u.createCommit(ctx); err != nil {
		return repro.Change{}, false, err
	}
	began := u.c.Now()
	err := u.c.Git.CreateRef(ctx, "heads/"+u.plan.Branch, u.head)
	var refused *gitdata.WorkflowsPermissionError
	switch {
	case errors.Is(err, gitdata.ErrRefExists):
		return repro.Change{}, false, nil
	case errors.As(err, &refused):
		if err := u.createDispatchCommit(ctx, refused); err != nil {
			return repro.Change{}, false, err
		}
		return u.createBranch(ctx)
	case err != nil:
		return repro.Change{}, false, err
	}
	u.c.recordPush(u.head, began)
	u.c.recordCreated(u.head)
	return u.change(u.commit, u.head, u.plan.ID, u.plan.Criteria.Digest()), true, nil
}

// updateBranch handles a branch that exists: takes up what is there, moves the branch
// if it is ours, refuses if it is somebody else's.
func (u *branchUpdate) updateBranch(ctx context.Context, head string, newAttempt bool) (repro.Change, bool, error) {
	there, err := u.readBranch(ctx, head)
	if err != nil {
		return repro.Change{}, false, err
	}
	if there.same && !newAttempt && (!u.plan.Renew || there.change.Criteria == u.plan.Criteria.Digest()) {
		return there.change, true, nil
	}
	if err := u.waitForOthers(ctx, head, there); err != nil {
		return repro.Change{}, false, err
	}
	if head != there.found { // what a training or a person put on top stays reachable
		kept := "reproduce/kept/" + head
		if err := u.c.Git.CreateRef(ctx, kept, head); err != nil && !errors.Is(err, gitdata.ErrRefExists) {
			return repro.Change{}, false, err
		}
		u.c.Notify(fmt.Sprintf("branch %s is moved; its commits up to %s stay at refs/%s", u.plan.Branch, gitformat.ShortID(head), kept))
	}
	return u.moveBranch(ctx, head)
}

// A branchState is what a branch of ours holds.
type branchState struct {
	found  string       // the commit with our trailers
	at     time.Time    // when it was made, by GitHub's clock
	change repro.Change // of this very plan, where it is the same
	same   bool
}

// readBranch reads what the branch holds, and refuses one that is somebody else's.
func (u *branchUpdate) readBranch(ctx context.Context, head string) (branchState, error) {
	label := printable.Key(u.plan.Model.Label(), 120)
	found, commit, err := u.findOwnCommit(ctx, head)
	switch {
	case err != nil:
		return branchState{}, err
	case found == "":
		return branchState{}, repro.Doubtf(repro.NotExecuted,
			"branch %s exists and was not made by reproduce (its last commit is %s); delete it, or choose another with --branch", u.plan.Branch, gitformat.ShortID(head))
	case trailer(commit.GetMessage(), trailerModel) != label:
		return branchState{}, repro.Doubtf(repro.NotExecuted,
			"branch %s holds a reproduction of %q; choose another with --branch", u.plan.Branch, printable.OneLine(trailer(commit.GetMessage(), trailerModel), 120))
	}
	trained, real := found, commit
	if named := trailer(commit.GetMessage(), trailerCommit); named != "" {
		if trained = named; gitformat.CheckID("commit", named) == nil {
			if real, err = u.c.Git.Commit(ctx, named); err != nil {
				return branchState{}, err
			}
		}
	}
	same := real.GetTree().GetSHA() == u.tree && gitdata.FirstParent(real) == u.plan.Code.Commit &&
		trailer(commit.GetMessage(), trailerRun) == printable.OneLine(u.plan.Original.ID, 80)
	if !same {
		return branchState{found: found, at: commit.GetCommitter().GetDate().Time}, nil
	}
	if err := checkOriginal(commit.GetMessage(), u.plan); err != nil {
		return branchState{}, err
	}
	// Those of the commit that is trained: a branch's other commit may name one of another time.
	criteria := repro.CriteriaDigest(trailer(real.GetMessage(), repro.CriteriaTrailer))
	return branchState{found, commit.GetCommitter().GetDate().Time, u.change(trained, found, trailer(commit.GetMessage(), trailerID), criteria), true}, nil
}

// findOwnCommit finds the newest commit with our trailers at or below head.
func (u *branchUpdate) findOwnCommit(ctx context.Context, head string) (string, *gh.Commit, error) {
	var commit *gh.Commit
	sha, found, err := u.c.Git.Ancestor(ctx, head, func(sha string, candidate *gh.Commit) bool {
		commit = candidate
		text := candidate.GetMessage()
		return attemptID.MatchString(trailer(text, trailerID)) && trailer(text, trailerBranch) == u.plan.Branch && len(candidate.Parents) == 1
	})
	if !found {
		return "", nil, err
	}
	return sha, commit, err
}

// moveBranch points a branch of ours from head to our commit. GitHub has no
// compare-and-swap for that, but making a ref is one: whoever makes the move's
// ref has the move, and it names the commit to move to, so that anybody who
// finds it can finish what its owner may not have lived to do.
func (u *branchUpdate) moveBranch(ctx context.Context, head string) (repro.Change, bool, error) {
	if err := u.c.checkUnprotected(ctx, u.plan.Branch); err != nil {
		return repro.Change{}, false, err
	}
	if err := u.createCommit(ctx); err != nil {
		return repro.Change{}, false, err
	}
	branch := "heads/" + u.plan.Branch
	sum := sha256.Sum256([]byte(u.plan.Branch))
	claim := fmt.Sprintf("reproduce/move/%s/%s", hex.EncodeToString(sum[:8]), head)
	target, began := u.head, u.c.Now()
	claimErr := u.c.Git.CreateRef(ctx, claim, target)
	var refused *gitdata.WorkflowsPermissionError
	switch {
	case errors.As(claimErr, &refused):
		if err := u.createDispatchCommit(ctx, refused); err != nil {
			return repro.Change{}, false, err
		}
		return u.moveBranch(ctx, head)
	case claimErr != nil && !errors.Is(claimErr, gitdata.ErrRefExists):
		return repro.Change{}, false, claimErr
	case claimErr != nil:
		var err error
		if target, err = u.c.Git.Ref(ctx, claim); err != nil || target == "" {
			return repro.Change{}, false, err
		}
	}
	now, err := u.c.Git.Ref(ctx, branch)
	if err != nil {
		return repro.Change{}, false, err
	}
	if now == head {
		if err := u.c.Git.UpdateRef(ctx, branch, target); err != nil {
			return repro.Change{}, false, err
		}
		now = target
	}
	if claimErr != nil || now != target {
		return repro.Change{}, false, nil // look again at what is there
	}
	u.c.recordPush(target, began)
	// A claim that stays behind does no harm: it names a move that is made.
	if err := u.c.Git.DeleteRef(ctx, claim); err != nil {
		u.c.Notify(err.Error())
	}
	return u.change(u.commit, target, u.plan.ID, u.plan.Criteria.Digest()), true, nil
}

func (u *branchUpdate) change(commit, head, id, criteria string) repro.Change {
	change := repro.Change{
		Branch: u.plan.Branch, Base: u.plan.Code.Commit, Commit: commit, ID: id, Criteria: criteria,
		URL: u.c.PageURL("tree/" + u.plan.Branch),
	}
	if head != commit {
		change.Head = head
	} else {
		u.c.sameWorkflowFile(u.plan.Workflow, u.plan.Code.Commit, head) // no edit is below .github
	}
	return change
}
