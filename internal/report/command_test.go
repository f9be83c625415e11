package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestProseKeepsCommandsWhole: a line to paste is one code span, with nothing in it that
// was not there.
func TestProseKeepsCommandsWhole(t *testing.T) {
	t.Parallel()
	const undo = `python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("churn", "a  b; (c)", "3")'`
	for text, want := range map[string]string{
		"this training moved alias @production of churn; to undo it: " + undo: "this training moved alias `@\u200bproduction` of churn; to undo it: `" + undo + "`",
		"it is gone; to undo it: mlflow runs restore --run-id 0a1b":           "it is gone; to undo it: `mlflow runs restore --run-id 0a1b`",
		"go on with: git switch --detach reproduce/iris/@v7":                  "go on with: `git switch --detach reproduce/iris/@v7`",
		"fetch it (git fetch --all --tags), or name another":                  "fetch it (`git fetch --all --tags`), or name another",
		"run: git add 'a``b'; then again (dvc pull)":                          "run: ```git add 'a``b'```; then again (`dvc pull`)",
		"run: git add '<!-- reproduce:1 -->'":                                 "run: `git add '<\u200b!-- reproduce:1 -\u200b->'`",
		"error: git is not there (mlflow runs)":                               "error: git is not there (`mlflow runs`)",
		"no command here: python is missing":                                  "no command here: python is missing",
	} {
		if got := markdown.Prose(text); got != want {
			t.Errorf("%q becomes\n%s\nwant\n%s", text, got, want)
		}
	}
	for _, hostile := range reporttest.Hostile {
		for _, text := range []string{"a: git add ", "a (mlflow runs ", "a: python -c '"} {
			checkAll(t, poisoned(text+hostile))
		}
	}
}

// TestCommentKeepsItsCommandsWhole, wherever one stands.
func TestCommentKeepsItsCommandsWhole(t *testing.T) {
	t.Parallel()
	r := reporttest.UnverifiedResult()
	r.Next = "reproduce run iris --version @production --run-command '" + strings.Repeat("python train.py --lr 0.1; ", 20) + "'"
	if body, _ := Comment(r, Page{}); !strings.Contains(body, "Next: `"+r.Next+"`") {
		t.Errorf("got\n%s", body)
	}
}

// TestReportFileSaysTheWholeCommandToCheckAgain, with what was typed.
func TestReportFileSaysTheWholeCommandToCheckAgain(t *testing.T) {
	t.Parallel()
	line := "reproduce run iris --version 7 --run-command 'make run' --repeats auto --metrics 'f1 *'"
	r := reporttest.DriftedResult()
	if body, _ := Summary(r, Page{}); strings.Contains(body, "to check again: ") {
		t.Errorf("a command without what was typed is another check:\n%s", body)
	}
	r.Again = line
	if body, _ := Summary(r, Page{}); !strings.Contains(body, "to check again: `"+line+"`") {
		t.Errorf("got\n%s", body)
	}
}

// TestTerminalFits: notes, the headline and a log are no wider than the terminal.
func TestTerminalFits(t *testing.T) {
	t.Parallel()
	drifted := reporttest.DriftedResult()
	drifted.Plan.Model.Name = "a-model-with-a-long-name-of-many-words-and-more"
	drifted.Warnings = []string{strings.Repeat("some words ", 20), strings.Repeat("other words ", 30)}
	failed := reporttest.UnverifiedResult()
	failed.Execution.Log = []string{strings.Repeat("0123456789", 30)}
	for _, width := range []int{60, 80} {
		for name, r := range map[string]repro.Result{"drifted": drifted, "failed": failed} {
			for line := range strings.Lines(Terminal(r, terminal.Style{Width: width})) {
				line = strings.TrimRight(line, "\n")
				told := strings.HasPrefix(line, "Note") || strings.HasPrefix(line, "DRIFTED") || strings.HasPrefix(line, "UNVERIFIED") || strings.HasPrefix(line, "  | ")
				if told && terminal.Width(line) > width {
					t.Errorf("%s at %d: %q", name, width, line)
				}
			}
		}
	}
}
