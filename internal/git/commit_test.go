package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	branch  = "reproduce/iris/v7"
	message = "Reproduce iris v7\n\nParams as run abc logged them.\n\nReproduce-Run: abc\n"
	after   = "train:\n  lr: 0.01 # learning rate\n"
)

var edits = []repro.FileEdit{{Path: "params.yaml", Before: []byte(params), After: []byte(after)}}

func TestCommitParamsTouchesNothingButItsBranch(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	messy(t, dir)
	base := commit(t, repository, "HEAD")
	mine := []string{".git/objects/", ".git/refs/heads/reproduce/", ".git/logs/refs/heads/reproduce/"}
	before := snapshot(t, dir, mine...)
	stash := sh(t, dir, "stash", "list")

	got, err := repository.CommitParams(t.Context(), base, branch, edits, message)
	if err != nil {
		t.Fatal(err)
	}
	checkSame(t, before, snapshot(t, dir, mine...))
	if now := sh(t, dir, "stash", "list"); now != stash || stash == "" {
		t.Errorf("stash was %q, is %q", stash, now)
	}
	if tip := commit(t, repository, "refs/heads/"+branch); tip != got {
		t.Errorf("the branch is at %s, want %s", tip, got)
	}
	if diff := sh(t, dir, "diff", "--stat=200", "--format=", base, got); !strings.Contains(diff, "params.yaml | 2 +-") || !strings.Contains(diff, "1 file changed") {
		t.Errorf("the commit changes\n%s\nwant one line of params.yaml", diff)
	}
	if content := sh(t, dir, "show", got+":params.yaml"); content+"\n" != after {
		t.Errorf("params.yaml in the commit is %q, want %q", content, after)
	}
	if parent := sh(t, dir, "rev-parse", got+"^"); parent != base {
		t.Errorf("the parent is %s, want %s", parent, base)
	}
	if trailer := sh(t, dir, "log", "-1", "--format=%(trailers:key=Reproduce-Run,valueonly)", got); trailer != "abc" {
		t.Errorf("git reads the trailer as %q, want abc", trailer)
	}
	sh(t, dir, "fsck", "--strict", "--no-dangling")
}

func TestCommitParamsTwiceIsOneCommit(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	first, err := repository.CommitParams(t.Context(), base, branch, edits, message)
	if err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, dir, "params.yaml", "someone works here\n")
	second, err := repository.CommitParams(t.Context(), base, branch, edits, message)
	if err != nil || second != first {
		t.Errorf("the second call gives %s, %v; want %s", second, err, first)
	}
	if log := strings.Split(sh(t, dir, "reflog", "show", "refs/heads/"+branch), "\n"); len(log) != 1 {
		t.Errorf("the branch moved %d times, want once: %q", len(log), log)
	}
}

func TestEightAtOnceMakeOneBranch(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	var group sync.WaitGroup
	commits, errs := make([]string, 8), make([]error, 8)
	for i := range commits {
		group.Go(func() {
			commits[i], errs[i] = repository.CommitParams(t.Context(), base, branch, edits, message)
		})
	}
	group.Wait()
	for i := range commits {
		if errs[i] != nil || commits[i] != commits[0] {
			t.Errorf("call %d gives %s, %v; want %s", i, commits[i], errs[i], commits[0])
		}
	}
	if branches := sh(t, dir, "for-each-ref", "--format=%(refname)", "refs/heads"); branches != "refs/heads/main\nrefs/heads/"+branch {
		t.Errorf("branches are %q", branches)
	}
}

func TestCommitParamsMovesItsBranchToANewBase(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, edits, message); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "the project goes on")
	base := commit(t, repository, "HEAD")
	got, err := repository.CommitParams(t.Context(), base, branch, edits, message)
	if err != nil {
		t.Fatal(err)
	}
	if parent := sh(t, dir, "rev-parse", "refs/heads/"+branch+"^"); parent != base || commit(t, repository, branch) != got {
		t.Errorf("the branch stands on %s, want %s", parent, base)
	}
}

