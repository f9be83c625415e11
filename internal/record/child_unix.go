//go:build unix

package record

import (
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// passed are the signals that end a training, or tell it something. A stop, as by Ctrl-Z,
// stops both: neither catches it.
var passed = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}

// signals are those that come to this program meanwhile.
type signals struct {
	came  chan os.Signal
	asked []os.Signal
}

// listen asks for them, but for what this program was started to ignore, as by nohup: the
// training is to ignore that too.
func listen() signals {
	s := signals{make(chan os.Signal, 16), slices.DeleteFunc(slices.Clone(passed), signal.Ignored)}
	s.again()
	return s
}

func (s signals) again() {
	if len(s.asked) > 0 { // without a name, it would be all
		signal.Notify(s.came, s.asked...)
	}
}

func (s signals) end() { signal.Stop(s.came) }

// startAndWait starts a command and waits for its end.
func startAndWait(cmd *exec.Cmd, started, ended chan<- error) {
	endsWithUs(cmd)
	err := cmd.Start()
	started <- err
	if err == nil {
		ended <- cmd.Wait()
	}
}

// fromTerminal says whether a signal came from the terminal, which sends it to all of the
// group in its foreground: Ctrl-C and Ctrl-\.
func fromTerminal(came os.Signal) bool {
	if came != syscall.SIGINT && came != syscall.SIGQUIT {
		return false
	}
	terminal, err := os.OpenFile("/dev/tty", os.O_RDONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		return false
	}
	defer terminal.Close()
	group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	return err == nil && group == syscall.Getpgrp()
}

// exitCode is a shell's: the command's own, or 128 and the number of a signal.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
