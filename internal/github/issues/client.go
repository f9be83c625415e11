package issues

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/issue"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// Label is on every issue, and finds them.
const Label = "reproducibility"

const (
	permission = "issues: write"

	openAndClosed = "all"

	maxPages  = 20 // of 100 issues
	noteOpen  = "<!-- reproduce-issue "
	noteClose = " -->"
	noteLimit = 8 << 10
)

// A Client works with the issues of one repository.
type Client struct{ *github.Client }

// An Existing issue is one of ours as GitHub has it.
type Existing struct {
	issue.Issue
	Number int
	URL    string
}

// List gives the issues of all models, by the model's name: the oldest of each.
func (c *Client) List(ctx context.Context) (map[string]*Existing, error) {
	op := github.Operation{Name: "list the issues with label " + Label, Permission: permission}
	found := map[string]*Existing{}
	for page := 1; page <= maxPages; page++ {
		listed, resp, err := c.API.Issues.ListByRepo(ctx, c.Owner, c.Name, &gh.IssueListByRepoOptions{
			State: openAndClosed, Labels: []string{Label}, Sort: "created", Direction: "asc", ListOptions: gh.ListOptions{Page: page, PerPage: 100},
		})
		if err != nil {
			return nil, c.Explain(op, err)
		}
		for _, i := range listed {
			if s, ours := readIssue(i); ours && found[s.Model] == nil {
				found[s.Model] = s
			}
		}
		if resp.NextPage == 0 {
			return found, nil
		}
		if resp.NextPage != page+1 {
			return nil, op.Unexpected("pages out of order")
		}
	}
	return nil, fmt.Errorf("%s: more than %d; take the label off those that are done with", op.Name, maxPages*100)
}

// readIssue reads an issue. A pull request is listed among them, and a line that
// somebody copied into an issue of their own is none of ours: GitHub says of whom
// an issue is, and an app's or a job's issues are a bot's.
func readIssue(i *gh.Issue) (*Existing, bool) {
	if i.IsPullRequest() || i.GetNumber() == 0 || i.GetUser().GetType() != "Bot" && i.GetAuthorAssociation() == "NONE" {
		return nil, false
	}
	note, ok := parseNote(i.GetBody())
	if !ok {
		return nil, false
	}
	return &Existing{Issue: issue.Issue{Open: i.GetState() == "open", Note: note}, Number: i.GetNumber(), URL: i.GetHTMLURL()}, true
}

// Body gives the text of an issue: the hidden line, and what people read.
func Body(note issue.Note, text string) (string, error) {
	note.At = note.At.UTC()
	encoded, err := json.Marshal(note) // which writes <, > and & as \u003c, \u003e and \u0026
	if err != nil || len(encoded) > noteLimit {
		return "", fmt.Errorf("issue of %q: its line cannot be written: the name is too long", printable.OneLine(note.Model, 80))
	}
	return noteOpen + string(encoded) + noteClose + "\n" + text, nil
}

func parseNote(body string) (note issue.Note, ok bool) {
	line, _, _ := strings.Cut(body, "\n")
	inner, ok := strings.CutPrefix(strings.TrimSuffix(line, "\r"), noteOpen)
	if !ok || len(line) > noteLimit+100 {
		return note, false
	}
	inner, ok = strings.CutSuffix(inner, noteClose)
	if !ok || json.Unmarshal([]byte(inner), &note) != nil {
		return note, false
	}
	return note, note.Model != "" && !note.At.IsZero()
}

// Open opens an issue. Where the answer was lost, it is looked for before another is
// opened.
func (c *Client) Open(ctx context.Context, title, body string) (*Existing, error) {
	op := github.Operation{Name: "open an issue", Permission: permission}
	note, ok := parseNote(body)
	if !ok {
		return nil, errors.New("open an issue: its text has no line of ours")
	}
	for attempt := 0; ; attempt++ {
		made, _, err := c.API.Issues.Create(ctx, c.Owner, c.Name, &gh.IssueRequest{Title: &title, Body: &body, Labels: &[]string{Label}})
		if err == nil && made.GetNumber() != 0 {
			return &Existing{Issue: issue.Issue{Open: true, Note: note}, Number: made.GetNumber(), URL: made.GetHTMLURL()}, nil
		}
		if err == nil {
			err = op.Unexpected("no number")
		} else if err = c.Explain(op, err); !github.OutcomeUnknown(err) {
			return nil, err
		}
		all, lookErr := c.List(ctx)
		switch {
		case lookErr != nil:
			return nil, errors.Join(err, lookErr)
		case all[note.Model] != nil:
			return all[note.Model], nil
		case attempt >= 1:
			return nil, err
		}
	}
}

// Edit sets an issue's text and whether it is open, which it was or was not. Done
// twice it is done once.
func (c *Client) Edit(ctx context.Context, number int, body string, was, open bool) error {
	op := github.Operation{Name: fmt.Sprintf("edit issue #%d", number), Permission: permission}
	want := &gh.IssueRequest{Body: &body}
	switch {
	case open && !was:
		want.State, want.StateReason = gh.String("open"), gh.String("reopened")
	case was && !open:
		want.State, want.StateReason = gh.String("closed"), gh.String("completed")
	}
	edited, _, err := c.API.Issues.Edit(github.Idempotent(ctx), c.Owner, c.Name, number, want)
	if err != nil {
		return c.Explain(op, err)
	}
	if edited.GetNumber() != number || want.State != nil && edited.GetState() != *want.State {
		return op.Unexpected("another issue, or another state")
	}
	return nil
}

// Comment adds a comment. It is not tried again: an issue's text says the same.
func (c *Client) Comment(ctx context.Context, number int, text string) error {
	op := github.Operation{Name: fmt.Sprintf("comment on issue #%d", number), Permission: permission}
	_, _, err := c.API.Issues.CreateComment(ctx, c.Owner, c.Name, number, &gh.IssueComment{Body: &text})
	return c.Explain(op, err)
}
