package action

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep is a story for each verdict and each trigger: what a person reads
// on the pull request and in the job summary, and what a later step is told.
func TestStep(t *testing.T) {
	for name, story := range map[string]struct {
		set  func(t *testing.T, s *fixture)
		exit int
	}{
		"dispatch-reproduced": {func(t *testing.T, s *fixture) {
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["INPUT_VERSION"] = "production"
		}, 0},
		"schedule-drifted": {func(t *testing.T, s *fixture) {
			s.event(t, "schedule", map[string]any{})
			s.env["INPUT_VERSION"] = "2"
		}, 3},
		"pull_request-reproduced": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"] = "1"
		}, 0},
		"pull_request-drifted": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"] = "candidate"
		}, 3},
		"pull_request-unverified": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.fail = "1", true
		}, 4},
		"issue_comment-reproduced": {func(t *testing.T, s *fixture) {
			s.Permit("ada", "write")
			s.comment(t, "ada", "/reproduce iris-classifier 1\nthanks!")
		}, 0},
		"fork-unverified": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, true)
			s.env["INPUT_VERSION"] = "1"
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			story.set(t, s)
			if got := s.step(t.Context()); got != story.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, story.exit, s.log.String())
			}
			var comment strings.Builder
			for _, c := range s.Comments(12) {
				if c.Author == githubtest.Bot {
					comment.WriteString(c.Body)
				}
			}
			golden(t, name, "comment.md", comment.String())
			golden(t, name, "summary.md", read(t, s.env["GITHUB_STEP_SUMMARY"]))
			golden(t, name, "outputs.txt", read(t, s.env["GITHUB_OUTPUT"]))
			masks, rest := masksFirst(s.log.String())
			if !slices.Contains(masks, githubtest.Token) || strings.Contains(rest, githubtest.Token) {
				t.Errorf("the runner is told to mask %q; the rest of the log is\n%s", masks, rest)
			}
		})
	}
}

// masksFirst gives what the runner is told to hide at the beginning of a log, and all
// that follows.
func masksFirst(log string) (masks []string, rest string) {
	for {
		line, after, _ := strings.Cut(log, "\n")
		secret, mask := strings.CutPrefix(line, "::add-mask::")
		if !mask {
			return masks, log
		}
		masks, log = append(masks, secret), after
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// fixups take out what is another in every run.
var fixups = []struct {
	pattern *regexp.Regexp
	to      string
}{
	{regexp.MustCompile(`reproduce-[0-9a-f]{32}`), "DELIMITER"},
	{regexp.MustCompile(`\b[0-9a-f]{40}\b`), "COMMIT"},
	{regexp.MustCompile(`\b[0-9a-f]{32}\b`), "RUNID"},
	{regexp.MustCompile("\\[`[0-9a-f]{7,8}`\\]"), "[`SHORT`]"},
	{regexp.MustCompile("`[0-9a-f]{8}`"), "`SHORT`"},
	{regexp.MustCompile("([Rr]un) (`SHORT`|[0-9a-f]{8}\\b)"), "$1 SHORT"}, // an id of digits alone needs no code span
	{regexp.MustCompile("`[0-9a-f]{7}`"), "`SHORT`"},
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), "http://HOST"},
	{regexp.MustCompile(`\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}( \d\d:\d\d)?`), "DATE"},
	{regexp.MustCompile(`(under )?\d+(\.\d+)?(ms|s)\b`), "TIME"},
	{regexp.MustCompile(`reproduce (devel|v\d)[\w.+-]*`), "reproduce VERSION"},
}

func golden(t *testing.T, name, part, got string) {
	t.Helper()
	for _, fixup := range fixups {
		got = fixup.pattern.ReplaceAllString(got, fixup.to)
	}
	path := filepath.Join("testdata", "step", name+"."+part)
	if flag.Lookup("update").Value.String() == "true" { // reporttest's
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, path); got != want {
		t.Errorf("%s differs from the golden file; go test ./internal/action -update shows how\ngot:\n%s", path, got)
	}
}
