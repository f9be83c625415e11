package workflow

import (
	"slices"
	"strings"
	"testing"
)

// TestCertainJobs: a run that ended well has run every job and step, unless one of them has a
// condition that may not hold.
func TestCertainJobs(t *testing.T) {
	t.Parallel()
	for step, want := range map[string][]string{
		"run: make":                                   {"train", "All of it"},
		"{run: make, if: always()}":                   {"train", "All of it"},
		"{run: make, if: '${{ !cancelled() }}'}":      {"train", "All of it"},
		"{run: make, if: 'success() || failure()'}":   {"train", "All of it"},
		"{run: make, if: inputs.full}":                nil,
		"{run: make, if: 'always() && inputs.full'}":  nil,
		"{run: make, if: failure()}":                  nil,
		"{run: make, if: \"github.ref == 'x'\"}":      nil,
		"{run: make, continue-on-error: true}":        nil,
		"{run: make, continue-on-error: '${{ 1 }}' }": nil,
	} {
		w, err := parseWorkflow("train.yml", []byte("on: workflow_dispatch\njobs:\n  train:\n    steps:\n      - "+step+"\n  last: {name: All of it, steps: [{run: x}]}\n"))
		if err != nil || !slices.Equal(w.jobs, want) {
			t.Errorf("%s: %q, %v; want %q", step, w.jobs, err, want)
		}
	}
}

// TestIdleSteps: what brings tools, keeps files or tells of a failure trains nothing, whether it
// ran or not; what nobody knows may train.
func TestIdleSteps(t *testing.T) {
	t.Parallel()
	for step, want := range map[string]bool{
		"run: pip install -r requirements.txt":                 true,
		"run: |\n    pip install \\\n      numpy\n    echo ok": true,
		"run: sudo apt-get install -y libgomp1":                true,
		"run: git push origin HEAD":                            true,
		"uses: actions/cache@v4":                               true,
		"uses: actions/upload-artifact@v4":                     true,
		"uses: slackapi/slack-github-action@v2":                true,
		"run: python train.py\n  if: failure()":                true,
		"run: x\n  if: ${{ failure() && inputs.tell }}":        true,
		"run: x\n  if: failure() || inputs.train":              false,
		"run: x\n  if: inputs.train":                           false,
		"run: python train.py":                                 false,
		"run: pip install . && python train.py":                false,
		"run: |\n    pip install .\n    python train.py":       false,
		"run: echo $(python train.py)":                         false,
		"run: echo 1 | python train.py":                        false,
		"uses: actions/checkout@v4":                            false,
		"uses: ./.github/actions/train":                        false,
		"uses: nick-fields/retry@v3":                           false,
		"uses: docker/build-push-action@v6":                    false,
		"run: pip install x\n  shell: python":                  false,
	} {
		text := "- name: it\n  " + step
		w, err := parseWorkflow("train.yml", []byte("jobs:\n  train:\n    steps:\n      "+strings.ReplaceAll(text, "\n", "\n      ")+"\n"))
		if err != nil || w.idle["it"] != want || w.idle["train"] != want {
			t.Errorf("%s: %v, %v; want %v", step, w.idle, err, want)
		}
		w, err = parseWorkflow("train.yml", []byte("jobs:\n  train:\n    steps:\n      - {name: it, run: python other.py}\n      "+strings.ReplaceAll(text, "\n", "\n      ")+"\n"))
		if err != nil || w.idle["it"] || w.idle["train"] {
			t.Errorf("%s, and another step of its name: %v, %v", step, w.idle, err)
		}
	}
	w, err := parseWorkflow("train.yml", []byte("jobs:\n  tell:\n    if: failure()\n    steps: [{run: \"pip install x\\necho\"}, {uses: actions/cache@v4}, {run: make}]\n"))
	if err != nil || !w.idle["tell"] || !w.idle["Run actions/cache@v4"] || !w.idle["Post Run actions/cache@v4"] || w.idle["Run make"] {
		t.Errorf("%v, %v", w.idle, err)
	}
}
