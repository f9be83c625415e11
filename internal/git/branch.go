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
	if r.asked.isMine(branch) {
		return nil
	}
	config, err := r.configured(ctx)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(branch, "/")
	out, err := r.git(ctx, "for-each-ref", "--format=%(refname) %(symref)", "refs/remotes/*/HEAD", "refs/heads/"+first, "refs/tags/"+branch, "refs/remotes/"+branch)
	if err != nil {
		return err
	}
	defaults := []string{"main", "master", "trunk", "develop", config.defaultBranch}
	var refs []string
	for line := range strings.Lines(string(out)) {
		ref, target, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		refs = append(refs, ref)
		if parts := strings.SplitN(target, "/", 4); len(parts) == 4 && strings.HasPrefix(ref, "refs/remotes/") && strings.HasSuffix(ref, "/HEAD") {
			defaults = append(defaults, parts[3])
		}
	}
	if slices.Contains(defaults, branch) {
		return fmt.Errorf("branch %s: a default branch is never written; leave --branch out, or name another", branch)
	}
	if err := checkAlone(branch, first, refs, config.remotes); err != nil {
		return err
	}
	r.asked.putMine(branch)
	return nil
}

// checkAlone refuses a branch that another ref leaves no room for, and one whose name git
// would take for a tag or for a remote's branch as well.
func checkAlone(branch, first string, refs, remotes []string) error {
	const way = "; choose another with --branch"
	for _, ref := range refs {
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
	if strings.Contains(branch, "/") && slices.Contains(remotes, first) {
		return fmt.Errorf("branch %s: it reads as a branch of the remote %s%s", branch, first, way)
	}
	return nil
}
