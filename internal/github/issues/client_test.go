package issues

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/issue"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func text(t *testing.T, model string, day int) string {
	t.Helper()
	body, err := Body(issue.Note{Model: model, At: time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC), Versions: map[string]issue.Version{"7": {Verdict: repro.Drifted}}}, "It drifted.")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestIssues opens, edits, closes and finds issues among others'.
func TestIssues(t *testing.T) {
	t.Parallel()
	p := projecttest.New(t, githubtest.Options{})
	c := &Client{p.Client(t)}
	p.OpenIssue(githubtest.Issue{Title: "Mine", Author: "mallory", Body: text(t, "churn", 1), Labels: []string{Label}}) // who has no business here
	p.OpenIssue(githubtest.Issue{Title: "Other", Author: githubtest.Bot, Body: "<!-- reproduce-issue {} -->", Labels: []string{Label}})
	p.Open(githubtest.Pull{Number: 12})
	for _, model := range []string{"churn", `-->"<b>`} {
		if _, err := c.Open(t.Context(), "Reproducibility: "+model, text(t, model, 2)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := c.List(t.Context())
	if err != nil || len(all) != 2 || !all["churn"].Open || all["churn"].At.Day() != 2 || all[`-->"<b>`] == nil {
		t.Fatalf("found %+v, %v", all, err)
	}
	s := all["churn"]
	for _, step := range []struct{ was, open bool }{{true, true}, {true, false}, {false, false}, {false, true}} {
		if err := c.Edit(t.Context(), s.Number, text(t, "churn", 3), step.was, step.open); err != nil {
			t.Fatal(err)
		}
		if all, err = c.List(t.Context()); err != nil || all["churn"].Open != step.open || all["churn"].At.Day() != 3 {
			t.Errorf("after %v: %+v, %v", step, all["churn"], err)
		}
	}
	if err := c.Comment(t.Context(), s.Number, "It reproduces."); err != nil || len(p.Comments(s.Number)) != 1 {
		t.Errorf("%v, %d comments", err, len(p.Comments(s.Number)))
	}
	if _, err := Body(issue.Note{Model: strings.Repeat("x", noteLimit)}, ""); err == nil {
		t.Error("a line without end was written")
	}
}

// TestIssuesOnPages finds the one behind many.
func TestIssuesOnPages(t *testing.T) {
	t.Parallel()
	p := projecttest.New(t, githubtest.Options{})
	for i := range 205 {
		p.OpenIssue(githubtest.Issue{Author: githubtest.Bot, Body: text(t, fmt.Sprintf("model-%d", i), 2), Labels: []string{Label}})
	}
	all, err := (&Client{p.Client(t)}).List(t.Context())
	if err != nil || len(all) != 205 {
		t.Errorf("found %d, %v", len(all), err)
	}
}

// TestOpenThroughFaults: whatever happens to a request, there is one issue.
func TestOpenThroughFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range githubtest.Faults {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			p := projecttest.New(t, githubtest.Options{})
			c := &Client{p.Client(t)}
			p.Fault(1, fault)
			if _, err := c.Open(t.Context(), "Reproducibility: churn", text(t, "churn", 2)); err != nil {
				if _, err = c.Open(t.Context(), "Reproducibility: churn", text(t, "churn", 2)); err != nil {
					t.Fatal(err)
				}
				t.Log("opened by the second try")
			}
			if n := len(p.Issues()); n != 1 {
				t.Errorf("%d issues", n)
			}
		})
	}
}
