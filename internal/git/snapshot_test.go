package git_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestSnapshotsNameWhatATrainingDidToTheUsersRepository, whatever part of it.
func TestSnapshotsNameWhatATrainingDidToTheUsersRepository(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ script, want string }{
		"nothing":               {"git status; git log; touch skipped/x mlflow.db", ""},
		"a look":                {"git update-index --refresh || true", ""},
		"a tracked file":        {"echo x >> src/train.py", "src/train.py"},
		"an ignored file":       {"echo x > metrics/metrics.json", "metrics/metrics.json"},
		"a new file":            {"mkdir out; echo x > out/model", "out/model"},
		"a file that went":      {"rm notes.txt", "notes.txt"},
		"only its mode":         {"chmod +x notes.txt", "notes.txt"},
		"the stash":             {"git stash drop -q", "refs/stash,the stash"},
		"a tag":                 {"git tag v1", "refs/tags/v1"},
		"a branch that moved":   {"git update-ref refs/heads/side HEAD~1", "refs/heads/side"},
		"a branch that went":    {"git branch -q -D side", "refs/heads/side"},
		"an experiment of DVC":  {"git update-ref refs/exps/a/b HEAD", "refs/exps/a/b"},
		"the config":            {"git config a.b c", ".git/config"},
		"the index":             {"git add notes.txt", "the index"},
		"HEAD":                  {"git symbolic-ref HEAD refs/heads/side", "HEAD"},
		"a hook":                {"mkdir -p .git/hooks; touch .git/hooks/pre-push", ".git/hooks/pre-push"},
		"attributes":            {"mkdir -p .git/info; echo x > .git/info/attributes", ".git/info/attributes"},
		"an object, and a pack": {"git hash-object -w notes.txt; git gc -q; git pack-refs --all", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repository, dir := project(t)
			sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "two")
			sh(t, dir, "branch", "side")
			if err := os.Remove(filepath.Join(dir, ".git/info/exclude")); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			messy(t, dir)
			gittest.Write(t, dir, "skipped/x", "1")
			skip := func(path string) bool { return path == "skipped" || path == "mlflow.db" }
			before, err := repository.Snapshot(t.Context(), skip)
			if err != nil {
				t.Fatal(err)
			}
			shell(t, dir, tt.script)
			after, err := repository.Snapshot(t.Context(), skip)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, ",")
			}
			if got := before.Differing(after); !slices.Equal(got, want) {
				t.Errorf("differing %q, want %q", got, want)
			}
		})
	}
}

// TestMissing names what only the user's clone has.
func TestMissing(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	repository.Clones = t.TempDir()
	gittest.Write(t, dir, ".env", "KEY=1\n")
	gittest.Write(t, dir, "data/a/b.csv", "1\n")
	gittest.Write(t, dir, "src/local settings.py", "1\n")
	clone, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, clone.Dir, "notes.txt", "also here\n")
	got, err := clone.Missing(t.Context())
	if want := []string{".env", "data/", "metrics/", "src/local settings.py"}; err != nil || !sameSet(got, want) {
		t.Errorf("missing %q, %v; want %q", got, err, want)
	}
	// What is lent is no change, whatever its name, and nothing else is hidden with it.
	lent := []string{"lent/a*b", "#x", "!y", "data/a b"}
	if err := clone.Ignore(lent); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(lent, "lent/aXb") {
		gittest.Write(t, clone.Dir, name, "1\n")
	}
	if changed, err := clone.Changed(t.Context()); err != nil || !sameSet(changed, []string{"lent/aXb", "notes.txt"}) {
		t.Errorf("changed %q, %v; want what was not lent", changed, err)
	}
	if err := clone.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}
