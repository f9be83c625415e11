package gitformat

import (
	"math/rand/v2"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

func TestCheckBranchRefuses(t *testing.T) {
	t.Parallel()
	for _, branch := range []string{
		"", "--upload-pack=x", "a..b", "a.lock", "a.LOCK/b", ".a", "a/.b", "a//b", "a/", "/a", "a@{b", "@", "HEAD", "refs/heads/main", "a b", "a~b", "a^b", "a:b", "a?b",
		"a*b", "a[b", "a\\b", "a.", "a./b", "a\x7fb", "🚀", "é", "a\nb", "../x", strings.Repeat("x", 300), "$(id)", "a;b", "a'b",
	} {
		if err := CheckBranch(branch); err == nil {
			t.Errorf("CheckBranch(%q) accepts it", branch)
		}
	}
	for _, branch := range []string{"reproduce/iris/v7", "exp/try_2", "a", "feature+x=1", "user@host"} {
		if err := CheckBranch(branch); err != nil {
			t.Errorf("CheckBranch(%q): %v", branch, err)
		}
	}
}

// TestBranchRuleIsGits holds the rule against git's own on random names: whatever
// is taken git takes too, and a URL does not change it; and a name that git takes
// is refused for a reason that is listed here.
func TestBranchRuleIsGits(t *testing.T) {
	t.Parallel()
	const alphabet = "ab0.-_/@{}~^:?*[\\ lock+=%#é\x7f\n"
	const ours = "ab0.-_/@lock+="
	stricter := regexp.MustCompile(`(?i)^-|^@$|\.(/|$)|\.lock(/|$)|^[0-9a-f]{7,40}$`)
	random := rand.New(rand.NewPCG(1, 2))
	taken, refused := 0, 0
	for n := 0; taken < 150 || refused < 150; n++ {
		if n > 60_000 {
			t.Fatalf("only %d names were taken and %d refused: the test tries the wrong ones", taken, refused)
		}
		signs := []rune(alphabet)
		if n%2 == 0 {
			signs = []rune(ours)
		}
		var text strings.Builder
		for range 1 + random.IntN(9) {
			text.WriteRune(signs[random.IntN(len(signs))])
		}
		name := text.String()
		if CheckBranch(name) == nil {
			if taken++; taken > 150 {
				continue
			}
			if !gitTakes(name) {
				t.Errorf("%q is taken, and git refuses it", name)
			}
			if strings.ContainsAny(name, "?#%\\ ") || strings.Contains(name, "..") {
				t.Errorf("%q is taken, and means something in a URL", name)
			}
		} else if n%2 == 0 && !stricter.MatchString(name) {
			if refused++; refused <= 150 && gitTakes(name) {
				t.Errorf("%q is refused, and git takes it", name)
			}
		}
	}
}

func gitTakes(branch string) bool {
	return exec.Command("git", "check-ref-format", "--branch", branch).Run() == nil
}

// TestPaths: what is read from a commit, and what is written.
func TestPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]bool{ // read, written
		"params.yaml": {true, true}, "conf/train params.yaml": {true, true}, "é/ü.yaml": {true, true}, "a.git/x": {true, true},
		"": {}, ".": {}, "..": {}, "/etc/passwd": {}, "a//b": {}, "a/": {}, "a/../b": {}, "./a": {}, `a\b`: {}, "a\nb": {}, "a\x00b": {}, "a\xff": {},
		strings.Repeat("a", 5000): {}, ".git/config": {}, "a/.GIT/x": {},
		".github/workflows/train.yml": {true, false}, ".GitHub/x": {true, false}, "a/.github/x": {true, true}, ".gitmodules": {true, false},
		"git~1/config": {true, false}, ".git./config": {true, false}, ".git /config": {true, false},
	} {
		if got := [2]bool{CheckPath(path) == nil, CheckWritable(path) == nil}; got != want {
			t.Errorf("%.40q: read and written %v, want %v", path, got, want)
		}
	}
}
