package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// This file lets an interrupted program end where whoever is to read or to answer does not.

// outputGrace is how long after an interruption a write may take.
const outputGrace = 2 * time.Second

// An output is written to as long as somebody reads: after an interruption, a pipe that
// is full holds nobody up.
type output struct {
	ctx   context.Context
	to    io.Writer
	grace time.Duration
	left  bool // a write that did not end has it
}

func newOutput(ctx context.Context, to io.Writer) *output {
	return &output{ctx: ctx, to: to, grace: outputGrace}
}

var errNobodyReads = errors.New("nobody reads the output")

func (o *output) Write(data []byte) (int, error) {
	if o.left {
		return 0, errNobodyReads
	}
	type written struct {
		n   int
		err error
	}
	done, text := make(chan written, 1), bytes.Clone(data)
	go func() {
		n, err := o.to.Write(text)
		done <- written{n, err}
	}()
	select {
	case w := <-done:
		return w.n, w.err
	case <-o.ctx.Done():
	}
	wait := time.NewTimer(o.grace)
	defer wait.Stop()
	select {
	case w := <-done:
		return w.n, w.err
	case <-wait.C:
		o.left = true
		return 0, errNobodyReads
	}
}

// Answer reads a line that a person types; what ended before it is one too.
func (a *App) Answer(ctx context.Context) (string, error) {
	given := make(chan string, 1)
	go func() {
		answer, _ := bufio.NewReader(io.LimitReader(a.Stdin, 100)).ReadString('\n')
		given <- answer
	}()
	select {
	case answer := <-given:
		return answer, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Outlive gives a context that goes on for so long once ctx is cancelled: what is said of a
// check that is over must not stop half way, with a status that says that it runs.
func Outlive(ctx context.Context, most time.Duration) (context.Context, func()) {
	if ctx.Err() != nil { // those who look for the deadline hurry
		return context.WithTimeout(context.WithoutCancel(ctx), most)
	}
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(most, cancel) })
	return out, func() { stop(); cancel() }
}
