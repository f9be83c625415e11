package lineage

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUnabbreviated: the first digits of a commit stand for the one that begins so, and for
// nothing where none or several do, or a branch has that name.
func TestUnabbreviated(t *testing.T) {
	t.Parallel()
	full := strings.Repeat("ab12", 10)
	resolve := func(_ context.Context, short string) (string, error) {
		switch {
		case strings.HasPrefix(full, short):
			return full, nil
		case short == "cafecafe": // a branch
			return full, nil
		}
		return "", errors.New("no such commit")
	}
	for commit, want := range map[string]string{full[:7]: full, full: full, "main": "", "": "", "cafecafe": "refused", "1234567": "refused"} {
		given := map[string]string{"git_commit": commit}
		run, err := Unabbreviated(t.Context(), repro.Run{Tags: given}, resolve)
		switch {
		case want == "refused":
			if err == nil || !strings.Contains(err.Error(), commit) || !strings.Contains(err.Error(), "--code-ref") {
				t.Errorf("%s: %v", commit, err)
			}
		case err != nil || RecordedCommit(run).Value != want || given["git_commit"] != commit:
			t.Errorf("%s: %q, %v", commit, RecordedCommit(run).Value, err)
		}
	}
}
