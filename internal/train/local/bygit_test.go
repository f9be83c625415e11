package local

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestByGit: calls of git that print what another commit holds, and those that tell of a commit.
func TestByGit(t *testing.T) {
	t.Parallel()
	commit := "0123456789abcdef0123456789abcdef01234567"
	local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: "/clone"}, Prefix: "app"}}
	p := place{clone: &git.Clone{Dir: "/place", Commit: commit}, absence: absence{digests: filestate.Digests{"app/model.pkl": {}}}}
	for call, want := range map[string]string{
		"git show fits:model.pkl":                                  "fits:model.pkl",
		"git -C /place --no-pager show origin/fits:out/w.npy":      "origin/fits:out/w.npy",
		"git cat-file blob fits:model.pkl":                         "fits:model.pkl",
		"git cat-file -p 9fceb02d0ae598e95dc970b74767f19372d61af8": "9fceb02d0ae598e95dc970b74767f19372d61af8",
		"git archive --format tar fits model.pkl":                  "fits:model.pkl",
		"git archive -o out.tar v1":                                "v1:",
		"sh -c git show 'fits:model.pkl' | python train.py":        "fits:model.pkl",
		"python -c 'x' `git show fits:w.json`":                     "fits:w.json",
		"git fetch origin && git show FETCH_HEAD:model.pkl > m":    "FETCH_HEAD:model.pkl",
		"git show HEAD:app/model.pkl":                              "HEAD:app/model.pkl", // was taken away
		"git show 0123456789:./model.pkl":                          "0123456789:./model.pkl",
		"git show HEAD:params.yaml":                                "",
		"git show 0123456789:params.yaml":                          "",
		"git show :params.yaml":                                    "",
		"git show fits:base/w.npy":                                 "", // asked to be kept
		"git show fits:data/train.csv":                             "", // data
		"git show fits:predictions.csv":                            "fits:predictions.csv",
		"git show fits:src/net.py":                                 "",
		"git show -s --format=%cI HEAD":                            "",
		"git show --no-patch --pretty='%h: %s'":                    "",
		"git show fits":                                            "",
		"git cat-file -t fits:model.pkl":                           "",
		"git cat-file commit fits":                                 "",
		"git cat-file --batch-check":                               "",
		"git cat-file --batch":                                     "",
		"git rev-parse HEAD":                                       "",
		"git log --format=%H:%s":                                   "",
		"git status --porcelain && git describe --tags":            "",
		"git diff fits -- model.pkl":                               "",
		"digit show a:b":                                           "",
	} {
		plan := repro.Plan{Keep: []string{"base"}}
		seen := &observe.Observation{Processes: []observe.Process{{Started: []observe.Command{{Args: strings.Fields(call)}}}}}
		started, kept := local.byGit(t.Context(), seen, p, plan, nil, "")
		told, _ := local.byGit(t.Context(), nil, p, plan, []string{call}, "")
		if (len(kept) > 0) != strings.Contains(call, "fits:base") {
			t.Errorf("%s: kept %q", call, kept)
		}
		for name, got := range map[string][]string{"started": started, "in the command": told} {
			if strings.Join(got, " ") != want {
				t.Errorf("%s, %s: %q, want %q", call, name, got, want)
			}
		}
	}
	batch := []string{"git cat-file --batch"}
	if got, _ := local.byGit(t.Context(), nil, p, repro.Plan{}, batch, "x = blob.data_stream.read()"); !slices.Equal(got, batch) {
		t.Errorf("by GitPython: %q", got)
	}
}

// TestByGit_since: data that were committed after the original had begun may be what it made.
func TestByGit_since(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch", "artifacts")
	gittest.Write(t, dir, "data/feat.csv", "1\n")
	gittest.Git(t, dir, "add", "--all")
	gittest.Git(t, dir, "commit", "--quiet", "--message", "Features")
	committed, err := time.Parse(time.RFC3339, strings.TrimSpace(gittest.Git(t, dir, "show", "-s", "--format=%cI", "HEAD")))
	if err != nil {
		t.Fatal(err)
	}
	local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: dir}}}
	for name, tt := range map[string]struct {
		call    string
		started time.Time
		want    string
	}{
		"after it":          {"git show artifacts:data/feat.csv", committed.Add(-time.Minute), "artifacts:data/feat.csv"},
		"before it":         {"git show artifacts:data/feat.csv", committed.Add(time.Minute), ""},
		"at no known time":  {"git show artifacts:data/feat.csv", time.Time{}, ""},
		"of another branch": {"git show other:data/feat.csv", committed.Add(-time.Minute), ""},
	} {
		found, _ := local.byGit(t.Context(), nil, place{clone: &git.Clone{}}, repro.Plan{Original: repro.Run{Started: tt.started}}, []string{tt.call}, "")
		if got := strings.Join(found, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
