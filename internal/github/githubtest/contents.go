package githubtest

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"path"
	"strconv"
	"strings"
)

func (s *Server) contentsOperations() map[string]operation {
	return map[string]operation{
		"GET" + repository + "/contents/{path}": s.getContents,
	}
}

// getContents gives a file, and the target of a symbolic link in its place, as
// GitHub does.
func (s *Server) getContents(r *http.Request, c *call) answer {
	commit := s.DefaultBranch
	if ref := r.URL.Query().Get("ref"); ref != "" {
		commit = ref
	}
	if commit = s.commitOf(commit); commit == "" {
		return refuse(http.StatusNotFound, "No commit found for the ref")
	}
	name := c.params["path"]
	if mode := s.entry(commit, name).mode; mode == "120000" {
		name = path.Join(path.Dir(name), string(s.File(commit, name)))
	}
	content := s.File(commit, name)
	if content == nil {
		return notFound()
	}
	return ok(map[string]any{
		"type": "file", "name": path.Base(name), "path": name, "sha": s.entry(commit, name).sha, "size": len(content),
		"encoding": "base64", "content": wrap(base64.StdEncoding.EncodeToString(content)),
	})
}

// entry gives what stands at a path of a commit; nothing has no mode.
func (s *Server) entry(commit, name string) treeEntry {
	if entry, err := s.find(commit, name); err == nil {
		return entry
	}
	fields := strings.Fields(s.must(s.object("ls-tree", commit, "--", name)))
	if len(fields) < 3 {
		return treeEntry{}
	}
	return treeEntry{name, fields[0], fields[2]}
}

// getArchive gives the files of a commit, below a directory named after it.
func (s *Server) getArchive(_ *http.Request, c *call) answer {
	commit := s.commitOf(c.params["ref"])
	if commit == "" {
		return notFound()
	}
	content := s.must(s.object("archive", "--format=zip", "--prefix="+Owner+"-"+Name+"-"+commit[:7]+"/", commit))
	return answer{status: http.StatusFound, to: s.offer("/zip/"+commit, []byte(content))}
}

// compare says how the second of "a...b" stands to the first.
func (s *Server) compare(r *http.Request, c *call) answer {
	first, second, ok1 := strings.Cut(c.params["basehead"], "...")
	a, b := s.commitOf(first), s.commitOf(second)
	if !ok1 || a == "" || b == "" {
		return notFound()
	}
	ancestor := func(x, y string) bool {
		_, err := s.object("merge-base", "--is-ancestor", x, y)
		return err == nil
	}
	status := "diverged"
	switch {
	case a == b:
		status = "identical"
	case ancestor(a, b):
		status = "ahead"
	case ancestor(b, a):
		status = "behind"
	}
	shared, err := s.object("merge-base", a, b)
	if err != nil {
		return notFound() // as GitHub says of histories that never met
	}
	commit := func(sha string) map[string]any {
		body := s.commitBody(sha)
		return map[string]any{"sha": sha, "commit": body, "parents": body["parents"]}
	}
	files := []any{}
	if page := r.URL.Query().Get("page"); page == "" || page == "1" { // the others have none
		for _, line := range strings.Split(strings.TrimSpace(s.must(s.object("diff-tree", "-r", "-M", "--name-status", strings.TrimSpace(shared), b))), "\n") {
			if fields := strings.Split(line, "\t"); len(fields) > 1 && len(files) < 300 {
				status := map[byte]string{'A': "added", 'D': "removed", 'R': "renamed"}[line[0]]
				file := map[string]any{"filename": fields[len(fields)-1], "status": cmp.Or(status, "modified")}
				if status == "renamed" {
					file["previous_filename"] = fields[1]
				}
				files = append(files, file)
			}
		}
	}
	commits := []any{}
	for _, sha := range strings.Fields(s.must(s.object("rev-list", "--reverse", a+".."+b))) {
		commits = append(commits, commit(sha))
	}
	total, most := len(commits), 100
	if said, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil {
		most = said
	}
	return ok(map[string]any{
		"status": status, "commits": commits[:min(most, total)], "total_commits": total, "files": files,
		"base_commit": commit(a), "merge_base_commit": commit(strings.TrimSpace(shared)),
	})
}

// commitOf gives the commit that a branch, tag, full or short id names.
func (s *Server) commitOf(name string) string {
	if s.kind(name) == "commit" {
		return name
	}
	for _, full := range []string{"refs/" + name, "refs/heads/" + name, "refs/tags/" + name} {
		if sha := s.ref(full); sha != "" {
			if s.kind(sha) == "commit" {
				return sha
			}
			return strings.TrimSpace(s.must(s.object("rev-parse", "--verify", "--quiet", sha+"^{commit}")))
		}
	}
	if strings.Trim(name, "0123456789abcdef") != "" || name == "" {
		return ""
	}
	out, err := s.git(nil, "rev-parse", "--verify", "--quiet", name+"^{commit}")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

func (s *Server) resolve(r *http.Request, c *call) answer {
	sha := s.commitOf(c.params["ref"])
	switch {
	case sha == "":
		return refuse(http.StatusUnprocessableEntity, "No commit found for SHA: %s", c.params["ref"])
	case strings.HasSuffix(r.Header.Get("Accept"), ".sha"):
		return answer{status: http.StatusOK, text: sha}
	}
	return ok(map[string]any{"sha": sha, "parents": []any{}})
}

func (s *Server) getBranch(_ *http.Request, c *call) answer {
	sha := s.Head(c.params["branch"])
	if sha == "" {
		return refuse(http.StatusNotFound, "Branch not found")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return ok(map[string]any{
		"name": c.params["branch"], "protected": s.protected[c.params["branch"]] || c.params["branch"] == s.DefaultBranch,
		"commit": map[string]any{"sha": sha},
	})
}
