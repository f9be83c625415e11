package gitdata

import (
	"context"
	"encoding/base64"
	"unicode/utf8"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
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
	op := github.Operation{Name: "write " + printable.OneLine(edit.Path, 80), Permission: "contents: write"}
	blob, _, err := c.API.Git.CreateBlob(github.Idempotent(ctx), c.Owner, c.Name, &gh.Blob{
		Content:  gh.String(base64.StdEncoding.EncodeToString(edit.After)),
		Encoding: gh.String("base64"),
	})
	if err != nil {
		return nil, c.Explain(op, err)
	}
	if blob.GetSHA() != gitformat.ObjectID("blob", edit.After) {
		return nil, op.Unexpected("a blob of other content")
	}
	entry.SHA = blob.SHA
	return entry, nil
}
