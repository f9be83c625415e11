package scripts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestOf: what a command calls by name, whatever stands before and after it.
func TestOf(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"python train.py":                "",
		"make -j 2 train":                "GNUmakefile [train], makefile [train], Makefile [train]",
		"cd ml && LR=1 make -C sub":      "sub/GNUmakefile [], sub/makefile [], sub/Makefile []",
		"make -f train.mk V=1 a b":       "train.mk [a b]",
		"bash -e scripts/train.sh --all": "scripts/train.sh",
		"./run; sh other":                "run, other",
		". ./env.sh | tee log":           "env.sh",
	} {
		var found []string
		for _, script := range Of(command) {
			text := script.File
			if script.Make {
				text += fmt.Sprint(" ", script.Goals)
			}
			found = append(found, text)
		}
		if got := strings.Join(found, ", "); got != want {
			t.Errorf("%s calls %q, want %q", command, got, want)
		}
	}
}

const makefile = "PY = python3\nall: train\n\techo done\ntrain: data.csv ## trains\n\t$(PY) train.py\ndata.csv:\n\tcurl x\nclean:\n\trm -r out\n"

// TestPythonPath: what a Makefile gives all its recipes, and not what one of them is given.
func TestPythonPath(t *testing.T) {
	t.Parallel()
	for makefile, want := range map[string]string{
		"export PYTHONPATH := src\ntrain:\n\tpython -m churn\n":      "export PYTHONPATH=src",
		"PYTHONPATH=$(CURDIR)/src:. # ours\ntrain:\n\tpython x.py\n": "export PYTHONPATH=$(CURDIR)/src:.",
		"export PYTHONPATH ?= src\ntrain:\n":                         "",
		"train:\n\tPYTHONPATH=src python x.py\n":                     "",
		"export MYPYTHONPATH := src\n":                               "",
	} {
		if got := PythonPath(makefile, "make train"); got != want {
			t.Errorf("%s: %q, want %q", makefile, got, want)
		}
	}
}

// TestPythonPath_given: what make is called with outranks it, and the environment does not.
func TestPythonPath_given(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{"make": true, "PYTHONPATH=lib make train": true, "make train PYTHONPATH=src:$PYTHONPATH": false, "make x && PYTHONPATH=a python b.py": true} {
		if got := PythonPath("export PYTHONPATH := src\n", command) != ""; got != want {
			t.Errorf("%s: the Makefile's counts: %v, want %v", command, got, want)
		}
	}
}

// TestRules: the goals and what they need, in the order in which they are found.
func TestRules(t *testing.T) {
	t.Parallel()
	for goal, want := range map[string][]string{
		"":      {"all", "train", "data.csv"},
		"train": {"train", "data.csv"},
		"clean": {"clean"},
		"other": nil,
	} {
		rules, known := Rules(makefile, strings.Fields(goal))
		var targets []string
		for _, rule := range rules {
			targets = append(targets, rule.Target)
		}
		if !slices.Equal(targets, want) || known != (want != nil) {
			t.Errorf("for %q: %q, known %v; want %q", goal, targets, known, want)
		}
	}
	if got, want := strings.TrimSpace(Recipes(Expand(makefile), []string{"train"})), "python3 train.py\n\ncurl x"; got != want {
		t.Errorf("make train runs %q, want %q", got, want)
	}
	if got := Recipes(makefile, []string{"other"}); got != makefile {
		t.Errorf("of a goal that is not written out: %q, want the whole file", got)
	}
}

func TestWithoutComments(t *testing.T) {
	t.Parallel()
	if got, want := WithoutComments("#!/bin/sh\n  # dvc repro\necho # kept\n"), "echo # kept\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
