package train

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLoggedFailure reads what shells, make and Python print where a failure is hidden.
func TestLoggedFailure(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"epoch 1\nTraceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    x\nKeyError: 'x'\nafter": "KeyError: 'x'",
		"Traceback (most recent call last):\n  File \"a\"\nsklearn.exceptions.NotFittedError: no":                            "sklearn.exceptions.NotFittedError: no",
		"Traceback (most recent call last):": "a Python traceback",
		"2026-11-23T14:36:28.1Z Traceback (most recent call last):\n2026-11-23T14:36:28.1Z   x\n2026-11-23T14:36:28.1Z ValueError": "ValueError",
		"make: [Makefile:3: train] Error 1 (ignored)":                                "make: [Makefile:3: train] Error 1 (ignored)",
		"make[1]: *** [Makefile:3: train] Error 1":                                   "make[1]: *** [Makefile:3: train] Error 1",
		"Segmentation fault (core dumped)":                                           "Segmentation fault (core dumped)",
		"python: can't open file '/w/trian.py': [Errno 2] No such file or directory": "python: can't open file '/w/trian.py': [Errno 2] No such file or directory",
		"Killed": "Killed",
		"2026-11-23T14:36:28.1Z Execution halted":                   "Execution halted",
		"sh: 1: nvidia-smi: not found\nerror 0.1\nValueError: said": "",
		"no traceback (most recent call last): here\nKilled time":   "",
	} {
		var found OutputFailure
		for line := range strings.SplitSeq(text, "\n") {
			found.Read(line)
		}
		if found.Text != want {
			t.Errorf("%s\ntells of %q, want %q", text, found.Text, want)
		}
		if len(found.Warning(repro.Execution{Status: repro.ExecFailed})) != 0 || (len(found.Warning(repro.Execution{Status: repro.ExecSucceeded})) == 0) != (want == "") {
			t.Errorf("%q: the warning is not for a command that ended well", text)
		}
	}
}

// TestLoggedFailure_handled: a program that printed a traceback and was seen to go on
// dealt with it; one that nobody saw, or that failed, did not.
func TestLoggedFailure_handled(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	read := func(text string) *OutputFailure {
		var f OutputFailure
		for line := range strings.SplitSeq(text, "\n") {
			f.Read(line)
		}
		return &f
	}
	traceback := read("Traceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    import triton\nModuleNotFoundError: no")
	process := func(status string, ended bool) observe.Process {
		return observe.Process{ID: 7, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: top + "/train.py"}}, Ended: ended, Status: status}
	}
	seen := func(all ...observe.Process) *observe.Observation { return &observe.Observation{Processes: all} }
	for name, tt := range map[string]struct {
		failure *OutputFailure
		seen    *observe.Observation
		want    bool
	}{
		"it went on":                        {traceback, seen(process("", true)), true},
		"by its full path":                  {read("Traceback (most recent call last):\n  File \"" + top + "/train.py\", line 3, in f\nE: no"), seen(process("", true)), true},
		"it failed":                         {traceback, seen(process("ModuleNotFoundError", true)), false},
		"it was killed":                     {traceback, seen(process("", false)), false},
		"one of two failed":                 {traceback, seen(process("", true), process("1", true)), false},
		"nobody saw it":                     {traceback, seen(), false},
		"nobody looked":                     {traceback, nil, false},
		"of another program":                {read("Traceback (most recent call last):\n  File \"other.py\", line 3, in f\nE: no"), seen(process("", true)), false},
		"make says that something failed":   {read("Traceback (most recent call last):\n  File \"train.py\", line 3, in f\nE: no\nmake: [Makefile:3: train] Error 1 (ignored)"), seen(process("", true)), false},
		"one that nobody printed a file of": {read("Traceback (most recent call last):\nE: no"), seen(process("", true)), false},
	} {
		if got := tt.failure.Handled(tt.seen, top); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
