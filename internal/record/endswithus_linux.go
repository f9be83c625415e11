package record

import (
	"os/exec"
	"runtime"
	"syscall"
)

// endsWithUs has the system end the command if this program is killed, as the command
// would have been in its place. The thread that starts it has to stay.
func endsWithUs(cmd *exec.Cmd) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
