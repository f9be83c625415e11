package workflow

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLogsOfAllJobs: one archive stands for the logs of four jobs only where it
// has all four, whole. Else each is asked for, and either way every line is
// read, and none twice.
func TestLogsOfAllJobs(t *testing.T) {
	t.Parallel()
	const four = "  fetch:\n    runs-on: x\n  lint:\n    runs-on: x\n  plot:\n    runs-on: x\n  train:\n    needs: fetch\n"
	const archive, list, one = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs",
		"GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs", "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs"
	each := []string{list, one, one, one, one}
	without := func(name string) func(map[string][]byte) []byte {
		return func(files map[string][]byte) []byte {
			kept := maps.Clone(files)
			delete(kept, name)
			return zipFiles(t, kept)
		}
	}
	with := func(name, content string) func(map[string][]byte) []byte {
		return func(files map[string][]byte) []byte {
			kept := maps.Clone(files)
			kept[name] = []byte(content)
			return zipFiles(t, kept)
		}
	}
	renamed := func(name, now string) func(map[string][]byte) []byte {
		return func(files map[string][]byte) []byte {
			kept := maps.Clone(files)
			kept[now] = kept[name]
			delete(kept, name)
			return zipFiles(t, kept)
		}
	}
	for name, c := range map[string]struct {
		jobs  string
		spoil func(map[string][]byte) []byte
		asked []string // after the polls
	}{
		"whole":                     {four, nil, []string{archive}},
		"a job that may be skipped": {four + "    if: always()\n", nil, []string{list, archive}},
		"a matrix":                  {four + "    strategy: {matrix: {seed: [1]}}\n", nil, []string{list, archive}},
		"a job that may fail":       {four + "    continue-on-error: true\n", nil, []string{list, archive}},
		"another file's jobs":       {four + "    uses: ./.github/workflows/real.yml\n", nil, []string{list, archive}},
		"a job's log is missing":    {four, without("1_lint.txt"), append([]string{archive}, each...)},
		"its own is missing":        {four + "    if: always()\n", without("3_train.txt"), append([]string{list, archive}, each[1:]...)},
		"no archive":                {four, func(map[string][]byte) []byte { return nil }, append([]string{archive}, each...)},
		"not an archive":            {four, func(map[string][]byte) []byte { return []byte("<html>") }, append([]string{archive}, each...)},
		"cut off":                   {four, func(f map[string][]byte) []byte { all := zipFiles(t, f); return all[:len(all)/2] }, append([]string{archive}, each...)},
		"other bytes than it says":  {four, func(f map[string][]byte) []byte { return corrupt(t, f) }, append([]string{archive}, each...)},
		"an empty log":              {four, with("3_train.txt", ""), append([]string{archive}, each...)},
		"a fifth log":               {four, with("4_other.txt", "Stage 'train' didn't change, skipping\n"), append([]string{archive}, each...)},
		"a bomb":                    {four, with("3_train.txt", strings.Repeat("0", logLimit+1)), append([]string{archive}, each...)},
		"another job's log":         {four, renamed("3_train.txt", "3_other.txt"), append([]string{archive}, each...)},
		"a name of its own":         {strings.Replace(four, "train:\n", "train:\n    name: 'Fit: all / of it'\n", 1), renamed("3_train.txt", "3_Fit all  of it.txt"), []string{archive}},
		"a step that may not run":   {four + "    steps: [{run: x, if: inputs.all}]\n", nil, []string{list, archive}},
		"a name that leads out":     {four, with("../4_other.txt", "Stage 'train' didn't change, skipping\n"), []string{archive}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true, LogArchive: c.spoil})
			p.Base = p.Push("main", map[string][]byte{
				".github/workflows/train.yml": []byte("on: workflow_dispatch\njobs:\n" + c.jobs),
			})
			var lines, warnings []string
			trainer := Trainer{
				Client: p.client(t), OnLine: func(line string) { lines = append(lines, line) },
				Warn: func(text string) { warnings = append(warnings, text) },
			}
			change, err := trainer.Apply(t.Context(), p.Plan("one"))
			if err != nil {
				t.Fatal(err)
			}
			execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
			if err != nil || execution.Status != repro.ExecSucceeded || len(warnings) > 0 {
				t.Fatalf("%+v, %v, %q", execution, err, warnings)
			}
			want := []string{"nothing to train in fetch", "nothing to train in lint", "nothing to train in plot", "Running stage 'train':", "> python train.py"}
			if !slices.Equal(lines, want) {
				t.Errorf("read %q, want %q", lines, want)
			}
			if !slices.Equal(execution.Log, want[3:]) {
				t.Errorf("the log is %q", execution.Log)
			}
			requests := p.Requests()
			for len(requests) > 0 && requests[0] != archive && requests[0] != list {
				requests = requests[1:]
			}
			if !slices.Equal(requests, c.asked) {
				t.Errorf("asked for\n%s\nwant\n%s", strings.Join(requests, "\n"), strings.Join(c.asked, "\n"))
			}
		})
	}
}

// zipFiles is an archive of files, in the order of their names.
func zipFiles(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var entries []zip.FileHeader
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entries = append(entries, projecttest.ZipEntry(name, string(files[name])))
	}
	return projecttest.Zip(t, entries...)
}

// corrupt is an archive in which one letter of the training's log is another.
func corrupt(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	all := zipFiles(t, files)
	at := bytes.Index(all, []byte("3_train.txt")) + len("3_train.txt") + 20
	all[at] ^= 0xff
	return all
}
