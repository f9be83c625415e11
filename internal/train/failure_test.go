package train

import (
	"strings"
	"testing"

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
		"sh: 1: nvidia-smi: not found\nerror 0.1\nValueError: said":                  "",
		"no traceback (most recent call last): here\nKilled time":                    "",
	} {
		var found loggedFailure
		for line := range strings.SplitSeq(text, "\n") {
			found.read(line)
		}
		if found.text != want {
			t.Errorf("%s\ntells of %q, want %q", text, found.text, want)
		}
		if len(found.warning(repro.Execution{Status: repro.ExecFailed})) != 0 || (len(found.warning(repro.Execution{Status: repro.ExecSucceeded})) == 0) != (want == "") {
			t.Errorf("%q: the warning is not for a command that ended well", text)
		}
	}
}
