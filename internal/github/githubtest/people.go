package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"
)

func (s *Server) getPermission(_ *http.Request, c *call) answer {
	s.mu.Lock()
	permission, known := s.people[c.params["username"]]
	s.mu.Unlock()
	if !known {
		return notFound()
	}
	return ok(map[string]any{"permission": permission, "role_name": permission, "user": s.user(c.params["username"])})
}

func (s *Server) createStatus(_ *http.Request, c *call) answer {
	var want struct {
		State, Context, Description string
		URL                         string `json:"target_url"`
	}
	decode(c.body, &want)
	if utf8.RuneCountInString(want.Description) > 140 {
		return refuse(http.StatusUnprocessableEntity, "Validation Failed")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses = append(s.statuses, Status{c.params["sha"], want.State, want.Context, want.Description, want.URL})
	return answer{status: http.StatusCreated, body: map[string]any{"id": len(s.statuses), "state": want.State, "context": want.Context, "created_at": s.clock, "updated_at": s.clock}}
}

func (s *Server) pullBody(pull *Pull) map[string]any {
	state, from := "open", Owner
	if pull.Closed {
		state = "closed"
	}
	if pull.Fork {
		from = "stranger"
	}
	repo := func(owner string) map[string]any {
		return map[string]any{"name": Name, "full_name": owner + "/" + Name}
	}
	return map[string]any{
		"number": pull.Number, "state": state, "html_url": s.page(fmt.Sprintf("/pull/%d", pull.Number)),
		"head": map[string]any{"sha": pull.Head, "ref": "topic", "label": from + ":topic", "repo": repo(from)},
		"base": map[string]any{"ref": pull.Base, "sha": s.Head(pull.Base), "label": Owner + ":" + pull.Base, "repo": repo(Owner)},
	}
}

func (s *Server) listPulls(_ *http.Request, c *call) answer {
	s.mu.Lock()
	pulls := slices.Clone(s.pulls)
	s.mu.Unlock()
	list := []any{}
	for _, pull := range pulls {
		if pull.Head == c.params["commit_sha"] {
			list = append(list, s.pullBody(pull))
		}
	}
	return ok(list)
}

func (s *Server) getPull(_ *http.Request, c *call) answer {
	s.mu.Lock()
	pulls := slices.Clone(s.pulls)
	s.mu.Unlock()
	for _, pull := range pulls {
		if strconv.Itoa(pull.Number) == c.params["pull_number"] {
			return ok(s.pullBody(pull))
		}
	}
	return notFound()
}
