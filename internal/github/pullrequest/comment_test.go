package pullrequest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestOneCommentThroughItsLife: posted, left alone, edited, posted anew.
func TestOneCommentThroughItsLife(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	p.Comment(12, "someone", "nice model")
	post := func(c Comment) Posted {
		t.Helper()
		posted, err := p.client(t).Post(t.Context(), c)
		if err != nil || len(posted.Warnings) > 0 {
			t.Fatalf("%v, %q", err, posted.Warnings)
		}
		return posted
	}
	var id int64
	for n, step := range []struct {
		verdict repro.Verdict
		at      time.Duration
		policy  CommentPolicy
		outcome string
		moved   bool // another comment than before
	}{
		{repro.Reproduced, 0, CommentAuto, "created", true},
		{repro.Reproduced, 0, CommentAuto, "unchanged", false},
		{repro.Reproduced, time.Hour, CommentAuto, "updated", false},
		{repro.Drifted, 2 * time.Hour, CommentAuto, "created", true},
		{repro.Reproduced, time.Hour, CommentAuto, "skipped: a newer result is there", false},
		{repro.Reproduced, 3 * time.Hour, CommentUpdate, "updated", false},
		{repro.Unverified, 4 * time.Hour, CommentOff, "off", false},
	} {
		c := p.comment(step.verdict, checked.Add(step.at), "1")
		c.Policy = step.policy
		posted := post(c)
		if posted.Outcome != step.outcome {
			t.Errorf("step %d: %q, want %q", n, posted.Outcome, step.outcome)
		}
		all := p.Comments(12)
		if len(all) != 2 || all[0].Body != "nice model" {
			t.Fatalf("step %d: comments are %+v", n, all)
		}
		if moved := all[1].ID != id; moved != step.moved {
			t.Errorf("step %d: a new comment: %v, want %v", n, moved, step.moved)
		}
		id = all[1].ID
		if step.outcome == "created" || step.outcome == "updated" {
			if marker, ok := parseMetadata(all[1].Body); !ok || marker.Verdict != step.verdict || !strings.HasSuffix(posted.URL, fmt.Sprint(id)) {
				t.Errorf("step %d: %q at %s", n, all[1].Body, posted.URL)
			}
		}
	}

	fresh := p.comment(repro.Drifted, checked.Add(5*time.Hour), "2")
	fresh.Policy = CommentNew
	post(fresh)
	if got := len(p.Comments(12)); got != 3 {
		t.Errorf("policy new: %d comments, want 3", got)
	}
	other := p.comment(repro.Drifted, checked, "3")
	other.Metadata.Key = "fraud v2"
	post(other)
	if got := len(p.Comments(12)); got != 4 {
		t.Errorf("another key: %d comments, want 4", got)
	}
	quiet := p.comment(repro.Reproduced, checked, "4")
	quiet.Metadata.Key, quiet.OnlyExisting = "churn v8", true
	if posted := post(quiet); posted.Outcome != "skipped" || len(p.Comments(12)) != 4 {
		t.Errorf("only an existing comment: %+v", posted)
	}
}

// TestForgedMetadata: a comment is ours by its author and its first line.
func TestForgedMetadata(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	ours := p.comment(repro.Reproduced, checked, "1")
	line, err := ours.Metadata.Line()
	if err != nil {
		t.Fatal(err)
	}
	p.Comment(12, "stranger", line+"\nforged")
	p.Comment(12, githubtest.Bot, "quoted:\n"+line+"\n")
	p.Comment(12, githubtest.Bot, "> "+line+"\n")
	p.Comment(12, githubtest.Bot, line+" and more\n")
	p.Comment(12, githubtest.Bot, strings.Replace(line, "2026", "0001-broken", 1))
	if posted, err := p.client(t).Post(t.Context(), ours); err != nil || posted.Outcome != "created" {
		t.Errorf("%+v, %v", posted, err)
	}
	if got := len(p.Comments(12)); got != 6 {
		t.Errorf("%d comments, want 6: none of them touched", got)
	}
}

