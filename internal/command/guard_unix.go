//go:build unix

package command

import (
	"os"
	"os/exec"
	"strconv"
)

// A guard is a shell that ends the command's process group when this program is gone,
// however it died: the kernel closes its end of the pipe. A signal at a child's parent's
// death (PR_SET_PDEATHSIG) would reach the shell alone, is tied to a thread, and is
// Linux's own.
type guard struct {
	pipe *os.File // nil: there is none, and nothing but that is lost
	sh   *exec.Cmd
}

// guardScript reads the number of the group, then waits for the line that says it is
// over. Without that line it asks the group to end, and kills what is left after a grace.
const guardScript = `read -r group || exit 0
read -r _ && exit 0
kill -s TERM -- "-$group" && kill -s CONT -- "-$group"
i=0
while [ $i -lt 10 ] && kill -s 0 -- "-$group"; do sleep 1; i=$((i + 1)); done
kill -s KILL -- "-$group"`

// newGuard starts a guard for a group that is to come.
func newGuard() *guard {
	read, write, err := os.Pipe()
	if err != nil {
		return &guard{}
	}
	defer read.Close()
	sh := exec.Command("sh", "-c", guardScript)
	sh.Env = []string{"PATH=/usr/bin:/bin"}
	sh.Dir = "/"
	sh.Stdin = read
	ownGroup(sh)
	if err := sh.Start(); err != nil {
		write.Close()
		return &guard{}
	}
	return &guard{write, sh}
}

// gateScript waits for a line before it becomes the command it is given. Whoever dies
// without a word lets nothing begin.
const gateScript = `read -r _ <&3 || exit 1
exec 3<&-
exec "$@"`

// start starts a command that begins when the guard knows its group: a program that was
// killed between the two would leave a training behind that nobody ends.
func (g *guard) start(cmd *exec.Cmd) error {
	wait, begin, err := os.Pipe()
	if err != nil {
		return err
	}
	defer begin.Close()
	gate := exec.Command("sh", append([]string{"-c", gateScript, "sh", cmd.Path}, cmd.Args[1:]...)...)
	cmd.Path, cmd.Args, cmd.Err = gate.Path, gate.Args, gate.Err
	cmd.ExtraFiles = []*os.File{wait} // number 3
	err = cmd.Start()
	wait.Close()
	if err != nil {
		return err
	}
	if g.pipe != nil {
		_, _ = g.pipe.WriteString(strconv.Itoa(cmd.Process.Pid) + "\n")
	}
	_, _ = begin.WriteString("begin\n") // one that was ended already tells by its status
	return nil
}

// dismiss ends the guard, whose group is gone.
func (g *guard) dismiss() {
	if g.pipe == nil {
		return
	}
	_, _ = g.pipe.WriteString("over\n")
	g.pipe.Close()
	_ = g.sh.Wait()
}
