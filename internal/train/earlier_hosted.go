package train

import (
	"context"
	"io/fs"
	"path"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// fixedRef finds a checkout in a workflow that names a branch or a tag, and no expression.
var fixedRef = regexp.MustCompile(`(?m)^\s*(?:-\s+)?ref:\s*['"]?[^\s'"$#]`)

// runKey begins the commands of a step.
var runKey = regexp.MustCompile(`(?m)^\s*(?:-\s+)?run:\s*(?:[|>][-+]?)?`)

// earlier is the same on GitHub: the commit's file and the default branch's. Where the
// commit has no such file, the default branch's counts if the workflow may have got it
// there: it checks out a ref of its own, or has git fetch files from another commit.
func (h *Hosted) earlier(ctx context.Context, plan repro.Plan, change repro.Change) func(file string) []EarlierContent {
	return func(file string) []EarlierContent {
		var found []EarlierContent
		head, err := h.Client.Resolve(ctx, "head")
		if err != nil {
			head = ""
		}
		for _, commit := range []string{change.Commit, head} {
			if commit == "" {
				continue
			}
			data, err := fs.ReadFile(h.files(ctx, commit), file)
			if err != nil || len(found) == 0 && commit != change.Commit && !h.fetchesElsewhere(ctx, plan, change, head) {
				continue
			}
			found = append(found, EarlierContent{"commit " + gitformat.Short(commit), data})
		}
		return found
	}
}

// fetchesElsewhere says whether the workflow, or a script that it calls, may put files of
// another commit into its checkout. One that cannot be read may.
func (h *Hosted) fetchesElsewhere(ctx context.Context, plan repro.Plan, change repro.Change, head string) bool {
	name := path.Join(".github/workflows", path.Base(plan.Workflow))
	files := h.Client.FS(ctx, change.Commit)
	data, err := doc.ReadFile(files, name)
	if err != nil {
		data, err = doc.ReadFile(h.Client.FS(ctx, head), name) // it trains code that is older than itself
	}
	if err != nil {
		return true
	}
	text := string(data)
	if pipeline, err := dvc.Read(h.files(ctx, change.Commit)); err == nil {
		text += "\n" + pipeline.Text(runKey.ReplaceAllString(text, ""))
	}
	return fixedRef.MatchString(text) || putsBack.MatchString(text)
}
