package githubtest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

func refBody(ref, sha string) map[string]any {
	return map[string]any{"ref": ref, "object": map[string]any{"type": "commit", "sha": sha}}
}

func (s *Server) getRef(_ *http.Request, c *call) answer {
	ref := "refs/" + c.params["ref"]
	sha := s.ref(ref)
	if sha == "" {
		return notFound()
	}
	return ok(refBody(ref, sha))
}

// matchingRefs lists the refs whose name begins so, in the order of their names.
func (s *Server) matchingRefs(_ *http.Request, c *call) answer {
	list := []any{}
	refs := s.Refs("refs/")
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if strings.HasPrefix(name, "refs/"+c.params["ref"]) {
			list = append(list, refBody(name, refs[name]))
		}
	}
	return ok(list)
}

func (s *Server) createRef(_ *http.Request, c *call) answer {
	var want struct{ Ref, SHA string }
	decode(c.body, &want)
	switch {
	case !strings.HasPrefix(want.Ref, "refs/") || strings.Count(want.Ref, "/") < 2:
		return refuse(http.StatusUnprocessableEntity, "Reference name is not valid")
	case s.kind(want.SHA) != "commit":
		return refuse(http.StatusUnprocessableEntity, "Object does not exist")
	}
	if _, err := s.object("check-ref-format", want.Ref); err != nil {
		return refuse(http.StatusUnprocessableEntity, "Reference name is not valid")
	}
	if refused := s.oldWorkflows(want.SHA); refused != nil {
		return *refused
	}
	if err := s.makeRef(want.Ref, want.SHA); err != nil {
		return refuse(http.StatusUnprocessableEntity, "Reference already exists")
	}
	return answer{status: http.StatusCreated, body: refBody(want.Ref, want.SHA)}
}

func (s *Server) updateRef(_ *http.Request, c *call) answer {
	ref := "refs/" + c.params["ref"]
	var want struct {
		SHA   string
		Force bool
	}
	decode(c.body, &want)
	now := s.ref(ref)
	s.mu.Lock()
	protected := s.protected[strings.TrimPrefix(ref, "refs/heads/")]
	s.mu.Unlock()
	switch {
	case now == "":
		return refuse(http.StatusUnprocessableEntity, "Reference does not exist")
	case protected || ref == "refs/heads/"+s.DefaultBranch:
		s.violate(fmt.Errorf("%s was moved, which is protected", ref))
	case s.kind(want.SHA) != "commit":
		return refuse(http.StatusUnprocessableEntity, "Object does not exist")
	}
	if refused := s.oldWorkflows(want.SHA); refused != nil {
		return *refused
	}
	if _, err := s.object("merge-base", "--is-ancestor", now, want.SHA); err != nil && !want.Force {
		return refuse(http.StatusUnprocessableEntity, "Update is not a fast forward")
	}
	s.must("", s.moveRef(ref, want.SHA))
	return ok(refBody(ref, want.SHA))
}

func (s *Server) deleteRef(_ *http.Request, c *call) answer {
	ref := "refs/" + c.params["ref"]
	if s.ref(ref) == "" {
		return refuse(http.StatusUnprocessableEntity, "Reference does not exist")
	}
	s.must("", s.dropRef(ref))
	return answer{status: http.StatusNoContent}
}

// oldWorkflows refuses what needs the workflows permission, which a job's token
// never has.
func (s *Server) oldWorkflows(sha string) *answer {
	if !s.OldWorkflows {
		return nil
	}
	tree := func(commit string) string {
		return s.entry(s.commitOf(commit), ".github/workflows").sha
	}
	if of := tree(sha); of == "" || of == tree(s.DefaultBranch) { // a branch without workflow files creates none
		return nil
	}
	refused := refuse(http.StatusUnprocessableEntity, "refusing to allow a GitHub App to create or update workflow `.github/workflows/train.yml` without `workflows` permission")
	return &refused
}
