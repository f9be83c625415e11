package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStep_report: what is due, the checks of a matrix, and one table of
// them all. A version whose job left no result is in it.
func TestStep_report(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.event(t, "schedule", map[string]any{})
	next := func(command string, want int, inputs ...string) string {
		t.Helper()
		for _, name := range []string{"INPUT_MODEL", "INPUT_VERSION", "INPUT_OUTPUT-DIR", "INPUT_RESULTS", "INPUT_DUE", "INPUT_WORKFLOW", "INPUT_TRACKING-URI"} {
			s.env[name] = ""
		}
		if command != "report" {
			s.env["INPUT_TRACKING-URI"] = s.store
		}
		if command == "run" {
			s.env["INPUT_WORKFLOW"] = "train.yml"
		}
		for _, file := range []string{"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} {
			if err := os.WriteFile(s.env[file], nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s.env["INPUT_COMMAND"] = command
		for i := 0; i < len(inputs); i += 2 {
			s.env["INPUT_"+inputs[i]] = inputs[i+1]
		}
		if got := s.step(t.Context()); got != want {
			t.Fatalf("%s: exit code %d, want %d\n%s", command, got, want, s.log.String())
		}
		return read(t, s.env["GITHUB_STEP_SUMMARY"])
	}

	golden(t, "report-list", "summary.md", next("list", 0, "VERSION", "production"))
	golden(t, "report-list", "outputs.txt", read(t, s.env["GITHUB_OUTPUT"]))

	if next("list", 1, "VERSION", "production", "BUDGET", "1us"); !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "[]") ||
		!strings.Contains(s.log.String(), "::warning title=reproduce::1 version takes longer than budget allows: iris-classifier v1 (1 second). Without a larger budget it is never checked here.") ||
		!strings.Contains(s.log.String(), "::error title=reproduce::list: nothing is checked this night: 1 version is due and takes longer than budget allows; give a larger budget") {
		t.Errorf("a budget that holds nothing:\n%s", s.log.String())
	}
	s.env["INPUT_BUDGET"] = ""

	results := filepath.Join(s.dir, "workspace", "reproduce-results")
	next("run", 0, "MODEL", "iris-classifier", "VERSION", "1", "OUTPUT-DIR", "reproduce-results/check-0")
	golden(t, "report-good", "summary.md", next("report", 0))
	next("run", 3, "MODEL", "iris-classifier", "VERSION", "2", "OUTPUT-DIR", "reproduce-results/check-1")
	due := `[{"name":"iris-classifier","version":"1"},{"name":"iris-classifier","version":"2"},{"name":"upsell","version":"3"}]`
	golden(t, "report", "summary.md", next("report", 3, "DUE", due))
	golden(t, "report", "outputs.txt", read(t, s.env["GITHUB_OUTPUT"]))
	if log := s.log.String(); !strings.Contains(log, "::error") || !strings.Contains(log, "upsell") {
		t.Errorf("the log has no error, or no table:\n%s", log)
	}

	// A report that somebody touched is in no table, and its version is missed.
	path := filepath.Join(results, "check-1", "report.json")
	touched := strings.Replace(read(t, path), `"verdict": "drifted"`, `"verdict": "reproduced"`, 1)
	if err := os.WriteFile(path, []byte(touched), 0o644); err != nil {
		t.Fatal(err)
	}
	if summary := next("report", 1, "DUE", due); !strings.Contains(summary, "1 reproduced, 2 not checked") {
		t.Errorf("the summary is\n%s", summary)
	}

	// No job left anything.
	if summary := next("report", 4, "DUE", due, "RESULTS", "nowhere"); !strings.Contains(summary, "3 not checked") {
		t.Errorf("the summary is\n%s", summary)
	}
}

// TestStep_listsNothing: a night in which no model is named is not green.
func TestStep_listsNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		models, version string
		exit            int
		want            string
	}{
		"no model":                  {"iris-*-v2", "production", 1, "::error title=reproduce::list: no registered model matches iris-*-v2"},
		"no such alias":             {"*", "prodction", 1, "::error title=reproduce::list: the one model that matches has no version prodction; did you mean production?; reproduce list"},
		"one of two globs is wrong": {"iris-*\nchrun", "production", 0, "::warning title=reproduce::no registered model matches chrun"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.event(t, "schedule", map[string]any{})
			s.env["INPUT_COMMAND"], s.env["INPUT_MODEL"], s.env["INPUT_WORKFLOW"] = "list", "", ""
			s.env["INPUT_MODELS"], s.env["INPUT_VERSION"] = test.models, test.version
			if got := s.step(t.Context()); got != test.exit || !strings.Contains(s.log.String(), test.want) {
				t.Errorf("exit code %d, want %d, and %q in\n%s", got, test.exit, test.want, s.log.String())
			}
		})
	}
}

// TestReport_nothingDue: a night in which nothing was due is no failure, and one whose results
// are gone is.
func TestReport_nothingDue(t *testing.T) {
	t.Parallel()
	for due, exit := range map[string]string{"[]": "0", "": "1", `[{"name":"m","version":"1"}]`: "4"} {
		s := &stage{fixture: newFixture(t)}
		s.as(t, "report", "tracking-uri=", "due="+due)
		s.on(t, "schedule")
		if s.job(t); s.exits[0] != exit || due == "[]" && !strings.Contains(s.log.String(), "nothing was due") {
			t.Errorf("due %q: exit %s, want %s\n%s", due, s.exits[0], exit, s.log.String())
		}
	}
}
