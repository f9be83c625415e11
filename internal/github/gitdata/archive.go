package gitdata

import (
	"context"
	"errors"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/zipfile"
)

const (
	archiveLimit   = 32 << 20 // bytes of a commit's files that are fetched together
	archiveTimeout = 30 * time.Second
)

// cacheArchive reads all files of a small commit out of one archive, and caches
// each by the name that git gives to its content: what the archive calls it does
// not matter, and a file that stands in it otherwise than in the commit (as
// .gitattributes and Git LFS can have it) is known by another name, and is read
// by itself when it is wanted. So is everything where there is no archive.
// https://docs.github.com/rest/repos/contents#download-a-repository-archive-zip
func (c *Client) cacheArchive(ctx context.Context, commit, root string) {
	c.mu.Lock()
	small := c.archivable[root] && !c.noArchives
	delete(c.archivable, root)
	c.mu.Unlock()
	if !small {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, archiveTimeout) // files can be had without it
	defer cancel()
	if err := c.readArchive(ctx, commit); err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.noArchives = true
	}
}

func (c *Client) readArchive(ctx context.Context, commit string) error {
	op := github.Operation{Name: "fetch the files of " + gitformat.ShortID(commit), Permission: "contents: read"}
	at, resp, err := c.API.Repositories.GetArchiveLink(ctx, c.Owner, c.Name, gh.Zipball, &gh.RepositoryContentGetOptions{Ref: commit}, 0)
	archive, err := c.Download(ctx, op, 2*archiveLimit, at, resp, err)
	if err != nil {
		return err
	}
	r, err := zipfile.Open(archive)
	if err != nil {
		return op.Wrap(err)
	}
	left := 2 * archiveLimit
	for _, entry := range r.File {
		if entry.Mode().IsDir() || entry.UncompressedSize64 > cachedFileLimit {
			continue
		}
		data, err := zipfile.Read(entry)
		if left -= len(data); left < 0 {
			return op.Wrap(errArchiveTooLarge)
		}
		if err == nil { // a symbolic link is no file
			c.cacheBlob(gitformat.ObjectID("blob", data), data)
		}
	}
	return nil
}

var errArchiveTooLarge = errors.New("the archive holds more than the commit")
