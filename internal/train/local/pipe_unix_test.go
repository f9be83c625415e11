//go:build unix

package local

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestLender_pipe: a named pipe is waited for by nobody who looks at what may be lent.
func TestLender_pipe(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	gittest.Write(t, top, "data/fit", "#!/bin/sh\n")
	gittest.Write(t, top, "data/rows", "1,2\n")
	if err := syscall.Mkfifo(filepath.Join(top, "data", "queue"), 0o600); err != nil {
		t.Fatal(err)
	}
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: top}}}
	source := l.lender(fstest.MapFS{}, fstest.MapFS{}, repro.Plan{}, pipeline)
	if source.Refuse("data/fit") == "" || source.Refuse("data/rows") != "" || source.Refuse("data/queue") != "" {
		t.Error("a script is code, and what is none is not")
	}
	if _, err := source.Find([]string{"data"}); err == nil {
		t.Error("a pipe was lent")
	}
}

// TestFittedBefore_pipe: of what a training read, a pipe and a device are waited for by nobody,
// and the numbers of a fit are found.
func TestFittedBefore_pipe(t *testing.T) {
	t.Parallel()
	top := filestate.RealPath(t.TempDir())
	gittest.Write(t, top, "conf/calib.yaml", "a: 0.49946737610035014\n")
	if err := errors.Join(syscall.Mkfifo(filepath.Join(top, "conf", "queue.yaml"), 0o600), os.Symlink("/dev/zero", filepath.Join(top, "conf", "zero.yaml"))); err != nil {
		t.Fatal(err)
	}
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	process := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py")}}}
	var names []string
	for _, name := range []string{"conf/calib.yaml", "conf/queue.yaml", "conf/zero.yaml"} {
		names = append(names, name)
		process.Reads = append(process.Reads, observe.Access{Path: filepath.Join(top, filepath.FromSlash(name)), At: 1})
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: top}}}
	_, few, fits := l.fittedBefore(&observe.Observation{Processes: []observe.Process{process}}, place{clone: &git.Clone{Dir: top}, checkout: othercode.Checkout{Files: names}}, repro.Plan{}, pipeline, "python train.py", func(file string) bool { return false })
	if want := names[:1]; !slices.Equal(few, want) || !slices.Equal(fits, want) {
		t.Errorf("few numbers in %q, of a fit %q", few, fits)
	}
}
