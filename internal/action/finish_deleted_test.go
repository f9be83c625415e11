package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// TestFinish_deletedMeanwhile: a training whose original went away while it ran is answered
// once, as not verified, wherever somebody waits for it; the nights after it end well.
func TestFinish_deletedMeanwhile(t *testing.T) {
	t.Parallel()
	for what, tt := range map[string]struct {
		is   func(t *testing.T, store, version string) error
		want string
	}{
		"the version": {func(_ *testing.T, _, version string) error { return os.RemoveAll(version) },
			"is not any more (resolve iris-classifier 1: version not found; this model has aliases candidate, production; versions 2)"},
		"the model": {func(_ *testing.T, _, version string) error { return os.RemoveAll(filepath.Dir(version)) },
			"is not any more (resolve iris-classifier 1: model not found: the registry has no models"},
		"its run, for good": {func(t *testing.T, store, version string) error { return os.RemoveAll(runOf(t, store, version)) },
			"is not on this tracking server. It was deleted for good"},
		"its run, so that it can be restored": {func(t *testing.T, store, version string) error {
			file := filepath.Join(runOf(t, store, version), "meta.yaml")
			return os.WriteFile(file, []byte(strings.Replace(read(t, file), "lifecycle_stage: active", "lifecycle_stage: deleted", 1)), 0o644)
		}, "was deleted; restore it"},
		"and made again of another run": {func(t *testing.T, store, version string) error {
			other := read(t, filepath.Join(filepath.Dir(version), "version-2", "meta.yaml"))
			return os.WriteFile(filepath.Join(version, "meta.yaml"), []byte(strings.Replace(other, "version: 2", "version: 1", 1)), 0o644)
		}, "was started with other params or other code"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.pullRequest(t, false)
			s.start(t, "1")
			s.FinishAll()
			s.Elapse(9 * time.Hour)
			if err := tt.is(t, s.store, filepath.Join(s.store, "models", "iris-classifier", "version-1")); err != nil {
				t.Fatal(err)
			}
			s.finish(t, 4)
			answers := s.answers()
			if len(answers) != 1 || !strings.Contains(answers[0], "Could not verify: `iris-classifier` v1") || strings.Contains(answers[0], "✅") {
				t.Errorf("the answers are %q", answers)
			}
			if states := s.states(); states != "pending error" {
				t.Errorf("the states are %q", states)
			}
			if out := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(out, "\nunverified\n") || !strings.Contains(out, tt.want) {
				t.Errorf("want %q in the outputs\n%s", tt.want, out)
			}
			s.finish(t, 0)
			if answers, states := len(s.answers()), s.states(); answers != 1 || states != "pending error" {
				t.Errorf("the night after it: %d answers, states %q", answers, states)
			}
		})
	}
}

// runOf is the directory of the run of a version, in a file store.
func runOf(t *testing.T, store, version string) string {
	t.Helper()
	root, err := doc.Read(doc.YAML, []byte(read(t, filepath.Join(version, "meta.yaml"))), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(store, "*", root.Get("run_id").Text))
	if err != nil || len(found) != 1 {
		t.Fatalf("the runs of %s are %q, %v", version, found, err)
	}
	return found[0]
}
