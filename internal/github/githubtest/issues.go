package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// A Comment stands on a pull request or issue.
type Comment struct {
	ID     int64
	Number int
	Author string
	Body   string
	At     time.Time
}

// A Pull is a pull request.
type Pull struct {
	Number int
	Head   string // commit
	Base   string // branch
	Fork   bool
	Closed bool
}

// A Status is a mark on a commit.
type Status struct{ Commit, State, Context, Description, URL string }

// A Reaction is an answer to a comment.
type Reaction struct {
	Comment int64
	Content string
}

func (s *Server) issueOperations() map[string]operation {
	return map[string]operation{
		"GET" + repository + "/issues":                                  s.listIssues,
		"POST" + repository + "/issues":                                 s.createIssue,
		"GET" + repository + "/issues/{issue_number}":                   s.getIssue,
		"PATCH" + repository + "/issues/{issue_number}":                 s.editIssue,
		"GET" + repository + "/issues/{issue_number}/comments":          s.listComments,
		"POST" + repository + "/issues/{issue_number}/comments":         s.createComment,
		"GET" + repository + "/issues/comments/{comment_id}":            s.getComment,
		"PATCH" + repository + "/issues/comments/{comment_id}":          s.editComment,
		"DELETE" + repository + "/issues/comments/{comment_id}":         s.deleteComment,
		"POST" + repository + "/issues/comments/{comment_id}/reactions": s.react,
		"GET" + repository + "/collaborators/{username}/permission":     s.getPermission,
		"POST" + repository + "/statuses/{sha}":                         s.createStatus,
		"GET" + repository + "/commits/{commit_sha}/pulls":              s.listPulls,
		"GET" + repository + "/pulls/{pull_number}":                     s.getPull,
	}
}

// Comment posts a comment as somebody.
func (s *Server) Comment(number int, author, body string) int64 {
	comment := &Comment{ID: 70000 + s.next(), Number: number, Author: author, Body: body, At: s.now()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.comments = append(s.comments, comment)
	return comment.ID
}

// Comments gives copies of the comments on a pull request, oldest first.
func (s *Server) Comments(number int) []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Comment
	for _, comment := range s.comments {
		if comment.Number == number {
			all = append(all, *comment)
		}
	}
	return all
}

// Open opens a pull request.
func (s *Server) Open(pull Pull) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pulls = slices.DeleteFunc(s.pulls, func(before *Pull) bool { return before.Number == pull.Number })
	s.pulls = append(s.pulls, &pull)
}

// Statuses and Reactions give what was set, in order.
func (s *Server) Statuses() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.statuses)
}

// Reactions gives the reactions to comments, in order.
func (s *Server) Reactions() []Reaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.reactions)
}

func (s *Server) commentBody(comment *Comment) map[string]any {
	return map[string]any{
		"id": comment.ID, "body": comment.Body, "user": s.user(comment.Author),
		"html_url":   s.page(fmt.Sprintf("/pull/%d#issuecomment-%d", comment.Number, comment.ID)),
		"created_at": comment.At, "updated_at": comment.At,
	}
}

func (s *Server) listComments(r *http.Request, c *call) answer {
	page, size := number(r, "page", 1), min(number(r, "per_page", 30), 100)
	n, _ := strconv.Atoi(c.params["issue_number"])
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Comment
	for _, comment := range s.comments {
		if comment.Number == n {
			all = append(all, comment)
		}
	}
	list := []any{}
	for i := (page - 1) * size; i < min(page*size, len(all)); i++ {
		list = append(list, s.commentBody(all[i]))
	}
	a := ok(list)
	if page*size < len(all) {
		a.next = page + 1
	}
	return a
}

func number(r *http.Request, name string, standard int) int {
	if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil && n > 0 {
		return n
	}
	return standard
}

func (s *Server) createComment(_ *http.Request, c *call) answer {
	var want struct{ Body string }
	decode(c.body, &want)
	if refused := tooLong(want.Body); refused != nil {
		return *refused
	}
	n, _ := strconv.Atoi(c.params["issue_number"])
	id := s.Comment(n, s.Login, want.Body)
	return answer{status: http.StatusCreated, body: s.commentBody(s.findComment(fmt.Sprint(id)))}
}

func tooLong(body string) *answer {
	if utf8.RuneCountInString(body) <= 65536 {
		return nil
	}
	refused := answer{status: http.StatusUnprocessableEntity, body: map[string]any{
		"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest",
		"errors": []any{map[string]any{"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body is too long (maximum is 65536 characters)"}},
	}}
	return &refused
}

// findComment gives a copy.
func (s *Server) findComment(id string) *Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, comment := range s.comments {
		if strconv.FormatInt(comment.ID, 10) == id {
			found := *comment
			return &found
		}
	}
	return nil
}

func (s *Server) getComment(_ *http.Request, c *call) answer {
	comment := s.findComment(c.params["comment_id"])
	if comment == nil {
		return notFound()
	}
	return ok(s.commentBody(comment))
}

func (s *Server) editComment(_ *http.Request, c *call) answer {
	var want struct{ Body string }
	decode(c.body, &want)
	comment := s.findComment(c.params["comment_id"])
	if comment == nil {
		return notFound()
	}
	if refused := tooLong(want.Body); refused != nil {
		return *refused
	}
	s.foreign(comment, "edited")
	comment.Body = want.Body
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.comments {
		if s.comments[i].ID == comment.ID {
			s.comments[i] = comment
		}
	}
	return ok(s.commentBody(comment))
}

// foreign complains where somebody else's comment is touched, which GitHub
// allows with write permission.
func (s *Server) foreign(comment *Comment, what string) {
	if comment.Author != s.Login {
		s.violate(fmt.Errorf("a comment of %s was %s", comment.Author, what))
	}
}

func (s *Server) deleteComment(_ *http.Request, c *call) answer {
	comment := s.findComment(c.params["comment_id"])
	if comment == nil {
		return notFound()
	}
	s.foreign(comment, "deleted")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.comments = slices.DeleteFunc(s.comments, func(other *Comment) bool { return other.ID == comment.ID })
	return answer{status: http.StatusNoContent}
}

func (s *Server) react(_ *http.Request, c *call) answer {
	var want struct{ Content string }
	decode(c.body, &want)
	comment := s.findComment(c.params["comment_id"])
	if comment == nil {
		return notFound()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	reaction := Reaction{comment.ID, want.Content}
	status := http.StatusCreated
	if slices.Contains(s.reactions, reaction) {
		status = http.StatusOK
	} else {
		s.reactions = append(s.reactions, reaction)
	}
	return answer{status: status, body: map[string]any{"id": len(s.reactions), "content": want.Content, "user": s.user(s.Login)}}
}
