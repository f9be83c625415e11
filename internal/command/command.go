package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	defaultGrace = 10 * time.Second
	// lingerDelay is how long the output of a command that has already exited
	// is read on behalf of processes that it left in the background.
	lingerDelay = 5 * time.Second
	maxName     = 120 // runes of the command shown as the execution's name
)

// A Spec is one command to run.
type Spec struct {
	Command string          // a line for sh -c
	Dir     string          // working directory; "" is the program's own
	Env     []string        // the child's whole environment, see Environ; nil is an empty one
	Timeout time.Duration   // 0 is none
	Grace   time.Duration   // from SIGTERM to SIGKILL; 0 is ten seconds
	Force   <-chan struct{} // closed: a group that was asked to end is killed at once; nil is never
	Output  io.Writer       // gets standard output and error as they come; nil drops them
	Without []string        // files that do not exist for it, by full paths; only where RunsWithout
	As      []string        // paths that are as they are for it all the same, whatever is written below the folders of those

	// OnStart is told the shell's process number; nil is none.
	OnStart func(id int)

	// OnLine sees each line without colours, and, as text that does not end its
	// line, what a carriage return overwrites; nil is none.
	OnLine func(text string, ends bool)

	// OnRead is called when OnLine has seen all lines of what was read at once, so
	// that who passes them on does it in one piece; nil is none.
	OnRead func()
}

// Run runs the command to its end and says how it ended. It returns early only
// when ctx is cancelled or the timeout passes: the whole process group then
// gets SIGTERM, and SIGKILL after the grace period, or at once where Force says so. If this
// program dies, the group is ended as well. A failing Output does not
// stop the training.
func Run(ctx context.Context, spec Spec) repro.Execution {
	execution := repro.Execution{Name: name(spec.Command), Attempt: 1, Status: repro.ExecNotStarted}
	if err := check(ctx, spec); err != nil {
		execution.Detail = err.Error()
		return execution
	}
	output := &lines{sink: spec.Output, onLine: spec.OnLine, onRead: spec.OnRead}
	args := withoutFiles([]string{"sh", "-c", spec.Command, "sh"}, spec.Without, spec.As)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = spec.Dir
	cmd.Env = withDirectory(spec.Env, spec.Dir)
	cmd.Stdout, cmd.Stderr = output, output // the same value: one pipe, so the order is the child's
	grace := spec.Grace
	if grace <= 0 {
		grace = defaultGrace
	}
	cmd.WaitDelay = max(grace, lingerDelay)
	ownGroup(cmd)

	watch := newGuard()
	defer watch.dismiss()
	execution.Started = time.Now()
	if err := watch.start(cmd); err != nil {
		execution.Detail = fmt.Sprintf("start sh in %s: %v", orHere(spec.Dir), err)
		execution.Started = time.Time{}
		return execution
	}
	if spec.OnStart != nil {
		spec.OnStart(cmd.Process.Pid)
	}
	stopped, err := wait(ctx, cmd, spec, grace)
	buryGroup(cmd.Process.Pid) // whatever is left in the background
	output.finish()
	execution.Ended = time.Now()
	execution.Log = output.tail()
	execution.Status, execution.Detail = ending(cmd.ProcessState, stopped, err, spec.Timeout)
	return execution
}

// wait waits for the command, and stops its group when ctx or the timeout says
// so. It returns the status such a stop means, or "".
func wait(ctx context.Context, cmd *exec.Cmd, spec Spec, grace time.Duration) (repro.ExecutionStatus, error) {
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var expired <-chan time.Time
	if spec.Timeout > 0 {
		timer := time.NewTimer(spec.Timeout)
		defer timer.Stop()
		expired = timer.C
	}
	var stopped repro.ExecutionStatus
	select {
	case err := <-done:
		return "", err
	case <-ctx.Done():
		stopped = repro.ExecCancelled
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			stopped = repro.ExecTimedOut
		}
	case <-expired:
		stopped = repro.ExecTimedOut
	}
	terminateGroup(cmd.Process.Pid)
	patience := time.NewTimer(grace)
	defer patience.Stop()
	select {
	case err := <-done: // the output is closed: nobody who writes to it is left
		return stopped, err
	case <-patience.C:
	case <-spec.Force:
	}
	killGroup(cmd.Process.Pid)
	return stopped, <-done
}

// ending puts into words how the command ended.
func ending(state *os.ProcessState, stopped repro.ExecutionStatus, err error, timeout time.Duration) (repro.ExecutionStatus, string) {
	how := exitText(state)
	forced := ""
	if stopped != "" && strings.Contains(how, "signal 9") {
		forced = ", with signal 9, because signal 15 did not end it"
	}
	switch {
	case stopped == repro.ExecTimedOut && timeout > 0:
		return stopped, fmt.Sprintf("stopped after %s%s; raise --timeout if the training needs longer", timeout, forced)
	case stopped == repro.ExecTimedOut:
		return stopped, "stopped at the deadline" + forced
	case stopped == repro.ExecCancelled:
		return stopped, "stopped because the check was stopped" + forced
	case state == nil:
		return repro.ExecFailed, fmt.Sprintf("wait for sh: %v", err)
	case !state.Success():
		return repro.ExecFailed, how
	case errors.Is(err, exec.ErrWaitDelay):
		return repro.ExecSucceeded, how + "; processes it had left in the background were ended"
	case err != nil:
		return repro.ExecFailed, fmt.Sprintf("%s, but its output could not be read: %v", how, err)
	default:
		return repro.ExecSucceeded, how
	}
}

// check refuses what cannot be started, before anything is.
func check(ctx context.Context, spec Spec) error {
	switch {
	case !supported:
		return errors.New("run a command: this system has no process groups to stop a training with; use Linux or macOS, or --workflow")
	case strings.TrimSpace(spec.Command) == "":
		return errors.New("run a command: it is empty; give --run-command, for example \"make run\"")
	case strings.ContainsRune(spec.Command, 0):
		return errors.New("run a command: it holds a NUL byte; give one shell line")
	case ctx.Err() != nil:
		return fmt.Errorf("run a command: %w before it was started", context.Cause(ctx))
	}
	if spec.Dir == "" {
		return nil
	}
	info, err := os.Stat(spec.Dir)
	if err != nil {
		return fmt.Errorf("run a command: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("run a command: %s is not a directory", spec.Dir)
	}
	return nil
}

// withDirectory sets PWD, which tools trust more than they should.
func withDirectory(env []string, dir string) []string {
	env = append([]string{}, env...) // never nil: nil would inherit the program's environment
	if dir == "" {
		return env
	}
	if absolute, err := filepath.Abs(dir); err == nil {
		env = append(env, "PWD="+absolute)
	}
	return env
}

func name(command string) string {
	return printable.Clip(clean([]byte(strings.Join(strings.Fields(command), " "))), maxName)
}

func orHere(dir string) string {
	if dir == "" {
		return "the current directory"
	}
	return dir
}
