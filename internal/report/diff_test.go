package report

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDiffApplies has git apply what is printed: whatever was changed, the
// result must be the file as it should be.
func TestDiffApplies(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 9))
	dir := t.TempDir()
	for i := range 40 {
		before := []string{}
		for range r.IntN(40) {
			before = append(before, fmt.Sprintf("key%d: %d", r.IntN(5), r.IntN(3)))
		}
		after := []string{}
		for _, line := range before {
			switch r.IntN(12) {
			case 0:
				after = append(after, line+" # changed")
			case 1:
				if i%2 == 0 { // every other file keeps its number of lines
					after = append(after, "inserted: 1", line)
				} else {
					after = append(after, line)
				}
			case 2:
				if i%2 != 0 {
					after = append(after, line)
				}
			default:
				after = append(after, line)
			}
		}
		end := []string{"\n", ""}[r.IntN(2)]
		x, y := strings.Join(before, "\n")+end, strings.Join(after, "\n")+end
		if x == y || x == "" || y == "" || strings.TrimSpace(x) == "" || strings.TrimSpace(y) == "" {
			continue
		}
		path := filepath.Join(dir, "params.yaml")
		if err := os.WriteFile(path, []byte(x), 0o644); err != nil {
			t.Fatal(err)
		}
		diff := strings.Join(unified(repro.FileEdit{Path: "params.yaml", Before: []byte(x), After: []byte(y)}), "\n") + "\n"
		git := exec.Command("git", "apply", "-")
		git.Dir, git.Stdin = dir, strings.NewReader(diff)
		git.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		if out, err := git.CombinedOutput(); err != nil {
			t.Fatalf("file %d: git apply: %v: %s\nbefore:\n%s\ndiff:\n%s", i, err, out, x, diff)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != y {
			t.Fatalf("file %d: after the diff:\n%s\nwant:\n%s\ndiff:\n%s", i, got, y, diff)
		}
	}
}

func TestDiffIsBounded(t *testing.T) {
	t.Parallel()
	before, after := strings.Repeat("a: 1\n", 100_000), strings.Repeat("a: 2\nb: 3\n", 90_000)
	if n := len(unified(repro.FileEdit{Path: "p", Before: []byte(before), After: []byte(after)})); n > diffLines+1 {
		t.Errorf("%d lines of diff are shown, want at most %d", n, diffLines+1)
	}
}
