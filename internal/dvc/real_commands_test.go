package dvc_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A realDVC runs commands of a real DVC, one after the other. Each is a process of its own,
// forked from one that has DVC imported, as that takes longer than most commands.
type realDVC struct {
	asks    io.Writer
	answers *bufio.Scanner
	output  string
}

func newRealDVC(t *testing.T, python string) realDVC {
	t.Helper()
	cmd := exec.Command(python, "-B", "testdata/commands.py")
	cmd.Env, cmd.Stderr = environ(), os.Stderr
	asks, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = asks.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return realDVC{asks, bufio.NewScanner(answers), filepath.Join(t.TempDir(), "output")}
}

// run gives what a command printed; one that fails ends the test.
func (d realDVC) run(t *testing.T, dir string, environ []string, args ...string) string {
	t.Helper()
	_ = os.Remove(d.output)
	variables := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		variables[name] = value
	}
	asked := map[string]any{"dir": dir, "environ": variables, "args": args, "output": d.output}
	if err := json.NewEncoder(d.asks).Encode(asked); err != nil {
		t.Fatal(err)
	}
	answered := d.answers.Scan()
	said, _ := os.ReadFile(d.output)
	if !answered || d.answers.Text() != "0" {
		t.Fatalf("dvc %q: exit code %q, %v\n%s", args, d.answers.Text(), d.answers.Err(), said)
	}
	return string(said)
}
