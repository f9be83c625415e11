package system

import (
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestSampler: a Python below the process that the training began with is found,
// wherever it leaves the environment, and nothing else is.
func TestSampler(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sh", "-c", "env -i "+interpreter(t)+" -I -c 'print(1, flush=True); input()'; true")
	in, out := started(t, cmd)
	s := looked(t, cmd, out)
	if _, err := in.Write([]byte("\n")); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	found := s.End()
	if len(found) != 1 || len(found[0].Parents) == 0 || found[0].Parents[len(found[0].Parents)-1] != cmd.Process.Pid {
		t.Errorf("found %+v below %d", found, cmd.Process.Pid)
	}
}

// interpreter is the Python to look for.
func interpreter(t *testing.T) string {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON names no interpreter")
		}
		t.Skip("set REPRODUCE_PYTHON to a Python to look for")
	}
	return python
}

// started starts a program that says a byte when it runs, and waits for its input.
func started(t *testing.T, cmd *exec.Cmd) (in io.WriteCloser, out io.Reader) {
	t.Helper()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err = cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return in, out
}

// looked is a sampler that has looked at a running program.
func looked(t *testing.T, cmd *exec.Cmd, out io.Reader) *Sampler {
	t.Helper()
	if _, err := out.Read(make([]byte, 1)); err != nil { // it runs
		t.Fatal(err)
	}
	s := newSampler()
	close(s.done)
	for range settled {
		s.look(cmd.Process.Pid)
	}
	return s
}

// TestSamplesFork: what a Python starts is that Python until its own program begins, which on
// a busy machine takes a while. It is told from a Python that was started.
func TestSamplesFork(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(interpreter(t), "-c", "import ctypes\nc = ctypes.CDLL(None)\nif c.fork() == 0:\n    c.sleep(60)\n    c._exit(0)\nprint(1, flush=True)\ninput()")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, out := started(t, cmd)
	defer func() {
		_ = in.Close()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
	}()
	s := looked(t, cmd, out)
	forks := 0
	for _, python := range s.End() {
		if python.Forked {
			forks++
		}
		if python.Forked != (python.ID != cmd.Process.Pid) {
			t.Errorf("found %+v below %d", python, cmd.Process.Pid)
		}
	}
	if forks != 1 {
		t.Errorf("%d forks were found", forks)
	}
}

// TestAsksForUV: uv asks a Python for its version before it starts one; whatever else it
// starts isolated is no such question.
func TestAsksForUV(t *testing.T) {
	t.Parallel()
	const script = "import sys; sys.path = ['/cache/.tmp'] + sys.path; from python.get_interpreter_info import main; main()"
	for _, c := range []struct {
		parent  string
		command []string
		want    bool
	}{
		{"/venv/bin/uv", []string{"/usr/bin/python3", "-I", "-B", "-c", script, ""}, true},
		{"/usr/bin/make", []string{"/usr/bin/python3", "-I", "-B", "-c", script, ""}, false},
		{"/venv/bin/uv", []string{"/usr/bin/python3", "-I", "train.py", ""}, false},
		{"/venv/bin/uv", []string{"/usr/bin/python3", "-I", "-B", "-c", script + "; import train", ""}, false},
		{"/venv/bin/uv", []string{"/usr/bin/python3", ""}, false},
	} {
		if got := asksForUV(c.parent, c.command); got != c.want {
			t.Errorf("%s, %q: %v", c.parent, c.command, got)
		}
	}
}