func TestCommitParamsWithoutEditsStillMarksTheBranch(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	got, err := repository.CommitParams(t.Context(), base, branch, nil, message)
	if err != nil {
		t.Fatal(err)
	}
	if got == base || sh(t, dir, "rev-parse", got+"^{tree}") != sh(t, dir, "rev-parse", base+"^{tree}") {
		t.Errorf("commit %s: want one of its own with the files of %s", got, base)
	}
}

func TestCommitParamsKeepsTheFilesMode(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	got, err := repository.CommitParams(t.Context(), base, branch, []repro.FileEdit{
		{Path: "src/train.py", Before: []byte("print('training')\n"), After: []byte("print('again')\n")},
	}, message)
	if err != nil {
		t.Fatal(err)
	}
	if entry := sh(t, dir, "ls-tree", got, "src/train.py"); !strings.HasPrefix(entry, "100755 ") {
		t.Errorf("the entry is %q, want an executable", entry)
	}
}

// TestCommitParamsDependsOnNothingAround makes the same commit under another
// identity, clock, signature and encoding setting.
func TestCommitParamsDependsOnNothingAround(t *testing.T) {
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	first, err := repository.CommitParams(t.Context(), base, branch, edits, message)
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{
		"user.name": "Eve", "commit.gpgSign": "true", "gpg.program": "/bin/false", "i18n.commitEncoding": "ISO-8859-1",
		"core.autocrlf": "true", "core.splitIndex": "true", "core.hooksPath": filepath.Join(dir, "hooks"), "log.showSignature": "true",
	} {
		sh(t, dir, "config", key, value)
	}
	ran := filepath.Join(t.TempDir(), "hook-ran")
	for _, hook := range []string{"reference-transaction", "post-commit", "pre-commit", "post-index-change", "post-checkout"} {
		for _, hooks := range []string{"hooks", ".git/hooks"} {
			gittest.Write(t, dir, hooks+"/"+hook, "#!/bin/sh\ntouch "+ran+"\n")
			if err := os.Chmod(filepath.Join(dir, hooks, hook), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	sh(t, dir, "config", "core.fsmonitor", filepath.Join(dir, "hooks", "post-commit"))
	t.Setenv("GIT_AUTHOR_NAME", "Eve")
	t.Setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
	t.Setenv("TZ", "Asia/Tokyo")
	second, err := repository.CommitParams(t.Context(), base, "reproduce/iris/v8", edits, message)
	if err != nil || second != first {
		t.Errorf("under other settings: %s, %v; want %s", second, err, first)
	}
	if _, err := repository.Head(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a hook of the repository was run")
	}
	if shared, _ := filepath.Glob(filepath.Join(dir, ".git", "sharedindex.*")); len(shared) > 0 {
		t.Errorf("a split index was left: %q", shared)
	}
}

func TestCommitParamsRefusesOthersBranches(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	sh(t, dir, "branch", "reproduce/person/v1")
	sh(t, dir, "branch", "stable")
	sh(t, dir, "update-ref", "refs/remotes/origin/stable", base)
	sh(t, dir, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/stable")
	sh(t, dir, "branch", "taken")
	sh(t, dir, "branch", "team/a")
	sh(t, dir, "tag", "v7")
	sh(t, dir, "update-ref", "refs/remotes/origin/feature", base)
	sh(t, dir, "remote", "add", "fork", "https://forge.example/fork")
	if _, err := repository.CommitParams(t.Context(), base, "reproduce/other/v1", edits, strings.Replace(message, "Run: abc", "Run: def", 1)); err != nil {
		t.Fatal(err)
	}
	before := sh(t, dir, "for-each-ref")
	for branch, want := range map[string]string{
		"main": "default branch", "master": "default branch", "stable": "default branch", "reproduce/person/v1": "not made by reproduce",
		"reproduce/other/v1": "reproduces run", "taken/v1": "cannot keep it beside the branch taken", "team": "cannot keep it beside the branch team/a", "v7": "a tag has that name", "origin/feature": "a remote's branch has that name", "fork/x": "branch of the remote fork", "a..b": "operator", "refs/heads/x": "something else",
	} {
		got, err := repository.CommitParams(t.Context(), base, branch, edits, message)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CommitParams to %q = %q, %v; want an error with %q", branch, got, err, want)
		}
	}
	if after := sh(t, dir, "for-each-ref"); after != before {
		t.Errorf("refs were\n%s\nare\n%s", before, after)
	}
}

func TestCommitParamsRefusesABranchThatSomebodyWentOnWith(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	base := commit(t, repository, "HEAD")
	if _, err := repository.CommitParams(t.Context(), base, branch, edits, message); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "checkout", "--quiet", branch)
	other := []repro.FileEdit{{Path: "params.yaml", Before: []byte(params), After: []byte("train: {lr: 1}\n")}}
	if _, err := repository.CommitParams(t.Context(), base, branch, other, message); err == nil || !strings.Contains(err.Error(), "checked out in") {
		t.Errorf("moving a checked-out branch: %v; want to be told where it is checked out", err)
	}
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "my own work")
	mine := commit(t, repository, "HEAD")
	sh(t, dir, "checkout", "--quiet", "main")
	if _, err := repository.CommitParams(t.Context(), base, branch, edits, message); err == nil || !strings.Contains(err.Error(), "not made by reproduce") {
		t.Errorf("moving a branch with a person's commit: %v; want a refusal", err)
	}
	if tip := commit(t, repository, branch); tip != mine {
		t.Errorf("the person's commit %s is gone, the branch is at %s", mine, tip)
	}
}

func TestCommitParamsRefusesEditsItCannotTrust(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	gittest.Write(t, dir, ".github/params.yaml", "a: 1\n")
	if err := os.Symlink("params.yaml", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "traps")
	base := commit(t, repository, "HEAD")
	edit := func(path, before string) []repro.FileEdit {
		return []repro.FileEdit{{Path: path, Before: []byte(before), After: []byte("x: 1\n")}}
	}
	for _, test := range []struct {
		name    string
		base    string
		files   []repro.FileEdit
		message string
		want    string
	}{
		{"other content", base, edit("params.yaml", "train: {}\n"), message, "other content"},
		{"a file that is not there", base, edit("new.yaml", ""), message, "not made"},
		{"a symbolic link", base, edit("link.yaml", "params.yaml"), message, "symbolic link"},
		{"out of the repository", base, edit("../params.yaml", ""), message, "not a path inside"},
		{"git's own files", base, edit(".git/config", ""), message, "git's own files"},
		{"git's own files, spelt for Windows", base, edit("a/.GIT ./config", ""), message, "configure git"},
		{"a workflow", base, edit(".github/params.yaml", "a: 1\n"), message, "configure git"},
		{"the same file twice", base, append(edit("params.yaml", params), edit("params.yaml", params)...), message, "twice"},
		{"an unknown base", strings.Repeat("a", 40), edits, message, "git fetch"},
		{"a base that is an option", "--help", edits, message, "not in"},
		{"no trailer", base, edits, "Reproduce iris v7\n", "trailer"},
		{"a trailer in the middle only", base, edits, "a\n\nReproduce-Run: abc\n\nb\n", "trailer"},
	} {
		got, err := repository.CommitParams(t.Context(), test.base, branch, test.files, test.message)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: CommitParams = %q, %v; want an error with %q", test.name, got, err, test.want)
		}
	}
	if refs := sh(t, dir, "for-each-ref", "--format=%(refname)"); refs != "refs/heads/main" {
		t.Errorf("refs are %q, want main alone", refs)
	}
}

func TestCommitParamsInASHA256Repository(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sh(t, dir, "init", "--quiet", "--object-format=sha256", "--initial-branch=main")
	gittest.Write(t, dir, "params.yaml", params)
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "a project")
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	got, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, edits, message)
	if err != nil || len(got) != 64 {
		t.Errorf("CommitParams = %q, %v; want a SHA-256 name", got, err)
	}
}
