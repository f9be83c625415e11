//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// naiveLog is what a person would have believed who runs a command and then
// asks `dvc metrics diff` whether anything changed.
type naiveLog struct {
	sync.Mutex
	lines  []string
	fooled int
}

// naive COMMAND: the comparison without evidence, beside ours and for the
// record. It decides nothing: the stories say what ours must answer.
func (w *world) cmdNaive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: naive COMMAND")
	}
	project := ts.Getenv("PROJECT")
	copied := filepath.Join(ts.Getenv("WORK"), "naive")
	ts.Check(os.RemoveAll(copied))
	ts.Check(os.CopyFS(copied, os.DirFS(project)))
	script := `cd "$1" && git checkout --quiet --detach && git clean -qfdX data models metrics && (` + args[0] + `) >&2 && dvc metrics diff --json`
	answer := "an error"
	if err := ts.Exec("sh", "-c", script, "naive", copied); err == nil {
		answer = strings.TrimSpace(ts.ReadFile("stdout"))
	}
	w.naive.Lock()
	defer w.naive.Unlock()
	if answer == "{}" {
		answer = "no change"
		w.naive.fooled++
	}
	w.naive.lines = append(w.naive.lines, fmt.Sprintf("%-18s %-75s %s", ts.Name(), args[0], answer))
}

func (w *world) reportNaive(t *testing.T) {
	w.naive.Lock()
	defer w.naive.Unlock()
	if len(w.naive.lines) == 0 {
		return
	}
	slices.Sort(w.naive.lines)
	t.Logf("`dvc metrics diff` took %d of %d trainings that did not happen for reproductions:\n%s",
		w.naive.fooled, len(w.naive.lines), strings.Join(w.naive.lines, "\n"))
}
