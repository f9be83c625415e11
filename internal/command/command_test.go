//go:build unix

package command_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var shellEnv = []string{"PATH=" + os.Getenv("PATH")}

func TestRunSaysHowTheTrainingEnded(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		command string
		status  repro.ExecutionStatus
		detail  string // part of it
	}{
		{"it succeeds", "exit 0", repro.ExecSucceeded, "exit status 0"},
		{"it fails", "exit 3", repro.ExecFailed, "exit status 3"},
		{"a make target fails", "false", repro.ExecFailed, "exit status 1"},
		{"the tool is not installed", "no-such-tool-for-training", repro.ExecFailed, "is it installed"},
		{"the script is not executable", "/dev/null", repro.ExecFailed, "could not execute"},
		{"the kernel kills a child", "sh -c 'kill -9 $$'; exit $?", repro.ExecFailed, "lack of memory"},
		{"the shell itself is killed", "kill -9 $$", repro.ExecFailed, "killed by signal 9"},
		{"a later command hides a failure, as sh does", "false; true", repro.ExecSucceeded, "exit status 0"},
		{"the line is empty", "  ", repro.ExecNotStarted, "give --run-command"},
		{"the line holds a NUL", "true\x00", repro.ExecNotStarted, "NUL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := command.Run(t.Context(), command.Spec{Command: test.command, Env: shellEnv})
			if got.Status != test.status || !strings.Contains(got.Detail, test.detail) {
				t.Errorf("Run(%q) = %q, detail %q; want %q, detail with %q", test.command, got.Status, got.Detail, test.status, test.detail)
			}
			if started := !got.Started.IsZero(); started != (test.status != repro.ExecNotStarted) {
				t.Errorf("Run(%q) has start time %v with status %q", test.command, got.Started, got.Status)
			}
		})
	}
}

func TestRunHappensInTheDirectoryWithThatEnvironmentOnly(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	got := command.Run(t.Context(), command.Spec{
		Command: `pwd; echo "$PWD"; echo "home=$HOME seed=$SEED"`,
		Dir:     dir,
		Env:     append([]string{"SEED=42"}, shellEnv...),
	})
	want := []string{dir, dir, "home= seed=42"}
	if strings.Join(got.Log, "\n") != strings.Join(want, "\n") {
		t.Errorf("log = %q, want %q", got.Log, want)
	}
}

func TestRunWithoutEnvironmentInheritsNone(t *testing.T) {
	t.Setenv("REPRODUCE_TEST_CANARY", "leaked")
	got := command.Run(t.Context(), command.Spec{Command: `echo "canary=$REPRODUCE_TEST_CANARY"`})
	if len(got.Log) != 1 || got.Log[0] != "canary=" {
		t.Errorf("log = %q, want the canary to be empty", got.Log)
	}
}

func TestRunRefusesADirectoryThatIsNone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, file + "-missing"} {
		got := command.Run(t.Context(), command.Spec{Command: "true", Dir: dir})
		if got.Status != repro.ExecNotStarted || !strings.Contains(got.Detail, dir) {
			t.Errorf("Run in %s = %q %q, want not started and the path", dir, got.Status, got.Detail)
		}
	}
}

func TestStandardOutputAndErrorArriveInOrderAndWhole(t *testing.T) {
	t.Parallel()
	var sink bytes.Buffer
	var seen []string
	got := command.Run(t.Context(), command.Spec{
		Command: `printf 'epoch 1\n'; printf 'warning\n' >&2; printf '\033[32mepoch 2\033[0m\n'; printf 'no line end'`,
		Env:     shellEnv, Output: &sink, OnLine: func(line string, _ bool) { seen = append(seen, line) },
	})
	want := []string{"epoch 1", "warning", "epoch 2", "no line end"}
	if strings.Join(got.Log, "|") != strings.Join(want, "|") || strings.Join(seen, "|") != strings.Join(want, "|") {
		t.Errorf("log %q, lines %q; want %q", got.Log, seen, want)
	}
	if raw := "epoch 1\nwarning\n\x1b[32mepoch 2\x1b[0m\nno line end"; sink.String() != raw {
		t.Errorf("sink got %q, want the bytes as they were: %q", sink.String(), raw)
	}
}

// brokenSink is a terminal that has gone away.
type brokenSink struct{}

func (brokenSink) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestABrokenSinkDoesNotStopTheTraining(t *testing.T) {
	t.Parallel()
	got := command.Run(t.Context(), command.Spec{
		Command: `i=0; while [ $i -lt 20000 ]; do echo "step $i"; i=$((i+1)); done`,
		Env:     shellEnv, Output: brokenSink{},
	})
	if got.Status != repro.ExecSucceeded || len(got.Log) != 200 || got.Log[199] != "step 19999" {
		t.Errorf("status %q %q, %d lines kept; want success and the last 200 of 20000", got.Status, got.Detail, len(got.Log))
	}
}

// pids collects process ids that the command prints as "pid N", and calls then
// once there are as many as wanted.
func pids(want int, then func()) (func(string, bool), func() []int) {
	var mu sync.Mutex
	var found []int
	onLine := func(line string, _ bool) {
		text, ok := strings.CutPrefix(line, "pid ")
		if !ok {
			return
		}
		pid, err := strconv.Atoi(text)
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if found = append(found, pid); len(found) == want {
			then()
		}
	}
	return onLine, func() []int { mu.Lock(); defer mu.Unlock(); return found }
}

