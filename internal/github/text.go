package github

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"

	gh "github.com/google/go-github/v60/github"
)

// Text reads a small text file at a commit in one request; a file that is not
// there is an error that wraps fs.ErrNotExist. GitHub follows symbolic links
// inside the repository here, so it is for files of a ref that is trusted; what
// is going to be edited is read with File.
func (c *Client) Text(ctx context.Context, commit, path string) (string, error) {
	if err := checkSHA("commit", commit); err != nil {
		return "", err
	}
	if err := checkPath(path); err != nil {
		return "", err
	}
	op := operation{fmt.Sprintf("read %s at %s", clip(path, 80), short(commit)), "contents: read"}
	file, _, _, err := c.api.Repositories.GetContents(ctx, c.owner, c.repo, path, &gh.RepositoryContentGetOptions{Ref: commit})
	if err != nil {
		if err = c.explain(op, err); statusOf(err) == http.StatusNotFound {
			return "", fmt.Errorf("%s: %w", op.name, fs.ErrNotExist)
		}
		return "", err
	}
	if file == nil {
		return "", fmt.Errorf("%s: it is a directory", op.name)
	}
	text, err := file.GetContent()
	if err != nil {
		return "", op.nonsense("content in an unknown encoding")
	}
	return text, nil
}
