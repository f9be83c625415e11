package train

import (
	"context"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// An EarlierContent is what a file held before the training, and where.
type EarlierContent struct {
	Where string // "commit 1234567", "main", "DVC's cache"
	Data  []byte
}

// putsBack finds the calls of git by which a file is got out of another commit.
var putsBack = regexp.MustCompile(`\bgit\b[^;&|\n]*\b(?:show|checkout|checkout-index|restore|reset|stash|archive|cat-file|switch|read-tree|worktree)\b`)

// earlier gives what a file of the project held before the training: in the
// commit, in DVC's cache under the hash that the commit's lock or .dvc file has of
// it, and where the commit has the file, or the command has git fetch one from
// another commit, at the tips of branches and tags. Where it names the clone by
// its full path, the clone's own file counts too. A file that was nowhere near was
// made, however many branches have it.
func (l *Local) earlier(ctx context.Context, change repro.Change, pipeline *dvc.Project, text string) func(file string) []EarlierContent {
	return func(file string) []EarlierContent {
		var found []EarlierContent
		if strings.Contains(text, l.Repository.Dir) || strings.Contains(text, filestate.RealPath(l.Repository.Dir)) {
			if data, err := doc.ReadFile(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file)); err == nil {
				found = append(found, EarlierContent{"the clone", data})
			}
		}
		committed := len(found)
		if files, err := l.Files(ctx, change.Commit); err == nil {
			if data, err := doc.ReadFile(files, file); err == nil {
				found = append(found, EarlierContent{"commit " + gitformat.Short(change.Base), data})
			}
		}
		if len(found) > committed || putsBack.MatchString(text) {
			versions, _ := l.Repository.Versions(ctx, path.Join(l.Prefix, file)) // without them fewer are known
			for _, version := range versions {
				found = append(found, EarlierContent{version.Ref, version.Data})
			}
		}
		cache := l.dvcCache()
		if hash, ok := pipeline.LockedHash(file); ok && cache != nil {
			if name, ok := hash.RemotePath(); ok {
				if data, err := doc.ReadFile(cache, name); err == nil {
					found = append(found, EarlierContent{"DVC's cache", data})
				}
			}
		}
		return found
	}
}
