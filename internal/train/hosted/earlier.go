package hosted

import (
	"context"
	"io/fs"
	"path"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// fixedRef finds a checkout in a workflow that names a branch or a tag, and no expression.
var fixedRef = regexp.MustCompile(`(?m)^\s*(?:-\s+)?ref:\s*['"]?[^\s'"$#]`)

// runKey begins the commands of a step.
var runKey = regexp.MustCompile(`(?m)^\s*(?:-\s+)?run:\s*(?:[|>][-+]?)?`)

// earlier is the same on GitHub: the commit's file and the default branch's. Where the
// commit has no such file, the default branch's counts if the workflow may have got it
// there: it checks out a ref of its own, or has git fetch files from another commit.
func (h *Project) earlier(ctx context.Context, change repro.Change, putsBack bool) func(file string) []train.EarlierContent {
	return func(file string) []train.EarlierContent {
		var found []train.EarlierContent
		head, err := h.Client.Resolve(ctx, "head")
		if err != nil {
			head = ""
		}
		for _, commit := range []string{change.Base, head} { // the change's own leaves the file out
			if commit == "" {
				continue
			}
			data, err := fs.ReadFile(h.files(ctx, commit), file)
			if err != nil || len(found) == 0 && commit != change.Base && !putsBack {
				continue
			}
			found = append(found, train.EarlierContent{Where: "commit " + gitformat.Short(commit), Data: data})
		}
		return append(found, h.alike(ctx, change.Base, path.Join(h.Dir, file))...)
	}
}

// maxAlike bounds the files of one name that are read.
const maxAlike = 5

// alike are the commit's other files of the same name: an upload of one file tells its name
// alone.
func (h *Project) alike(ctx context.Context, commit, file string) (found []train.EarlierContent) {
	names, _, err := h.Client.Tracked(ctx, commit)
	if err != nil {
		return nil
	}
	for _, name := range names {
		if path.Base(name) != path.Base(file) || name == file || len(found) == maxAlike {
			continue
		}
		if data, err := fs.ReadFile(h.Client.FS(ctx, commit), name); err == nil {
			found = append(found, train.EarlierContent{Where: name + " of commit " + gitformat.Short(commit), Data: data})
		}
	}
	return found
}

// copies are the commit's files that hold these very bytes: git names a content by its hash,
// and none is read.
func (h *Project) copies(ctx context.Context, commit string) func(data []byte) []train.EarlierContent {
	return func(data []byte) (found []train.EarlierContent) {
		names, _, err := h.Client.Tracked(ctx, commit)
		if err != nil {
			return nil
		}
		files, id := h.Client.FS(ctx, commit), gitformat.ObjectID("blob", data)
		for _, name := range names {
			if info, err := fs.Stat(files, name); err == nil && info.Sys() == id {
				found = append(found, train.EarlierContent{Where: name + " of commit " + gitformat.Short(commit), Data: data})
			}
		}
		return found
	}
}

// fetchesElsewhere says whether the workflow, or a script that it calls, may put files of
// another commit into its checkout. One that cannot be read may.
func (h *Project) fetchesElsewhere(ctx context.Context, plan repro.Plan, change repro.Change) bool {
	text := h.workflowText(ctx, plan.Workflow, change.Commit)
	if text == "" {
		return true
	}
	if pipeline, err := dvc.Read(h.files(ctx, change.Commit)); err == nil {
		text += "\n" + pipeline.Text(runKey.ReplaceAllString(text, ""))
	}
	return fixedRef.MatchString(text) || train.PutsBack.MatchString(text)
}

// workflowText is the workflow that trains a commit, which may be older than it; "" where
// it cannot be read.
func (h *Project) workflowText(ctx context.Context, workflow, commit string) string {
	name := path.Join(".github/workflows", path.Base(workflow))
	data, err := doc.ReadFile(h.Client.FS(ctx, commit), name)
	if err != nil {
		head, headErr := h.Client.Resolve(ctx, "head")
		if headErr != nil {
			return ""
		}
		data, err = doc.ReadFile(h.Client.FS(ctx, head), name)
	}
	if err != nil {
		return ""
	}
	return string(data)
}

// commands are those of the workflow that trains the plan's commit.
func (h *Project) commands(ctx context.Context, plan repro.Plan) string {
	return runKey.ReplaceAllString(h.workflowText(ctx, plan.Workflow, plan.Code.Commit), "")
}
