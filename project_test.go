package main

import (
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestProjectLock holds the sample project's dvc.lock to its files: a stage
// edited without training again would make the project look trained when it is not.
func TestProjectLock(t *testing.T) {
	t.Parallel()
	const project = "testdata/projects/iris"
	data, err := os.ReadFile(filepath.Join(project, "dvc.lock"))
	if err != nil {
		t.Fatal(err)
	}
	type entry struct{ Path, MD5 string }
	var lock struct {
		Stages map[string]struct{ Deps, Outs []entry }
	}
	if err := yaml.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for name, stage := range lock.Stages {
		for _, entry := range append(stage.Deps, stage.Outs...) {
			data, err := os.ReadFile(filepath.Join(project, filepath.FromSlash(entry.Path)))
			if err != nil {
				continue // DVC keeps it, git does not
			}
			if got := fmt.Sprintf("%x", md5.Sum(data)); got != entry.MD5 {
				t.Errorf("%s of stage %s has md5 %s, dvc.lock says %s: run `make run` in a copy and bring its dvc.lock back", entry.Path, name, got, entry.MD5)
			}
			checked++
		}
	}
	if want := 6; checked != want { // the data, four scripts, the metrics
		t.Errorf("%d entries were checked, want %d", checked, want)
	}
}
