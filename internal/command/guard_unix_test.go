//go:build unix

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A training begins when its guard knows its group, so that no death of the program
// between the two leaves it behind.
func TestGuardKnowsTheGroupBeforeTheCommandBegins(t *testing.T) {
	t.Parallel()
	for range 20 {
		told := filepath.Join(t.TempDir(), "told")
		file, err := os.Create(told)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var out strings.Builder
		cmd := exec.Command("sh", "-c", `read -r group <"$0" && [ "$group" = $$ ] && echo known`, told)
		cmd.Stdout = &out
		if err := (&guard{pipe: file}).start(cmd); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil || out.String() != "known\n" {
			t.Fatalf("it began before: %q, %v", out.String(), err)
		}
	}
}

func TestGateStaysShutWithoutAWord(t *testing.T) {
	t.Parallel()
	wait, begin, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer wait.Close()
	begin.Close() // as the kernel does it for a program that was killed
	cmd := exec.Command("sh", "-c", gateScript, "sh", "echo", "it ran")
	cmd.ExtraFiles = []*os.File{wait}
	if out, err := cmd.CombinedOutput(); err == nil || len(out) > 0 {
		t.Errorf("it ran: %q, %v", out, err)
	}
}

// The file that held it back is not the training's.
func TestGateIsClosedInTheCommand(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sh", "-c", `[ ! -e /proc/self/fd/3 ] && [ ! -e /dev/fd/3 ]`)
	if err := (&guard{}).start(cmd); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error("file 3 is open in the training")
	}
}
