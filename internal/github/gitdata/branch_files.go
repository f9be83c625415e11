package gitdata

import (
	"context"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/zipfile"
)

const (
	branchLimit   = 64 << 20 // bytes of an archive of a branch that collects files
	branchEntries = 200_000
)

// EachFile reads all files of a commit out of one archive and gives them to take,
// one at a time, in the order of their paths. A link, and a file that is too large, are given
// empty.
// https://docs.github.com/rest/repos/contents#download-a-repository-archive-zip
func (c *Client) EachFile(ctx context.Context, commit string, take func(path string, data []byte)) error {
	op := github.Operation{Name: "fetch the files of " + gitformat.ShortID(commit), Permission: "contents: read"}
	at, resp, err := c.API.Repositories.GetArchiveLink(ctx, c.Owner, c.Name, gh.Zipball, &gh.RepositoryContentGetOptions{Ref: commit}, 0)
	archive, err := c.Download(ctx, op, branchLimit, at, resp, err)
	if err != nil {
		return err
	}
	r, err := zipfile.OpenUpTo(archive, branchEntries)
	if err != nil {
		return op.Wrap(err)
	}
	left := int64(4 * branchLimit)
	for _, entry := range r.File {
		_, path, inside := strings.Cut(entry.Name, "/") // below a directory that is named after the commit
		if !inside || entry.Mode().IsDir() {
			continue
		}
		if !entry.Mode().IsRegular() || entry.UncompressedSize64 > cachedFileLimit {
			take(path, nil)
			continue
		}
		data, err := zipfile.Read(entry)
		if err != nil {
			return op.Wrap(err)
		}
		if left -= int64(len(data)); left < 0 {
			return op.Wrap(errArchiveTooLarge)
		}
		take(path, data)
	}
	return nil
}
