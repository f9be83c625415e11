package github

import (
	"context"
	"encoding/base64"
	"unicode/utf8"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// treeEntry puts a file into a tree. Text travels inside the tree, which saves a
// request; what is not UTF-8 would be changed on that way and goes as a blob.
func (c *Client) treeEntry(ctx context.Context, edit repro.FileEdit, mode string) (*gh.TreeEntry, error) {
	entry := &gh.TreeEntry{Path: gh.String(edit.Path), Mode: gh.String(mode), Type: gh.String("blob")}
	if utf8.Valid(edit.After) {
		entry.Content = gh.String(string(edit.After))
		return entry, nil
	}
	op := operation{"write " + clip(edit.Path, 80), "contents: write"}
	blob, _, err := c.api.Git.CreateBlob(repeatable(ctx), c.owner, c.repo, &gh.Blob{
		Content:  gh.String(base64.StdEncoding.EncodeToString(edit.After)),
		Encoding: gh.String("base64"),
	})
	if err != nil {
		return nil, c.explain(op, err)
	}
	if blob.GetSHA() != blobSHA(edit.After) {
		return nil, op.nonsense("a blob of other content")
	}
	entry.SHA = blob.SHA
	return entry, nil
}
