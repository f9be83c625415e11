package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Issue is one that is no pull request.
type Issue struct {
	Number int
	Title  string
	Body   string
	Author string
	Labels []string
	Closed bool
	Reason string // why it is in its state
	At     time.Time
}

// firstIssue is far above the numbers that tests give to pull requests.
const firstIssue = 1000

// Issues gives copies of all issues, oldest first.
func (s *Server) Issues() []Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Issue
	for _, issue := range s.issues {
		all = append(all, *issue)
	}
	return all
}

// OpenIssue opens an issue as somebody.
func (s *Server) OpenIssue(issue Issue) int {
	at := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	issue.Number, issue.At = firstIssue+len(s.issues), at
	s.issues = append(s.issues, &issue)
	return issue.Number
}

// CloseIssue is somebody who closes an issue by hand.
func (s *Server) CloseIssue(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if issue := s.issue(strconv.Itoa(number)); issue != nil {
		issue.Closed, issue.Reason = true, "completed"
	}
}

// issue gives an issue itself; mu is held.
func (s *Server) issue(number string) *Issue {
	for _, issue := range s.issues {
		if strconv.Itoa(issue.Number) == number {
			return issue
		}
	}
	return nil
}

func (s *Server) issueBody(issue *Issue) map[string]any {
	state, labels := "open", []any{}
	if issue.Closed {
		state = "closed"
	}
	for _, label := range issue.Labels {
		labels = append(labels, map[string]any{"name": label})
	}
	body := map[string]any{
		"number": issue.Number, "id": issue.Number, "title": issue.Title, "body": issue.Body, "state": state, "labels": labels,
		"user": s.user(issue.Author), "author_association": "NONE", "html_url": s.page(fmt.Sprintf("/issues/%d", issue.Number)),
		"created_at": issue.At, "updated_at": issue.At, "closed_at": nil,
	}
	if issue.Reason != "" {
		body["state_reason"] = issue.Reason
	}
	return body
}

// listIssues gives the newest first unless it is asked otherwise, and open ones only.
// Pull requests are issues too, as GitHub has it.
func (s *Server) listIssues(r *http.Request, _ *call) answer {
	query := r.URL.Query()
	page, size := number(r, "page", 1), min(number(r, "per_page", 30), 100)
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []any{}
	for _, pull := range s.pulls {
		if query.Get("labels") == "" {
			body := s.issueBody(&Issue{Number: pull.Number, Author: s.Login, Closed: pull.Closed})
			body["pull_request"] = map[string]any{"url": s.URL, "html_url": s.URL, "diff_url": s.URL, "patch_url": s.URL}
			all = append(all, body)
		}
	}
	for _, issue := range s.issues {
		state := map[bool]string{false: "open", true: "closed"}[issue.Closed]
		want := query.Get("state")
		if want == "" {
			want = "open"
		}
		fits := want == "all" || want == state
		for _, label := range strings.Split(query.Get("labels"), ",") {
			fits = fits && (label == "" || slices.Contains(issue.Labels, label))
		}
		if fits {
			all = append(all, s.issueBody(issue))
		}
	}
	if query.Get("direction") != "asc" {
		slices.Reverse(all)
	}
	a := ok(all[min((page-1)*size, len(all)):min(page*size, len(all))])
	if page*size < len(all) {
		a.next = page + 1
	}
	return a
}

func (s *Server) createIssue(_ *http.Request, c *call) answer {
	var want struct {
		Title, Body string
		Labels      []string
	}
	decode(c.body, &want)
	if refused := tooLong(want.Body); refused != nil {
		return *refused
	}
	n := s.OpenIssue(Issue{Title: want.Title, Body: want.Body, Author: s.Login, Labels: want.Labels})
	s.mu.Lock()
	defer s.mu.Unlock()
	return answer{status: http.StatusCreated, body: s.issueBody(s.issue(strconv.Itoa(n)))}
}

func (s *Server) getIssue(_ *http.Request, c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	issue := s.issue(c.params["issue_number"])
	if issue == nil {
		return notFound()
	}
	return ok(s.issueBody(issue))
}

func (s *Server) editIssue(_ *http.Request, c *call) answer {
	var want struct {
		Body        *string
		State       string
		StateReason string `json:"state_reason"`
	}
	decode(c.body, &want)
	if want.Body != nil {
		if refused := tooLong(*want.Body); refused != nil {
			return *refused
		}
	}
	s.mu.Lock()
	issue := s.issue(c.params["issue_number"])
	s.mu.Unlock()
	if issue == nil {
		return notFound()
	}
	if issue.Author != s.Login {
		s.violate(fmt.Errorf("an issue of %s was edited", issue.Author))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if want.Body != nil {
		issue.Body = *want.Body
	}
	if want.State != "" {
		issue.Closed, issue.Reason = strings.EqualFold(want.State, "closed"), want.StateReason
	}
	return ok(s.issueBody(issue))
}
