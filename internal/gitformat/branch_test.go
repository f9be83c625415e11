package gitformat

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

// TestBranchNamesAreGits: whatever is taken for a branch's name, git takes too,
// and a URL does not change.
func TestBranchNamesAreGits(t *testing.T) {
	t.Parallel()
	const alphabet = "ab0.-_/@{}~^:?*[\\ lock+%#é\x7f\n"
	random := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range 60_000 {
		var name strings.Builder
		for range 1 + random.IntN(9) {
			name.WriteRune([]rune(alphabet)[random.IntN(len([]rune(alphabet)))])
		}
		if CheckBranch(name.String()) != nil {
			continue
		}
		if taken++; taken > 150 {
			return
		}
		if err := exec.Command("git", "check-ref-format", "--branch", name.String()).Run(); err != nil {
			t.Errorf("%q is taken, and git refuses it", name.String())
		}
		if strings.ContainsAny(name.String(), "?#%\\ ") || strings.Contains(name.String(), "..") {
			t.Errorf("%q is taken, and means something in a URL", name.String())
		}
	}
	t.Errorf("only %d names were taken: the test tries the wrong ones", taken)
}