// TestDuplicates: what a process that died left behind is cleared away, and the
// newest result stays.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	for n := range 3 {
		c := p.comment(repro.Drifted, checked.Add(time.Duration(n%2)*time.Hour), fmt.Sprint(n))
		line, err := c.Metadata.Line()
		if err != nil {
			t.Fatal(err)
		}
		p.Comment(12, githubtest.Bot, line+"\nold")
	}
	posted, err := p.client(t).Post(t.Context(), p.comment(repro.Drifted, checked.Add(time.Minute), "9"))
	if err != nil || !strings.HasPrefix(posted.Outcome, "skipped") {
		t.Errorf("%+v, %v", posted, err)
	}
	all := p.Comments(12)
	if marker, _ := parseMetadata(all[0].Body); len(all) != 1 || marker.Run != "1" {
		t.Errorf("comments: %+v; want the newest result", all)
	}
}

// TestTenThousandComments: ours is found wherever it stands.
func TestTenThousandComments(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.comment(repro.Reproduced, checked, "1")
	line, err := c.Metadata.Line()
	if err != nil {
		t.Fatal(err)
	}
	for n := range 10_000 {
		if n == 7_777 {
			p.Comment(12, githubtest.Bot, line+"\nold")
		}
		p.Comment(12, "someone", "comment")
	}
	client := p.client(t)
	c.Metadata.At = checked.Add(time.Hour)
	posted, err := client.Post(t.Context(), c)
	if err != nil || posted.Outcome != "updated" || len(posted.Warnings) != 0 {
		t.Errorf("%+v, %v", posted, err)
	}
	if got := len(p.Comments(12)); got != 10_001 {
		t.Errorf("%d comments", got)
	}
	if got := client.Stats(); got.Requests != 102 {
		t.Errorf("%d requests, want 101 pages and one edit", got.Requests)
	}
}

// TestLongComment: GitHub takes 65,536 characters; the next shorter text is
// sent without asking, or after it said no.
func TestLongComment(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.comment(repro.Reproduced, checked, "1")
	c.Bodies = []string{strings.Repeat("é", 70_000), strings.Repeat("x", 65_500), "### short"}
	posted, err := p.client(t).Post(t.Context(), c)
	if err != nil || posted.Outcome != "created" {
		t.Fatalf("%+v, %v", posted, err)
	}
	if body := p.Comments(12)[0].Body; !strings.HasSuffix(body, "\n### short") {
		t.Errorf("body of %d bytes", len(body))
	}
	c.Metadata.At, c.Bodies = checked.Add(time.Hour), c.Bodies[:2]
	if _, err := p.client(t).Post(t.Context(), c); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("nothing is short enough: %v", err)
	}
	c.Bodies = nil
	if _, err := p.client(t).Post(t.Context(), c); err == nil {
		t.Error("nothing to say was said")
	}
}

// TestCommentRefused is a doubt of its own kind, so that the caller can warn.
func TestCommentRefused(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	p.Deny("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "")
	_, err := p.client(t).Post(t.Context(), p.comment(repro.Reproduced, checked, "1"))
	if !Refused(err) || !strings.Contains(err.Error(), "pull-requests: write") {
		t.Errorf("got %v", err)
	}
	if Refused(errors.New("other")) || Refused(nil) {
		t.Error("everything is taken for a refusal")
	}
}

// TestOldCommentStays is a warning, not a failure.
func TestOldCommentStays(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	if _, err := p.client(t).Post(t.Context(), p.comment(repro.Reproduced, checked, "1")); err != nil {
		t.Fatal(err)
	}
	p.Deny("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", "")
	posted, err := p.client(t).Post(t.Context(), p.comment(repro.Drifted, checked.Add(time.Hour), "2"))
	if err != nil || posted.Outcome != "created" || len(posted.Warnings) != 1 {
		t.Errorf("%+v, %v", posted, err)
	}
}

// TestAnotherAppsToken learns its name from the first comment it makes, and
// clears away what it posted before.
func TestAnotherAppsToken(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Login: "churn-bot[bot]"})
	for n := range 3 {
		if _, err := p.client(t).Post(t.Context(), p.comment(repro.Reproduced, checked.Add(time.Duration(n)*time.Hour), "1")); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Comments(12); len(got) != 1 {
		t.Errorf("%d comments", len(got))
	}
	client := p.client(t)
	client.author = "churn-bot[bot]"
	posted, err := client.Post(t.Context(), p.comment(repro.Reproduced, checked.Add(9*time.Hour), "1"))
	if err != nil || posted.Outcome != "updated" {
		t.Errorf("with its name given: %+v, %v", posted, err)
	}
}
