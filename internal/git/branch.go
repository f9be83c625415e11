package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

const (
	branchPrefix = "reproduce/"
	maxSlug      = 80
)

// BranchName gives the branch of a reproduction: reproduce/MODEL/vVERSION. A
// name that a branch cannot hold is spelt with dashes and a hash of the
// original, so that two models never share a branch. The result is always
// valid for git.
func BranchName(model, version string) string {
	return branchPrefix + slug(model) + "/v" + slug(version)
}

// RunBranchName gives the branch of a reproduction of a run that has no model
// version.
func RunBranchName(runID string) string { return branchPrefix + "run-" + slug(runID) + "/run" }

// slug keeps letters, digits, underscores, dots and dashes of ASCII where git
// and every file system take them; anything else costs the name its purity.
func slug(text string) string {
	var slug strings.Builder
	for _, char := range text {
		switch {
		case char < 0x80 && (isAlphanumeric(byte(char)) || strings.ContainsRune("_.-", char)):
			slug.WriteRune(char)
		case !strings.HasSuffix(slug.String(), "-"):
			slug.WriteByte('-')
		}
		if slug.Len() >= maxSlug {
			break
		}
	}
	clean := strings.Trim(slug.String(), ".-")
	for strings.Contains(clean, "..") {
		clean = strings.ReplaceAll(clean, "..", ".")
	}
	if strings.HasSuffix(strings.ToLower(clean), ".lock") {
		clean = clean[:len(clean)-len(".lock")] + "-lock"
	}
	if clean == text && text != "" {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return strings.TrimLeft(clean+"-"+hex.EncodeToString(sum[:4]), "-")
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// checkMine refuses branches that people work on: the usual default branches,
// the one the remote or git's configuration calls default, and any that is
// checked out in a working tree other than ours.
func (r *Repository) checkMine(ctx context.Context, branch string) error {
	if err := gitformat.CheckBranch(branch); err != nil {
		return err
	}
	defaults := []string{"main", "master", "trunk", "develop"}
	if out, err := r.git(ctx, "for-each-ref", "--format=%(symref)", "refs/remotes/*/HEAD"); err == nil {
		for _, target := range strings.Fields(string(out)) {
			if parts := strings.SplitN(target, "/", 4); len(parts) == 4 {
				defaults = append(defaults, parts[3])
			}
		}
	}
	if out, err := r.git(ctx, "config", "--get", "init.defaultBranch"); err == nil {
		defaults = append(defaults, strings.TrimSpace(string(out)))
	}
	if slices.Contains(defaults, branch) {
		return fmt.Errorf("branch %s: a default branch is never written; leave --branch out, or name another", branch)
	}
	return r.checkAlone(ctx, branch)
}

// checkAlone refuses a branch that another ref leaves no room for, and one whose name git
// would take for a tag or for a remote's branch as well.
func (r *Repository) checkAlone(ctx context.Context, branch string) error {
	first, _, _ := strings.Cut(branch, "/")
	out, err := r.git(ctx, "for-each-ref", "--format=%(refname)", "refs/heads/"+first, "refs/tags/"+branch, "refs/remotes/"+branch)
	if err != nil {
		return err
	}
	const way = "; choose another with --branch"
	for ref := range strings.FieldsSeq(string(out)) {
		head, isHead := strings.CutPrefix(ref, "refs/heads/")
		switch {
		case isHead && gitformat.Nested(head, branch):
			return fmt.Errorf("branch %s: git cannot keep it beside the branch %s%s, or rename that one", branch, head, way)
		case ref == "refs/tags/"+branch:
			return fmt.Errorf("branch %s: a tag has that name, and git would take one for the other%s", branch, way)
		case ref == "refs/remotes/"+branch:
			return fmt.Errorf("branch %s: a remote's branch has that name, and git would take one for the other%s", branch, way)
		}
	}
	if out, err := r.git(ctx, "remote"); err == nil && strings.Contains(branch, "/") && slices.Contains(strings.Fields(string(out)), first) {
		return fmt.Errorf("branch %s: it reads as a branch of the remote %s%s", branch, first, way)
	}
	return nil
}
