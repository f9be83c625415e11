package dvc_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestLogs reads what DVC 3.67.1 and 2.58.2 print, word for word, and what
// terminals, jobs and containers make of it.
func TestLogs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                      string
		log                       string
		executed, skipped, failed []string
	}{
		{"it ran", "Running stage 'prep':\n> cat in.txt > mid.txt\nUpdating lock file 'dvc.lock'\n\nRunning stage 'train':\n> x", []string{"prep", "train"}, nil, nil},
		{"nothing changed", "Stage 'prep' didn't change, skipping\nStage 'train' didn't change, skipping\nData and pipelines are up to date.", nil, []string{"prep", "train"}, nil},
		{"the run cache", "Stage 'train' is cached - skipping run, checking out outputs", nil, []string{"train"}, nil},
		{"data is no stage", "'raw.dvc' didn't change, skipping\nRunning stage 'train':", []string{"train"}, nil, nil},
		{"--pull fetches instead of training, and says so nowhere else", "Pulling data for stage: 'train'\nData and pipelines are up to date.", nil, []string{"train"}, nil},
		{"--pull that finds nothing and trains", "Pulling data for stage: 'train'\nUnable to pull data for stage: 'train'\nRunning stage 'train':", []string{"train"}, nil, nil},
		{"frozen", "WARNING: stage: 'train' is frozen. Its dependencies are not going to be reproduced.\nStage 'train' didn't change, skipping", nil, []string{"train"}, nil},
		{"frozen with --force", "WARNING: stage: 'train' is frozen. Its dependencies are not going to be reproduced.\nVerifying outputs in frozen stage: 'train'\n\nRunning stage 'eval':", []string{"eval"}, []string{"train"}, nil},
		{"a data source is verified", "Verifying data sources in stage: 'raw.dvc'", nil, nil, nil},
		{"a failure", "Running stage 'train':\n> exit 3\nERROR: failed to reproduce 'train': failed to run: exit 3, exited with 3", []string{"train"}, nil, []string{"train"}},
		{"a failure that goes on", "Running stage 'train':\nWARNING: failed to run: exit 3, exited with 3\nWARNING: Stage 'eval' will be skipped due to this failure\nERROR: failed to reproduce 'train'", []string{"train"}, []string{"eval"}, []string{"train"}},
		{"a failure that is ignored", "Running stage 'prep':\n> true\n\nRunning stage 'train':\n> exit 3\nWARNING: failed to run: exit 3, exited with 3 (ignored)\n\nRunning stage 'eval':", []string{"prep", "train", "eval"}, nil, []string{"train"}},
		{"an ignored failure before any stage ran", "\x1b[33mWARNING\x1b[39m: missing data 'source': d.csv (ignored)", nil, nil, []string{"a stage"}},
		{"a failure of an output, ignored, in a job's log", "2026-11-23T14:36:28.1234567Z Running stage 'train':\n2026-11-23T14:36:29Z WARNING: output 'model.pkl' does not exist (ignored)", []string{"train"}, nil, []string{"train"}},
		{"a second try", "Running stage 'train':\nERROR: failed to reproduce 'train': failed to run: exit 3, exited with 3\nRunning stage 'train':", []string{"train"}, nil, nil},
		{"a second try that fails", "Running stage 'train':\nERROR: failed to reproduce 'train': x\nRunning stage 'train':\nERROR: failed to reproduce 'train': x", []string{"train"}, nil, []string{"train"}},
		{"a training that ignores something", "Running stage 'train':\n3 rows without a label (ignored)\nmake: [Makefile:3: clean] Error 1 (ignored)", []string{"train"}, nil, nil},
		{"generated and nested names", "Running stage 'multi@a':\nStage 'sub/dvc.yaml:one' didn't change, skipping\nRunning stage 'mat@x-1':", []string{"multi@a", "mat@x-1"}, []string{"sub/dvc.yaml:one"}, nil},
		{"colours", "\x1b[32mRunning stage '\x1b[1mtrain\x1b[0m':\x1b[0m\nStage '\x1b[36mprep\x1b[39m' didn't change, skipping", []string{"train"}, []string{"prep"}, nil},
		{"other quotes", "Running stage \"train\":\nStage ‘prep’ didn’t change, skipping\nStage `x` is cached - skipping run", []string{"train"}, []string{"prep", "x"}, nil},
		{"a job's log", "2026-11-23T14:36:28.1234567Z Running stage 'train':\r\n2026-11-23T14:36:29Z Stage 'prep' didn't change, skipping\r", []string{"train"}, []string{"prep"}, nil},
		{"a container's log", "dvc-1  | Running stage 'train':\ndvc-1  | Stage 'prep' is cached - skipping run, checking out outputs", []string{"train"}, []string{"prep"}, nil},
		{"a command that only mentions it", "> echo Running stage 'x':\necho \"Stage 'train' didn't change, skipping\"\nNote: Running stage 'x':", nil, nil, nil},
		{"said twice", "Running stage 'train':\nRunning stage 'train':", []string{"train"}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			log := logOf(strings.Split(test.log, "\n"))
			if !sameList(log.Executed, test.executed) || !sameList(log.Skipped, test.skipped) || !sameList(log.Failed, test.failed) {
				t.Errorf("executed %q, skipped %q, failed %q\nwant     %q, %q, %q", log.Executed, log.Skipped, log.Failed, test.executed, test.skipped, test.failed)
			}
			if log.UpToDate != strings.Contains(test.log, "up to date") {
				t.Errorf("up to date: %v", log.UpToDate)
			}
			if len(test.skipped) > 0 && len(log.Lines) == 0 {
				t.Error("no line tells of what was skipped")
			}
			for _, line := range log.Lines {
				if strings.ContainsAny(line, "\x1b\r") {
					t.Errorf("line %q is not clean", line)
				}
			}
		})
	}
}

