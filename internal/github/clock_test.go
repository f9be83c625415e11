package github

import (
	"context"
	"sync"
	"time"
)

// A clock is the time of a whole test: of its processes and of GitHub. It moves
// when all of its processes sleep, and then to the next of them that wakes, so
// that waits take no time and still happen in their order.
type clock struct {
	mu       sync.Mutex
	at       time.Time
	awake    int // processes that run
	sleepers []*sleeper
	naps     []time.Duration // all that was slept
}

type sleeper struct {
	until time.Time
	wake  chan struct{}
}

// newClock makes a clock for so many processes.
func newClock(processes int) *clock {
	return &clock{at: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), awake: processes}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	s := &sleeper{c.at.Add(max(d, 0)), make(chan struct{})}
	c.sleepers = append(c.sleepers, s)
	c.naps = append(c.naps, d)
	c.awake--
	c.turn()
	c.mu.Unlock()
	<-s.wake
	return ctx.Err()
}

// leave says that a process has ended.
func (c *clock) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.awake--
	c.turn()
}

// turn wakes the next sleepers if nobody is awake.
func (c *clock) turn() {
	if c.awake > 0 || len(c.sleepers) == 0 {
		return
	}
	next := c.sleepers[0].until
	for _, s := range c.sleepers {
		if s.until.Before(next) {
			next = s.until
		}
	}
	c.at = next
	var rest []*sleeper
	for _, s := range c.sleepers {
		if s.until.After(next) {
			rest = append(rest, s)
			continue
		}
		c.awake++
		close(s.wake)
	}
	c.sleepers = rest
}

// slept gives the sum of all sleeps.
func (c *clock) slept() (sum time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range c.naps {
		sum += d
	}
	return sum
}
