package scaffold

import (
	"errors"
	"strings"
	"testing"
)

const rest = "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: dvc repro # keep\n"

const env = "env:\n  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}\n"

// TestWithContext: the lines are put in, and every other byte stays.
func TestWithContext(t *testing.T) {
	t.Parallel()
	const spec = "reproduce_context: { required: false, type: string }"
	for name, tt := range map[string]struct{ before, after string }{
		"an event":            {"on: push # each\n" + rest, "on: # each\n  push:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"the event":           {"on: workflow_dispatch\n" + rest, "on:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"a list":              {"on: [push, pull_request]\n" + rest, "on:\n  push:\n  pull_request:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"a list with it":      {"on: [push, workflow_dispatch]\n" + rest, "on:\n  push:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"dashes":              {"on:\n  - push # each\n  - workflow_dispatch\n" + rest, "on:\n  push: # each\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"dashes at the brim":  {"on:\n- push\n" + rest, "on:\n  push:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"a map":               {"on:\n  # why\n  push:\n    branches: [main]\n" + rest, "on:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n  # why\n  push:\n    branches: [main]\n" + env + rest},
		"a trigger alone":     {"on:\n  workflow_dispatch: # by hand\n  push:\n" + rest, "on:\n  workflow_dispatch: # by hand\n    inputs:\n      " + spec + "\n  push:\n" + env + rest},
		"inputs":              {"on:\n  workflow_dispatch:\n    inputs:\n      seed:\n        type: number\n" + rest, "on:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n      seed:\n        type: number\n" + env + rest},
		"inputs of nothing":   {"on:\n  workflow_dispatch:\n    inputs:\n" + rest, "on:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n" + env + rest},
		"braces":              {"on: { push: { branches: [main] } }\n" + rest, "on: { workflow_dispatch: { inputs: { " + spec + " } }, push: { branches: [main] } }\n" + env + rest},
		"narrow braces":       {"on: {push: {branches: [main]}}\n" + rest, "on: { workflow_dispatch: { inputs: { " + spec + " } }, push: {branches: [main]}}\n" + env + rest},
		"empty braces":        {"on:\n  workflow_dispatch: {}\n" + rest, "on:\n  workflow_dispatch: { inputs: { " + spec + " } }\n" + env + rest},
		"the variables":       {"on: {workflow_dispatch: {inputs: {" + spec + "}}}\nenv:\n  A: b\n" + rest, "on: {workflow_dispatch: {inputs: {" + spec + "}}}\nenv:\n  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}\n  A: b\n" + rest},
		"comments above":      {"on: {workflow_dispatch: {inputs: {" + spec + "}}}\n\n# all\n# jobs\n" + rest, "on: {workflow_dispatch: {inputs: {" + spec + "}}}\n\n" + env + "\n# all\n# jobs\n" + rest},
		"four blanks":         {"on:\n    push:\njobs:\n    a:\n        runs-on: x\n        steps: [{run: make}]\n", "on:\n    workflow_dispatch:\n        inputs:\n            " + spec + "\n    push:\n" + strings.Replace(env, "  ", "    ", 1) + "jobs:\n    a:\n        runs-on: x\n        steps: [{run: make}]\n"},
		"quoted on":           {"'on':\n  push:\n" + rest, "'on':\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n  push:\n" + env + rest},
		"after the jobs":      {rest + "on: push\n", env + rest + "on:\n  push:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n"},
		"no last line break":  {rest + "on:\n  push:", env + rest + "on:\n  workflow_dispatch:\n    inputs:\n      " + spec + "\n  push:"},
		"handed on by a step": {"on: {workflow_dispatch: {inputs: {" + spec + "}}}\njobs:\n  a:\n    steps:\n      - run: make\n        env:\n          MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context }}\n", ""},
	} {
		for _, eol := range []string{"\n", "\r\n"} {
			before, want := strings.ReplaceAll(tt.before, "\n", eol), strings.ReplaceAll(tt.after, "\n", eol)
			if tt.after == "" {
				want = before
			}
			after, err := WithContext([]byte(before))
			if err != nil || string(after) != want {
				t.Errorf("%s: %v\n%s\nwant\n%s", name, err, after, want)
				continue
			}
			if again, err := WithContext(after); err != nil || string(again) != string(after) {
				t.Errorf("%s, once more: %v\n%s", name, err, again)
			}
		}
	}
}

// TestWithContext_byHand: what cannot be put in without touching other bytes is told.
func TestWithContext_byHand(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"no trigger":        rest,
		"another context":   "on: push\njobs:\n  a:\n    env:\n      MLFLOW_RUN_CONTEXT: '{\"a\": \"b\"}'\n    steps: []\n",
		"an alias":          "x: &x {push: }\non: *x\n" + rest,
		"several lines":     "on: [push,\n  pull_request]\n" + rest,
		"quoted events":     "on: ['push']\n" + rest,
		"inputs are a list": "on:\n  workflow_dispatch:\n    inputs: [a]\n" + rest,
		"env by expression": "on: push\nenv: ${{ fromJSON(vars.ENV) }}\n" + rest,
		"a null":            "on:\n  workflow_dispatch: null\n" + rest,
	} {
		if after, err := WithContext([]byte(before)); !errors.Is(err, errByHand) || !strings.Contains(err.Error(), contextLines) {
			t.Errorf("%s: %v\n%s", name, err, after)
		}
	}
}

// FuzzWithContext: whatever comes back is a workflow with the lines, which has nothing to
// do on it, and without them the file's own words in their order.
func FuzzWithContext(f *testing.F) {
	for _, on := range []string{"on: push\n", "on: [push, workflow_dispatch]\n", "on:\n- push\n", "on: {}\n", "on:\n  workflow_dispatch:\n    inputs: {a: {type: string}}\n"} {
		f.Add([]byte(on + rest))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		after, err := WithContext(data)
		if err != nil {
			return
		}
		again, err := WithContext(after)
		if err != nil || string(again) != string(after) {
			t.Errorf("once more: %v\n%q\n%q\n%q", err, data, after, again)
		}
	})
}
