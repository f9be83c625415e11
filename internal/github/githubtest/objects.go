package githubtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"
)

type operation func(*http.Request, *call) answer

const repository = " /repos/{owner}/{repo}"

func (s *Server) operations() map[string]operation {
	all := map[string]operation{
		"GET /user":                                      s.getUser,
		"GET" + repository:                               s.getRepository,
		"GET" + repository + "/git/ref/{ref}":            s.getRef,
		"GET" + repository + "/git/matching-refs/{ref}":  s.matchingRefs,
		"POST" + repository + "/git/refs":                s.createRef,
		"PATCH" + repository + "/git/refs/{ref}":         s.updateRef,
		"DELETE" + repository + "/git/refs/{ref}":        s.deleteRef,
		"GET" + repository + "/git/commits/{commit_sha}": s.getCommit,
		"POST" + repository + "/git/commits":             s.createCommit,
		"GET" + repository + "/git/trees/{tree_sha}":     s.getTree,
		"POST" + repository + "/git/trees":               s.createTree,
		"GET" + repository + "/git/blobs/{file_sha}":     s.getBlob,
		"POST" + repository + "/git/blobs":               s.createBlob,
		"GET" + repository + "/zipball/{ref}":            s.getArchive,
		"GET" + repository + "/compare/{basehead}":       s.compare,
		"GET" + repository + "/commits/{ref}":            s.resolve,
		"GET" + repository + "/branches/{branch}":        s.getBranch,
	}
	for key, do := range s.contentsOperations() {
		all[key] = do
	}
	for key, do := range s.actionsOperations() {
		all[key] = do
	}
	for key, do := range s.issueOperations() {
		all[key] = do
	}
	return all
}

func notFound() answer { return refuse(http.StatusNotFound, "Not Found") }

func decode(body []byte, into any) {
	if err := json.Unmarshal(body, into); err != nil {
		panic(fmt.Sprintf("githubtest: a checked body does not decode: %v", err))
	}
}

func (s *Server) getUser(*http.Request, *call) answer {
	if strings.HasSuffix(s.Login, "[bot]") {
		return refuse(http.StatusForbidden, "Resource not accessible by integration")
	}
	return ok(s.user(s.Login))
}

func (s *Server) user(login string) map[string]any {
	kind := "User"
	if strings.HasSuffix(login, "[bot]") {
		kind = "Bot"
	}
	return map[string]any{"login": login, "id": 1 + len(login), "type": kind}
}

func (s *Server) page(path string) string { return "https://github.test/" + Owner + "/" + Name + path }

func (s *Server) getRepository(*http.Request, *call) answer {
	return ok(map[string]any{
		"id": 7, "name": Name, "full_name": Owner + "/" + Name, "default_branch": s.DefaultBranch,
		"html_url": s.page(""), "private": false, "owner": s.user(Owner),
	})
}

