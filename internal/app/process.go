package app

import (
	"context"
	"io"
	"time"
)

// A Process is everything the program takes from the operating system, so that
// a test can be the operating system.
type Process struct {
	Args        []string // without the program's name
	Environ     []string // NAME=value
	Getenv      func(string) string
	Dir         string    // working directory, absolute
	Program     string    // path of this executable, for the demonstration's trainer
	Stdin       io.Reader // for an answer; read only where Interactive
	Stdout      io.Writer
	Stderr      io.Writer
	Width       int  // columns of the terminal behind Stdout; 0 when it is none
	Live        bool // Stderr is a terminal
	Interactive bool // Stdin is a terminal too: a question is answered
	Now         func() time.Time
	Force       <-chan struct{} // closed by a second signal: nothing is waited for any more; nil is never

	// Sleep waits between looks at a dispatched run and between two tries of a request;
	// nil is the real thing.
	Sleep func(context.Context, time.Duration) error
}
