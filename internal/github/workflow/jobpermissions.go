package workflow

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// A JobToken is what the token of a job may do, as far as its workflow's file says so.
type JobToken struct {
	Known  bool              // the file says it: it has a permissions key, and the token is the job's own
	access map[string]string // permission -> read, write or none; "*" stands for all others
}

// Lacks gives those of the needs, "contents: write", that the token does not have.
// A comment on a pull request takes either of two permissions.
func (t JobToken) Lacks(needs []string) (lacking []string) {
	for _, need := range needs {
		name, access, _ := strings.Cut(need, ": ")
		if t.Known && !t.has(name, access) && !(name == "pull-requests" && t.has("issues", access)) {
			lacking = append(lacking, need)
		}
	}
	slices.Sort(lacking)
	return lacking
}

func (t JobToken) has(name, access string) bool {
	given, said := t.access[name]
	if !said {
		given = t.access["*"]
	}
	return given == "write" || given == access
}

// jobToken is a value of github-token that is the job's own.
var jobToken = regexp.MustCompile(`^\$\{\{\s*(github\.token|secrets\.GITHUB_TOKEN)\s*\}\}$`)

// JobToken reads what a job's token may do out of its workflow's file, a path of
// the repository, at a commit: GitHub tells a token's permissions to nobody. A file
// with a permissions key gives none but those.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
func (c *Client) JobToken(ctx context.Context, path, commit, job string) (JobToken, error) {
	if err := gitformat.CheckPath(path); err != nil {
		return JobToken{}, err
	}
	if err := gitformat.CheckID("commit", commit); err != nil {
		return JobToken{}, err
	}
	op := github.Operation{Name: fmt.Sprintf("read the workflow %s at %s", path, gitformat.ShortID(commit)), Permission: "contents: read"}
	file, _, _, err := c.API.Repositories.GetContents(ctx, c.Owner, c.Name, path, &gh.RepositoryContentGetOptions{Ref: commit})
	if err != nil {
		return JobToken{}, c.Explain(op, err)
	}
	text, err := file.GetContent()
	if err != nil {
		return JobToken{}, op.Unexpected("no content")
	}
	root, err := doc.Read(doc.YAML, []byte(text), workflowLimit)
	if err != nil || root.Kind != doc.Map {
		return JobToken{}, op.Unexpected("no workflow")
	}
	return tokenOf(root, job), nil
}

// tokenOf finds the permissions key that counts for a job. A job that calls another
// workflow, or an action that is given a token of its own, is not known.
func tokenOf(root *doc.Node, job string) JobToken {
	jobs := root.Get("jobs")
	if jobs == nil || jobs.Kind != doc.Map {
		return JobToken{}
	}
	own := jobs.Get(job)
	if own == nil || own.Kind != doc.Map || own.Get("uses") != nil || otherToken(own.Get("steps")) {
		return JobToken{}
	}
	permissions := own.Get("permissions")
	if permissions == nil {
		permissions = root.Get("permissions")
	}
	if permissions == nil {
		return JobToken{}
	}
	access := map[string]string{}
	switch {
	case permissions.Kind == doc.Map:
		for i, key := range permissions.Keys {
			access[key.Text] = scalar(permissions.Values[i])
		}
	case slices.Contains([]string{"read-all", "write-all"}, scalar(permissions)):
		access["*"] = strings.TrimSuffix(scalar(permissions), "-all")
	}
	return JobToken{Known: true, access: access}
}

// otherToken says whether a step is given a token that is not the job's.
func otherToken(steps *doc.Node) bool {
	if steps == nil || steps.Kind != doc.List {
		return false
	}
	return slices.ContainsFunc(steps.Items(), func(step *doc.Node) bool {
		if step.Kind != doc.Map || step.Get("with") == nil || step.Get("with").Kind != doc.Map {
			return false
		}
		given := step.Get("with").Get("github-token")
		return given != nil && !jobToken.MatchString(strings.TrimSpace(scalar(given)))
	})
}
