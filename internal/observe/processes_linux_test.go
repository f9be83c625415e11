package observe

import (
	"os/exec"
	"strings"
	"testing"
)

// TestSampler: a Python below the process that the training began with is found,
// wherever it leaves the environment, and nothing else is.
func TestSampler(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, nil)
	cmd := exec.Command("sh", "-c", "env -i "+tr.python+" -I -c 'print(1, flush=True); input()'; true")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it runs
		t.Fatal(err)
	}
	s := &sampler{stop: make(chan struct{}), done: make(chan struct{}), seen: map[int]int{}, parent: map[int]int{}}
	close(s.done)
	for range settled {
		s.look(cmd.Process.Pid)
	}
	if _, err := in.Write([]byte("\n")); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	found := s.end()
	if len(found) != 1 || len(found[0].parents) == 0 || found[0].parents[len(found[0].parents)-1] != cmd.Process.Pid {
		t.Errorf("found %+v below %d", found, cmd.Process.Pid)
	}
	if doubts := strings.Join(unreported(nil, found), "\n"); !strings.Contains(doubts, "did not report") {
		t.Errorf("doubts %q", doubts)
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
