package git_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
)

func TestBranchNamesAreReadableAndNeverShared(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ model, version, want string }{
		{"iris-classifier", "7", "reproduce/iris-classifier/v7"},
		{"Churn_v2.1", "12", "reproduce/Churn_v2.1/v12"},
		{"prod.ml.churn", "3", "reproduce/prod.ml.churn/v3"},
	} {
		if got := git.BranchName(test.model, test.version); got != test.want {
			t.Errorf("BranchName(%q, %q) = %q, want %q", test.model, test.version, got, test.want)
		}
	}
	seen := map[string]string{}
	for _, model := range []string{
		"A/B", "A-B", "A B", "a~b", "a-b", "a^b", "a:b", "a..b", "a.b", ".a", "a", "a.", "a.lock", "a-lock", "-a", "--upload-pack=x", "@", "@{", "HEAD",
		"", " ", "/", "..", "../../x", "refs/heads/main", "🚀", "é", "模型", "a\x00b", "a\nb", strings.Repeat("x", 300), strings.Repeat("x", 301), "a/", "a\\b", "v7",
	} {
		branch := git.BranchName(model, "7")
		if other, taken := seen[branch]; taken {
			t.Errorf("%q and %q share the branch %s", model, other, branch)
		}
		seen[branch] = model
		checkGitTakes(t, model, branch)
		checkGitTakes(t, model, git.RunBranchName(model))
	}
}

func checkGitTakes(t *testing.T, from, branch string) {
	t.Helper()
	if err := exec.Command("git", "check-ref-format", "--branch", branch).Run(); err != nil {
		t.Errorf("%q becomes %q, which git refuses", from, branch)
	}
	if err := gitformat.CheckBranch(branch); err != nil {
		t.Errorf("%q becomes %q: %v", from, branch, err)
	}
	if !strings.HasPrefix(branch, "reproduce/") {
		t.Errorf("%q becomes %q, outside reproduce/", from, branch)
	}
}

func FuzzBranchName(f *testing.F) {
	f.Add("a..b.lock", "7")
	f.Add("-@{", "")
	f.Fuzz(func(t *testing.T, model, version string) {
		branch := git.BranchName(model, version)
		if err := gitformat.CheckBranch(branch); err != nil {
			t.Fatalf("BranchName(%q, %q) = %q: %v", model, version, branch, err)
		}
		if strings.Count(branch, "/") != 2 {
			t.Fatalf("BranchName(%q, %q) = %q: want three parts", model, version, branch)
		}
	})
}