// kind gives an object's type, "" if there is none of that name.
func (s *Server) kind(sha string) string {
	if len(sha) != 40 {
		return ""
	}
	if kind, _, err := s.load(sha); err == nil {
		return kind
	}
	out, err := s.object("cat-file", "-t", sha)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

func (s *Server) getCommit(_ *http.Request, c *call) answer {
	if s.kind(c.params["commit_sha"]) != "commit" {
		return notFound()
	}
	return ok(s.commitBody(c.params["commit_sha"]))
}

func (s *Server) commitBody(sha string) map[string]any {
	_, content, err := s.load(sha)
	text := string(content)
	if err != nil {
		text = s.must(s.object("cat-file", "commit", sha))
	}
	header, message, _ := strings.Cut(strings.TrimSpace(text)+"\n", "\n\n")
	body := map[string]any{"sha": sha, "message": strings.TrimSuffix(message, "\n"), "parents": []any{}}
	for _, line := range strings.Split(header, "\n") {
		name, value, _ := strings.Cut(line, " ")
		switch name {
		case "tree":
			body["tree"] = map[string]any{"sha": value}
		case "parent":
			body["parents"] = append(body["parents"].([]any), map[string]any{"sha": value})
		case "author", "committer":
			body[name] = signature(value)
		}
	}
	return body
}

func signature(text string) map[string]any {
	who, when, _ := strings.Cut(text, "> ")
	name, email, _ := strings.Cut(who, " <")
	seconds, _, _ := strings.Cut(when, " ")
	unix, _ := strconv.ParseInt(seconds, 10, 64)
	return map[string]any{"name": name, "email": email, "date": time.Unix(unix, 0).UTC().Format(time.RFC3339)}
}

func (s *Server) createCommit(_ *http.Request, c *call) answer {
	var want struct {
		Message, Tree     string
		Parents           []string
		Author, Committer any
	}
	decode(c.body, &want)
	if want.Author != nil || want.Committer != nil {
		s.violate(fmt.Errorf("a commit with an author of its own: GitHub does not sign it"))
	}
	if s.kind(want.Tree) != "tree" {
		return refuse(http.StatusUnprocessableEntity, "Tree SHA does not exist")
	}
	for _, parent := range want.Parents {
		if s.kind(parent) != "commit" {
			return refuse(http.StatusUnprocessableEntity, "Parent SHA does not exist or is not a commit object")
		}
	}
	at := s.now().Unix()
	author := fmt.Sprintf("%s <41898282+github-actions[bot]@users.noreply.github.com> %d +0000", Bot, at)
	committer := fmt.Sprintf("GitHub <noreply@github.com> %d +0000", at)
	sha := s.must(s.storeCommit(want.Tree, author, committer, want.Message, want.Parents...))
	return answer{status: http.StatusCreated, body: s.commitBody(sha)}
}

// getTree takes a commit's name for its tree's, and gives the name back that it
// was asked by, as GitHub does.
func (s *Server) getTree(r *http.Request, c *call) answer {
	if kind := s.kind(c.params["tree_sha"]); kind != "tree" && kind != "commit" {
		return notFound()
	}
	return ok(s.treeBody(c.params["tree_sha"], r.URL.Query().Get("recursive") != ""))
}

func (s *Server) createTree(_ *http.Request, c *call) answer {
	var want struct {
		Base string `json:"base_tree"`
		Tree []struct {
			Path, Mode string
			SHA        *string
			Content    *string
		}
	}
	decode(c.body, &want)
	var entries []treeEntry
	for _, e := range want.Tree {
		entry := treeEntry{path: e.Path, mode: e.Mode}
		switch {
		case e.SHA != nil && e.Content != nil:
			return refuse(http.StatusUnprocessableEntity, "Must supply either tree.sha or tree.content, not both")
		case e.Content != nil:
			entry.sha = s.must(s.store("blob", []byte(*e.Content)))
		case e.SHA != nil:
			entry.sha = *e.SHA
		}
		entries = append(entries, entry)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].path < entries[j].path })
	sha, err := s.makeTree(want.Base, entries)
	if err != nil {
		return refuse(http.StatusUnprocessableEntity, "tree: %v", err)
	}
	return answer{status: http.StatusCreated, body: s.treeBody(sha, false)}
}

func (s *Server) getBlob(_ *http.Request, c *call) answer {
	sha := c.params["file_sha"]
	if s.kind(sha) != "blob" {
		return notFound()
	}
	content := s.blob(sha)
	return ok(map[string]any{
		"sha": sha, "size": len(content), "encoding": "base64", "content": wrap(base64.StdEncoding.EncodeToString(content)),
	})
}

// wrap breaks base64 into lines, as GitHub does.
func wrap(text string) string {
	var out strings.Builder
	for len(text) > 60 {
		out.WriteString(text[:60] + "\n")
		text = text[60:]
	}
	return out.String() + text + "\n"
}

func (s *Server) createBlob(_ *http.Request, c *call) answer {
	var want struct{ Content, Encoding string }
	decode(c.body, &want)
	content := []byte(want.Content)
	if want.Encoding == "base64" {
		var err error
		if content, err = base64.StdEncoding.DecodeString(want.Content); err != nil {
			return refuse(http.StatusUnprocessableEntity, "content is not valid Base64")
		}
	}
	sha := s.must(s.store("blob", content))
	return answer{status: http.StatusCreated, body: map[string]any{"sha": sha, "url": s.URL}}
}
