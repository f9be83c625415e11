package flow

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestAbsent(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"FileNotFoundError: [Errno 2] No such file or directory: 'data/raw.csv'": true,
		"sh: 1: ./venv/bin/python: not found":                                    true,
		"python: can't open file '/x/train.py': [Errno 2]":                       true,
		"ERROR: output 'data' does not exist":                                    true,
		"cat: ../data.csv: No such file or directory":                            true,
		"RuntimeError: CUDA out of memory":                                       false,
		"":                                                                       false,
	} {
		failed := repro.Execution{Status: repro.ExecFailed, Log: []string{"epoch 1", line, "make: *** [run] Error 1"}}
		if got := absent(repro.Plan{Command: "make run"}, failed) != ""; got != want {
			t.Errorf("%q: hint %t, want %t", line, got, want)
		}
		failed.Status = repro.ExecTimedOut
		if hint := absent(repro.Plan{Command: "make run"}, failed); hint != "" {
			t.Errorf("%q after a timeout: %s", line, hint)
		}
		failed.Status = repro.ExecFailed
		if hint := absent(repro.Plan{Workflow: "train.yml"}, failed); hint != "" {
			t.Errorf("%q on GitHub: %s", line, hint)
		}
	}
}
