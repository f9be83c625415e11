package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// An answer is what an operation replies.
type answer struct {
	status int
	body   any // nil for none; maps and slices are completed from the description
	next   int // page that follows; 0 for none
	to     string
	text   string // instead of body, as plain text
}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

func refuse(status int, message string, args ...any) answer {
	return answer{status: status, body: map[string]any{
		"message": fmt.Sprintf(message, args...), "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(status),
	}}
}

func (s *Server) handler() http.Handler {
	operations := s.operations()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
		if err != nil {
			return
		}
		r.URL.Path = strings.TrimPrefix(r.URL.Path, s.prefix())
		r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, s.prefix())
		c, err := find(s.spec, r, body)
		if err != nil {
			s.violate(err)
			s.write(w, r, nil, refuse(http.StatusNotFound, "Not Found"), None)
			return
		}
		fault := s.arrive(r, c)
		if fault.before(w, s.other.URL) {
			return
		}
		s.write(w, r, c, s.answer(r, c, operations), fault)
	})
}

// arrive counts a request and gives the fault that is planned for it.
func (s *Server) arrive(r *http.Request, c *call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(time.Second)
	s.requests = append(s.requests, c.key)
	if got := r.Header.Get("Authorization"); got != "Bearer "+Token {
		s.violations = append(s.violations, fmt.Sprintf("%s: Authorization is %q", c.key, got))
	}
	if r.Header.Get("User-Agent") == "" || strings.HasPrefix(r.Header.Get("User-Agent"), "Go-http-client") {
		s.violations = append(s.violations, c.key+": no User-Agent of its own, which GitHub refuses")
	}
	return s.faults[len(s.requests)]
}

func (s *Server) answer(r *http.Request, c *call, operations map[string]operation) answer {
	if s.Edition == Enterprise && strings.HasSuffix(c.key, "/dispatches") && strings.Contains(string(c.body), "return_run_details") {
		return refuse(http.StatusBadRequest, "Invalid request.\n\n\"return_run_details\" is not a permitted key.")
	}
	if err := c.checkRequest(); err != nil {
		s.violate(err)
		return refuse(http.StatusUnprocessableEntity, "Invalid request.")
	}
	s.mu.Lock()
	others := s.between[c.key]
	s.mu.Unlock()
	if others != nil {
		others()
	}
	if a, refused := s.refused(c); refused {
		return a
	}
	if c.params["owner"] != "" && (c.params["owner"] != Owner || c.params["repo"] != Name) {
		s.violate(fmt.Errorf("%s: of the repository %s/%s", c.key, c.params["owner"], c.params["repo"]))
		return refuse(http.StatusNotFound, "Not Found")
	}
	do := operations[c.key]
	if do == nil {
		s.violate(fmt.Errorf("%s: the double does not answer this", c.key))
		return refuse(http.StatusNotImplemented, "Not Implemented")
	}
	return do(r, c)
}

// write completes, checks and sends an answer, or breaks it as fault says.
func (s *Server) write(w http.ResponseWriter, r *http.Request, c *call, a answer, fault Fault) {
	header := w.Header()
	header.Set("Date", s.now().UTC().Format(http.TimeFormat))
	header.Set("X-RateLimit-Remaining", "999")
	header.Set("X-RateLimit-Reset", fmt.Sprint(s.now().Add(time.Hour).Unix()))
	if s.Edition == Enterprise && !s.Unversioned {
		header.Set("X-GitHub-Enterprise-Version", "3.19.4")
	}
	s.answered(header, c, a.status)
	var body []byte
	switch {
	case a.text != "":
		header.Set("Content-Type", "application/vnd.github.sha")
		body = []byte(a.text)
	case a.body != nil:
		header.Set("Content-Type", "application/json; charset=utf-8")
		body = s.encode(c, a)
	}
	if a.next > 0 {
		query := r.URL.Query()
		query.Set("page", fmt.Sprint(a.next))
		header.Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next"`, s.URL, r.URL.Path, query.Encode()))
	}
	if a.to != "" {
		header.Set("Location", a.to)
	}
	if c != nil {
		if err := c.checkResponse(a.status, header, body); err != nil {
			s.violate(err)
		}
	}
	if r.Method == http.MethodGet && a.status == http.StatusOK {
		sum := sha256.Sum256(body)
		etag := `W/"` + hex.EncodeToString(sum[:8]) + `"`
		header.Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag && fault == None {
			header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	fault.after(w, a.status, body)
}

func (s *Server) encode(c *call, a answer) []byte {
	said := plain(a.body)
	if c != nil {
		if response := c.input.Route.Operation.Responses.Status(a.status); response != nil && response.Value != nil {
			if media := response.Value.Content.Get("application/json"); media != nil {
				said = complete(media.Schema, said)
			}
		}
	}
	body, err := json.Marshal(said)
	if err != nil {
		s.violate(err)
	}
	return body
}

// stranger is another host: whoever comes here was sent away from GitHub.
func (s *Server) stranger() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.leaks = append(s.leaks, fmt.Sprintf("%s %s reached another host, Authorization %q", r.Method, r.URL.Path, r.Header.Get("Authorization")))
	})
}

// download serves logs and artifacts from a host of their own, as GitHub does.
func (s *Server) download() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.Header.Get("Authorization") != "" {
			s.leaks = append(s.leaks, "the token went to the download host")
		}
		content, ok := s.downloads[r.URL.Path]
		if !ok || r.URL.Query().Get("sig") == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(content)))
		w.Write(content)
	})
}

// offer puts content on the download host and gives its signed address.
func (s *Server) offer(path string, content []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.downloads[path] = content
	return s.files.URL + path + "?sig=secret-signature"
}
