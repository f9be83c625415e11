package main

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file holds docs/workflows/nightly.yml: no night comes to nothing without a word.

// TestWorkflows_nightly: the report job runs however the others ended, but where nothing was
// due; and it is told that there is no list where list failed, whatever that left as output.
func TestWorkflows_nightly(t *testing.T) {
	t.Parallel()
	job := readYAML(t, "docs/workflows/nightly.yml").Get("jobs", "report")
	condition := strings.TrimSuffix(strings.TrimPrefix(text(job.Get("if")), "${{ "), " }}")
	due := ""
	for _, step := range stepsIn(job) {
		if usesOurs(step) {
			due = strings.TrimSuffix(strings.TrimPrefix(text(step.Get("with", "due")), "${{ "), " }}")
		}
	}
	listed, otherwise, _ := strings.Cut(due, " || ")
	for _, c := range []struct {
		list, check, models string
		reports, known      bool
	}{
		{"success", "success", "[{}]", true, true},
		{"success", "failure", "[{}]", true, true},   // a version drifted, or a job was killed
		{"success", "cancelled", "[{}]", true, true}, // somebody cancelled the night, or a job of it
		{"success", "skipped", "[]", false, true},    // nothing was due
		{"failure", "skipped", "", true, false},      // the registry is away
		{"failure", "skipped", "[]", true, false},    // no model fits
		{"cancelled", "skipped", "", true, false},
		{"skipped", "skipped", "", true, false},
	} {
		event := map[string]string{"always()": "true", "needs.list.result": c.list, "needs.check.result": c.check, "needs.list.outputs.models": c.models}
		if got := holds(t, condition, event); got != c.reports {
			t.Errorf("%+v: the report job runs: %v", c, got)
		}
		if got := holds(t, listed, event); got != c.known {
			t.Errorf("%+v: the report is given the list: %v", c, got)
		}
	}
	s, err := settings.Values{"due": strings.Trim(otherwise, "'")}.ActionSettings("report")
	if err != nil || !s.DueUnknown {
		t.Errorf("without a list the report is given %s, which says nothing (%v)", otherwise, err)
	}
}

// TestWorkflows_outlast: a check gives up its wait before the runner ends the job, and its
// token with it.
func TestWorkflows_outlast(t *testing.T) {
	t.Parallel()
	option, _ := settings.Find("timeout")
	wait, err := time.ParseDuration(option.Default)
	if err != nil || wait > 6*time.Hour-15*time.Minute {
		t.Fatalf("the default timeout is %q (%v): a hosted job ends after six hours", option.Default, err)
	}
	for _, file := range []string{"docs/workflows/nightly.yml", "docs/workflows/pull-request.yml", "docs/workflows/comment.yml", "docs/workflows/manual.yml", ".github/workflows/check.yml"} {
		jobs := readYAML(t, file).Get("jobs")
		for i, job := range jobs.Values {
			for _, step := range stepsIn(job) {
				if command := text(step.Get("with", "command")); !usesOurs(step) || command != "" && command != "run" {
					continue
				}
				if minutes, err := strconv.Atoi(text(job.Get("timeout-minutes"))); err != nil || time.Duration(minutes)*time.Minute < wait+15*time.Minute {
					t.Errorf("%s: job %s ends after %d minutes (%v), and the check waits %s", file, jobs.Keys[i].Text, minutes, err, wait)
				}
			}
		}
	}
}

// node24 is the first major of each action that runs on Node 24: Node 20 is gone from the
// runners. An action that is none of Node's own is 0.
var node24 = map[string]int{
	"actions/checkout": 5, "actions/setup-python": 6, "actions/setup-go": 7, "actions/cache": 5, "actions/upload-artifact": 6,
	"actions/download-artifact": 7, "actions/attest": 3, "actions/attest-build-provenance": 0,
}

var pinnedVersion = regexp.MustCompile(`uses: (\S+)@[0-9a-f]{40} # v(\d+)\.\d+\.\d+$`)

// TestWorkflows_node24: what people copy runs on a Node that runners still have.
func TestWorkflows_node24(t *testing.T) {
	t.Parallel()
	held := 0
	eachWorkflowLine(t, func(place, line string) {
		if !strings.Contains(line, "uses: actions/") {
			return
		}
		version := pinnedVersion.FindStringSubmatch(line)
		if version == nil {
			t.Errorf("%s: no version behind the commit in\n%s", place, line)
			return
		}
		held++
		first, known := node24[version[1]]
		if major, err := strconv.Atoi(version[2]); err != nil || !known || major < first {
			t.Errorf("%s: %s@v%s: the first on Node 24 is v%d (known: %v)", place, version[1], version[2], first, known)
		}
	})
	if held < 20 {
		t.Errorf("only %d lines were held: the test looked past them", held)
	}
}
