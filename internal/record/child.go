package record

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// Exit codes of a command that did not run, as a shell gives them.
const (
	exitNotRunnable = 126
	exitNotFound    = 127
)

// A Child is the training as a process: the user's command with the standard streams of
// this process, which are passed on as they are.
type Child struct {
	Args    []string
	Environ []string
	Began   func(id int)    // is told the process; nil is nobody
	Again   <-chan struct{} // closed when signals have to be asked for once more; nil is never
}

// Run runs the training to its end and gives its exit code: its own, or 128 and the number
// of the signal that ended it. err is not nil where it did not start.
//
// The training is in the group of processes that this program is in. What a terminal sends
// to the group it gets from there; any other signal to this program is passed on.
func (c Child) Run() (code int, err error) {
	cmd := exec.Command(c.Args[0], c.Args[1:]...) //nolint:noctx // signals end the user's own command, and nothing else
	cmd.Env = c.Environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	signals := listen() // from before it starts, or one that comes meanwhile would be lost
	defer signals.end()
	started := make(chan error, 1)
	ended := make(chan error, 1)
	go startAndWait(cmd, started, ended)
	if err := <-started; err != nil {
		code = exitNotRunnable
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			code = exitNotFound
		}
		return code, fmt.Errorf("start %s: %w", c.Args[0], err)
	}
	if c.Began != nil {
		c.Began(cmd.Process.Pid)
	}
	again := c.Again
	for {
		select {
		case <-ended: //nolint:errcheck // the state says how it ended
			return exitCode(cmd.ProcessState), nil
		case came := <-signals.came:
			if !fromTerminal(came) {
				_ = cmd.Process.Signal(came) // one that has just ended needs none
			}
		case <-again:
			again = nil
			signals.again()
		}
	}
}
