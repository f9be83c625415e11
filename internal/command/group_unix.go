//go:build unix

package command

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const supported = true

// ownGroup puts the command at the head of a process group of its own, so that
// a signal reaches its children, and a Ctrl-C at the terminal reaches it only
// through us.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// terminateGroup asks the group to end. A stopped process would never notice,
// so it is continued.
func terminateGroup(leader int) {
	signalGroup(leader, syscall.SIGTERM)
	signalGroup(leader, syscall.SIGCONT)
}

// killGroup ends the group. The kernel gives no process the number of a group
// that still has members, so after the leader's death this meets its orphans
// or nobody.
func killGroup(leader int) { signalGroup(leader, syscall.SIGKILL) }

// buryGroup ends the group and waits until it is gone, for at most a second: a
// process stuck in the kernel stays, and in a container whose first process
// reaps nobody the dead stay as well.
func buryGroup(leader int) {
	const pause = 5 * time.Millisecond
	for range time.Second / pause {
		if !signalGroup(leader, syscall.SIGKILL) {
			return
		}
		time.Sleep(pause)
	}
}

// signalGroup says whether the group had anybody to signal.
func signalGroup(leader int, signal syscall.Signal) bool {
	return leader > 1 && syscall.Kill(-leader, signal) == nil // 0 and -1 mean our own group and everybody
}

// exitText says how the shell ended and what its conventional codes mean.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
func exitText(state *os.ProcessState) string {
	if state == nil {
		return "no exit status"
	}
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return fmt.Sprintf("killed by signal %d (%v)", status.Signal(), status.Signal())
	}
	switch code := state.ExitCode(); {
	case code == 126:
		return "exit status 126: the shell found the command and could not execute it"
	case code == 127:
		return "exit status 127: the shell did not find a command; is it installed and on the PATH?"
	case code == 128+int(syscall.SIGKILL):
		return "exit status 137: a process was killed by signal 9, often for lack of memory"
	case code > 128 && code < 128+65:
		signal := syscall.Signal(code - 128)
		return fmt.Sprintf("exit status %d: a process was ended by signal %d (%v)", code, signal, signal)
	default:
		return fmt.Sprintf("exit status %d", code)
	}
}
