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
	ownFor = time.Minute
	// How long a run may take to be listed: more than ownFor, a dispatch at its
	// slowest and GitHub's own delay together.
	discoverFor = 4 * time.Minute
	// A commit older than this was dispatched long ago, or never will be.
	settled = 10 * time.Minute
	claims  = 5
)

// start gives the id of the run on s, and dispatches one only if there is none
// and no other process is about to. The right to dispatch a commit is with the
// process that put it on the branch; after that process had its time, it is
// with whoever makes the next of a row of refs, which one process can.
func (c *Client) start(ctx context.Context, s sought, inputs map[string]string) (int64, error) {
	free := c.fresh(s.commit)
	window := discoverFor
	if !free {
		window = c.window(ctx, s.commit)
	}
	var last error
	for n := 1; ; {
		if !free {
			id, err := c.await(ctx, s, window)
			if err != nil || id != 0 {
				return id, err
			}
			if n > claims {
				break
			}
			window = discoverFor // from here on, somebody has just dispatched
			free, err = c.claim(ctx, s, n)
			if err != nil {
				return 0, err
			}
			n++ // the next claim is the same one for all who need it
			if !free {
				continue
			}
		}
		id, err := c.dispatch(github.WithoutLongWait(ctx), s.workflow, s.branch, inputs)
		if err == nil && id != 0 {
			return id, nil
		}
		if err := c.afterDispatch(ctx, err); err != nil {
			return 0, err
		}
		free, last = false, err
	}
	if last == nil {
		last = errors.New("the dispatch was accepted")
	}
	return 0, repro.Doubtf(repro.PipelineNotStarted,
		"dispatch %s on %s: no run appeared within %s (%w); see the repository's Actions page, then run again", s.workflow, s.branch, discoverFor, last)
}

// afterDispatch gives nil where the run should be looked for next, and
// otherwise why there can be none.
func (c *Client) afterDispatch(ctx context.Context, err error) error {
	var limit *github.RateLimitError
	_, doubt := repro.AsDoubt(err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &limit):
		return c.WaitForRateLimit(ctx, limit.Wait)
	case doubt:
		return err
	case err == nil || github.OutcomeUnknown(err):
		return nil
	}
	return repro.Doubtf(repro.PipelineNotStarted, "%w", err)
}

// fresh uses up the right to dispatch that making the branch gave, and says
// whether it still holds.
func (c *Client) fresh(commit string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, had := c.mine[commit]
	delete(c.mine, commit)
	return had && c.Now().Sub(made) < ownFor
}

// window is how long to wait for a run that somebody else may have dispatched.
// Both times are GitHub's.
func (c *Client) window(ctx context.Context, sha string) time.Duration {
	commit, err := c.Git.Commit(ctx, sha)
	served := c.ServerTime()
	if err == nil && !served.IsZero() && served.Sub(commit.GetCommitter().GetDate().Time) > settled {
		return 0
	}
	return discoverFor
}

// await looks for the run until it is listed or the window closes; 0 is none.
// It looks at least twice, because GitHub's list now and then leaves one out.
func (c *Client) await(ctx context.Context, s sought, window time.Duration) (int64, error) {
	until := c.Now().Add(window)
	for n := 0; ; n++ {
		runs, err := c.runs(github.Polling(ctx), s)
		if err != nil && !github.OutcomeUnknown(err) {
			return 0, err
		}
		if run := best(runs); run != nil {
			return run.GetID(), nil
		}
		if n > 0 && !c.Now().Before(until) {
			return 0, nil
		}
		if err := c.Sleep(ctx, min(time.Duration(n+2)*time.Second, 15*time.Second)); err != nil {
			return 0, err
		}
	}
}

// claim tries to take the right to dispatch from a process that did not use it.
// The claim's ref holds a commit that nobody else can have made, so that even a
// lost answer tells whose it is.
func (c *Client) claim(ctx context.Context, s sought, n int) (bool, error) {
	head, err := c.Git.Commit(ctx, s.commit)
	if err != nil {
		return false, err
	}
	nonce, began := rand.Text(), c.Now()
	own, err := c.Git.CreateCommit(ctx, head.GetTree().GetSHA(), s.commit, "Dispatch "+s.workflow+" again [skip ci]\n\nReproduce-Claim: "+nonce+"\n")
	if err != nil {
		return false, err
	}
	err = c.Git.CreateRef(ctx, fmt.Sprintf("reproduce/dispatch/%s/%d", s.commit, n), own)
	if errors.Is(err, gitdata.ErrRefExists) {
		return false, nil
	}
	// A claim that took long to make may have been given up by others.
	return err == nil && c.Now().Sub(began) < ownFor, err
}

// spent says whether there were runs on s and none of them is worth going on
// with: all have ended, and the best of them badly, longer ago than reuse, or
// before somebody asked again. All times are GitHub's.
func (c *Client) spent(ctx context.Context, s sought, reuse time.Duration, asked time.Time) (bool, error) {
	runs, err := c.runs(ctx, s)
	run := best(runs)
	if err != nil || run == nil || !over(run) {
		return false, err
	}
	ended := run.GetUpdatedAt().Time
	old := reuse > 0 && c.ServerTime().Sub(ended) > reuse
	return run.GetConclusion() != "success" || reuse < 0 || old || ended.Before(asked), nil
}
