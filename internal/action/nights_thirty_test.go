//go:build long

package action

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestThirtyNights has the report job of thirty nights, and asks each morning.
func TestThirtyNights(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	first := time.Date(2026, 10, 25, 2, 41, 0, 0, time.UTC)
	for night := 1; night <= 30; night++ {
		s.at = first.AddDate(0, 0, night-1)
		if night == 11 {
			continue
		}
		s.night(t, night)
		if night == 17 {
			before := s.Head("reproduce-history")
			s.report(t)
			if s.Head("reproduce-history") != before {
				t.Errorf("night %d: told twice", night)
			}
		}
		s.morning(t, night)
	}
	summary := read(t, s.env["GITHUB_STEP_SUMMARY"])
	golden(t, "nights", "summary.md", summary[strings.LastIndex(summary, "### "):])
	// The chat is told of each change once, also where the job ran twice.
	told := strings.Join(s.messages(), "\n")
	for text, want := range map[string]int{
		"• model-00": 0, "• model-01 v7: drifted, before reproduced": 1, "• model-01": 1, "• model-02 v7: recovered, before drifted": 1,
		"• model-04 v7: not verified": 1, "• model-04 v7: reproduced, before not verified": 1, "• model-05": 0, "• model-06 v7: stale, before reproduced": 1,
		"• model-09 v7: not checked yet": 1, "• model-10": 0,
	} {
		if got := strings.Count(told, text); got != want {
			t.Errorf("the chat has %q %d times, want %d", text, got, want)
		}
	}
	// Issues: one a model that ever drifted, however often.
	byTitle := map[string]githubtest.Issue{}
	for _, issue := range s.Issues() {
		if _, twice := byTitle[issue.Title]; twice {
			t.Errorf("%s was opened twice", issue.Title)
		}
		byTitle[issue.Title] = issue
	}
	open := map[string]bool{"model-01": true, "model-08": true, "model-11": true, "model-02": false, "model-03": false}
	for model, want := range open {
		if issue, there := byTitle["Reproducibility: "+model]; !there || issue.Closed == want {
			t.Errorf("the issue of %s is %+v", model, issue)
		}
	}
	if len(byTitle) != len(open) {
		t.Errorf("%d issues, want %d", len(byTitle), len(open))
	}
	golden(t, "nights", "issue.md", byTitle["Reproducibility: model-02"].Body)
	golden(t, "nights", "comment.md", s.Comments(byTitle["Reproducibility: model-02"].Number)[0].Body)
	// Comments: one for each change. A flake opens and closes each time.
	for model, want := range map[string]int{"model-01": 0, "model-02": 1, "model-08": 2, "model-11": 2} {
		if got := len(s.Comments(byTitle["Reproducibility: "+model].Number)); got != want {
			t.Errorf("%s has %d comments, want %d", model, got, want)
		}
	}
	// No check was lost: every letter is a file.
	files := strings.Fields(gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/"))
	want := 1 // of the other writer
	for _, letters := range nights {
		want += len(strings.ReplaceAll(letters, "-", ""))
	}
	if len(files) != want {
		t.Errorf("%d checks are kept, want %d", len(files), want)
	}
	want = 30 + len(s.messages()) // with one of the other writer, and one for each message: it was told
	if commits := gittest.Git(t, s.Dir, "rev-list", "--count", "reproduce-history"); commits != fmt.Sprint(want) {
		t.Errorf("%s commits, want %d", commits, want)
	}
}
