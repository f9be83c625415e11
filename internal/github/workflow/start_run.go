package workflow

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	// A process that made the branch may dispatch at once; one that took longer
	// than this may have been given up by others, and has to ask.
	dispatchRightFor = time.Minute
	// How long a run may take to be listed: more than ownFor, a dispatch at its
	// slowest and GitHub's own delay together.
	runListedWithin = 4 * time.Minute
	// A commit older than this was dispatched long ago, or never will be.
	oldCommit  = 10 * time.Minute
	claimLimit = 5   // of claims that one process makes or waits for
	claimsEver = 200 // of a commit, in all
)

// findOrDispatch gives the id of the run on s, and dispatches one only if there is none
// and no other process is about to. The right to dispatch a commit is with the
// process that put it on the branch; after that process had its time, it is
// with whoever makes the next of a row of refs, which one process can.
func (c *Client) findOrDispatch(ctx context.Context, s runFilter, inputs map[string]string) (int64, error) {
	right := c.takeDispatchRight(s.commit) // until when
	mayDispatch, refused := c.Now().Before(right), rateLimits{}
	listedWithin := runListedWithin
	if !mayDispatch {
		listedWithin = c.listingWindow(ctx, s.commit)
	}
	last := errors.New("others had the right to dispatch it")
	for n, claims := 1, 0; ; {
		if !mayDispatch {
			if !refused.latest { // else this process started none, and has waited
				id, err := c.waitForRun(ctx, s, listedWithin)
				if err != nil || id != 0 {
					return id, err
				}
			}
			refused.latest = false
			if claims == claimLimit || n > claimsEver {
				break
			}
			var spent bool
			var err error
			if right, spent, err = c.claimDispatch(ctx, s, n); err != nil {
				return 0, err
			}
			mayDispatch = c.Now().Before(right)
			n++ // the next claim is the same one for all who need it
			if listedWithin = runListedWithin; spent {
				listedWithin = 0 // whoever had it is long gone
			} else {
				claims++ // somebody has just dispatched
			}
			if !mayDispatch {
				continue
			}
		}
		id, err := c.dispatch(github.WithoutLongWait(ctx), s.workflow, s.branch, inputs)
		refused.latest = false // or this try may have started a run, which is waited for before another is made
		if err == nil || github.OutcomeUnknown(err) || ctx.Err() != nil {
			c.recordDispatch(s.commit)
		}
		if err == nil && id != 0 {
			return id, nil
		}
		if limit := new(github.RateLimitError); errors.As(err, &limit) {
			if err := c.waitForDispatch(ctx, s, &refused, limit); err != nil {
				return 0, err
			}
			mayDispatch = c.Now().Before(right) // nobody else has it before
			continue
		}
		if err := checkDispatch(ctx, err); err != nil {
			return 0, err
		}
		if mayDispatch, last = false, err; err == nil {
			last = errors.New("the dispatch was accepted")
		}
	}
	return 0, repro.Doubtf(repro.PipelineNotStarted,
		"dispatch %s on %s: no run appeared within %s (%w); see the repository's Actions page, then run again", s.workflow, s.branch, runListedWithin, last)
}

// checkDispatch gives nil where the run should be looked for next, and
// otherwise why there can be none.
func checkDispatch(ctx context.Context, err error) error {
	_, doubt := repro.AsDoubt(err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case doubt:
		return err
	case err == nil || github.OutcomeUnknown(err):
		return nil
	}
	return repro.Doubtf(repro.PipelineNotStarted, "%w", err)
}

// takeDispatchRight uses up the right to dispatch that making the branch gave, and says
// until when it holds.
func (c *Client) takeDispatchRight(commit string) (until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, had := c.pushed[commit]
	delete(c.pushed, commit)
	if !had {
		return until
	}
	return made.Add(dispatchRightFor)
}

// listingWindow is how long to wait for a run that somebody else may have dispatched.
// Both times are GitHub's.
func (c *Client) listingWindow(ctx context.Context, sha string) time.Duration {
	commit, err := c.Git.Commit(ctx, sha)
	served := c.ServerTime()
	if err == nil && !served.IsZero() && served.Sub(commit.GetCommitter().GetDate().Time) > oldCommit {
		return 0
	}
	return runListedWithin
}

// waitForRun looks for the run until it is listed or the window closes; 0 is none.
// It looks at least twice, because GitHub's list now and then leaves one out. A look
// that failed saw nothing, and none is not said by it.
func (c *Client) waitForRun(ctx context.Context, s runFilter, listedWithin time.Duration) (int64, error) {
	until := c.Now().Add(listedWithin)
	for n, seen := 0, 0; ; n++ {
		runs, err := c.runs(github.Polling(ctx), s)
		if err != nil && !github.OutcomeUnknown(err) {
			return 0, err
		}
		if err == nil {
			seen++
		}
		if run := pickRun(runs); run != nil {
			return run.GetID(), nil
		}
		if over := !c.Now().Before(until); over && err == nil && seen > 1 {
			return 0, nil
		} else if err != nil && !c.Now().Before(until.Add(runListedWithin)) {
			return 0, fmt.Errorf("%w; whether a run was started is not known, so none is started: run again", err)
		}
		if err := c.Sleep(ctx, min(time.Duration(n+2)*time.Second, 15*time.Second)); err != nil {
			return 0, err
		}
	}
}

// claimDispatch tries to take the right to dispatch from a process that did not use it.
// The claim's ref holds a commit that nobody else can have made, so that even a
// lost answer tells whose it is, and it holds until a time, zero where it is somebody
// else's. A spent claim is one that came to no run: its time is
// long over, and the next of the row may be made.
func (c *Client) claimDispatch(ctx context.Context, s runFilter, n int) (until time.Time, spent bool, err error) {
	head, err := c.Git.Commit(ctx, s.commit)
	if err != nil {
		return until, false, err
	}
	ref := fmt.Sprintf("reproduce/dispatch/%s/%d", s.commit, n)
	nonce, began := rand.Text(), c.Now()
	nonceCommit, err := c.Git.CreateCommit(ctx, head.GetTree().GetSHA(), s.commit, "Dispatch "+s.workflow+" again [skip ci]\n\nReproduce-Claim: "+nonce+"\n")
	if err != nil {
		return until, false, err
	}
	err = c.Git.CreateRef(ctx, ref, nonceCommit)
	if errors.Is(err, gitdata.ErrRefExists) {
		other, err := c.Git.Ref(ctx, ref)
		if err != nil || other == "" {
			return until, false, err
		}
		return until, c.listingWindow(ctx, other) == 0, nil
	}
	if err != nil {
		return until, false, err
	}
	return began.Add(dispatchRightFor), false, nil // one that took long to make may have been given up by others
}

// needsNewAttempt says whether there were runs on s and none of them is worth going on
// with: all have ended, and the best of them badly, longer ago than reuse, or
// before somebody asked again. All times are GitHub's.
func (c *Client) needsNewAttempt(ctx context.Context, s runFilter, reuse time.Duration, asked time.Time) (bool, error) {
	runs, err := c.runs(ctx, s)
	run := pickRun(runs)
	if err != nil || run == nil || !ended(run) {
		return false, err
	}
	ended := run.GetUpdatedAt().Time
	old := reuse > 0 && c.ServerTime().Sub(ended) > reuse
	return run.GetConclusion() != "success" || reuse < 0 || old || ended.Before(asked), nil
}
