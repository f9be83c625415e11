package git_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestAskedOnce: a check asks git for what stays as it is once, however many branches it trains,
// and looks anew at what others may change meanwhile.
func TestAskedOnce(t *testing.T) {
	_, dir := project(t)
	trace := t.TempDir()
	t.Setenv("GIT_TRACE2_EVENT", trace)
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := repository.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	repository.Clones = t.TempDir()
	if _, err := repository.Files(t.Context(), head.Commit); err != nil {
		t.Fatal(err)
	}
	const branches = 3
	for _, branch := range []string{"reproduce/a/v1", "reproduce/a/v1-challenge1", "reproduce/a/v1-challenge2"} {
		edit := repro.FileEdit{Path: "params.yaml", Before: []byte(params), After: []byte(strings.Replace(params, "0.1", "0.2", 1))}
		commit, err := repository.CommitParams(t.Context(), head.Commit, branch, []repro.FileEdit{edit}, "x\n\n"+git.Trailer+": "+branch)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := repository.Files(t.Context(), commit); err != nil {
			t.Fatal(err)
		}
		clone, err := repository.Clone(t.Context(), branch, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := clone.Remove(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	calls := started(t, trace)
	for call, most := range map[string]int{
		"config -z --get-regexp": 1, "--absolute-git-dir": 1, "cat-file -e": 1, "rev-parse --show-object-format": 0, "remote": 0,
		"refs/remotes/*/HEAD": branches, "worktree list": branches, "show-ref": 0,
		"ls-tree": 1 + branches, "git": 20*branches + 7,
	} {
		n := 0
		for _, line := range calls {
			if strings.Contains(" "+line+" ", " "+call+" ") {
				n++
			}
		}
		if n > most || n == 0 && most > 0 {
			t.Errorf("git %s: %d times for %d branches, at most %d", call, n, branches, most)
		}
	}
	if t.Failed() {
		t.Log("\n" + strings.Join(calls, "\n"))
	}
}

// started are the command lines of the git processes that this program started.
func started(t *testing.T, trace string) (calls []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(trace, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			_, argv, is := strings.Cut(string(line), `"event":"start"`)
			_, own, _ := strings.Cut(string(line), `"sid":"`)
			if sid, _, _ := strings.Cut(own, `"`); is && !strings.Contains(sid, "/") {
				_, argv, _ = strings.Cut(argv, `"argv":[`)
				_, verb, _ := strings.Cut(argv, `"i18n.commitEncoding=UTF-8",`)
				calls = append(calls, "git "+strings.NewReplacer(`","`, " ", `"`, "", "]}", "", "\n", "").Replace(verb))
			}
		}
	}
	return calls
}
