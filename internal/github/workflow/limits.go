package workflow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file is about a dispatch that GitHub refuses for its rate: nothing was started, and
// whoever goes on asking is refused for longer.

const (
	limitedDispatches = 4                // that are refused before it is given up
	firstLimitPause   = 30 * time.Second // doubled each time, where GitHub asks for less
)

// rateLimits are the refusals of one training's dispatch.
type rateLimits struct {
	latest bool // the latest try was refused
	times  int
	first  time.Time
}

// waitForDispatch waits as a rate limit asks, and longer each time. What is refused too
// often, or for too long, is a doubt that says when to try again.
func (c *Client) waitForDispatch(ctx context.Context, s runFilter, r *rateLimits, limit *github.RateLimitError) error {
	if r.times == 0 {
		r.first = c.Now()
	}
	pause := max(limit.Wait, firstLimitPause<<r.times)
	r.latest, r.times = true, r.times+1
	if r.times < limitedDispatches {
		if err := c.WaitForRateLimit(ctx, pause); !errors.As(err, new(*github.RateLimitError)) {
			return err
		}
	}
	until := c.ServerTime()
	if !until.IsZero() {
		until = until.Add(pause)
	}
	return repro.Doubtf(repro.PipelineNotStarted, "dispatch %s on %s: GitHub's rate limit refused it, %s, and nothing was started; %s",
		s.workflow, s.branch, tries(r.times, c.Now().Sub(r.first)), github.RunAgainAfter(until))
}

func tries(n int, within time.Duration) string {
	if n == 1 {
		return "and asks for a longer wait than there is time"
	}
	return fmt.Sprintf("%d times within %s", n, within.Round(time.Second))
}
