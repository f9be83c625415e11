package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What zizmor 1.32.0 finds in a workflow as people copy it, and the words that answer it.
var zizmorFinds = []struct {
	line   *regexp.Regexp
	answer string
}{
	{regexp.MustCompile(`^\s*-? ?uses: reproduce-action/\S+@v\d`), "# zizmor: ignore[unpinned-uses] "},
	{regexp.MustCompile(`^  (issue_comment|pull_request_target|workflow_run):`), "# zizmor: ignore[dangerous-triggers] "},
}

// TestWorkflows_zizmor: whoever holds a copy against zizmor is told in the line itself why it
// stands so, and has no finding.
func TestWorkflows_zizmor(t *testing.T) {
	t.Parallel()
	answered := 0
	eachWorkflowLine(t, func(place, line string) {
		for _, find := range zizmorFinds {
			if !find.line.MatchString(line) {
				continue
			}
			answered++
			if _, why, _ := strings.Cut(line, find.answer); why == "" {
				t.Errorf("%s: no %q and a reason in\n%s", place, find.answer, line)
			}
		}
	})
	if answered < 20 {
		t.Errorf("only %d lines were held against it: the test looked past them", answered)
	}
}

// eachWorkflowLine visits the lines of all workflows that people copy, and of this project's,
// each with FILE:LINE.
func eachWorkflowLine(t *testing.T, visit func(place, line string)) {
	t.Helper()
	for _, pattern := range []string{"docs/workflows/*.yml", ".github/workflows/*.yml", "internal/scaffold/testdata/*.want/.github/workflows/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(content), "\n") {
				visit(fmt.Sprintf("%s:%d", file, i+1), line)
			}
		}
	}
}
