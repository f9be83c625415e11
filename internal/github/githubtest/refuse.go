package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// A refusal is an operation that GitHub does not carry out.
type refusal struct {
	status  int
	message string
	left    int // how many more are refused; below 0 all
}

// Every is all operations, for Refuse.
const Every = ""

// Refuse answers the next times requests of an operation, "POST /repos/{owner}/{repo}/git/refs",
// with this status and message, and carries none of them out; all of them where times is
// below 0.
func (s *Server) Refuse(key string, status int, message string, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[key] = &refusal{status, message, times}
}

// Deny refuses an operation for ever, with a 403 and message, as GitHub does where a
// permission is missing; "" takes GitHub's usual message.
func (s *Server) Deny(key, message string) {
	if message == "" {
		message = "Resource not accessible by integration"
	}
	s.Refuse(key, http.StatusForbidden, message, -1)
}

// Allow takes Deny and Refuse back.
func (s *Server) Allow(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refusals, key)
}

// refused gives the answer to a request that is refused; false for one that is not.
func (s *Server) refused(c *call) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{c.key, Every} {
		if r := s.refusals[key]; r != nil && r.left != 0 {
			r.left--
			return refuse(r.status, "%s", r.message), true
		}
	}
	return answer{}, false
}

// Answers gives what was answered so far, faults apart: "201 POST /repos/{owner}/{repo}/git/refs".
func (s *Server) Answers() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.answers)
}

// answered remembers an answer. A client that is asked too often is told how long to wait.
func (s *Server) answered(header http.Header, c *call, status int) {
	if status == http.StatusTooManyRequests {
		header.Set("Retry-After", strconv.Itoa(2))
	}
	if c == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = append(s.answers, fmt.Sprintf("%d %s", status, c.key))
}
