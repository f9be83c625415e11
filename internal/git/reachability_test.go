package git_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
)

func TestReachabilitiesTellHistoryFromChance(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	first := commit(t, repository, "HEAD")
	sh(t, dir, "checkout", "--quiet", "-b", "side")
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "lost")
	lost := commit(t, repository, "HEAD")
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "tagged")
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "gone as well")
	gone := commit(t, repository, "HEAD")
	sh(t, dir, "checkout", "--quiet", "main")
	sh(t, dir, "branch", "-D", "--quiet", "side")
	tree := sh(t, dir, "rev-parse", "HEAD^{tree}")
	nowhere := strings.Repeat("0", 40)
	want := map[string]git.Reachability{
		first: git.InHistory, lost: git.Unreachable, gone: git.Unreachable,
		nowhere: git.Absent, tree: git.Absent, first[:12]: git.Absent, "--all": git.Absent, "": git.Absent,
	}
	asked := []string{first, lost, gone, nowhere, tree, first[:12], "--all", "", first}
	got, err := repository.Reachabilities(t.Context(), asked)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Reachabilities = %v, %v; want %v", got, err, want)
	}
	sh(t, dir, "tag", "kept", lost)
	want[lost] = git.InHistory
	got, err = repository.Reachabilities(t.Context(), asked)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("after tagging: Reachabilities = %v, %v; want %v", got, err, want)
	}
	if got, err := repository.Reachabilities(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}
