package local

import (
	"context"
	"os"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// earlier gives what a file of the project held before the training: in the
// commit, in DVC's cache under the hash that the commit's lock or .dvc file has of
// it, and where the commit has the file, or the command has git fetch one from
// another commit, at the tips of branches and tags. Where it names the clone by
// its full path, the clone's own file counts too. A file that was nowhere near was
// made, however many branches have it.
func (l *Project) earlier(ctx context.Context, change repro.Change, pipeline *dvc.Project, text string) func(file string) []train.EarlierContent {
	return func(file string) []train.EarlierContent {
		var found []train.EarlierContent
		if strings.Contains(text, l.Repository.Dir) || strings.Contains(text, filestate.RealPath(l.Repository.Dir)) {
			if data, err := doc.ReadFile(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file)); err == nil {
				found = append(found, train.EarlierContent{Where: "the clone", Data: data})
			}
		}
		committed := len(found)
		if files, err := l.Files(ctx, change.Commit); err == nil {
			if data, err := doc.ReadFile(files, file); err == nil {
				found = append(found, train.EarlierContent{Where: "commit " + gitformat.Short(change.Base), Data: data})
			}
		}
		if len(found) > committed || train.PutsBack.MatchString(text) {
			versions, _ := l.Repository.Versions(ctx, path.Join(l.Prefix, file)) // without them fewer are known
			for _, version := range versions {
				found = append(found, train.EarlierContent{Where: version.Ref, Data: version.Data})
			}
		}
		cache := l.dvcCache()
		if hash, ok := pipeline.LockedHash(file); ok && cache != nil {
			if name, ok := hash.RemotePath(); ok {
				if data, err := doc.ReadFile(cache, name); err == nil {
					found = append(found, train.EarlierContent{Where: "DVC's cache", Data: data})
				}
			}
		}
		return found
	}
}
