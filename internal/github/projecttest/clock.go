package projecttest

import (
	"context"
	"sync"
	"time"
)

// A Clock is the time of a whole test: of its processes and of GitHub. It moves
// when all of its processes sleep, and then to the next of them that wakes, so
// that waits take no time and still happen in their order.
type Clock struct {
	mu       sync.Mutex
	At       time.Time
	Awake    int // processes that run
	sleepers []*sleeper
	Naps     []time.Duration // all that was slept
}

type sleeper struct {
	until time.Time
	wake  chan struct{}
}

// NewClock makes a clock for so many processes.
func NewClock(processes int) *Clock {
	return &Clock{At: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), Awake: processes}
}

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.At
}

// Sleep waits until the clock shows a time d later, or ctx ends: when all sleep, it is put forward.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	s := &sleeper{c.At.Add(max(d, 0)), make(chan struct{})}
	c.sleepers = append(c.sleepers, s)
	c.Naps = append(c.Naps, d)
	c.Awake--
	c.turn()
	c.mu.Unlock()
	<-s.wake
	return ctx.Err()
}

// Leave says that a process has ended.
func (c *Clock) Leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Awake--
	c.turn()
}

// turn wakes the next sleepers if nobody is awake.
func (c *Clock) turn() {
	if c.Awake > 0 || len(c.sleepers) == 0 {
		return
	}
	next := c.sleepers[0].until
	for _, s := range c.sleepers {
		if s.until.Before(next) {
			next = s.until
		}
	}
	c.At = next
	var rest []*sleeper
	for _, s := range c.sleepers {
		if s.until.After(next) {
			rest = append(rest, s)
			continue
		}
		c.Awake++
		close(s.wake)
	}
	c.sleepers = rest
}

// Slept gives the sum of all sleeps.
func (c *Clock) Slept() (sum time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range c.Naps {
		sum += d
	}
	return sum
}