func sameList(a, b []string) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }

// TestMakeHasNothingToDo: word for word what GNU make 3.81, 4.3 and BSD make say.
func TestMakeHasNothingToDo(t *testing.T) {
	t.Parallel()
	log := logOf([]string{
		"make: 'model.pkl' is up to date.", "make[1]: Nothing to be done for 'train'.", "gmake: `old.pkl' is up to date.",
		"make: Nothing to be done for `all'.", "`bsd' is up to date.", "2026-11-23T14:36:28.1Z make: 'job.pkl' is up to date.",
		"everything is up to date.", "echo make: 'said.pkl' is up to date.", "make: *** No rule to make target 'train'.  Stop.",
	})
	if want := []string{"model.pkl", "train", "old.pkl", "all", "bsd", "job.pkl"}; !sameList(log.Idle, want) || len(log.Lines) != len(want) {
		t.Errorf("idle are %q, want %q; lines %q", log.Idle, want, log.Lines)
	}
}

func TestNamesInALogAreRelativeToWhereDVCWasCalled(t *testing.T) {
	t.Parallel()
	log := logOf([]string{"Running stage 'train':", "Stage '../dvc.yaml:prep' didn't change, skipping"})
	if !log.Ran("sub/dvc.yaml:train") || !log.Ran("train") || log.Ran("retrain") || !log.Skips("prep") || log.Skips("train") {
		t.Errorf("%+v: names are not matched", log)
	}
}

func TestALogThatNeverEndsStaysSmall(t *testing.T) {
	t.Parallel()
	var log dvc.Log
	for i := range 5000 {
		log.Read("Running stage '" + strings.Repeat("x", i%3000) + "':")
	}
	log.Read("Running stage '" + strings.Repeat("y", 1<<20))
	if len(log.Executed) > 1000 {
		t.Errorf("%d stages remembered", len(log.Executed))
	}
}

// TestLogNoData: a .dvc file without its data is told from other failures.
func TestLogNoData(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ERROR: failed to reproduce 'd.csv.dvc': missing data 'source': d.csv":          true,
		"ERROR: failed to reproduce 'train': failed to run: sh train.sh, exited with 3": false,
		"missing data 'source' is what a training may print":                            false,
	} {
		if got := logOf([]string{text}).NoData; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// logOf reads all lines of a log.
func logOf(lines []string) (log dvc.Log) {
	for _, line := range lines {
		log.Read(line)
	}
	return log
}
