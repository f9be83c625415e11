package gitdata

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// maxCompared is how many files GitHub names of two commits.
// https://docs.github.com/rest/commits/commits#compare-two-commits
const maxCompared = 300

// ChangedSince gives the files in which the default branch differs from a commit that it
// had, by both names where one was moved. There may be more where whole is false. A
// commit that is nowhere any more is no error, and tells of no file.
func (c *Client) ChangedSince(ctx context.Context, commit string) (files []string, whole bool, err error) {
	if err := gitformat.CheckID("commit", commit); err != nil {
		return nil, true, err
	}
	info, err := c.Repository(ctx)
	if err != nil {
		return nil, true, err
	}
	op := github.Operation{Name: fmt.Sprintf("compare %s with %s", gitformat.ShortID(commit), info.DefaultBranch), Permission: "contents: read"}
	compared, _, err := c.API.Repositories.CompareCommits(ctx, c.Owner, c.Name, commit, info.DefaultBranch, &gh.ListOptions{Page: 1, PerPage: 1})
	if err = c.Explain(op, err); github.NotFound(err) {
		return nil, true, nil
	}
	if err != nil {
		return nil, true, err
	}
	for _, file := range compared.Files {
		files = append(files, file.GetFilename())
		if before := file.GetPreviousFilename(); before != "" {
			files = append(files, before)
		}
	}
	return files, len(compared.Files) < maxCompared, nil
}