// alive says whether pid is a process that still runs; one that only waits to
// be reaped does not.
func alive(pid int) bool {
	if stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat"); err == nil {
		after := string(stat[bytes.LastIndexByte(stat, ')')+1:])
		return !strings.HasPrefix(strings.TrimSpace(after), "Z")
	}
	return syscall.Kill(pid, 0) == nil
}

func checkGone(t *testing.T, found []int, want int) {
	t.Helper()
	if len(found) != want {
		t.Fatalf("saw %d processes, want %d: the test looked at nothing", len(found), want)
	}
	for _, pid := range found {
		if alive(pid) {
			t.Errorf("process %d survived", pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// family starts a child and a grandchild, both of which outlive any test.
const family = `sh -c 'sleep 3600 & echo "pid $!"; echo "pid $$"; wait' & echo "pid $$"; wait`

func TestCancelEndsTheWholeFamily(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	onLine, found := pids(3, cancel)
	got := command.Run(ctx, command.Spec{Command: family, Env: shellEnv, OnLine: onLine})
	if got.Status != repro.ExecCancelled {
		t.Errorf("status %q %q, want cancelled", got.Status, got.Detail)
	}
	checkGone(t, found(), 3)
}

func TestAProcessThatIgnoresSIGTERMIsKilledAfterTheGracePeriod(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	onLine, found := pids(2, cancel)
	got := command.Run(ctx, command.Spec{
		Command: `trap '' TERM; sh -c 'trap "" TERM; echo "pid $$"; while :; do sleep 3600; done' & echo "pid $$"; wait; while :; do sleep 3600; done`,
		Env:     shellEnv, OnLine: onLine, Grace: 50 * time.Millisecond,
	})
	if got.Status != repro.ExecCancelled || !strings.Contains(got.Detail, "signal 9") {
		t.Errorf("status %q %q, want cancelled by signal 9", got.Status, got.Detail)
	}
	checkGone(t, found(), 2)
}

func TestTheGracePeriodIsLongEnoughToFinishWriting(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	onLine, found := pids(1, cancel)
	got := command.Run(ctx, command.Spec{
		Command: `sh -c 'trap "echo checkpoint written; exit 0" TERM; echo "pid $$"; while :; do sleep 0.05; done'; true`,
		Env:     shellEnv, OnLine: onLine,
	})
	if got.Status != repro.ExecCancelled || len(got.Log) == 0 || got.Log[len(got.Log)-1] != "checkpoint written" {
		t.Errorf("status %q, log %q; want cancelled, ending with the checkpoint", got.Status, got.Log)
	}
	checkGone(t, found(), 1)
}

func TestTimeoutSaysWhichOptionRaisesIt(t *testing.T) {
	t.Parallel()
	onLine, found := pids(1, func() {})
	got := command.Run(t.Context(), command.Spec{
		Command: `echo "pid $$"; sleep 3600`, Env: shellEnv, OnLine: onLine, Timeout: 300 * time.Millisecond,
	})
	if got.Status != repro.ExecTimedOut || !strings.Contains(got.Detail, "--timeout") {
		t.Errorf("status %q %q, want timed out and --timeout", got.Status, got.Detail)
	}
	checkGone(t, found(), len(found())) // a busy machine may not have got as far as to print it
}

func TestWhatIsLeftInTheBackgroundIsEnded(t *testing.T) {
	t.Parallel()
	onLine, found := pids(1, func() {})
	got := command.Run(t.Context(), command.Spec{
		Command: `sleep 3600 >/dev/null 2>&1 & echo "pid $!"`, Env: shellEnv, OnLine: onLine,
	})
	if got.Status != repro.ExecSucceeded {
		t.Errorf("status %q %q, want succeeded: the command itself did", got.Status, got.Detail)
	}
	checkGone(t, found(), 1)
}

func TestADeadlineIsATimeout(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	got := command.Run(ctx, command.Spec{Command: "sleep 3600", Env: shellEnv})
	if got.Status != repro.ExecTimedOut {
		t.Errorf("status %q %q, want timed out", got.Status, got.Detail)
	}
	if got.Duration() <= 0 {
		t.Errorf("it took %v, from %v to %v", got.Duration(), got.Started, got.Ended)
	}
}

func TestACancelledContextStartsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := filepath.Join(t.TempDir(), "trained")
	got := command.Run(ctx, command.Spec{Command: "touch " + file, Env: shellEnv})
	if got.Status != repro.ExecNotStarted {
		t.Errorf("status %q %q, want not started", got.Status, got.Detail)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the command ran: %v", err)
	}
}

func TestStandardInputIsEmpty(t *testing.T) {
	t.Parallel()
	got := command.Run(t.Context(), command.Spec{Command: "cat; echo end", Env: shellEnv})
	if len(got.Log) != 1 || got.Log[0] != "end" {
		t.Errorf("log = %q, want the command not to wait for a person", got.Log)
	}
}

// TestRunIsForced: a command that was asked to end, and does not, is killed at once where
// somebody asks again.
func TestRunIsForced(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	force := make(chan struct{})
	got := command.Run(ctx, command.Spec{
		Command: "trap '' TERM; echo started; while :; do sleep 1; done", Env: shellEnv, Grace: time.Hour, Force: force,
		OnLine: func(string, bool) {
			cancel()
			close(force)
		},
	})
	if got.Status != repro.ExecCancelled || !strings.Contains(got.Detail, "signal 15 did not end it") {
		t.Errorf("%q, detail %q", got.Status, got.Detail)
	}
}
