//go:build !unix

package record

import (
	"os"
	"os/exec"
	"os/signal"
)

// signals are those that come to this program meanwhile. The console sends Ctrl-C to the
// training as well.
type signals struct{ came chan os.Signal }

func listen() signals {
	s := signals{make(chan os.Signal, 16)}
	s.again()
	return s
}

func (s signals) again() { signal.Notify(s.came, os.Interrupt) }
func (s signals) end()   { signal.Stop(s.came) }

// startAndWait starts a command and waits for its end.
func startAndWait(cmd *exec.Cmd, started, ended chan<- error) {
	err := cmd.Start()
	started <- err
	if err == nil {
		ended <- cmd.Wait()
	}
}

func fromTerminal(os.Signal) bool { return true }

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
