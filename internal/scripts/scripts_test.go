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
