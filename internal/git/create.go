package git

import (
	"context"
	"fmt"
)

// Create makes a new repository in dir, which must exist, on a branch called
// main. The demonstration needs one; a user's repository is never made here.
func Create(ctx context.Context, dir string) (*Repository, error) {
	if _, err := (call{dir: dir, args: []string{"init", "--quiet", "--initial-branch=main"}}).run(ctx); err != nil {
		return nil, fmt.Errorf("make a repository: %w", err)
	}
	return Open(ctx, dir)
}

// CommitAll commits every file of the working tree that is not ignored.
func (r *Repository) CommitAll(ctx context.Context, message string) error {
	if _, err := r.git(ctx, "add", "--all"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	author := []string{"-c", "user.name=" + identityName, "-c", "user.email=" + identityEmail, "-c", "commit.gpgSign=false"}
	if _, err := r.git(ctx, append(author, "commit", "--quiet", "--message", message)...); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
